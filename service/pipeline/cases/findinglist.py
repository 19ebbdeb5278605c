"""Findings as lists: which are open, late, due for a re-check; a page of them at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pandas as pd

from data.errors import NotFoundError
from data.findings import day_told, is_ours
from data.units import week_monday
from planning.calendar import workday_from
from service.pipeline.cases.findingtable import (
    FindingFilter,
    check_named,
    chosen_of,
    findings_table,
    lines_of,
    ordered,
)
from service.pipeline.places.standing import day_after_last
from service.pipeline.rules.ruling import rules_in_force
from service.results.finding import FindingsResult

if TYPE_CHECKING:
    from datetime import date

    from data.store import Store
    from planning.rules import Rules

_SUNDAY = timedelta(days=6)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Which lines of a list are shown: so many, after one that was shown before."""

    limit: int
    after: str | None = None

    def of(self, listed: pd.DataFrame) -> pd.DataFrame:
        """
        Cut a list down to the page.

        Raises
        ------
        NotFoundError
            If what it goes on after is not in the list (any more).
        """
        if self.after is None:
            return listed.head(self.limit)
        place = listed.index.get_indexer(pd.Index([self.after]))[0]
        if place < 0:
            raise NotFoundError(
                f"The list has changed and holds {self.after!r} no longer; begin at its top.",
                zh=f"清单已变化，其中没有“{self.after}”，请从头查看。",
            )
        return listed.iloc[place + 1 : place + 1 + self.limit]


def list_findings(
    store: Store,
    *,
    wanted: FindingFilter,
    as_of: date | None,
    limit: int,
    after: str | None = None,
) -> FindingsResult:
    """
    List findings, the major and the longest overdue first.

    Parameters
    ----------
    wanted
        Which of them.
    as_of
        The day told of: at its end they are open, on it they are late; ``None``: the last day of
        which anything is on record.
    limit
        Lines at most, >= 1; the counts are of all.
    after
        Only what comes after this finding; ``None`` begins at the first.

    Raises
    ------
    NotFoundError
        If no day was given and the store holds no dated row, if it knows no such village or team,
        or if the finding to go on after is none of these.
    """
    day = as_of or day_told(day_after_last(store))
    check_named(store, wanted)
    table = findings_table(store, day + _DAY)
    shown = table if wanted.closed else table[table["is_open"]]
    page = Page(limit=limit, after=after)
    return _answer(store, chosen_of(shown, wanted), day=day, week=None, page=page)


def due_findings(
    store: Store, week: str, *, wanted: FindingFilter, limit: int, after: str | None = None
) -> FindingsResult:
    """
    List what a week must re-check: due by its Sunday, handed in, or without a due day.

    What falls due in the week comes before what is late: a backlog of years would bury it.
    Findings handed to another office are its own to follow. What is due on a day off is looked at
    from the next workday on, as plans do it: it is of that day's week, and not late in it.

    Parameters
    ----------
    week
        ISO week; findings are as its Monday began, and late on it.
    wanted, limit, after
        As of :func:`list_findings`.

    Raises
    ------
    NotFoundError
        If the store knows no such village or team, or the finding to go on after is none of these.
    """
    monday = week_monday(week)
    check_named(store, wanted)
    table = findings_table(store, monday, on=monday)
    table = _put_off(table[table["is_open"] & is_ours(table)], monday, rules_in_force(store).rules)
    by_then = table["opens"] <= pd.Timestamp(monday + _SUNDAY)
    asked = by_then | table["due"].isna() | (table["state"] == "submitted")
    page = Page(limit=limit, after=after)
    chosen = chosen_of(table, wanted)
    here = asked.loc[chosen.index]
    result = _answer(store, chosen[here], day=monday, week=week, page=page)
    later = chosen["due"] <= pd.Timestamp(monday + _SUNDAY)
    return replace(result, counts=result.counts | {"put_off": int((later & ~here).sum())})


def _put_off(table: pd.DataFrame, monday: date, rules: Rules) -> pd.DataFrame:
    """Say from which day each finding is looked at; none is late before it."""
    days = {day: workday_from(day.date(), rules.calendar) for day in table["due"].dropna().unique()}
    opens = pd.to_datetime(table["due"].map(days))
    early = table["is_overdue"] & (opens >= pd.Timestamp(monday))
    mending = table["standing"].mask(early & (table["standing"] == "overdue"), "rectifying")
    return table.assign(
        opens=opens,
        is_overdue=table["is_overdue"] & ~early,
        days_late=table["days_late"].mask(early, 0),
        standing=mending,
    )


def _answer(
    store: Store, table: pd.DataFrame, *, day: date, week: str | None, page: Page
) -> FindingsResult:
    still = table[table["is_open"]]
    counts = {
        "open": len(still),
        "major": int((still["level"] == "major").sum()),
        "overdue": int(still["is_overdue"].sum()),
        "submitted": int((still["state"] == "submitted").sum()),
        "transferred": int(still["transferred_to"].notna().sum()),
    }
    return FindingsResult(
        as_of=day.isoformat(),
        week=week,
        counts=counts,
        fitting=len(table),
        lines=lines_of(store, page.of(ordered(table, week=week)), day),
    )

"""Findings as lists: which are open, late, due for a re-check, and the whole life of one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

import pandas as pd

from data.errors import ConfigError, NotFoundError
from data.findings import day_told, days_late, is_open, is_ours, is_overdue
from data.schema import as_records
from data.units import week_monday
from data.words import FINDING_LEVELS, FINDING_STATES
from planning.calendar import workday_from
from planning.cases.finding import blank_of, retold
from service.pipeline.cases.rewinding import as_known
from service.pipeline.cases.standing import read_cases
from service.pipeline.places.naming import check_known, check_village
from service.pipeline.places.sites import text_of
from service.pipeline.places.standing import day_after_last
from service.pipeline.rules.ruling import rules_in_force
from service.results.finding import (
    BoardColumn,
    FindingLine,
    FindingResult,
    FindingsResult,
    StepLine,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from data.store import Store
    from planning.cases.finding import Case, Step
    from planning.rules import Rules

_SUNDAY = timedelta(days=6)
_DAY = timedelta(days=1)
_SOON = timedelta(days=7)
BOARD_STATES = ("found", "notified", "rectifying", "overdue", "submitted")
"""States of open findings, in the order in which most go through them."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingFilter:
    """
    Which findings a list shows; what is missing asks for nothing.

    ``closed`` shows those struck off and voided too; ``site`` is an id or part of a name; ``town``
    is as the ledger of sites names it.

    Raises
    ------
    ConfigError
        If the level or state is no known code.
    """

    village: str | None = None
    site: str | None = None
    level: str | None = None
    state: str | None = None
    team: str | None = None
    overdue: bool = False
    closed: bool = False
    town: str | None = None

    def __post_init__(self) -> None:
        for name, code, codes in (
            ("--level", self.level, FINDING_LEVELS),
            ("--state", self.state, FINDING_STATES),
        ):
            if code is not None and code not in codes:
                raise ConfigError(
                    f"Expected {name} among {', '.join(codes)}, got {code!r}.",
                    zh=f"{name} 应为 {'、'.join(codes)} 之一，现为“{code}”。",
                )


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
    _check_named(store, wanted)
    table = _table(store, day + _DAY)
    shown = table if wanted.closed else table[table["is_open"]]
    page = Page(limit=limit, after=after)
    return _answer(store, _chosen(shown, wanted), day=day, week=None, page=page)


def board_findings(
    store: Store,
    *,
    wanted: FindingFilter,
    as_of: date,
    limit: int,
) -> tuple[BoardColumn, ...]:
    """
    Put open findings side by side by where they stand, each column in the order of the list.

    What is late stands under ``overdue``, whatever its last step; what was handed in stays there.

    Parameters
    ----------
    wanted
        Which of them; its state is not asked.
    as_of
        The day told of, as of :func:`list_findings`.
    limit
        Lines of a column at most, >= 1.

    Raises
    ------
    NotFoundError
        If the store knows no such village or team.
    """
    _check_named(store, wanted)
    table = _table(store, as_of + _DAY, where={"state": list(BOARD_STATES)})
    chosen = _ordered(_chosen(table[table["is_open"]], wanted), week=None)
    columns = {state: chosen[chosen["standing"] == state] for state in BOARD_STATES}
    first = {state: mine.head(limit) for state, mine in columns.items()}
    lines = iter(_lines(store, pd.concat(first.values()), as_of))
    return tuple(
        BoardColumn(
            state=state,
            count=len(mine),
            late=int(mine["is_overdue"].sum()),
            lines=tuple(islice(lines, len(first[state]))),
        )
        for state, mine in columns.items()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingCounts:
    """Open findings: all, past their day, due from today until in seven days, handed in."""

    open: int
    late: int
    soon: int
    submitted: int


def count_findings(store: Store, *, as_of: date) -> FindingCounts:
    """Count the findings of the board by how pressing they are on the day that lists tell of."""
    known = as_of + _DAY
    findings = store.read("finding", where={"state": list(BOARD_STATES)})
    findings = findings[is_open(findings, known)]
    submitted = findings["state"] == "submitted"
    first, last = pd.Timestamp(as_of), pd.Timestamp(as_of) + _SOON
    return FindingCounts(
        open=len(findings),
        late=int(is_overdue(findings, known).sum()),
        soon=int((findings["due"].between(first, last) & ~submitted).sum()),
        submitted=int(submitted.sum()),
    )


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
    _check_named(store, wanted)
    table = _table(store, monday, on=monday)
    table = _put_off(table[table["is_open"] & is_ours(table)], monday, rules_in_force(store).rules)
    by_then = table["opens"] <= pd.Timestamp(monday + _SUNDAY)
    asked = by_then | table["due"].isna() | (table["state"] == "submitted")
    page = Page(limit=limit, after=after)
    chosen = _chosen(table, wanted)
    here = asked.loc[chosen.index]
    result = _answer(store, chosen[here], day=monday, week=week, page=page)
    later = chosen["due"] <= pd.Timestamp(monday + _SUNDAY)
    return replace(result, counts=result.counts | {"put_off": int((later & ~here).sum())})


def show_finding(store: Store, finding_id: str, *, as_of: date | None = None) -> FindingResult:
    """
    Tell the whole life of one finding.

    Parameters
    ----------
    as_of
        The day on which it is late, if it is open; ``None`` counts no days.

    Raises
    ------
    NotFoundError
        If there is no such finding.
    """
    held = read_cases(store, [finding_id])[finding_id]
    last = max(one.day for one in held.case.steps)
    day = max(last, held.case.found) + _DAY
    known = _table(store, day, where={"finding_id": [finding_id]}, on=as_of)
    row = as_records(known)[0]
    listed = store.read("finding_step", where={"finding_id": [finding_id]})
    sources = {int(one["number"]): text_of(one["source"]) for one in as_records(listed)}
    steps = held.case.steps
    return FindingResult(
        finding=_line(row, held.case, as_of),
        rule=text_of(row["rule"]),
        photos=text_of(row["photos"]),
        photo_count=None if pd.isna(row["photo_count"]) else int(row["photo_count"]),
        source=text_of(row["source"]),
        steps=tuple(
            _step(held.case, number, step, sources) for number, step in enumerate(steps, start=1)
        ),
        is_written=held.stored > 0,
    )


def _table(
    store: Store,
    day: date,
    *,
    where: Mapping[str, Sequence[str]] | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """Read findings with their sites, whether they are open, where they stand, how late."""
    findings = as_known(store, store.read("finding", where=where), day)
    table = findings.join(_sites(store), on="site_id")
    is_late, still = is_overdue(findings, day, on=on), is_open(findings, day)
    standing = findings["state"].mask(still & (findings["state"] == "overdue"), "rectifying")
    return table.assign(
        is_open=still,
        is_overdue=is_late,
        days_late=days_late(findings, day, on=on),
        standing=standing.mask(is_late & (standing != "submitted"), "overdue"),
    )


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


def _sites(store: Store) -> pd.DataFrame:
    columns = ("site_id", "name", "village", "town")
    rows = store.rows("site", columns=columns)
    sites = pd.DataFrame(rows, columns=pd.Index(columns), dtype="str").set_index("site_id")
    return sites.rename(columns={"name": "site"})


def _check_named(store: Store, wanted: FindingFilter) -> None:
    """Refuse a misspelt name: it would look like a village in which all is well."""
    if wanted.village is not None:
        check_village(store, wanted.village)
    if wanted.team is not None:
        known = {*store.read("team")["name"], *store.read("finding")["team"].dropna()}
        check_known("team", "队伍", wanted.team, known)


def _chosen(table: pd.DataFrame, wanted: FindingFilter) -> pd.DataFrame:
    keep = pd.Series(data=True, index=table.index)
    for column, value in (
        ("town", wanted.town),
        ("village", wanted.village),
        ("level", wanted.level),
        ("standing", wanted.state),
        ("team", wanted.team),
    ):
        if value is not None:
            keep &= table[column].eq(value).fillna(value=False).astype(bool)
    if wanted.site is not None:
        named = table["site"].fillna("").str.contains(wanted.site, regex=False)
        keep &= named | (table["site_id"] == wanted.site)
    if wanted.overdue:
        keep &= table["is_overdue"]
    return table[keep]


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
        lines=_lines(store, page.of(_ordered(table, week=week)), day),
    )


def _ordered(table: pd.DataFrame, *, week: str | None) -> pd.DataFrame:
    """Put findings in the order of a list; in that of a week, what is late comes last."""
    order = table.assign(
        late=table["is_overdue"] & (week is not None),
        minor=table["level"] != "major",
        key=table.index.astype(str),
    )
    return order.sort_values(
        ["late", "minor", "days_late", "due", "key"], ascending=[True, True, False, True, True]
    )


def _lines(store: Store, table: pd.DataFrame, day: date) -> tuple[FindingLine, ...]:
    cases = read_cases(store, [str(key) for key in table.index])
    return tuple(_line(row, cases[str(row["finding_id"])].case, day) for row in as_records(table))


def _line(row: dict[str, Any], case: Case, day: date | None) -> FindingLine:
    return FindingLine(
        finding_id=case.finding_id,
        site_id=case.site_id,
        site=text_of(row["site"]),
        village=text_of(row["village"]),
        level=case.level,
        state=case.state if day is None else str(row["standing"]),
        found=case.found.isoformat(),
        due=_iso(case.due if day is None else _date(row["due"])),
        days_late=0 if day is None else int(row["days_late"]),
        closed=_iso(case.closed),
        team=case.team or "",
        what=text_of(row["what"]),
        extensions=case.extensions,
        on_the_spot=case.on_the_spot,
        escalated=_iso(case.escalated),
        transferred_to=case.transferred_to,
        voided=_iso(case.voided),
    )


def _date(value: Any) -> date | None:  # noqa: ANN401 - a cell
    return None if pd.isna(value) else pd.Timestamp(value).date()


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _step(case: Case, number: int, step: Step, sources: dict[int, str]) -> StepLine:
    back = (place for place, one in enumerate(case.steps, 1) if one.takes_back == number)
    return StepLine(
        number=number,
        step=step.step,
        state=retold(blank_of(case), case.steps[:number]).state,
        day=step.day.isoformat(),
        who=step.who or "",
        due=_iso(step.due),
        note=step.note or "",
        document=step.document or "",
        photos=step.photos or "",
        inspection_id=step.inspection_id or "",
        handed_to=step.handed_to or "",
        takes_back=step.takes_back,
        taken_back_by=next(back, None),
        source=sources.get(number, ""),
    )

"""Findings as a table with their sites, where they stand and how late; and as lines of lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from data.errors import ConfigError
from data.findings import days_late, is_open, is_overdue
from data.schema import as_records
from data.words import FINDING_LEVELS, FINDING_STATES
from service.pipeline.cases.rewinding import as_known
from service.pipeline.cases.standing import read_cases
from service.pipeline.places.naming import check_known, check_village
from service.pipeline.places.sites import text_of
from service.results.finding import FindingLine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from data.store import Store
    from planning.cases.finding import Case


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


def findings_table(
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


def _sites(store: Store) -> pd.DataFrame:
    columns = ("site_id", "name", "village", "town")
    rows = store.rows("site", columns=columns)
    sites = pd.DataFrame(rows, columns=pd.Index(columns), dtype="str").set_index("site_id")
    return sites.rename(columns={"name": "site"})


def check_named(store: Store, wanted: FindingFilter) -> None:
    """Refuse a misspelt name: it would look like a village in which all is well."""
    if wanted.village is not None:
        check_village(store, wanted.village)
    if wanted.team is not None:
        known = {*store.read("team")["name"], *store.read("finding")["team"].dropna()}
        check_known("team", "队伍", wanted.team, known)


def chosen_of(table: pd.DataFrame, wanted: FindingFilter) -> pd.DataFrame:
    """Keep the rows of :func:`findings_table` that a list wants."""
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


def ordered(table: pd.DataFrame, *, week: str | None) -> pd.DataFrame:
    """Put findings in the order of a list; in that of a week, what is late comes last."""
    order = table.assign(
        late=table["is_overdue"] & (week is not None),
        minor=table["level"] != "major",
        key=table.index.astype(str),
    )
    return order.sort_values(
        ["late", "minor", "days_late", "due", "key"], ascending=[True, True, False, True, True]
    )


def lines_of(store: Store, table: pd.DataFrame, day: date) -> tuple[FindingLine, ...]:
    """Write rows of :func:`findings_table` as lines, in their order, as late as on a day."""
    cases = read_cases(store, [str(key) for key in table.index])
    return tuple(line_of(row, cases[str(row["finding_id"])].case, day) for row in as_records(table))


def line_of(row: dict[str, Any], case: Case, day: date | None) -> FindingLine:
    """Write one row as a line; without a day no days are counted."""
    return FindingLine(
        finding_id=case.finding_id,
        site_id=case.site_id,
        site=text_of(row["site"]),
        village=text_of(row["village"]),
        level=case.level,
        state=case.state if day is None else str(row["standing"]),
        found=case.found.isoformat(),
        due=iso(case.due if day is None else _date(row["due"])),
        days_late=0 if day is None else int(row["days_late"]),
        closed=iso(case.closed),
        team=case.team or "",
        what=text_of(row["what"]),
        extensions=case.extensions,
        on_the_spot=case.on_the_spot,
        escalated=iso(case.escalated),
        transferred_to=case.transferred_to,
        voided=iso(case.voided),
    )


def _date(value: Any) -> date | None:  # noqa: ANN401 - a cell
    return None if pd.isna(value) else pd.Timestamp(value).date()


def iso(day: date | None) -> str | None:
    """Write a day as ISO does; ``None`` stays."""
    return None if day is None else day.isoformat()

"""Who was promised to be seen, and was: villages by week, towns by month, places by grade."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pandas as pd

from data.reports import Cell, Section, Table
from data.schema import as_records
from data.units import DAYS_PER_WEEK, week_monday, week_of
from data.words import GRADES
from geo.evaluate import proportion
from service.pipeline.places.sites import last_attempts
from service.pipeline.reports.part import (
    Part,
    both,
    column,
    figure,
    hundredths,
    ids_of,
    percent,
    share_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.reports import Figure, Said
    from service.pipeline.reports.records import Records

_WEEK = timedelta(days=DAYS_PER_WEEK)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Promise:
    """What one place was promised: how often it was due and kept, by which visits."""

    name: str
    due: int
    kept: tuple[str, ...]
    last: date | None


def coverage_part(records: Records) -> Part:
    """Compare the visits on record with the coverage that the rules in force promise."""
    villages, towns, graded = _villages(records), _towns(records), _graded(records)
    lead = (
        _lead("villages", villages),
        _lead("towns", towns),
        _grade_figure(graded, records),
    )
    missed = sum(1 for one in villages if len(one.kept) < one.due)
    said = [both("report.villages_missed", count=missed, all=len(villages))] if missed else []
    if not villages and records.rules.frequency.village_weekly:
        said = [both("report.no_villages")]
    tables = [
        _promise_table(key, promises)
        for key, promises in (("villages_table", villages), ("towns_table", towns))
        if promises
    ]
    return Part(
        lead=tuple(one for one in lead if one is not None),
        said=tuple(said),
        section=Section(
            heading=both("report.coverage"), tables=(*tables, _grade_table(graded, records))
        ),
    )


def _lead(key: str, promises: list[_Promise]) -> Figure | None:
    """Count the promises kept; nothing where none was due."""
    due = sum(one.due for one in promises)
    if not due:
        return None
    kept = [visit for one in promises for visit in one.kept]
    told = proportion(len(kept), due)
    share = percent(told.share)
    return figure(key, share_text(told), kept, detail=both("report.kept_share", share=share))


def _villages(records: Records) -> list[_Promise]:
    """List the whole weeks of each village: those whose Sunday lies in the period."""
    if not records.rules.frequency.village_weekly:
        return []
    weeks = list(_weeks(records))
    visits = _at(records, "village")
    visits = visits.assign(week=[week_of(day.date()) for day in visits["day"]])
    promises = []
    for village in sorted(records.sites["village"].dropna().unique()):
        mine = visits[visits["at"] == village]
        first = mine[mine["week"].isin(weeks)].drop_duplicates("week")
        promises.append(
            _Promise(name=village, due=len(weeks), kept=ids_of(first), last=_last(mine))
        )
    return promises


def _weeks(records: Records) -> Iterator[str]:
    day = week_monday(week_of(records.period.first)) + _WEEK - _DAY
    while day < records.period.until:
        yield week_of(day)
        day += _WEEK


def _towns(records: Records) -> list[_Promise]:
    """Ask of each town whether it was seen in the month; a week is too short to ask."""
    is_month = records.period.end - records.period.first > _WEEK
    if not is_month or not records.rules.frequency.town_days:
        return []
    visits = _at(records, "town")
    promises = []
    for town in sorted(records.sites["town"].dropna().unique()):
        mine = visits[visits["at"] == town]
        kept = ids_of(mine[records.period.holds(mine["day"])].head(1))
        promises.append(_Promise(name=town, due=1, kept=kept, last=_last(mine)))
    return promises


def _at(records: Records, place: str) -> pd.DataFrame:
    """List the visits with where they were, oldest first."""
    visits = records.inspections.assign(at=records.inspections["site_id"].map(records.sites[place]))
    return visits[visits["at"].notna()].sort_values("day", kind="stable")


def _last(visits: pd.DataFrame) -> date | None:
    return visits["day"].max().date() if len(visits) else None


def _promise_table(key: str, promises: list[_Promise]) -> Table:
    ordered = sorted(promises, key=lambda one: (len(one.kept) - one.due, one.name))
    return Table(
        title=both(f"report.{key}"),
        columns=tuple(map(column, ("place", "due", "kept", "missed", "last_visit"))),
        rows=tuple(
            (one.name, one.due, len(one.kept), one.due - len(one.kept), one.last) for one in ordered
        ),
        note=both(f"report.{key}_note"),
    )


def _graded(records: Records) -> pd.DataFrame:
    """Say of each graded site within how many days it was due, and whether it was seen then."""
    sites = records.sites.join(records.scores[["grade"]], how="inner")
    frequency = records.rules.frequency
    days = [
        frequency.days(
            row["grade"],
            kind=row["kind"],
            industry_code="" if pd.isna(row["industry_code"]) else row["industry_code"],
        )
        for row in as_records(sites)
    ]
    told = last_attempts(records.inspections, records.period.until, stated=sites["stated_visit"])
    last = told["last_visit"].reindex(sites.index)
    waited = (pd.Timestamp(records.period.until) - last).dt.days
    due = pd.Series(days, index=sites.index, dtype="int64")
    rows = sites.assign(due_days=due, waited=waited, is_kept=waited <= due)
    return rows[rows["due_days"] > 0]


def _grade_figure(graded: pd.DataFrame, records: Records) -> Figure | None:
    promised = graded[graded["grade"].isin(records.rules.frequency.promised_grades)]
    if not len(promised):
        return None
    kept = promised[promised["is_kept"]]
    told = proportion(len(kept), len(promised))
    share = percent(told.share)
    return figure(
        "grades", share_text(told), ids_of(kept), detail=both("report.kept_share", share=share)
    )


def _grade_table(graded: pd.DataFrame, records: Records) -> Table:
    promised = records.rules.frequency.promised_grades
    rows: list[tuple[Cell, ...]] = []
    for grade, words in GRADES.items():
        mine = graded[graded["grade"] == grade]
        if not len(mine):
            continue
        kept = int(mine["is_kept"].sum())
        nature: Said = both("report.promised" if grade in promised else "report.wished")
        never = int(mine["waited"].isna().sum())
        rows.append(
            (words, nature, len(mine), kept, len(mine) - kept, never, hundredths(kept / len(mine)))
        )
    heads = ("grade", "nature", "sites", "in_time", "late", "never", "share")
    return Table(
        title=both("report.grades_table"),
        columns=tuple(map(column, heads)),
        rows=tuple(rows),
        note=both("report.grades_table_note"),
    )

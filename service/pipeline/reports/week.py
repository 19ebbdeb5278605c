"""The report of a week: what was planned, what was done of it, what was found, what is left."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pandas as pd

from data.reports import Report, Section, Table
from data.units import DAYS_PER_WEEK, week_monday
from geo.evaluate import proportion
from maps.words import WORDS
from service.pipeline.records.done import plan_against_done
from service.pipeline.reports.coverage import coverage_part
from service.pipeline.reports.finds import finds_part
from service.pipeline.reports.mending import mending_part
from service.pipeline.reports.month import leader_section
from service.pipeline.reports.part import Part, both, column, counted, figure, percent, share_text
from service.pipeline.reports.period import week_period
from service.pipeline.reports.plans import plans_part, weeks_planned
from service.pipeline.reports.records import last_known, read_records
from service.pipeline.reports.stand import report_facts

if TYPE_CHECKING:
    from data.reports import Cell, Said
    from data.store import Store
    from service.pipeline.reports.records import Records
    from service.results.record import PlannedDone


def week_report(store: Store, week: str) -> Report:
    """
    Fill the report of a week.

    Parameters
    ----------
    store
        The town.
    week
        Such as ``2026-W48``. Of a week to come only its plan is told.

    Raises
    ------
    ConfigError
        If the text is no week.
    NotFoundError
        If nothing at all is on record.
    """
    period = week_period(week, known=last_known(store))
    records = read_records(store, period)
    parts = []
    if period.known >= period.first:
        parts += [
            _done_part(store, records),
            finds_part(records, before=_week_before(records), key="week"),
            coverage_part(records),
            mending_part(records),
        ]
    parts.append(plans_part(store, records))
    return Report(
        name=f"week-{period.name}",
        title=both("report.week_title"),
        subtitle=_told(records),
        facts=report_facts(store, as_of=period.as_of),
        sections=(leader_section(parts), *(part.section for part in parts)),
    )


def _told(records: Records) -> tuple[str, str]:
    period = records.period
    if period.known >= period.first:
        zh, en = period.told()
    else:
        zh, en = both("report.week_to_come", first=period.first)
    return f"{period.name}，{zh}", f"{period.name}, {en}"


def _week_before(records: Records) -> pd.DataFrame:
    """List the looks of the week before."""
    looks, monday = records.looks, week_monday(records.period.name)
    start, end = pd.Timestamp(monday - timedelta(days=DAYS_PER_WEEK)), pd.Timestamp(monday)
    return looks[(looks["day"] >= start) & (looks["day"] < end)]


def _done_part(store: Store, records: Records) -> Part:
    """Put the plan of the week that counts beside what was done of it."""
    plans = weeks_planned(store, records)
    heading = both("report.done")
    if not len(plans):
        return Part(section=Section(heading=heading, paragraphs=(both("report.no_plan_week"),)))
    done = plan_against_done(store, str(plans.index[-1]))
    made = [site for day in done.days for site in day.done]
    told = proportion(len(made), done.planned)
    detail = both("report.done_detail", share=percent(told.share), silent=done.silent)
    extra = [site for day in done.days for site in day.extra]
    lead = (
        figure("done_of_plan", share_text(told), made, detail=detail),
        figure("extra", counted(len(extra)), extra, detail=both("report.extra_detail")),
    )
    section = Section(
        heading=heading,
        paragraphs=(both("report.done_note", plan=done.plan_id),),
        tables=(_by_team(done), _skipped(done, records)),
    )
    return Part(lead=lead, section=section)


def _by_team(done: PlannedDone) -> Table:
    """Count by day and team; a plan's counts, not a judgement of who is good."""
    rows: list[tuple[Cell, ...]] = [
        (
            one.day,
            one.team,
            len(one.planned),
            len(one.done),
            len(one.skipped),
            len(one.silent),
            len(one.extra),
        )
        for one in done.days
    ]
    heads = ("day", "team", "planned", "done", "skipped", "silent", "extra")
    return Table(
        title=both("report.done_table"), columns=tuple(map(column, heads)), rows=tuple(rows)
    )


def _skipped(done: PlannedDone, records: Records) -> Table:
    """Name the stops that were not made, as far as somebody said so."""
    rows: list[tuple[Cell, ...]] = [
        (
            records.name(site),
            records.village(site),
            one.day,
            one.team,
            _reason(one.reasons[site]),
            site,
        )
        for one in done.days
        for site in one.skipped
    ]
    heads = ("name", "village", "day", "team", "reason", "id")
    return Table(
        title=both("report.skipped_table"), columns=tuple(map(column, heads)), rows=tuple(rows)
    )


def _reason(code: str) -> Said | None:
    """Say why in words; what a person wrote stands as it is."""
    if not code:
        return None
    return WORDS.get(f"js.skip_{code}", (code, code))

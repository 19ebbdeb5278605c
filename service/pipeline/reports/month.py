"""The report of a month: one sheet for the leader, then everything it rests on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data.reports import Report, Section
from service.pipeline.reports.areas import town_cuts
from service.pipeline.reports.burden import burden_part
from service.pipeline.reports.coverage import coverage_part
from service.pipeline.reports.finds import finds_part, months_section
from service.pipeline.reports.hidden import hidden_part
from service.pipeline.reports.mending import mending_part
from service.pipeline.reports.part import both
from service.pipeline.reports.period import month_before, month_number, month_period
from service.pipeline.reports.plans import plans_part
from service.pipeline.reports.ranking import ranking_part
from service.pipeline.reports.records import last_known, read_records
from service.pipeline.reports.stand import report_facts
from service.pipeline.reports.supervision import supervision_part

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from data.reports import Said
    from data.store import Store
    from service.pipeline.reports.part import Part
    from service.pipeline.reports.records import Records


def month_report(store: Store, month: str) -> Report:
    """
    Fill the report of a month.

    Parameters
    ----------
    store
        The town.
    month
        Such as ``2026-11``. Of a month that is not over, the days on record count, and the report
        says so.

    Raises
    ------
    ConfigError
        If the text is no month.
    InputError
        If the month begins after the last day on record.
    NotFoundError
        If nothing at all is on record.
    """
    period = month_period(month, known=last_known(store))
    records = read_records(store, period)
    ranking = ranking_part(records, town_cuts(store, records.sites))
    parts = (
        finds_part(records, before=_month_before(records), key="month"),
        coverage_part(records),
        mending_part(records),
        hidden_part(store, records),
        plans_part(store, records),
        burden_part(records),
        ranking,
        supervision_part(store, records),
    )
    months = months_section(records, period.first)
    sections = [
        replace(leader_section(parts), picture=months.picture),
        replace(months, picture=None),
        *(part.section for part in parts),
        Section(heading=both("report.how"), paragraphs=_how()),
    ]
    return Report(
        name=f"month-{period.name}",
        title=both("report.month_title"),
        subtitle=period.told(),
        facts=report_facts(store, as_of=period.as_of),
        sections=tuple(sections),
    )


def leader_section(parts: Sequence[Part]) -> Section:
    """Gather what goes on the leader's sheet."""
    return Section(
        heading=both("report.in_short"),
        figures=tuple(one for part in parts for one in part.lead),
        paragraphs=tuple(text for part in parts for text in part.said),
    )


def _month_before(records: Records) -> pd.DataFrame:
    """List the looks of the month before."""
    looks, before = records.looks, month_before(records.period.first)
    return looks[month_number(looks["day"]) == before.year * 12 + before.month - 1]


def _how() -> tuple[Said, ...]:
    keys = ("how_looks", "how_interval", "how_coverage", "how_ranking", "how_grades")
    return tuple(both(f"report.{key}") for key in keys)

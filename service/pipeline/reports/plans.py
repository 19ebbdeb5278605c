"""What the stored plans could not do, and what it would take."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd

from data.reports import Section, Table
from data.schema import as_records
from data.units import week_monday
from data.words import UNPLANNED
from geo.evaluate import proportion
from service.pipeline.plans.deferred import deferred
from service.pipeline.plans.given import counted_plans
from service.pipeline.reports.part import Part, both, column, figure, percent, share_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.reports import Cell
    from data.store import Store
    from service.pipeline.reports.records import Records

Row = dict[str, Any]


def plans_part(store: Store, records: Records) -> Part:
    """Name the promises that the plan of each week of the period could not hold."""
    plans = weeks_planned(store, records)
    section_head = both("report.plans")
    if not len(plans):
        section = Section(heading=section_head, paragraphs=(both("report.no_plans"),))
        return Part(section=section, said=(both("report.no_plans"),))
    mine = {"plan_id": [str(one) for one in plans.index]}
    promises = as_records(store.read("promise", where=mine))
    left = as_records(store.read("unplanned", where=mine))
    kept = [one["promise_id"] for one in promises if one["kept"]]
    told = proportion(len(kept), len(promises))
    later, share = deferred(left), percent(told.share)
    key = "report.planned_later" if later else "report.planned_detail"
    detail = both(key, share=share, weeks=len(plans), later=later)
    lead = (figure("planned", share_text(told), kept, detail=detail),)
    weeks = plans["week"].to_dict()
    section = Section(
        heading=section_head,
        paragraphs=(both("report.plans_note"),),
        tables=(_broken(promises, weeks), _reasons(left)),
    )
    broken = len(promises) - len(kept)
    said = (both("report.broken_lead", count=broken),) if broken else ()
    return Part(lead=lead, said=said, section=section)


def weeks_planned(store: Store, records: Records) -> pd.DataFrame:
    """Read the plan that counts of each week whose Monday lies in the period."""
    last = counted_plans(store, store.read("plan"))
    mondays = pd.Series(
        [week_monday(week) for week in last["week"]], index=last.index, dtype=object
    )
    # A week that has not begun is no week of the month yet: nobody could keep its promises.
    period = records.period
    end = min(period.end, max(period.until, period.first + timedelta(days=1)))
    inside = [period.first <= day < end for day in mondays]
    return last[pd.Series(inside, index=last.index, dtype=bool)]


def _broken(promises: Sequence[Row], weeks: dict[Any, str]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (weeks[one["plan_id"]], (one["zh"], one["en"]), one["promise"])
        for one in promises
        if not one["kept"]
    ]
    return Table(
        title=both("report.broken"),
        columns=(column("week"), column("why_not"), column("id")),
        rows=tuple(sorted(rows, key=lambda row: (str(row[0]), str(row[2])))),
    )


def _reasons(left: Sequence[Row]) -> Table:
    """Count what was left out by reason."""
    counts: dict[str, list[int]] = {}
    for one in left:
        held = counts.setdefault(one["reason"], [0, 0])
        held[0] += 1
        held[1] += bool(one["must"])
    rows = tuple(
        (words, counts[code][0], counts[code][1])
        for code, words in UNPLANNED.items()
        if code in counts
    )
    heads = ("reason", "left_out", "left_musts")
    return Table(
        title=both("report.reasons"),
        columns=tuple(map(column, heads)),
        rows=rows,
        note=both("report.reasons_note"),
    )

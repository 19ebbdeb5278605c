"""The whole life of one finding, step by step."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pandas as pd

from data.schema import as_records
from planning.cases.finding import blank_of, retold
from service.pipeline.cases.findingtable import findings_table, iso, line_of
from service.pipeline.cases.standing import read_cases
from service.pipeline.places.sites import text_of
from service.results.finding import FindingResult, StepLine

if TYPE_CHECKING:
    from datetime import date

    from data.store import Store
    from planning.cases.finding import Case, Step

_DAY = timedelta(days=1)


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
    known = findings_table(store, day, where={"finding_id": [finding_id]}, on=as_of)
    row = as_records(known)[0]
    listed = store.read("finding_step", where={"finding_id": [finding_id]})
    sources = {int(one["number"]): text_of(one["source"]) for one in as_records(listed)}
    steps = held.case.steps
    return FindingResult(
        finding=line_of(row, held.case, as_of),
        rule=text_of(row["rule"]),
        photos=text_of(row["photos"]),
        photo_count=None if pd.isna(row["photo_count"]) else int(row["photo_count"]),
        source=text_of(row["source"]),
        steps=tuple(
            _step(held.case, number, step, sources) for number, step in enumerate(steps, start=1)
        ),
        is_written=held.stored > 0,
    )


def _step(case: Case, number: int, step: Step, sources: dict[int, str]) -> StepLine:
    back = (place for place, one in enumerate(case.steps, 1) if one.takes_back == number)
    return StepLine(
        number=number,
        step=step.step,
        state=retold(blank_of(case), case.steps[:number]).state,
        day=step.day.isoformat(),
        who=step.who or "",
        due=iso(step.due),
        note=step.note or "",
        document=step.document or "",
        photos=step.photos or "",
        inspection_id=step.inspection_id or "",
        handed_to=step.handed_to or "",
        takes_back=step.takes_back,
        taken_back_by=next(back, None),
        source=sources.get(number, ""),
    )

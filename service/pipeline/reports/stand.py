"""The day a report is as of, and what it says of itself, also before anything was scored."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from data.errors import NotFoundError
from service.pipeline.places.standing import day_after_last
from service.pipeline.plans.sheets import page_facts

if TYPE_CHECKING:
    from datetime import date

    from data.sheets import PageFacts
    from data.store import Store

_NO_MODEL = "—"


def report_day(store: Store) -> date:
    """
    Find the day on which the record stands: the day after its last dated row, or that of scores.

    Raises
    ------
    NotFoundError
        If nothing in the store bears a date; the caller must say the day then.
    """
    step, scored = store.latest("finding_step", "day"), store.latest("score", "as_of")
    last = [] if step is None else [step + timedelta(days=1)]
    last += [] if scored is None else [scored]
    try:
        last.append(day_after_last(store))
    except NotFoundError:
        if not last:
            raise
    return max(last)


def report_facts(store: Store, *, as_of: date) -> PageFacts:
    """Collect what a report of what was before a day says of itself; it may know no model."""
    scored = len(store.read("score")) > 0
    return page_facts(store, as_of=as_of, model=None if scored else _NO_MODEL)

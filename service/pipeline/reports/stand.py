"""What a report says of itself, also before anything was scored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.pipeline.plans.sheets import page_facts

if TYPE_CHECKING:
    from datetime import date

    from data.sheets import PageFacts
    from data.store import Store

_NO_MODEL = "—"


def report_facts(store: Store, *, as_of: date) -> PageFacts:
    """Collect what a report of what was before a day says of itself; it may know no model."""
    scored = len(store.read("score")) > 0
    return page_facts(store, as_of=as_of, model=None if scored else _NO_MODEL)

"""Going back to a former plan: what it would forget, and what came meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.errors import ConfigError, StaleError
from data.schema import INSPECTION, SWEEP_VISIT, as_table
from service.pipeline.plans.restoring import restore_plan
from tests.service.conftest import on_file
from tests.service.web.weeks import MONDAY, WEEK, draft, town

if TYPE_CHECKING:
    from data.store import Store

pytestmark = on_file


def test_a_plan_stored_meanwhile_is_not_gone_back_behind(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever goes back has not seen it: it would be undone unseen."""
    town(store)
    draft(store, "P1", {"T1": ["S1"]})
    draft(store, "P2", {"T1": ["S2"]}, version=2)

    def other_first(*_: object) -> None:
        draft(store, "P3", {"T1": ["S3"]}, version=3)

    monkeypatch.setattr("service.pipeline.plans.restoring._refuse_forgetting", other_first)
    with pytest.raises(StaleError, match="the newest plan of 2026-W48 is P3 by"):
        restore_plan(store, week=WEEK, version=1)
    monkeypatch.undo()
    assert restore_plan(store, week=WEEK, version=1).version == 4


@pytest.mark.parametrize("result", ["clean", "skipped"])
@pytest.mark.parametrize("place", ["S2", "sweep:a"])
def test_what_was_seen_bars_the_way_back_and_nothing_else(
    store: Store, place: str, result: str
) -> None:
    """A sweep as much as a visit; who stood before a closed gate has seen nothing."""
    town(store)
    draft(store, "P1", {"T1": ["S1"]})
    draft(store, "P2", {"T1": ["S1", place]}, version=2)
    look(store, place, result)
    if result == "skipped":
        assert restore_plan(store, week=WEEK, version=1).of_version == 1
    else:
        with pytest.raises(ConfigError, match=f"{place} was visited by the plan in force, and P1"):
            restore_plan(store, week=WEEK, version=1)


def look(store: Store, place: str, result: str) -> None:
    """Record what came of going to a site, or to a place in no ledger."""
    row = {"day": MONDAY, "team": "一队", "result": result}
    with store.writing() as unit:
        if place.startswith("sweep:"):
            visit = {"sweep_visit_id": "V1", "sweep_id": place, **row}
            unit.append("sweep_visit", as_table([visit], SWEEP_VISIT))
        else:
            visit = {"inspection_id": "V1", "site_id": place, **row}
            unit.append("inspection", as_table([visit], INSPECTION))

"""Going back to a former plan: what it would forget, and what came meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.errors import StaleError
from service.pipeline.plans.restoring import restore_plan
from tests.service.conftest import on_file
from tests.service.web.weeks import WEEK, draft, town

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
    with pytest.raises(
        StaleError, match="made from plan P2, and the newest plan of 2026-W48 is P3"
    ):
        restore_plan(store, week=WEEK, version=1)
    monkeypatch.undo()
    assert restore_plan(store, week=WEEK, version=1).version == 4

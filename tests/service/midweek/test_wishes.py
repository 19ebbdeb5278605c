"""From when on a hand change holds that names no moment, and when one must be named."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from data.errors import ConfigError
from data.schema import INSPECTION, SWEEP_VISIT, as_table
from service.pipeline.midweek.choices import hand_sheet
from service.pipeline.midweek.wishes import hand_moment
from service.pipeline.plans.sheets import latest_plan
from tests.service.conftest import on_file
from tests.service.web.weeks import MONDAY, WEEK, draft, town

if TYPE_CHECKING:
    from data.store import Store

pytestmark = on_file
SINCE = datetime(2026, 11, 23, 12)  # noqa: DTZ001  # local, no zone
REPLANNED = {"replan": {"of": "P1", "from": SINCE.isoformat()}}


@pytest.mark.parametrize("arrived", ["12:00:00", "14:10", None])
def test_a_visit_of_the_very_day_asks_for_the_moment(store: Store, arrived: str | None) -> None:
    """Changes from the replan's hour on would drop what was seen since; unknown hours count."""
    replanned_town(store, arrived)
    with pytest.raises(ConfigError, match=f"on record up to {MONDAY}; say with --from"):
        hand_moment(store, WEEK)
    assert hand_sheet(store, latest_plan(store, WEEK)).recorded == date(2026, 11, 23)


def test_a_visit_before_the_replan_asks_nothing(store: Store) -> None:
    """The plan in force knows of it already."""
    replanned_town(store, "11:59")
    assert hand_moment(store, WEEK) == SINCE


def test_a_sweep_asks_for_the_moment_too(store: Store) -> None:
    """It is a visit that was made."""
    town(store)
    draft(store, "P1", {"T1": ["sweep:a"]})
    row = {"sweep_visit_id": "V1", "sweep_id": "sweep:a", "day": MONDAY, "result": "clean"}
    with store.writing() as unit:
        unit.append("sweep_visit", as_table([row], SWEEP_VISIT))
    with pytest.raises(ConfigError, match=f"on record up to {MONDAY}"):
        hand_moment(store, WEEK)


def replanned_town(store: Store, arrived: str | None) -> None:
    """Write a week replanned at Monday noon, and a visit of that day."""
    town(store)
    draft(store, "P2", {"T1": ["S1", "S2"]}, version=2, params=REPLANNED)
    row = {
        "inspection_id": "V1",
        "site_id": "S1",
        "day": MONDAY,
        "team": "一队",
        "result": "clean",
        "arrived_at": arrived,
    }
    with store.writing() as unit:
        unit.append("inspection", as_table([row], INSPECTION))

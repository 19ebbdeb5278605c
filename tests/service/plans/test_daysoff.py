"""Days off by their dates: each week is set back by itself, and what a replan noted stays."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from data.errors import ConfigError
from service.pipeline.plans.daysoff import (
    add_days_off,
    days_off,
    is_undoable,
    set_week_off,
    undo_days_off,
)
from tests.service.conftest import on_file
from tests.service.web.weeks import WEEK, town

if TYPE_CHECKING:
    from data.store import Store

pytestmark = on_file
BEFORE = "2026-W47"
TODAY = date(2026, 11, 20)
LAST_TUESDAY, TUESDAY, WEDNESDAY = date(2026, 11, 17), date(2026, 11, 24), date(2026, 11, 25)


def test_a_week_is_set_back_by_itself(store: Store) -> None:
    """The week before was set first and stays; twice is as in the beginning."""
    town(store)
    set_week_off(store, BEFORE, {"T1": [LAST_TUESDAY]}, today=TODAY)
    set_week_off(store, WEEK, {"T1": [TUESDAY]}, today=TODAY)
    undo_days_off(store, BEFORE)
    assert days_off(store) == {"T1": {TUESDAY}}
    undo_days_off(store, BEFORE)
    assert days_off(store) == {"T1": {LAST_TUESDAY, TUESDAY}}
    assert not is_undoable(store, "2026-W49")
    with pytest.raises(ConfigError, match="nothing to undo"):
        undo_days_off(store, "2026-W49")


def test_what_a_replan_noted_stays(store: Store) -> None:
    """The plan in force sends nobody on those days, whatever was ticked before."""
    town(store)
    set_week_off(store, WEEK, {"T1": [TUESDAY, WEDNESDAY]}, today=TODAY)
    with store.writing() as unit:
        add_days_off(unit, {"T1": [TUESDAY], "T2": [WEDNESDAY]})
    undo_days_off(store, WEEK)
    assert days_off(store) == {"T1": {TUESDAY}, "T2": {WEDNESDAY}}
    undo_days_off(store, WEEK)
    assert days_off(store) == {"T1": {TUESDAY, WEDNESDAY}, "T2": {WEDNESDAY}}


def test_weeks_long_past_can_be_set_back_no_more(store: Store) -> None:
    """Their days are forgotten with them."""
    town(store)
    set_week_off(store, BEFORE, {"T1": [LAST_TUESDAY]}, today=TODAY)
    set_week_off(store, "2028-W10", {"T1": [date(2028, 3, 7)]}, today=date(2028, 3, 1))
    assert not is_undoable(store, BEFORE)

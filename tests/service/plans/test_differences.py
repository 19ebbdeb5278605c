"""What a stored plan changes, and what may be changed in it, for its page."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from data.store import open_store
from planning.changes import read_change_file
from service.pipeline.midweek.choices import hand_sheet
from service.pipeline.midweek.replan import replan_week
from service.pipeline.midweek.wishes import read_wishes
from service.pipeline.plans.differences import difference_sheets
from service.pipeline.plans.sheets import latest_plan
from service.pipeline.week.making import plan_week
from tests.service.conftest import WEEK, search
from tests.service.roadtown import fill, visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.store import Store

NAMES = {"S00001": "甲厂", "S00002": "乙厂"}


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Store]:
    """Plan a week of one team: two places by the road, one far from it."""
    with open_store(str(tmp_path / "town.gpkg"), create=True) as store:
        fill(store, tmp_path)
        plan_week(store, week=WEEK, search=search(1))
        yield store


def test_a_first_plan_differs_from_nothing(town: Store) -> None:
    """No version before, no plan of last week."""
    assert difference_sheets(town, latest_plan(town, WEEK), names=NAMES) == ()


def test_a_new_version_tells_what_was_asked_and_what_came_of_it(town: Store) -> None:
    """A forbidden visit is dropped, for the reason that the plan has; who asked is told."""
    listed = {"changes": [{"do": "forbid", "site": "S00001"}], "author": "王敏", "note": "停产"}
    wishes = read_wishes("2026-11-23T00:00", (), (), changes=read_change_file(listed))
    earlier = str(latest_plan(town, WEEK).name)
    replan_week(town, week=WEEK, wishes=wishes, search=search(0))
    (told,) = difference_sheets(town, latest_plan(town, WEEK), names=NAMES)
    assert (told.against, told.plan_id) == ("version", earlier)
    assert [line[:2] for line in told.lines if line[0] == "dropped"] == [("dropped", "S00001")]
    assert told.asked == (("不许去 甲厂", "forbid 甲厂"), ("王敏 · 停产", "王敏 · 停产"))


def test_last_week_is_compared_without_its_hours(town: Store) -> None:
    """Both places were planned the week before too; nothing came or went, hours are not told."""
    plan_week(town, week="2026-W49", search=search(1))
    (told,) = difference_sheets(town, latest_plan(town, "2026-W49"), names=NAMES)
    assert told.against == "week"
    assert {line[0] for line in told.lines} <= {"added", "dropped", "moved"}


def test_changes_hold_from_the_first_hour_until_visits_are_on_record(town: Store) -> None:
    """The first visit of the week on record makes the moment necessary."""
    sheet = hand_sheet(town, latest_plan(town, WEEK))
    assert sheet.since == datetime(2026, 11, 23)  # noqa: DTZ001  local time
    assert sheet.recorded is None
    assert {"S00001", "S00002"} <= set(sheet.visits)
    visit(town, [("S00001", date(2026, 11, 24), None, None)])
    assert hand_sheet(town, latest_plan(town, WEEK)).recorded == date(2026, 11, 24)

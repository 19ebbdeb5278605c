"""Pages of a stored plan: the ways it was made with, whatever happened to the roads since."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from pandas.testing import assert_frame_equal

from planning.rules import parse_rules
from service.pipeline.plans.sheets import week_sheet
from service.pipeline.roads.calibration import set_scale
from service.pipeline.roads.closures import ClosureWish, close_roads, end_closures
from service.pipeline.roads.ended import ended_closures
from service.pipeline.rules.ruling import Ruling
from service.pipeline.week.making import plan_week
from tests.service.conftest import WEEK, on_file, search
from tests.service.roadtown import LAT

if TYPE_CHECKING:
    from data.store import Store

DAYS = {"from_day": date(2026, 11, 24), "to_day": date(2026, 11, 25)}
_OWN = {"sweep": {"share": 0.0}}
NO_SWEEPS = Ruling(rules=parse_rules(_OWN), own=_OWN, origin="file")
"""Only the two sites are to draw ways."""
NORTH = LAT + 0.005
"""Way 20 goes by here, way 10 does not."""


@pytest.fixture
def town(road_town: Store) -> Store:
    """Give the tiny town, in a file and on a server."""
    return road_town


def northmost(store: Store) -> float:
    """Tell how far north the ways drawn for the week come; both sites beside way 10 are visited."""
    routes = week_sheet(store, WEEK, roads=store.read_roads()).routes
    visited = {stop.site.site_id for route in routes for stop in route.stops}
    assert visited == {"S00001", "S00002"}
    lines = [
        line for route in routes for line in (*(s.leg_line for s in route.stops), route.back_line)
    ]
    return max(lat for line in lines for _, lat in line)


@on_file
def test_ways_go_by_the_faster_road(town: Store) -> None:
    """Without a closure the way back from the second site is the north one."""
    plan_week(town, week=WEEK, search=search(1), ruling=NO_SWEEPS)
    assert northmost(town) > NORTH


def test_a_closure_ended_later_stays_on_the_pages_of_its_plan(town: Store) -> None:
    """The minutes beside the line are those of the way around."""
    close_roads(town, ClosureWish(roads=("20",), **DAYS))
    plan_week(town, week=WEEK, search=search(1), ruling=NO_SWEEPS)
    assert northmost(town) < NORTH
    end_closures(town, ["R1"])
    assert northmost(town) < NORTH


@on_file
def test_speeds_set_later_do_not_move_the_ways_of_a_plan(town: Store) -> None:
    """Cars twice as fast take way 10, as way 20 has a limit of 35 that they reach already."""
    plan_week(town, week=WEEK, search=search(1), ruling=NO_SWEEPS)
    set_scale(town, 2.0)
    assert northmost(town) > NORTH
    plan_week(town, week=WEEK, search=search(1), ruling=NO_SWEEPS)
    assert northmost(town) < NORTH


def test_an_ended_closure_is_read_back_as_it_was(town: Store) -> None:
    """Days, shape, numbers and note; an id that was never given is none."""
    close_roads(town, ClosureWish(roads=("20",), note="修桥", **DAYS))
    before = town.read("closure")
    end_closures(town, ["R1"])
    after = ended_closures(town, ["R1", "R7"])
    assert after.index.tolist() == ["R1"]
    plain = before.columns.drop("geometry")
    assert_frame_equal(after[plain], before[plain])
    assert after["geometry"]["R1"].equals_exact(before["geometry"]["R1"], tolerance=1e-9)

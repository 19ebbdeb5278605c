"""Calibration: speeds from past drives, by hand, and back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from data.errors import ConfigError, InputError
from geo.roads.calibration import WIDEST_SPREAD
from service.pipeline.roads.calibration import (
    REFIT,
    calibrate_town,
    recalibrated,
    refit_later,
    refit_where_due,
    reset_speeds,
    set_scale,
)
from service.pipeline.roads.loading import load_roads
from service.pipeline.roads.travel import town_speeds, town_travel
from service.printing.road import calibration_lines
from tests.service.conftest import on_file
from tests.service.roadtown import ISLAND_EAST, LAT, LON, visit, write_osm

if TYPE_CHECKING:
    from pathlib import Path

    from data.store import Store

DAY = date(2026, 3, 2)
WAY = [LON + 0.01, LON + 0.03], [LAT, LAT]


@pytest.fixture
def town(road_town: Store) -> Store:
    """Give the tiny town, in a file and on a server."""
    return road_town


def drives(store: Store, *, legs: int, minutes: float, left: bool = True) -> None:
    """Store days on which the team drove from the first site to the second in so many minutes."""
    rows = []
    for number in range(legs):
        day = DAY + timedelta(days=number)
        second = 9 * 3600 + round(60 * minutes)
        clock = f"{second // 3600:02d}:{second % 3600 // 60:02d}:{second % 60:02d}"
        rows += [
            ("S00001", day, "08:30", "09:00" if left else None),
            ("S00002", day, clock, None),
        ]
    visit(store, rows)


@on_file
def test_drives_twice_as_long_halve_the_speeds(town: Store) -> None:
    """Both sites lie on their road, so nothing is walked: the scale is exactly one half."""
    usual_s = town_travel(town).network.matrix(*WAY).duration_s[0, 1]
    drives(town, legs=40, minutes=2 * usual_s / 60)
    result = calibrate_town(town)
    assert result.scale == pytest.approx(0.5, abs=0.01)
    assert (result.legs, result.outcomes) == (40, {"used": 40})
    assert result.error_before == pytest.approx(1.0, abs=0.02)
    assert result.error_after == pytest.approx(0.0, abs=0.01)


def test_the_scale_is_used_from_then_on(town: Store) -> None:
    """Later plans drive as slowly as the teams do."""
    usual_s = town_travel(town).network.matrix(*WAY).duration_s[0, 1]
    drives(town, legs=30, minutes=2 * usual_s / 60)
    calibrate_town(town)
    travel = town_travel(town)
    assert travel.legs == 30
    assert travel.network.matrix(*WAY).duration_s[0, 1] == pytest.approx(2 * usual_s, rel=0.01)


@on_file
def test_drives_that_differ_too_much_leave_the_range_as_it_ships(town: Store) -> None:
    """Half take the usual time, half five times it: a range of that width tells nobody anything."""
    usual_s = town_travel(town).network.matrix(*WAY).duration_s[0, 1]
    rows = []
    for number in range(40):
        second = 9 * 3600 + int(usual_s) * (5 if number % 2 else 1)
        clock = f"{second // 3600:02d}:{second % 3600 // 60:02d}:{second % 60:02d}"
        day = DAY + timedelta(days=number)
        rows += [("S00001", day, "08:30", "09:00"), ("S00002", day, clock, None)]
    visit(town, rows)
    result = calibrate_town(town)
    assert result.too_wide
    assert result.spread_share > WIDEST_SPREAD
    assert result.kept_spread_share == town_speeds(town.settings())[0].spread_share == 0.3
    assert any("keep ±30%. Check that arrival" in line for line in calibration_lines(result, "en"))


def test_a_dry_run_stores_nothing(town: Store) -> None:
    """Look first, decide then."""
    drives(town, legs=30, minutes=9)
    assert not calibrate_town(town, keep=False).stored
    assert town_speeds(town.settings())[1] is None


@on_file
def test_too_few_drives_are_refused(town: Store) -> None:
    """29 legs are not enough, and the message counts them."""
    drives(town, legs=29, minutes=9)
    with pytest.raises(InputError, match="at least 30 usable drives to fit the speeds, found 29"):
        calibrate_town(town)


@on_file
def test_drives_without_a_leaving_time_are_named(town: Store) -> None:
    """An office that writes arrivals alone is told which column it lacks."""
    drives(town, legs=40, minutes=9, left=False)
    with pytest.raises(InputError, match=r"40 without a leaving time.*离开时间"):
        calibrate_town(town)


@on_file
def test_a_visit_without_times_sets_the_drives_of_its_day_aside(town: Store) -> None:
    """The team may have been there on the way, and the half hour is no driving."""
    rows = [
        ("S00001", DAY, "08:30", "09:00"),
        ("S00002", DAY, "09:50", "10:00"),
        ("S00003", DAY, None, None),
    ]
    visit(town, rows)
    with pytest.raises(InputError, match="found 1 with perhaps a stop between"):
        calibrate_town(town)


@pytest.mark.parametrize(("left", "told"), [("09:30", "1 with perhaps a stop"), ("11:00", "1 usa")])
@on_file
def test_a_visit_lies_where_its_leaving_time_says(town: Store, left: str, told: str) -> None:
    """Left at 9:30 it was between, left at 11 it was after both."""
    rows = [
        ("S00001", DAY, "08:30", "09:00"),
        ("S00002", DAY, "09:35", None),
        ("S00003", DAY, None, left),
    ]
    visit(town, rows)
    with pytest.raises(InputError, match=f"found {told}"):
        calibrate_town(town)


@on_file
def test_drives_start_at_bases_as_those_of_plans_do(town: Store, tmp_path: Path) -> None:
    """They use the lane at the base; without a base its northern end is entered from way 10.

    That is 111 m off and part of the largest net, but no road joins it to the other site.
    """
    north = {"S00001": -0.001, "S00002": -0.009, "T1": -0.01}
    with town.writing() as unit:
        for table, keys in (("site", ["S00001", "S00002"]), ("team", ["T1"])):
            rows = unit.read(table).loc[keys]
            rows["lon_deg"] = LON + ISLAND_EAST
            rows["lat_deg"] = [LAT + north[key] for key in keys]
            unit.upsert(table, rows)
    load_roads(town, write_osm(tmp_path, island=True))
    visit(town, [("S00001", DAY, "08:30", "09:00"), ("S00002", DAY, "09:02", None)])
    with pytest.raises(InputError, match="found 1 usable"):
        calibrate_town(town)


@on_file
def test_a_town_without_times_is_told_so(town: Store) -> None:
    """No visit has a time: the answer is the same, with none."""
    with pytest.raises(InputError, match="found none; a drive"):
        calibrate_town(town)


def test_a_scale_set_by_hand_is_used_and_reset(town: Store) -> None:
    """By hand means fitted to no drive; reset is the table as shipped."""
    assert set_scale(town, 0.8).how == "by_hand"
    speeds, legs = town_speeds(town.settings())
    assert (speeds.scale, legs) == (0.8, 0)
    reset_speeds(town)
    speeds, legs = town_speeds(town.settings())
    assert (speeds.scale, legs) == (1.0, None)


@pytest.mark.parametrize("scale", [0.0, -1.0, 5.0, float("nan")])
@on_file
def test_a_scale_outside_reason_is_refused(town: Store, scale: float) -> None:
    """Nobody drives five times as fast as the table says."""
    with pytest.raises(ConfigError, match=r"Expected --scale in \[0.25, 4\]"):
        set_scale(town, scale)


def test_drives_that_came_in_are_fitted_once_before_a_plan(town: Store) -> None:
    """The figures are those of a fit at once; then nothing is due."""
    drives(town, legs=30, minutes=9)
    at_once = calibrate_town(town)
    reset_speeds(town)
    with town.writing() as unit:
        refit_later(unit)
    written = len(town.read("audit"))
    with town.writing() as unit:
        refit_later(unit)  # once is enough: a setting that is written makes pages read anew
    assert len(town.read("audit")) == written
    assert refit_where_due(town) == at_once
    assert REFIT not in town.settings()
    written = len(town.read("audit"))
    assert refit_where_due(town) is None
    assert len(town.read("audit")) == written


@pytest.mark.parametrize(("times", "how"), [(1.8, "fitted"), (2.2, "doubted")])
def test_drives_hard_to_believe_are_taken_over_by_hand_alone(
    town: Store, times: float, how: str
) -> None:
    """Teams that wait between visits would halve the next week if nobody were asked."""
    usual_s = town_travel(town).network.matrix(*WAY).duration_s[0, 1]
    drives(town, legs=40, minutes=times * usual_s / 60)
    found = recalibrated(town)
    assert found is not None
    assert (found.how, found.stored) == (how, how == "fitted")
    assert ("speed_scale" in town.settings()) == found.stored
    told = " ".join(calibration_lines(found, "zh"))
    assert ("难以置信，未采用" in told) == (how == "doubted")
    assert calibrate_town(town).stored


def test_speeds_set_by_hand_stay_when_drives_come_in(town: Store) -> None:
    """Somebody decided; what is due is forgotten."""
    set_scale(town, 0.5)
    drives(town, legs=30, minutes=9)
    with town.writing() as unit:
        refit_later(unit)
    assert refit_where_due(town) is None
    assert town.settings()["speed_scale"] == "0.5"
    assert REFIT not in town.settings()

"""Tests of the week as bars."""

from __future__ import annotations

from dataclasses import replace

from maps.timeline import DayScale, bars, day_scale, home_s
from tests.maps.town import route, stop

MORNING = 8 * 3600 + 600


def test_scale_holds_every_shift_in_full_hours() -> None:
    """A shift of 8-17 needs the hours 8 to 17, on whatever day."""
    assert day_scale([route(day=3)]) == DayScale(8 * 3600, 17 * 3600)


def test_without_routes_the_scale_is_an_office_day() -> None:
    """An empty week still draws its axis."""
    assert day_scale([]) == DayScale(8 * 3600, 18 * 3600)


def test_a_visit_lies_at_its_share_of_the_day() -> None:
    """08:10 to 08:30 of 8-18: from 1/60 to 3/60 of ten hours."""
    shift = route(stops=(stop(1, 1, MORNING),))
    (visit,) = [bar for bar in bars(shift, DayScale(8 * 3600, 18 * 3600)) if bar.kind == "visit"]
    assert (visit.left_share, visit.width_share) == (1.667, 3.333)
    assert (visit.start, visit.end, visit.order) == ("08:10", "08:30", 1)


def test_waiting_lies_between_arrival_and_start() -> None:
    """A gate that opens at 08:20 makes the team wait ten minutes."""
    late = replace(stop(1, 1, MORNING), start_s=MORNING + 600, end_s=MORNING + 1800)
    kinds = [bar.kind for bar in bars(route(stops=(late,)), day_scale([route()]))]
    assert kinds == ["drive", "wait", "visit", "drive"]


def test_the_team_is_home_after_the_way_back() -> None:
    """08:30 end of the visit, ten minutes of driving."""
    assert home_s(route(stops=(stop(1, 1, MORNING),))) == 8 * 3600 + 40 * 60


def test_a_break_after_the_last_visit_delays_the_way_home() -> None:
    """Lunch from 12 to 13 after the only visit: home at 13:10."""
    shift = replace(route(stops=(stop(1, 1, MORNING),)), break_start_s=43_200, break_s=3600)
    assert home_s(shift) == 13 * 3600 + 600


def test_a_shift_without_stops_has_no_bars() -> None:
    """Nothing is invented for an empty day."""
    assert bars(route(), day_scale([route()])) == []

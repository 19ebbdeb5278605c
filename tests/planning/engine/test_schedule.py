"""Timetables place the break where the day ends earliest."""

from __future__ import annotations

from planning.engine.schedule import timetable
from planning.engine.week import lay_out
from planning.problem import Break
from tests.planning.instances import MINUTE, problem, shift, visit


def test_the_break_fills_waiting() -> None:
    """B opens at minute 40: the break of 20 lies before it, where the team would wait anyway."""
    late = visit("b", 1, windows=((40 * MINUTE, 50 * MINUTE),))
    rest = Break(0, 40 * MINUTE, 20 * MINUTE)
    asked = problem(visit("a", 1), late, shifts=(shift(rest=rest),))
    route = timetable(asked, lay_out(asked), 0, [0, 1])
    assert route.break_start_s == 11 * MINUTE
    assert [stop.start_s // 60 for stop in route.stops] == [1, 40]


def test_an_empty_route_still_rests() -> None:
    """Nothing to do, and lunch at its earliest."""
    asked = problem(shifts=(shift(rest=Break(20 * MINUTE, 30 * MINUTE, 60)),))
    route = timetable(asked, lay_out(asked), 0, [])
    assert (route.break_start_s, route.drive_s, route.stops) == (20 * MINUTE, 0, ())

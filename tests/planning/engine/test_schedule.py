"""Timetables place the break where the day ends earliest."""

from __future__ import annotations

from planning.engine.schedule import timetable
from planning.engine.week import lay_out
from planning.problem import Break
from tests.planning.instances import MINUTE, problem, shift, visit


def test_the_break_fills_waiting() -> None:
    """
    Site b opens at minute 40, where the team would wait anyway.

    Break before a: 1-21, a 21-31, b 40-50. Break before b: a 1-11, 11-31, b 40-50. Break at the
    end: not after 40. Both end at 51; the earlier break is taken.
    """
    late = visit("b", 1, windows=((40 * MINUTE, 50 * MINUTE),))
    rest = Break(0, 40 * MINUTE, 20 * MINUTE)
    asked = problem(visit("a", 1), late, shifts=(shift(rest=rest, end_s=80 * MINUTE),))
    route = timetable(asked, lay_out(asked), 0, [0, 1])
    assert route.break_start_s == MINUTE
    assert [stop.start_s // 60 for stop in route.stops] == [21, 40]


def test_the_break_does_not_delay_a_window() -> None:
    """Site a closes at minute 5, so the break of 20 cannot come first: a 1-11, break, b 40-50."""
    early = visit("a", 1, windows=((0, 5 * MINUTE),))
    late = visit("b", 1, windows=((40 * MINUTE, 50 * MINUTE),))
    rest = Break(0, 40 * MINUTE, 20 * MINUTE)
    asked = problem(early, late, shifts=(shift(rest=rest, end_s=80 * MINUTE),))
    route = timetable(asked, lay_out(asked), 0, [0, 1])
    assert route.break_start_s == 11 * MINUTE
    assert [stop.start_s // 60 for stop in route.stops] == [1, 40]


def test_an_empty_route_still_rests() -> None:
    """Nothing to do, and lunch at its earliest."""
    asked = problem(shifts=(shift(rest=Break(20 * MINUTE, 30 * MINUTE, 60)),))
    route = timetable(asked, lay_out(asked), 0, [])
    assert (route.break_start_s, route.drive_s, route.stops) == (20 * MINUTE, 0, ())

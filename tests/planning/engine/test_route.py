"""The break on a leg, forward and backward, by hand and as inverses of each other."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from planning.engine.route import after_break, before_break, earliest_start, latest_start
from planning.engine.week import NEVER, lay_out
from planning.problem import Break
from tests.planning.instances import MINUTE, problem, shift, visit

REST = Break(20 * MINUTE, 30 * MINUTE, 10 * MINUTE)
SHIFTS = lay_out(problem(shifts=(shift(rest=REST),))).shifts
TWO_HOURS = ((10, 20), (40, 50))
WINDOWS = lay_out(problem(visit("a", 0, windows=TWO_HOURS))).windows


def test_a_team_that_is_there_early_waits_for_its_break() -> None:
    """There at minute 15, break from 20 to 30."""
    assert after_break(SHIFTS, 0, 10 * MINUTE, 5 * MINUTE) == 30 * MINUTE


def test_driving_pauses_for_the_break() -> None:
    """Left at 25, five minutes of way and ten of break: 40."""
    assert after_break(SHIFTS, 0, 25 * MINUTE, 5 * MINUTE) == 40 * MINUTE


def test_too_late_for_the_break() -> None:
    """It had to start by 30."""
    assert after_break(SHIFTS, 0, 31 * MINUTE, 0) == NEVER


@settings(deadline=None)
@given(way_s=st.integers(0, 2000), limit_s=st.integers(0, 3600))
def test_backward_is_the_inverse_of_forward(way_s: int, limit_s: int) -> None:
    """Leaving at the latest moment arrives in time; a second later does not."""
    leave_s = before_break(SHIFTS, 0, limit_s, way_s)
    if leave_s > -NEVER:
        assert after_break(SHIFTS, 0, leave_s, way_s) <= limit_s
        assert after_break(SHIFTS, 0, leave_s + 1, way_s) > limit_s
    else:
        assert after_break(SHIFTS, 0, -10_000, way_s) > limit_s


def test_service_starts_in_a_window() -> None:
    """Ready in the pause between two windows: the second; after both: never."""
    assert [earliest_start(WINDOWS, 0, 0, s) for s in (0, 15, 30, 51)] == [10, 15, 40, NEVER]
    assert [latest_start(WINDOWS, 0, 0, s) for s in (60, 45, 30, 9)] == [50, 45, 20, -NEVER]

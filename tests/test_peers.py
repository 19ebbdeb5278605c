"""What is asked of other engines is what is asked of ours; no other engine is needed here."""

from __future__ import annotations

from benchmarks.peers import Asked, day_clock, day_window, fitting, priorities, retimed, told
from planning.check import check_plan
from planning.engine.week import lay_out
from planning.problem import Break
from planning.reasons import Trial
from tests.planning.instances import HOUR, MINUTE, problem, shift, visit

DAY = 24 * HOUR


def test_lunch_is_cut_out_of_the_middle_of_its_span() -> None:
    """A break of an hour between 2 h and 4 h is cut out at 3 h; the next day is the same."""
    for begun in (0, DAY):
        noon = Break(begun + 2 * HOUR, begun + 4 * HOUR, HOUR)
        one = shift(start_s=begun, end_s=begun + 8 * HOUR, rest=noon)
        told_h = [day_clock(one, begun + int(hour * HOUR)) / HOUR for hour in (1, 3, 3.5, 4, 8)]
        assert told_h == [1, 3, 3, 3, 7]


def test_hours_of_all_days_become_one_window() -> None:
    """Open for an hour on two days: the same hour on the clock of either."""
    shifts = tuple(shift(f"{n}", start_s=n * DAY, end_s=n * DAY + 8 * HOUR) for n in range(2))
    hours = tuple((n * DAY + HOUR, n * DAY + 2 * HOUR) for n in range(2))
    posed = problem(visit("a", 1, windows=hours), shifts=shifts)
    assert day_window(Asked(posed, lay_out(posed), 0, 1.0), 0) == (HOUR, 2 * HOUR)


def test_musts_come_first_and_prizes_after_them_by_size() -> None:
    """100 for a must; 90 for the best prize, half of it for half the prize, never nothing."""
    sites = (visit("m", 1, must=True), visit("a", 2, prize=40.0), visit("b", 3, prize=20.0))
    assert priorities(problem(*sites, visit("c", 4, prize=0.0))) == [100, 90, 45, 1]


def test_what_does_not_fit_is_taken_out_cheapest_first_and_the_rest_passes_the_check() -> None:
    """1 + 10 + 1 + 10 + 1 + 10 + 3 minutes are 36; in 30 the visit worth least has to go."""
    sites = [visit(f"s{n}", n, prize=prize) for n, prize in ((1, 5.0), (2, 1.0), (3, 7.0))]
    posed = problem(*sites, shifts=(shift(end_s=30 * MINUTE),))
    order = ["s1", "s2", "s3"]
    assert fitting(Trial(posed, None), posed.shifts[0], order) == ["s1", "s3"]
    plan, taken_out = retimed(Asked(posed, lay_out(posed), 0, 1.0), {"mon": order})
    assert (plan.prize, taken_out, check_plan(posed, plan)) == (12.0, 1, ())
    row = told("w", "X", (1.25, plan, taken_out, 0), 24.0)
    assert row == "| w | X | 1.2 | 12 | 50.0% | 0 | 1 | 0 |"

"""The county's bound: by hand, and never below a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings

from planning.county import nearest
from planning.county.bound import county_bound
from planning.engine import solve
from tests.planning.instances import HOUR, MINUTE, line, problem, problems, shift, visit

if TYPE_CHECKING:
    from planning.problem import Problem


def test_matches_hand_arithmetic() -> None:
    """
    One hour; ten minutes of service and one of driving on a visit: 11 of 60 minutes each.

    Prizes 10, 8, ..., 5 and 5 fill it in that order: five whole visits use 55 minutes, of the
    sixth, worth 5, 5/11 fits: 10 + 9 + 8 + 7 + 6 + 5 * 5 / 11.
    """
    asked = problem(*(visit(f"s{n}", n, prize=11.0 - n) for n in range(1, 9)))
    assert county_bound(asked, nearest(line(10))) == 40 + 5 * 5 / 11


def test_hours_of_night_teams_do_not_count_for_day_sites() -> None:
    """Two sites by day, ten hours of night that nobody can use: one hour holds both, no more."""
    night = shift("n", team="T2", start_s=10 * HOUR, end_s=20 * HOUR)
    day = {"windows": ((0, HOUR),), "service_s": 59 * MINUTE}
    asked = problem(visit("x", 1, **day), visit("y", 2, **day), shifts=(shift(), night))
    assert county_bound(asked, nearest(line(10))) == 10.0


@settings(max_examples=60, deadline=None)
@given(problems())
def test_is_never_below_a_plan(asked: Problem) -> None:
    """Whatever the engine collects, the bound allows."""
    plan = solve(asked, seed=1, iterations=30, explain=False)
    assert county_bound(asked, nearest(asked.duration_s)) >= plan.prize - 1e-6

"""Plans of nearly equal worth: the one that moves least wins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planning.check import check_plan
from planning.engine import solve
from planning.steady import held_in_place, steady_plan
from tests.planning.instances import HOUR, problem, shift, visit

if TYPE_CHECKING:
    from data.model import Plan
    from planning.problem import Problem

DAYS = (shift("mon"), shift("tue", team="T2", start_s=24 * HOUR, end_s=25 * HOUR))


def search(asked: Problem, start: Plan, *, steps: int | None = None) -> Plan:
    """Search a little."""
    return solve(asked, seed=3, iterations=300 if steps is None else min(steps, 300), start=start)


def placed(plan: Plan) -> dict[str, str]:
    """Say which shift makes each visit."""
    return {stop.site: route.shift for route in plan.routes for stop in route.stops}


def test_a_plan_that_is_still_good_stays_as_it_is() -> None:
    """Both days are equal to the engine, so any move would be for nothing."""
    asked = problem(visit("a", 1), visit("b", 5), visit("c", 9), shifts=DAYS)
    earlier = solve(asked, seed=1, iterations=300)
    assert steady_plan(asked, earlier, search=search).routes == earlier.routes


def test_a_new_promise_moves_what_it_must() -> None:
    """Monday holds four visits of ten minutes and two ways of nine; the fifth is a promise."""
    names = [visit(name, 9) for name in "abcd"]
    asked = problem(*names, shifts=DAYS[:1])
    earlier = solve(asked, seed=1, iterations=300)
    assert len(placed(earlier)) == 4
    more = problem(*names, visit("now", 9, must=True, prize=0.0), shifts=DAYS[:1])
    plan = steady_plan(more, earlier, search=search)
    assert "now" in placed(plan)
    assert len(placed(plan)) == 4
    assert plan.broken == ()
    assert check_plan(more, plan) == ()


def test_a_visit_worth_much_more_elsewhere_is_moved() -> None:
    """Held on Monday, both visits of 40 minutes do not fit; one of them alone is worth half."""
    long = [visit(name, 1, service_s=40 * 60) for name in "ab"]
    tight = problem(*long, shifts=DAYS)
    on_monday = solve(problem(*long, shifts=DAYS[:1]), seed=1, iterations=300)
    assert len(placed(on_monday)) == 1
    assert len(placed(steady_plan(tight, on_monday, search=search))) == 2


def test_a_held_visit_may_only_stay_or_go() -> None:
    """The rule is a skill that only its own shift has; pinned visits obey their pin alone."""
    asked = problem(visit("a", 1), visit("b", 2, pin="tue"), shifts=DAYS)
    earlier = solve(problem(visit("a", 1), visit("b", 2), shifts=DAYS[:1]), seed=1, iterations=50)
    held = held_in_place(asked, earlier)
    assert [day.refuses(held.sites[0]) for day in held.shifts] == [None, "no_skilled_team"]
    assert [day.refuses(held.sites[1]) for day in held.shifts] == [None, None]

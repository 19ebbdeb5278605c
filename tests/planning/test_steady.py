"""The plan in hand changes where it must, where somebody asked, and where it clearly pays."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.changes import Order, Situation
from planning.check import check_plan
from planning.engine import solve
from planning.replan import Moment
from planning.steady import held_in_place, settled_plan, steady_plan
from planning.toll import Toll
from tests.planning.changes.weeks import order
from tests.planning.instances import HOUR, MINUTE, problem, problems, shift, visit

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


THREE = (*DAYS, shift("wed", team="T3", start_s=48 * HOUR, end_s=49 * HOUR))


def moved_to_tuesday(prize: float, **what: object) -> tuple[Situation, Plan]:
    """Move a to Tuesday; d, of 40 minutes as c, is wanted on Wednesday and was left out."""
    wednesday = {"service_s": 40 * MINUTE, "windows": ((48 * HOUR, 49 * HOUR),)}
    sites = (visit("a", 1, pin="mon"), visit("b", 1, pin="tue"), visit("c", 1, **wednesday, **what))
    asked = problem(*sites, visit("d", 1, prize=prize, **wednesday), shifts=THREE)
    former = solve(problem(*sites, shifts=THREE), seed=1, iterations=100)
    asked = replace(asked, sites=tuple(replace(site, pin=None) for site in asked.sites))
    return Situation(problem=asked, plan=former, moment=Moment(from_s=0)), former


@pytest.mark.parametrize(("prize", "who"), [(29.0, "c"), (31.0, "d")])
def test_a_route_that_nobody_named_changes_only_for_more_than_it_costs(
    prize: float, who: str
) -> None:
    """The middle visit is worth 10: c's going costs 10, Wednesday's change 10, c itself 10."""
    week, former = moved_to_tuesday(prize)
    case = week.case((order("move", "a", "tue"),))
    plan = steady_plan(case.remainder.rest, case.plan, search=search, former=former)
    assert placed(plan) == {"a": "tue", "b": "tue", who: "wed"}


def test_a_promise_goes_before_any_price() -> None:
    """Once d is promised, c goes, however little d is worth."""
    week, former = moved_to_tuesday(0.0)
    sites = tuple(replace(one, must=one.id == "d") for one in week.problem.sites)
    plan = steady_plan(replace(week.problem, sites=sites), former, search=search)
    assert placed(plan) == {"a": "mon", "b": "tue", "d": "wed"}


@pytest.mark.parametrize("is_away", [False, True])
def test_long_searches_are_made_only_where_a_visit_has_lost_its_place(is_away: bool) -> None:  # noqa: FBT001
    """Moving a leaves all in their places; a team away on Wednesday leaves c without one."""
    week, former = moved_to_tuesday(5.0)
    away = Order(number=1, do="absent", shifts=("wed",))
    case, long = week.case((away if is_away else order("move", "a", "tue"),)), []

    def watched(asked: Problem, start: Plan, *, steps: int | None = None) -> Plan:
        long.extend([1] if steps is None else [])
        return search(asked, start, steps=steps)

    steady_plan(case.remainder.rest, case.plan, search=watched, former=former)
    assert bool(long) == is_away


@settings(deadline=None, max_examples=40)
@given(asked=problems(), first=st.integers(0, 5))
def test_what_changes_pays(asked: Problem, first: int) -> None:
    """Its price taken off, the plan is worth no less than what the plan in hand was mended to."""
    former = solve(asked, seed=first, iterations=2, explain=False)
    later = replace(asked, sites=asked.sites[1:], cover=())
    toll = Toll.of(later, former=former, wanted=former)
    plan = steady_plan(later, former, search=search, explain=False)
    assert check_plan(later, plan) == ()
    stands = search(held_in_place(later, former, opened=()), former, steps=0)
    assert toll.worth(plan) >= toll.worth(stands)
    assert toll.worth(plan) >= toll.worth(settled_plan(later, former, search=search))

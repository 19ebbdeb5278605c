"""A search begins with the plan that is there, as far as the rules still allow it."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest

from data.model import Plan, Route, Stop
from planning.check import check_plan
from planning.engine import solve
from planning.problem import FrozenStop
from tests.planning.instances import HOUR, MINUTE, problem, shift, visit


def earlier(*routes: tuple[str, list[str]]) -> Plan:
    """Build a plan of which only the order of its stops matters."""
    return Plan(
        routes=tuple(
            Route(name, tuple(Stop(site, 0, 0, 0) for site in sites), None, 0, 0)
            for name, sites in routes
        ),
        unplanned=(),
        broken=(),
        prize=0.0,
        bound=0.0,
        seed=1,
        iterations=0,
    )


def made(plan: Plan) -> list[list[str]]:
    """List the stops of each route."""
    return [[stop.site for stop in route.stops] for route in plan.routes]


def test_the_plan_that_is_there_is_kept_where_nothing_is_better() -> None:
    """Base at 0, 30 minutes of work: both fit either way round, and the order stays."""
    asked = problem(visit("a", 1), visit("b", 2))
    for order in (["a", "b"], ["b", "a"]):
        plan = solve(asked, seed=1, iterations=0, start=earlier(("mon", order)))
        assert made(plan) == [order]


def test_what_the_rules_no_longer_allow_is_left_out() -> None:
    """Gone, closed, of the team's own village, or twice: only the first visit remains."""
    sites = (visit("a", 1), visit("b", 1, windows=()), visit("c", 1, village="v1"))
    asked = problem(*sites, shifts=(shift(home_village="v1"), shift("tue", start_s=0)))
    start = earlier(("mon", ["a", "gone", "b", "c"]), ("tue", ["a"]))
    plan = solve(asked, seed=1, iterations=0, start=start)
    assert check_plan(asked, plan) == ()
    assert made(plan)[0] == ["a"]


def test_what_no_longer_fits_is_left_out() -> None:
    """Twenty-five minutes hold a (1 + 10 + 1) and not b as well (2 + 10 more)."""
    asked = problem(visit("a", 1), visit("b", 3), shifts=(shift(end_s=25 * MINUTE),))
    plan = solve(asked, seed=1, iterations=0, start=earlier(("mon", ["a", "b"])))
    assert made(plan) == [["a"]]


def test_frozen_stops_stay_between_the_others() -> None:
    """Stop f is under way at 20; a was to come before it and b after, and both still fit."""
    held = shift(frozen=(FrozenStop("f", 20 * MINUTE),))
    asked = problem(visit("a", 1), visit("b", 1), visit("f", 2), shifts=(held,))
    plan = solve(asked, seed=1, iterations=0, start=earlier(("mon", ["a", "f", "b"])))
    assert made(plan) == [["a", "f", "b"]]


def test_twins_too_close_do_not_start_together() -> None:
    """Two visits of one place a day apart cannot both be on Monday."""
    twice = [visit("a", 1, min_gap_s=24 * HOUR), visit("a2", 1, visit_of="a")]
    plan = solve(problem(*twice), seed=1, iterations=0, start=earlier(("mon", ["a", "a2"])))
    assert made(plan) == [["a"]]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_result_is_never_worse_than_the_start(seed: int) -> None:
    """Three moves cannot find a good plan; the good one handed in is not lost by them."""
    sites = [visit(f"s{n}", n % 10, prize=float(1 + n * 7 % 13)) for n in range(30)]
    asked = problem(*sites, shifts=(shift(end_s=3 * HOUR),))
    good = solve(asked, seed=1, iterations=3000)
    again = solve(asked, seed=seed, iterations=3, start=replace(good))
    assert again.prize >= good.prize


def test_a_search_can_be_stopped() -> None:
    """The third question is answered with yes: three times 256 moves were made."""
    asked_times = count(1)
    asked = problem(visit("a", 1))
    plan = solve(asked, seed=1, iterations=100_000, stop=lambda: next(asked_times) == 3)
    assert plan.iterations == 3 * 256
    assert plan.prize == 10.0

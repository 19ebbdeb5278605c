"""Weeks as offices plan them by hand, under the same rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings

from planning.check import check_plan
from planning.naive import random_order, village_order, walked
from tests.planning.instances import HOUR, problem, problems, shift, visit
from tests.planning.test_alike import set_times

if TYPE_CHECKING:
    from planning.problem import Problem


def test_promises_come_first_then_villages_by_name() -> None:
    """Then the order of the ledger; who has no village comes last."""
    asked = problem(
        visit("n", 1),
        visit("b2", 1, village="b"),
        visit("b1", 1, village="b"),
        visit("a", 1, village="a"),
        visit("due", 1, village="z", must=True),
    )
    assert village_order(asked) == ("due", "a", "b2", "b1", "n")


def test_the_random_order_begins_with_promises_and_repeats_with_its_seed() -> None:
    """An office that rolls dice still does what it must."""
    asked = problem(*(visit(f"s{n}", 1, must=n == 3) for n in range(8)))
    orders = {random_order(asked, seed=seed) for seed in range(5)}
    assert {order[0] for order in orders} == {"s3"}
    assert len(orders) > 1
    assert random_order(asked, seed=2) == random_order(asked, seed=2)


def test_a_day_is_walked_as_far_as_it_goes() -> None:
    """Of 60 min: 1 + 10 to a, 8 + 10 to b, 7 + 10 to c: 46. Then 1 + 11 to d and 3 back: 61."""
    asked = problem(visit("a", 1), visit("b", 9), visit("c", 2), visit("d", 3, service_s=660))
    plan = walked(asked, {"mon": ["a", "b", "c", "d"]}, search=set_times)
    assert [stop.site for stop in plan.routes[0].stops] == ["a", "b", "c"]
    assert plan.prize == 30.0
    assert [left.site for left in plan.unplanned] == ["d"]


def test_what_does_not_fit_is_passed_over() -> None:
    """B takes too long for the hour; c does not."""
    asked = problem(visit("a", 1), visit("b", 2, service_s=HOUR), visit("c", 3))
    plan = walked(asked, {"mon": ["a", "b", "c"]}, search=set_times)
    assert [stop.site for stop in plan.routes[0].stops] == ["a", "c"]


def test_two_teams_share_one_list() -> None:
    """Nobody is visited twice."""
    asked = problem(
        *(visit(f"s{n}", 1, service_s=25 * 60) for n in range(4)),
        shifts=(shift("one"), shift("two", team="T2")),
    )
    order = village_order(asked)
    plan = walked(asked, dict.fromkeys(("one", "two"), order), search=set_times)
    assert [len(route.stops) for route in plan.routes] == [2, 2]
    assert plan.unplanned == ()


@given(asked=problems(most_sites=6))
@settings(max_examples=40, deadline=None)
def test_no_rule_is_broken_and_no_broken_promise_hidden(asked: Problem) -> None:
    """A rival that cheats proves nothing."""
    order = village_order(asked)
    plan = walked(asked, {one.id: order for one in asked.shifts}, search=set_times)
    assert check_plan(asked, plan) == ()

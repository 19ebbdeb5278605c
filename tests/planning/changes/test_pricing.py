"""What changes cost: by hand for one, and sums that hold for any list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from data.errors import ChangeError
from planning.changes import Figures, Order, Situation, price_orders
from planning.changes.cost import Cost, placed
from planning.check import check_plan
from planning.engine import solve
from planning.rejoin import join_week
from planning.replan import Moment
from planning.steady import steady_plan
from tests.planning.changes.weeks import four, order, search, situation
from tests.planning.instances import MINUTE, problems, shortest, visit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.model import Plan
    from planning.changes import Prices
    from planning.problem import Problem


def made(week: Situation, orders: Sequence[Order]) -> tuple[Problem, Plan]:
    """Plan the week with all changes."""
    case = week.case(orders)
    ahead = steady_plan(case.remainder.rest, case.plan, search=search)
    return join_week(case.remainder, ahead)


def priced(week: Situation, *orders: Order) -> Prices:
    """Price changes against the plan with all of them."""
    return price_orders(week, orders, made=made(week, orders)[1], search=search)


def test_a_place_nobody_may_visit_costs_its_prize_and_its_way() -> None:
    """Alone at node 9: ten points, and nine minutes there and nine back."""
    prices = priced(situation(visit("a", 9)), order("forbid", "a", "mon", "tue", "mon2"))
    (one,) = prices.each
    assert one.cost == Cost(
        figures=Figures(prize=-10.0, drive_s=-18 * MINUTE, broken=0, stops=-1),
        added=0,
        dropped=1,
        moved=0,
    )
    assert one.done
    assert prices.together == one.cost


def test_a_promise_that_nobody_may_keep_is_broken() -> None:
    """It counts as one promise more."""
    week = situation(visit("a", 9, must=True))
    assert priced(week, order("forbid", "a", "mon", "tue", "mon2")).together.figures.broken == 1


def test_a_change_that_needs_the_one_before_is_reckoned_with_it() -> None:
    """Alone it could not be: nothing is forbidden then."""
    ban, lift = order("forbid", "a", "mon", "tue"), order("allow", "a", "mon", "tue")
    prices = priced(situation(*four()), ban, lift)
    assert [one.alone for one in prices.each] == [True, False]


def test_a_pin_beyond_what_a_shift_holds_is_listed_as_not_done() -> None:
    """Each visit of 40 minutes fits into Tuesday's hour, both do not."""
    week = situation(*(visit(name, 1, service_s=40 * MINUTE) for name in "ab"))
    prices = priced(week, order("move", "a", "tue"), order("move", "b", "tue"))
    assert sorted(one.done for one in prices.each) == [False, True]
    assert prices.together.figures.broken == 1


@st.composite
def changed_weeks(draw: st.DrawFn) -> tuple[Situation, list[Order]]:
    """Invent a week in hand, a moment, and a list of changes that can be."""
    asked = shortest(draw(problems()))
    plan = solve(asked, seed=1, iterations=100)
    from_s = draw(st.integers(0, 300)) * MINUTE
    week = Situation(problem=asked, plan=plan, moment=Moment(from_s=from_s))
    sites, shifts = [site.id for site in asked.sites], [shift.id for shift in asked.shifts]
    assume(sites)
    orders: list[Order] = []
    for number in range(draw(st.integers(1, 4))):
        one = _order(draw, sites, shifts, number)
        try:
            week.case([*orders, one])
        except ChangeError:
            continue
        orders.append(one)
    return week, orders


def _order(draw: st.DrawFn, sites: list[str], shifts: list[str], number: int) -> Order:
    do = draw(
        st.sampled_from(["move", "move", "pin", "unpin", "forbid", "allow", "swap", "absent"])
    )
    pair = tuple(draw(st.sampled_from(shifts)) for _ in range(2))
    count = {"swap": 2, "forbid": 2, "allow": 2}.get(do, 1)
    timed = do == "move" and draw(st.booleans())
    return Order(
        number=number,
        do=do,
        site=None if do in ("swap", "absent") else draw(st.sampled_from(sites)),
        shifts=pair[:count],
        at_s=draw(st.integers(0, 400)) * MINUTE if timed else None,
    )


@settings(max_examples=40, deadline=None)
@given(asked=changed_weeks())
def test_any_list_of_changes_gives_a_plan_that_keeps_the_rules(
    asked: tuple[Situation, list[Order]],
) -> None:
    """Past stops stay to the second, pins hold or are told as broken, and figures add up."""
    week, orders = asked
    whole, plan = made(week, orders)
    assert check_plan(whole, plan) == ()
    begun = {stop for stops in week.case(orders).remainder.begun.values() for stop in stops}
    assert begun <= {stop for route in plan.routes for stop in route.stops}
    where, broken = placed(plan), {one.promise.partition(":")[2] for one in plan.broken}
    assert all(where.get(s.id) == s.pin or s.id in broken for s in whole.sites if s.pin)
    prices = price_orders(week, orders, made=plan, search=search)
    assert prices.after == Figures.of(plan)
    assert prices.together.figures == prices.after - prices.before
    assert prices.together.figures.stops == prices.together.added - prices.together.dropped

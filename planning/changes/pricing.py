"""What each hand change costs, alone and together with the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.errors import ChangeError
from planning.changes.cost import Cost, Figures, placed
from planning.rejoin import join_week
from planning.steady import settled_plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.model import Plan
    from planning.changes.order import Order
    from planning.changes.situation import Case, Situation
    from planning.steady import Solver


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCost:
    """
    What one change costs.

    Attributes
    ----------
    order
        The change.
    cost
        Against the week planned without it.
    alone
        Whether it is reckoned alone; a change that needs those before it is reckoned with them,
        against the week with them and without it.
    done
        Whether the plan that was made does what it asks.
    """

    order: Order
    cost: Cost
    alone: bool
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """
    What hand changes cost.

    Attributes
    ----------
    before, after
        The plan in hand as it could still be followed, and the plan that was made.
    together
        What is more in ``after`` than in ``before``.
    meanwhile
        What the moment alone would change: records, roads and what a short search still finds.
    each
        One entry a change, against the week that ``meanwhile`` leads to.
    """

    before: Figures
    after: Figures
    together: Cost
    meanwhile: Cost
    each: tuple[OrderCost, ...]


def price_orders(
    situation: Situation, orders: Sequence[Order], *, made: Plan, search: Solver
) -> Prices:
    """
    Say what hand changes cost.

    Parameters
    ----------
    situation
        The week before them.
    orders
        The changes; together they can be.
    made
        The plan of the whole week with all of them.
    search
        Finds a plan; it is asked for short searches only.

    Returns
    -------
    prices
        Costs of single changes need not sum to that of all: two may want the same hour.
    """
    bare = situation.case(())
    stands = _whole(bare, search(bare.remainder.rest, situation.plan, steps=0))
    without = _settled(situation, bare, search)
    each = tuple(
        _one(situation, orders, place, without=without, made=made, search=search)
        for place in range(len(orders))
    )
    return Prices(
        before=Figures.of(stands),
        after=Figures.of(made),
        together=Cost.between(stands, made),
        meanwhile=Cost.between(stands, without),
        each=each,
    )


def _one(  # one change among all, and the plans to hold it against
    situation: Situation,
    orders: Sequence[Order],
    place: int,
    *,
    without: Plan,
    made: Plan,
    search: Solver,
) -> OrderCost:
    order, alone = orders[place], True
    try:
        case = situation.case((order,))
    except ChangeError:
        alone, case = False, situation.case(orders[: place + 1])
        without = _settled(situation, situation.case(orders[:place]), search)
    # The only change is what the whole plan does: nothing is to be searched once more.
    after = made if len(orders) == 1 else _settled(situation, case, search)
    cost = Cost.between(without, after)
    return OrderCost(order=order, cost=cost, alone=alone, done=is_done(order, case, made))


def is_done(order: Order, case: Case, made: Plan) -> bool:
    """
    Say whether a plan does what a change asks.

    Parameters
    ----------
    order
        The change.
    case
        The week with the change done to it.
    made
        The plan that was found.
    """
    shift_of = placed(made)
    match order.do:
        case "add":
            return order.site in shift_of
        case "forbid":
            return shift_of.get(order.site or "") not in order.shifts
        case "move" | "pin" | "swap":
            pinned = {
                site.id: site.pin
                for site in case.remainder.asked.sites
                if site.id == order.site or (order.site is None and site.pin in order.shifts)
            }
            return all(shift_of.get(site) == shift for site, shift in pinned.items())
    return True


def _settled(situation: Situation, case: Case, search: Solver) -> Plan:
    rest, former = case.remainder.rest, situation.plan
    return _whole(case, settled_plan(rest, case.plan, search=search, former=former))


def _whole(case: Case, ahead: Plan) -> Plan:
    return join_week(case.remainder, ahead)[1]

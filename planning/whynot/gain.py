"""What a plan gains by a swap, in the order of the contract: promises by rank, then worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.units import SECONDS_PER_MINUTE
from planning.promises import broken_promises
from planning.worth import broken_by_rank, promise_ranks, unevenness

if TYPE_CHECKING:
    from data.model import Plan
    from planning.problem import Problem
    from planning.whynot.swaps import Swap

_LEAST = 1e-9
"""Smaller differences are rounding."""


class Gains:
    """
    The weights of a plan, against which swaps are weighed.

    Parameters
    ----------
    problem, plan
        What was asked, and the plan that stands.
    """

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self._problem = problem
        self._drive_s = {route.shift: route.drive_s for route in plan.routes}
        self._work_s = {route.shift: route.work_s for route in plan.routes}
        visited = {stop.site for route in plan.routes for stop in route.stops}
        self._visited = visited
        self._ranks = promise_ranks(problem)
        self._broken = self._counts(visited)
        self._uneven = unevenness(problem, self._work_s)

    def soft(self, swap: Swap) -> float:
        """Weigh prize, driving and balance, promises aside; above 0 the swap is for the better."""
        shift = swap.shift.id
        prize = swap.site.prize - sum(stop.prize for stop in swap.drops)
        drive_s = swap.route.drive_s - self._drive_s.get(shift, 0)
        problem = self._problem
        after = unevenness(problem, {**self._work_s, shift: swap.route.work_s})
        uneven = after - self._uneven
        return (
            prize - problem.travel_weight * drive_s / SECONDS_PER_MINUTE - problem.balance * uneven
        )

    def is_gain(self, swap: Swap) -> bool:
        """Tell whether a plan with the swap is better than the one without."""
        visited = (self._visited - {stop.id for stop in swap.drops}) | {swap.site.id}
        after = self._counts(visited)
        if after != self._broken:
            return after < self._broken
        return self.soft(swap) > _LEAST

    def _counts(self, visited: set[str]) -> tuple[int, ...]:
        broken = broken_promises(self._problem, visited)
        return broken_by_rank(self._ranks, (f"{kind}:{name}" for kind, name in broken))

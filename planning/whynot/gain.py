"""What a plan gains by a swap, in the order of the contract: promises by rank, then worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.units import SECONDS_PER_HOUR
from planning.promises import broken_promises, promise_of

if TYPE_CHECKING:
    from collections.abc import Mapping

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
        self._broken = self._counts(visited)
        self._uneven = self._unevenness(self._work_s)

    def soft(self, swap: Swap) -> float:
        """Weigh prize, driving and balance, promises aside; above 0 the swap is for the better."""
        shift = swap.shift.id
        prize = swap.site.prize - sum(stop.prize for stop in swap.drops)
        drive_s = swap.route.drive_s - self._drive_s.get(shift, 0)
        uneven = self._unevenness({**self._work_s, shift: swap.route.work_s}) - self._uneven
        problem = self._problem
        return prize - problem.travel_weight * drive_s / 60 - problem.balance * uneven

    def is_gain(self, swap: Swap) -> bool:
        """Tell whether a plan with the swap is better than the one without."""
        visited = (self._visited - {stop.id for stop in swap.drops}) | {swap.site.id}
        after = self._counts(visited)
        if after != self._broken:
            return after < self._broken
        return self.soft(swap) > _LEAST

    def _counts(self, visited: set[str]) -> tuple[int, ...]:
        """Count broken promises by rank; pins and frozen stops are of rank 0."""
        problem = self._problem
        covers = {cover.name: cover.must_rank for cover in problem.cover}
        counts = dict.fromkeys(sorted({0, *covers.values(), *self._site_ranks()}), 0)
        for kind, name in broken_promises(problem, visited):
            if kind == "cover":
                counts[covers[name]] += 1
            else:
                site = problem.sites[problem.site_index[name]]
                counts[site.must_rank if kind == "must" else 0] += 1
        return tuple(counts.values())

    def _site_ranks(self) -> set[int]:
        return {site.must_rank for site in self._problem.sites if promise_of(site) == "must"}

    def _unevenness(self, work_s: Mapping[str, int]) -> float:
        """Sum over teams the squared hours of work away from their mean."""
        hours: dict[str, float] = {}
        for shift in self._problem.shifts:
            own = work_s.get(shift.id, 0) / SECONDS_PER_HOUR
            hours[shift.team] = hours.get(shift.team, 0.0) + own
        mean = sum(hours.values()) / max(len(hours), 1)
        return sum((one - mean) ** 2 for one in hours.values())

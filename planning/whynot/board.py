"""A finished plan laid out for trials: its routes, and every visit that is not in it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from data.model import Unplanned
from planning.whynot.bids import Tried
from planning.whynot.hours import Hours
from planning.whynot.losses import Losses
from planning.whynot.slack import Line
from planning.whynot.swaps import Swaps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import bool_
    from numpy.typing import NDArray

    from data.model import Plan
    from planning.problem import Problem, ProblemShift, ProblemSite
    from planning.whynot.swaps import Swap


class Board:
    """
    A plan, and the visits that it leaves out.

    Parameters
    ----------
    problem, plan
        What was asked, and a plan that keeps the rules.

    Attributes
    ----------
    routes
        The visits of each shift, in order.
    barred
        Reasons of the visits that a rule from outside forbids: they are not tried.
    tried
        The other visits left out, laid out for trials.
    """

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem = problem
        self.routes: dict[str, list[ProblemSite]] = {shift.id: [] for shift in problem.shifts}
        for route in plan.routes:
            self.routes[route.shift] = [
                problem.sites[problem.site_index[stop.site]] for stop in route.stops
            ]
        self.hours = Hours(problem, plan)
        self._losses = Losses(problem, self.routes)
        visited = {stop.id for route in self.routes.values() for stop in route}
        left = [site for site in problem.sites if site.id not in visited]
        self.barred = tuple(
            Unplanned(site.id, site.barred.reason, dict(site.barred.detail))
            for site in left
            if site.barred is not None
        )
        sites = [site for site in left if site.barred is None]
        self.tried = Tried(problem, sites, hours=self.hours.of)
        self._row = {site.id: row for row, site in enumerate(sites)}

    def shifts_of(self, site: ProblemSite) -> list[ProblemShift]:
        """List the shifts that a pin leaves."""
        return [shift for shift in self.problem.shifts if site.pin in (None, shift.id)]

    def is_reached(self, site: ProblemSite, shift: ProblemShift) -> bool:
        """Tell whether a way leads from the shift's base to a visit, and back."""
        return bool(self._reached[self.problem.shift_index[shift.id], self._row[site.id]])

    def is_open(self, site: ProblemSite, shift: ProblemShift) -> bool:
        """Tell whether a shift that made no other visit could make this one, were it allowed."""
        return bool(self._opened[self.problem.shift_index[shift.id], self._row[site.id]])

    @cached_property
    def _reached(self) -> NDArray[bool_]:
        """Shape ``(shifts, all)``."""
        found = [self.tried.reached(shift) for shift in self.problem.shifts]
        return np.array(found, dtype=np.bool_).reshape(-1, len(self.tried.sites))

    @cached_property
    def _opened(self) -> NDArray[bool_]:
        """Shape ``(shifts, all)``; other visits of the same place are left aside."""
        found = np.zeros(self._reached.shape, dtype=np.bool_)
        alone = Tried(self.problem, self.tried.sites, hours=Hours(self.problem, None).of)
        for row, shift in zip(found, self.problem.shifts, strict=True):
            bids = alone.bids(shift, (), allowed=np.ones(len(row), dtype=np.bool_))
            fits, _ = Line(self.problem, shift, (), hours=_no_hours).slack(()).fits(shift, bids)
            row[bids.rows[fits[0]]] = True
        return found

    @cached_property
    def swaps(self) -> dict[str, Swap]:
        """Find for each visit what would have to go, the smallest loss over all shifts."""
        allowed = [
            self.tried.allowed(shift, lambda site, one: may_go(one, site))
            for shift in self.problem.shifts
        ]
        return Swaps(self.problem, self.routes, self.tried, hours=self.hours).best(allowed=allowed)

    def figures(self, swap: Swap) -> dict[str, Any]:
        """Write a swap as the figures of ``lost_to_better``."""
        site, drops = swap.site, swap.drops
        stays = [stop for stop in self.routes[swap.shift.id] if stop not in drops]
        return {
            "shift": swap.shift.id,
            "after": stays[swap.place - 1].id if swap.place else None,
            "minutes": round((site.service_s + swap.detour_s) / 60),
            "detour_minutes": round(swap.detour_s / 60),
            "prize": round(site.prize, 3),
            "drops": [stop.id for stop in drops],
            "drops_prize": round(sum(stop.prize for stop in drops), 3),
            "drops_must": [stop.id for stop in drops if stop.must or stop.pin is not None],
            "drops_cover": [
                self.problem.cover[number].name
                for number in self._losses.covers_broken(drops, site)
            ],
        }

    def blocked(self, site: ProblemSite) -> dict[str, Any]:
        """Write what stands in the way where dropping does not help: other visits of the place."""
        return {"prize": round(site.prize, 3), "twins": list(self.hours.twins(site))}


def may_go(shift: ProblemShift, site: ProblemSite) -> bool:
    """Tell whether every lasting rule lets a shift make a visit."""
    return site.pin in (None, shift.id) and shift.refuses(site) is None


def _no_hours(_site: ProblemSite) -> Sequence[tuple[int, int]]:
    return ()

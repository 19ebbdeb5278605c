"""What would have to go for a visit: the smallest loss over all shifts, found by trying."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planning.whynot.losses import Drop, Losses
from planning.whynot.slack import Line
from planning.whynot.walk import timetable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy import bool_
    from numpy.typing import NDArray

    from data.model import Route
    from planning.problem import Problem, ProblemShift, ProblemSite
    from planning.whynot.bids import Bids, Tried
    from planning.whynot.hours import Hours
    from planning.whynot.losses import Loss


@dataclass(frozen=True, slots=True)
class Swap:
    """
    A visit put into a shift for others that go; each figure was found by timing the new route.

    Attributes
    ----------
    site, shift
        The visit, and who would make it.
    place
        Its place among the stops that stay, from 0.
    drops
        The stops of that shift that go; empty where there is room.
    detour_s
        Driving that the visit adds to the stops that stay.
    loss
        Promises broken by rank and prize lost, for what goes.
    route
        The shift's new route.
    """

    site: ProblemSite
    shift: ProblemShift
    place: int
    drops: tuple[ProblemSite, ...]
    detour_s: int
    loss: Loss
    route: Route


_Found = tuple["Loss", int, int, Drop, int]
"""Loss, number of stops dropped, detour in seconds, what is dropped, and the place."""


class Swaps:
    """
    The search for the smallest loss.

    Parameters
    ----------
    problem, routes, hours
        What is asked, the visits of each shift in order, and when visits may begin.
    tried
        The visits to be put in.
    """

    def __init__(
        self,
        problem: Problem,
        routes: Mapping[str, Sequence[ProblemSite]],
        tried: Tried,
        *,
        hours: Hours,
    ) -> None:
        self._problem, self._tried, self._hours = problem, tried, hours
        self._losses = Losses(problem, routes)
        self._routes = [list(routes[shift.id]) for shift in problem.shifts]
        self._lines = [
            Line(problem, shift, stops, hours=hours.of)
            for shift, stops in zip(problem.shifts, self._routes, strict=True)
        ]
        self._found: dict[int, _Found] = {}
        self._open = np.ones(len(tried.sites), dtype=np.bool_)
        self._settling: list[tuple[Loss, int]] = []

    def best(self, *, allowed: Sequence[NDArray[bool_]]) -> dict[str, Swap]:
        """
        Find the smallest loss for each visit.

        Parameters
        ----------
        allowed
            By shift, shape ``(all,)``: which visits it may make.

        Returns
        -------
        swaps
            By site id; a visit that fits nowhere whatever goes is not in it. Among equal losses
            the one with fewer stops, then the shorter detour.
        """
        shifts = self._problem.shifts
        bids = [
            self._tried.bids(shift, stops, allowed=may)
            for shift, stops, may in zip(shifts, self._routes, allowed, strict=True)
        ]
        drops = [
            drop
            for number, stops in enumerate(self._routes)
            if len(bids[number].rows)
            for drop in self._losses.drops(number, stops)
        ]
        drops.sort(key=lambda drop: (drop.loss, len(drop.numbers), drop.shift, drop.numbers))
        for drop in drops:
            self._settle(drop)
            self._try(drop, bids[drop.shift])
        swaps = (self._swap(row, found) for row, found in sorted(self._found.items()))
        return {swap.site.id: swap for swap in swaps if swap is not None}

    def _settle(self, drop: Drop) -> None:
        """Close the visits for which nothing that is still to be tried can be better."""
        while self._settling and self._settling[0] < (drop.loss, -1):
            loss, row = heapq.heappop(self._settling)
            if self._found[row][0] == loss:
                self._open[row] = False

    def _try(self, drop: Drop, bids: Bids) -> None:
        line = self._lines[drop.shift]
        kept = [n for n in range(len(line.stops)) if n not in drop.numbers]
        waiting = self._open[bids.rows] & (bids.least_s <= line.room_s(kept))
        if not waiting.any():
            return
        bids = bids.only(waiting)
        slack = line.slack(kept)
        fits, detours = slack.fits(self._problem.shifts[drop.shift], bids)
        detours = np.where(fits, detours, np.iinfo(np.int64).max)
        places = detours.argmin(axis=0)
        for column in np.flatnonzero(fits.any(axis=0)):
            place = int(places[column])
            self._keep(int(bids.rows[column]), drop, place, int(detours[place, column]))

    def _keep(self, row: int, drop: Drop, place: int, detour_s: int) -> None:
        stops = [self._routes[drop.shift][number] for number in drop.numbers]
        loss = drop.loss
        if any(self._losses.touches(stop) for stop in stops):
            loss = self._losses.loss(stops, self._tried.sites[row])
        found = (loss, len(stops), detour_s, drop, place)
        if row in self._found and self._found[row][:3] <= found[:3]:
            return
        self._found[row] = found
        heapq.heappush(self._settling, (loss, row))

    def _swap(self, row: int, found: _Found) -> Swap | None:
        """Time the new route; ``None`` where visits of one place would come too close in it."""
        loss, _, detour_s, drop, place = found
        site, shift = self._tried.sites[row], self._problem.shifts[drop.shift]
        stops = self._routes[drop.shift]
        rest = [stop for number, stop in enumerate(stops) if number not in drop.numbers]
        made = [*rest[:place], site, *rest[place:]]
        route = timetable(self._problem, shift, made, hours=self._hours.of)
        if route is None or not keeps_gaps(route, made):
            return None
        gone = tuple(stops[number] for number in drop.numbers)
        return Swap(site, shift, place, gone, detour_s, loss, route)


def keeps_gaps(route: Route, stops: Sequence[ProblemSite]) -> bool:
    """Test the gaps between visits of one place within a route."""
    last: dict[str, tuple[int, ProblemSite]] = {}
    for stop, site in zip(route.stops, stops, strict=True):
        over_s, before = last.get(site.place, (stop.start_s, site))
        if before is not site and stop.start_s - over_s < max(site.min_gap_s, before.min_gap_s):
            return False
        last[site.place] = stop.end_s, site
    return True

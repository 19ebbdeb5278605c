"""The room in one shift's route: how late each stop may be, and which visits fit between stops.

A shift with a break has two states, the break still ahead (fresh) or behind (rested). With the
earliest ends forward and the latest beginnings backward, a visit is tested between two stops
without walking the rest of the route, for many visits at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.model import UNREACHABLE
from planning.whynot.walk import NEVER, begins, rested_s

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import bool_, int64
    from numpy.typing import NDArray

    from planning.problem import Break, Problem, ProblemShift, ProblemSite, Window
    from planning.whynot.bids import Bids
    from planning.whynot.walk import HoursOf


class Line:
    """A shift's route, its windows and the ways between any two of its stops, looked up once."""

    def __init__(
        self,
        problem: Problem,
        shift: ProblemShift,
        stops: Sequence[ProblemSite],
        *,
        hours: HoursOf,
    ) -> None:
        self.shift, self.stops = shift, tuple(stops)
        self.windows = [tuple(sorted(hours(stop))) for stop in stops]
        own = [stop.node for stop in stops]
        ways = problem.duration_s[np.ix_([shift.node, *own], [*own, shift.last_node])]
        self.way_s: list[list[int]] = np.where(
            ways == UNREACHABLE, NEVER, ways.astype(np.int64)
        ).tolist()
        self.services_s = [stop.service_s for stop in stops]

    def room_s(self, kept: Sequence[int]) -> int:
        """Bound the seconds that a visit may take, its driving included, beside some stops."""
        rest_s = 0 if self.shift.rest is None else self.shift.rest.duration_s
        room_s = self.shift.end_s - self.shift.start_s - rest_s
        legs = self._legs(kept)
        return room_s - sum(self.services_s[n] for n in kept) - sum(legs) + max(legs)

    def _legs(self, kept: Sequence[int]) -> list[int]:
        """List the ways between stops that stay; one of 0 s if none does."""
        if not kept:
            return [0]
        legs, here = [], 0
        for number in kept:
            legs.append(self.way_s[here][number])
            here = number + 1
        return [*legs, self.way_s[here][-1]]

    def slack(self, kept: Sequence[int]) -> Slack:
        """
        Reckon the slack of the route with some of its stops.

        Parameters
        ----------
        kept
            Numbers of the stops that stay, in order.
        """
        before, after = [0, *(number + 1 for number in kept)], [*kept, len(self.stops)]
        legs = self._legs(kept)
        return Slack(
            before=np.array(before),
            after=np.array(after),
            legs_s=np.array([leg % NEVER for leg in legs], dtype=np.int64)[:, np.newaxis],
            ends_s=self._forward(kept, legs),
            latest_s=self._backward(kept, legs),
        )

    def _forward(self, kept: Sequence[int], legs: Sequence[int]) -> NDArray[int64]:
        fresh, rested = self.shift.start_s, NEVER
        ends = [(fresh, rested)]
        for number, leg_s in zip(kept, legs, strict=False):
            windows, service_s = self.windows[number], self.services_s[number]
            rested = min(rested + leg_s, rested_s(self.shift, fresh, leg_s))
            fresh = begins(windows, fresh + leg_s) + service_s
            rested = begins(windows, rested) + service_s
            ends.append((fresh, rested))
        return np.array(ends, dtype=np.int64).T[:, :, np.newaxis]

    def _backward(self, kept: Sequence[int], legs: Sequence[int]) -> NDArray[int64]:
        resting, end_s = self.shift.rest is not None, self.shift.end_s
        fresh, rested = (-NEVER, end_s) if resting else (end_s, -NEVER)
        latest = [(fresh, rested)]
        for number, leg_s in zip(reversed(kept), reversed(legs), strict=False):
            windows, service_s = self.windows[number], self.services_s[number]
            fresh = max(fresh - leg_s, fresh_s(self.shift, rested, leg_s)) - service_s
            fresh = ends_by(windows, fresh)
            rested = ends_by(windows, rested - leg_s - service_s)
            latest.append((fresh, rested))
        return np.array(latest[::-1], dtype=np.int64).T[:, :, np.newaxis]


def ends_by(windows: Sequence[Window], limit_s: int) -> int:
    """Find the last moment up to ``limit_s`` inside a window; ``-NEVER`` if there is none."""
    return max((min(limit_s, last) for first, last in windows if first <= limit_s), default=-NEVER)


def fresh_s(shift: ProblemShift, limit_s: int, leg_s: int) -> int:
    """Say when a team must leave to be there by ``limit_s`` with its break taken on the way."""
    rest = shift.rest
    if rest is None or limit_s - rest.duration_s < rest.earliest_s:
        return -NEVER
    return min(limit_s - rest.duration_s - leg_s, rest.latest_s)


@dataclass(frozen=True, slots=True, eq=False)
class Slack:
    """
    Times of a route by place ``0 .. m``: before its first stop, between stops, after the last.

    Attributes
    ----------
    before, after
        Shape ``(m + 1,)``: what lies on either side of a place, as rows of ``Bids.hither_s`` and
        ``Bids.hence_s``.
    legs_s
        Shape ``(m + 1, 1)``, the way that a visit there would replace; 0 where there is none.
    ends_s, latest_s
        Shape ``(2, m + 1, 1)``, fresh and rested: when what lies before is over at the earliest,
        and when the team must stand ready for what comes after.
    """

    before: NDArray[int64]
    after: NDArray[int64]
    legs_s: NDArray[int64]
    ends_s: NDArray[int64]
    latest_s: NDArray[int64]

    def fits(self, shift: ProblemShift, bids: Bids) -> tuple[NDArray[bool_], NDArray[int64]]:
        """
        Try every visit at every place.

        Returns
        -------
        fits
            Shape ``(m + 1, n)``.
        detours_s
            Shape ``(m + 1, n)``, seconds of driving that the visit adds there.
        """
        hither, hence = bids.hither_s[self.before], bids.hence_s[self.after]
        fresh = _begins(bids, self.ends_s[0] + hither) + bids.service_s
        fits = fresh + hence <= self.latest_s[0]
        if shift.rest is not None:
            fits |= self._rested_fits(shift.rest, bids, fresh)
        return fits, hither + hence - self.legs_s

    def _rested_fits(self, rest: Break, bids: Bids, fresh: NDArray[int64]) -> NDArray[bool_]:
        """Try with the break on the way to the visit, before it, or on the way on."""
        hither, hence = bids.hither_s[self.before], bids.hence_s[self.after]
        on_way = np.maximum(self.ends_s[0] + hither, rest.earliest_s) + rest.duration_s
        on_way = np.where(self.ends_s[0] <= rest.latest_s, on_way, NEVER)
        ready = np.minimum(self.ends_s[1] + hither, on_way)
        fits: NDArray[bool_] = _begins(bids, ready) + bids.service_s + hence <= self.latest_s[1]
        start_s = self.latest_s[1] - rest.duration_s
        by_s = np.minimum(start_s - hence, rest.latest_s)
        fits |= (start_s >= rest.earliest_s) & (fresh <= by_s)
        return fits


def _begins(bids: Bids, ready_s: NDArray[int64]) -> NDArray[int64]:
    """Find the first moment from ``ready_s``, shape ``(m + 1, n)``, inside a window."""
    found = np.full(ready_s.shape, NEVER)
    for opens, closes in zip(bids.opens_s, bids.closes_s, strict=True):
        starts = np.where(ready_s <= closes, np.maximum(ready_s, opens), NEVER)
        found = np.minimum(found, starts)
    return found

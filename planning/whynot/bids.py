"""Visits that are not made, laid out shift by shift as arrays: who may make them, how far, when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.model import UNREACHABLE
from planning.whynot.walk import NEVER

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy import bool_, int64
    from numpy.typing import NDArray

    from planning.problem import Problem, ProblemShift, ProblemSite
    from planning.whynot.walk import HoursOf

    Allows = Callable[[ProblemSite, ProblemShift], bool]


@dataclass(frozen=True, slots=True, eq=False)
class Bids:
    """
    Visits to be tried in one shift.

    Attributes
    ----------
    rows
        Shape ``(n,)``, which of all visits tried these are: those that may go and have hours.
    service_s
        Shape ``(n,)``, seconds of work.
    opens_s, closes_s
        Shape ``(k, n)``, windows cut to the shift; ``NEVER, -NEVER`` where there are fewer.
    least_s
        Shape ``(n,)``, seconds of work and of the shortest ways in and out: no visit takes less.
    hither_s, hence_s
        Shape ``(stops + 1, n)``: the way from the base and from each stop of the shift to the
        visit, and from the visit to each stop and to the last base; ``NEVER`` without a way.
    """

    rows: NDArray[int64]
    service_s: NDArray[int64]
    opens_s: NDArray[int64]
    closes_s: NDArray[int64]
    least_s: NDArray[int64]
    hither_s: NDArray[int64]
    hence_s: NDArray[int64]

    def only(self, kept: NDArray[bool_]) -> Bids:
        """Keep some of the visits; ``kept`` has shape ``(n,)``."""
        columns = np.flatnonzero(kept)
        return Bids(
            self.rows[columns],
            self.service_s[columns],
            self.opens_s[:, columns],
            self.closes_s[:, columns],
            self.least_s[columns],
            self.hither_s[:, columns],
            self.hence_s[:, columns],
        )


class Tried:
    """
    Visits to be tried, laid out once for all shifts.

    Parameters
    ----------
    problem, sites
        What is asked, and the visits to be tried.
    hours
        Gives the windows of a visit.
    """

    def __init__(self, problem: Problem, sites: Sequence[ProblemSite], *, hours: HoursOf) -> None:
        self.sites = tuple(sites)
        self._ways = problem.duration_s
        self._nodes = np.array([site.node for site in sites], dtype=np.int64)
        self._service_s = np.array([site.service_s for site in sites], dtype=np.int64)
        self._windows = _laid_out([hours(site) for site in sites])

    def allowed(self, shift: ProblemShift, allows: Allows) -> NDArray[bool_]:
        """Ask a rule between site and team, once for all sites that are alike."""
        asked: dict[object, bool] = {}
        answers = []
        for site in self.sites:
            banned = shift.id in site.forbidden_shifts
            key = (site.needs, site.card_holders, site.village, site.pin, banned)
            if key not in asked:
                asked[key] = allows(site, shift)
            answers.append(asked[key])
        return np.array(answers, dtype=np.bool_)

    def reached(self, shift: ProblemShift) -> NDArray[bool_]:
        """Tell which visits have a way from the shift's base and back."""
        out = self._ways[shift.node, self._nodes] != UNREACHABLE
        back = self._ways[self._nodes, shift.last_node] != UNREACHABLE
        both: NDArray[bool_] = out & back
        return both

    def bids(
        self,
        shift: ProblemShift,
        stops: Sequence[ProblemSite],
        *,
        allowed: NDArray[bool_],
    ) -> Bids:
        """
        Lay out the visits that a shift may make.

        Parameters
        ----------
        shift, stops
            The shift, and the visits that it makes, in order.
        allowed
            Shape ``(all,)``, the visits that may be tried there.
        """
        rows = np.flatnonzero(allowed & self.reached(shift))
        windows = self._windows[:, rows]
        service_s = self._service_s[rows]
        opens = np.maximum(windows[:, :, 0], shift.start_s)
        closes = np.minimum(windows[:, :, 1], shift.end_s - service_s)
        shut = opens > closes
        order = np.argsort(np.where(shut, NEVER, opens), axis=0, kind="stable")
        most = max(int((~shut).sum(axis=0).max(initial=0)), 1)
        opens = np.take_along_axis(np.where(shut, NEVER, opens), order, axis=0)[:most]
        closes = np.take_along_axis(np.where(shut, -NEVER, closes), order, axis=0)[:most]
        hither, hence = self._legs(shift, stops, rows)
        least_s = service_s + hither.min(axis=0) + hence.min(axis=0)
        bids = Bids(rows, service_s, opens, closes, least_s, hither, hence)
        return bids.only(np.asarray((opens < NEVER).any(axis=0)))

    def _legs(
        self, shift: ProblemShift, stops: Sequence[ProblemSite], rows: NDArray[int64]
    ) -> tuple[NDArray[int64], NDArray[int64]]:
        own, nodes = [stop.node for stop in stops], self._nodes[rows]
        before, after = np.array([shift.node, *own]), np.array([*own, shift.last_node])
        hither = self._ways[np.ix_(before, nodes)].astype(np.int64)
        hence = self._ways[np.ix_(nodes, after)].T.astype(np.int64)
        for legs in (hither, hence):
            legs[legs == UNREACHABLE] = NEVER
        return hither, np.ascontiguousarray(hence)


def _laid_out(listed: Sequence[Sequence[tuple[int, int]]]) -> NDArray[int64]:
    """Lay windows out with shape ``(k, n, 2)``."""
    most = max((len(windows) for windows in listed), default=0)
    laid = np.empty((max(most, 1), len(listed), 2), dtype=np.int64)
    laid[...] = NEVER, -NEVER
    for number, windows in enumerate(listed):
        if windows:
            laid[: len(windows), number] = windows
    return laid

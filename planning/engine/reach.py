"""
How soon a team can be at a place, and be back, whatever it passes on the way.

A matrix need not hold shortest times: where the direct way is long or missing, another visit may
lie between. Windows are cut by these times, so that no visit is ruled out that a route can make.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from data.model import UNREACHABLE

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

    from planning.problem import Problem

FAR_S = 1 << 40
_ROWS = 256
"""Rows of the matrix taken at a time, so that a large one is not copied whole."""


class Reach:
    """
    Shortest times to and from the bases of a problem, each reckoned when first asked for.

    They lead over visits and bases of the problem: a route passes nothing else.
    """

    def __init__(self, problem: Problem) -> None:
        ends = {node for shift in problem.shifts for node in (shift.node, shift.last_node)}
        nodes = sorted(ends | {site.node for site in problem.sites})
        self._point = {node: point for point, node in enumerate(nodes)}
        self._ways: NDArray[np.int32] = np.asarray(problem.duration_s[np.ix_(nodes, nodes)])
        self._out: dict[int, NDArray[int64]] = {}
        self._back: dict[int, NDArray[int64]] = {}

    def out_s(self, base: int, node: int) -> int:
        """Give the seconds from a base to a node; ``FAR_S`` or more where no way leads there."""
        if base not in self._out:
            self._out[base] = _least_s(self._ways, self._point[base])
        return int(self._out[base][self._point[node]])

    def back_s(self, node: int, base: int) -> int:
        """Give the seconds from a node to a base; ``FAR_S`` or more where no way leads back."""
        if base not in self._back:
            self._back[base] = _least_s(self._ways.T, self._point[base])
        return int(self._back[base][self._point[node]])


def _least_s(ways: NDArray[np.int32], start: int) -> NDArray[int64]:
    """Find the shortest times from one node to all, improving until nothing changes."""
    least = np.full(len(ways), FAR_S, dtype=np.int64)
    least[start] = 0
    fresh = np.array([start])
    while fresh.size:
        found = least.copy()
        for first in range(0, fresh.size, _ROWS):
            nodes = fresh[first : first + _ROWS]
            legs = ways[nodes].astype(np.int64)
            if legs.max() == UNREACHABLE:
                legs[legs == UNREACHABLE] = FAR_S
            found = np.minimum(found, (least[nodes, np.newaxis] + legs).min(axis=0))
        fresh = np.flatnonzero(found < least)
        least = found
    return least

"""Where on the road network a place is entered: the nearest point of the nearest edge.

Stored roads are one net in which every place reaches every other (``data.roads`` keeps no other
part), so the nearest edge is always one worth entering.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.nearest import nearest_m

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import NDArray
    from shapely import STRtree

_SAME_SPOT_M = 0.05
"""Edges this much farther than the nearest are entered too: the other direction of the same road,
and every road that meets at a junction."""


@dataclass(frozen=True, slots=True, eq=False)
class Anchors:
    """
    The spots at which places are entered; a place has one for each direction of its road.

    Attributes
    ----------
    place, arc, share
        Shape ``(a,)``, ascending by place: which place, which arc, and how far along it (0-1).
    access_m
        Shape ``(n,)``: metres between each place and its road.
    slots
        Shape ``(n, k)``: the anchors of each place, padded with -1.
    """

    place: NDArray[int64]
    arc: NDArray[int64]
    share: NDArray[float64]
    access_m: NDArray[float64]
    slots: NDArray[int64]


@dataclass(frozen=True, slots=True, eq=False)
class Snapper:
    """The lines of all arcs, in metres and in driving direction, ready to be searched."""

    lines: NDArray[np.object_]
    tree: STRtree

    def snap(self, x: NDArray[float64], y: NDArray[float64]) -> Anchors:
        """
        Find the anchors of places.

        Parameters
        ----------
        x, y
            Shape ``(n,)``, metres, finite.
        """
        points = np.asarray(shapely.points(x, y))
        access_m = nearest_m(self.tree, points)
        place, arc = self.tree.query(points, predicate="dwithin", distance=access_m + _SAME_SPOT_M)
        order = np.lexsort((arc, place))
        place, arc = place[order], arc[order]
        share = np.asarray(
            shapely.line_locate_point(self.lines[arc], points[place], normalized=True)
        )
        return Anchors(place, arc, np.nan_to_num(share), access_m, _slots(place, len(points)))


def _slots(place: NDArray[int64], count: int) -> NDArray[int64]:
    """Lay the anchors of each place side by side."""
    rank = np.arange(len(place)) - np.searchsorted(place, place)
    slots = np.full((count, int(rank.max(initial=0)) + 1), -1)
    slots[place, rank] = np.arange(len(place))
    return slots

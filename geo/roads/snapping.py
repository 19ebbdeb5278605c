"""Where on the road network a place is entered: the nearest point of the nearest edge.

Nobody gets to an edge from which no way leads to a base and back. Where the nearest edge is such a
one, the place is entered from the nearest edge that has a way, if that is near enough to walk.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.nearest import nearest_m

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import NDArray
    from shapely import STRtree

SAME_SPOT_M = 0.05
"""Edges this much farther than the nearest are entered too: the other direction of the same road,
and every road that meets at a junction."""


@dataclass(frozen=True, slots=True, eq=False)
class Anchors:
    """
    The spots at which places are entered; a place has one for each direction of its road.

    Attributes
    ----------
    arc, share
        Shape ``(n, s)``: which arcs, padded with -1, and how far along them (0-1).
    access_m
        Shape ``(n,)``: metres between each place and its road.
    reached
        Shape ``(n,)``: whether that road has a way there and back.
    """

    arc: NDArray[int64]
    share: NDArray[float64]
    access_m: NDArray[float64]
    reached: NDArray[np.bool_]

    def take(self, which: NDArray[int64]) -> Anchors:
        """Take the anchors of some of the places."""
        return Anchors(
            self.arc[which], self.share[which], self.access_m[which], self.reached[which]
        )


@dataclass(frozen=True, slots=True, eq=False)
class Snapper:
    """
    The lines of all arcs, ready to be searched.

    Attributes
    ----------
    lines
        Shape ``(m,)``, metres, in driving direction.
    tree
        The same lines, without those at which nobody gets off.
    has_way
        Shape ``(m,)``: whether a way leads along the arc there and back.
    walk_limit_m
        How far a place may lie from an arc that has a way where a nearer one has none.
    """

    lines: NDArray[np.object_]
    tree: STRtree
    has_way: NDArray[np.bool_]
    walk_limit_m: float

    def restricted(self, has_way: NDArray[np.bool_]) -> Snapper:
        """Return the same lines with other ways there and back."""
        return replace(self, has_way=has_way)

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
        place, arc = self._within(points, access_m + SAME_SPOT_M)
        reached = np.zeros(len(points), dtype=bool)
        reached[place[self.has_way[arc]]] = True
        lost = np.flatnonzero(~reached)
        walk_m, on_foot, other = self._nearest_with_way(points[lost])
        walked = np.isfinite(walk_m)
        access_m[lost[walked]], reached[lost[walked]] = walk_m[walked], True
        # Where there is a way, only along the arcs that have one.
        kept = ~reached[place] | self.has_way[arc]
        place, arc = np.append(place[kept], lost[on_foot]), np.append(arc[kept], other)
        return self._anchors(points, place, arc, access_m, reached)

    def _within(
        self, points: NDArray[np.object_], distance_m: NDArray[float64] | float
    ) -> tuple[NDArray[int64], NDArray[int64]]:
        """List which arcs lie within a distance of which points."""
        place, arc = self.tree.query(points, predicate="dwithin", distance=distance_m)
        return place.astype(np.int64), arc.astype(np.int64)

    def _nearest_with_way(
        self, points: NDArray[np.object_]
    ) -> tuple[NDArray[float64], NDArray[int64], NDArray[int64]]:
        """
        Find the nearest arcs that have a way, no farther than one walks.

        Returns
        -------
        walk_m, place, arc
            Metres from each point, ``inf`` where there is none; and which arcs are that near.
        """
        walk_m = np.full(len(points), np.inf)
        place, arc = self._within(points, self.walk_limit_m)
        place, arc = place[self.has_way[arc]], arc[self.has_way[arc]]
        away_m = np.asarray(shapely.distance(points[place], self.lines[arc]), dtype=float)
        np.minimum.at(walk_m, place, away_m)
        near = away_m <= walk_m[place] + SAME_SPOT_M
        return walk_m, place[near], arc[near]

    def _anchors(
        self,
        points: NDArray[np.object_],
        place: NDArray[int64],
        arc: NDArray[int64],
        access_m: NDArray[float64],
        reached: NDArray[np.bool_],
    ) -> Anchors:
        """Lay the anchors of each place side by side, in the order of their arcs."""
        order = np.lexsort((arc, place))
        place, arc = place[order], arc[order]
        share = shapely.line_locate_point(self.lines[arc], points[place], normalized=True)
        slot = np.arange(len(place)) - np.searchsorted(place, place)
        shape = (len(points), int(slot.max(initial=0)) + 1)
        arcs, shares = np.full(shape, -1, dtype=np.int64), np.zeros(shape)
        arcs[place, slot], shares[place, slot] = arc, np.nan_to_num(share)
        return Anchors(arcs, shares, access_m, reached)

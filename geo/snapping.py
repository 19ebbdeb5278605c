"""Where on the road network a place is entered: the nearest point of the nearest edge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from shapely import STRtree

from data.errors import ConfigError

if TYPE_CHECKING:
    from numpy import bool_, float64, int64
    from numpy.typing import NDArray

    from geo.shortest import Arcs

_SAME_SPOT_M = 0.05
"""Edges this much farther than the nearest are entered too: the other direction of the same road,
and every road that meets at a junction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapParams:
    """
    What to do with scraps of road that the rest of the network does not reach.

    Parameters
    ----------
    scrap_m
        Edges that can be driven to and back from each other and are shorter in total than this, in
        metres, are a scrap, and so is a one-way edge without return; 0 means there are none, >= 0.
    scrap_detour_m
        A place is walked to from the network proper rather than from a scrap if that is at most
        this much farther, in metres, >= 0.

    Raises
    ------
    ConfigError
        If a value is negative.
    """

    scrap_m: float = 2000.0
    scrap_detour_m: float = 200.0

    def __post_init__(self) -> None:
        for name in ("scrap_m", "scrap_detour_m"):
            if not getattr(self, name) >= 0:
                raise ConfigError(
                    f"Expected {name} >= 0, got {getattr(self, name)}.",
                    zh=f"{name} 不能小于 0，现为 {getattr(self, name)}。",
                )


DEFAULT_SNAP = SnapParams()


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
    """The lines of all arcs, ready to be searched: ``proper`` marks those outside scraps."""

    lines: NDArray[np.object_]
    tree: STRtree
    proper: NDArray[bool_]
    proper_tree: STRtree
    params: SnapParams

    def snap(self, x: NDArray[float64], y: NDArray[float64]) -> Anchors:
        """
        Find the anchors of places.

        Parameters
        ----------
        x, y
            Shape ``(n,)``, metres, finite.
        """
        points = np.asarray(shapely.points(x, y))
        reach = self._nearest_m(self.tree, points)
        proper_reach = self._nearest_m(self.proper_tree, points)
        use_proper = proper_reach <= reach + self.params.scrap_detour_m
        access_m = np.where(use_proper, proper_reach, reach)
        place, arc = self.tree.query(points, predicate="dwithin", distance=access_m + _SAME_SPOT_M)
        kept = self.proper[arc] | ~use_proper[place]
        place, arc = place[kept], arc[kept]
        order = np.lexsort((arc, place))
        place, arc = place[order], arc[order]
        share = np.asarray(
            shapely.line_locate_point(self.lines[arc], points[place], normalized=True)
        )
        return Anchors(place, arc, np.nan_to_num(share), access_m, _slots(place, len(points)))

    @staticmethod
    def _nearest_m(tree: STRtree, points: NDArray[np.object_]) -> NDArray[float64]:
        distance = np.full(len(points), np.inf)
        if len(tree):
            (place, _), found = tree.query_nearest(points, all_matches=False, return_distance=True)
            distance[place] = found
        return distance


def build_snapper(
    lines: NDArray[np.object_], arcs: Arcs, *, params: SnapParams = DEFAULT_SNAP
) -> Snapper:
    """
    Index the lines of arcs.

    Parameters
    ----------
    lines
        Shape ``(m,)``, line of each arc in metres, in driving direction.
    """
    proper = _proper(arcs, scrap_m=params.scrap_m)
    return Snapper(lines, STRtree(lines), proper, STRtree(lines[proper]), params)


def _proper(arcs: Arcs, *, scrap_m: float) -> NDArray[bool_]:
    """Mark the arcs that lie in a part of the network worth entering."""
    if scrap_m == 0:
        return np.ones(len(arcs.start), dtype=bool)
    links = csr_array(
        (np.ones(len(arcs.start)), (arcs.start, arcs.end)), shape=(arcs.nodes, arcs.nodes)
    )
    _, part = connected_components(links, directed=True, connection="strong")
    inside = part[arcs.start] == part[arcs.end]
    total_m = np.bincount(
        part[arcs.start[inside]], weights=arcs.length_m[inside], minlength=arcs.nodes
    )
    return np.asarray(inside & (total_m[part[arcs.start]] >= scrap_m))


def _slots(place: NDArray[int64], count: int) -> NDArray[int64]:
    """Lay the anchors of each place side by side."""
    rank = np.arange(len(place)) - np.searchsorted(place, place)
    slots = np.full((count, int(rank.max(initial=0)) + 1), -1)
    slots[place, rank] = np.arange(len(place))
    return slots

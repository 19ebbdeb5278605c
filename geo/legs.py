"""The shape of the fastest way between two places, for pages and exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely
from shapely.ops import substring

from data.crs import to_degrees
from data.errors import DegenerateInputError
from geo.shortest import nodes_on_way, paths_from

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import NDArray

    from data.model import LonLat
    from geo.network import RoadNetwork
    from geo.shortest import Paths
    from geo.snapping import Anchors


_SAME_DEG = 1e-9
"""About 0.1 mm, more than what going to metres and back loses: nearer points are one point."""


class _Choice(NamedTuple):
    """The best way found so far: seconds, its two anchors, and where its search is kept."""

    seconds: float
    leave: int
    enter: int
    paths: Paths | None
    row: int


def draw_legs(
    network: RoadNetwork, xy: NDArray[float64], lonlat: NDArray[float64]
) -> list[tuple[LonLat, ...]]:
    """
    Draw the ways between consecutive pairs of places: first to second, third to fourth.

    Parameters
    ----------
    xy, lonlat
        Shape ``(2 k, 2)``: the same places in metres of the network's system and in degrees.

    Returns
    -------
    lines
        ``k`` lines of lon, lat; each begins and ends at its places.

    Raises
    ------
    DegenerateInputError
        If there is no way between a pair.
    """
    anchors = network.snapper.snap(xy[:, 0], xy[:, 1])
    searches = _search(network, anchors)
    lines = []
    for first in range(0, len(xy), 2):
        ends = lonlat[first], lonlat[first + 1]
        middle = np.empty((0, 2))
        if not np.array_equal(*ends):
            choice = _choose(network, anchors, first, searches)
            if not np.isfinite(choice.seconds):
                raise DegenerateInputError(
                    f"Expected a road way from {_written(ends[0])} to {_written(ends[1])}, "
                    "found none."
                )
            middle = _road_part(network, anchors, choice)
        lines.append(
            _line(ends, np.column_stack(to_degrees(middle[:, 0], middle[:, 1], network.crs)))
        )
    return lines


def _search(network: RoadNetwork, anchors: Anchors) -> dict[int, tuple[Paths, int]]:
    """Search once from every node at which a first place is left."""
    leaving = anchors.place % 2 == 0
    sources = np.unique(network.arcs.end[anchors.arc[leaving]])
    return {
        int(source): (paths, row)
        for paths in paths_from(network.graph, sources)
        for row, source in enumerate(paths.sources)
    }


def _choose(
    network: RoadNetwork, anchors: Anchors, first: int, searches: dict[int, tuple[Paths, int]]
) -> _Choice:
    """Take the fastest over the anchors of a pair; the order of ties is that of the matrix."""
    best = _Choice(np.inf, -1, -1, None, -1)
    for leave in _known(anchors.slots[first]):
        for enter in _known(anchors.slots[first + 1]):
            choice = _one_choice(network, anchors, (leave, enter), searches)
            best = choice if choice.seconds < best.seconds else best
    return best


def _known(slots: NDArray[int64]) -> list[int]:
    return [int(slot) for slot in slots if slot >= 0]


def _one_choice(
    network: RoadNetwork,
    anchors: Anchors,
    pair: tuple[int, int],
    searches: dict[int, tuple[Paths, int]],
) -> _Choice:
    leave, enter = pair
    out, into = anchors.arc[leave], anchors.arc[enter]
    rest, done = 1.0 - anchors.share[leave], anchors.share[enter]
    paths, row = searches[int(network.arcs.end[out])]
    seconds = rest * network.arcs.drive_s[out] + network.arcs.pass_s[out]
    seconds += paths.seconds[row, network.arcs.start[into]] + done * network.arcs.drive_s[into]
    along_s = (rest + done - 1.0) * network.arcs.drive_s[out]
    if out == into and rest + done >= 1.0 and along_s <= seconds:
        return _Choice(float(along_s), leave, enter, None, -1)
    return _Choice(float(seconds), leave, enter, paths, row)


def _road_part(network: RoadNetwork, anchors: Anchors, choice: _Choice) -> NDArray[float64]:
    """Lay the pieces of road end to end, in metres."""
    out, into = anchors.arc[choice.leave], anchors.arc[choice.enter]
    leave, enter = float(anchors.share[choice.leave]), float(anchors.share[choice.enter])
    lines = network.snapper.lines
    if choice.paths is None:
        return _piece(lines[out], leave, enter)
    nodes = np.array(nodes_on_way(choice.paths, choice.row, int(network.arcs.start[into])))
    whole = network.graph.arc_between(nodes[:-1], nodes[1:])
    return np.concatenate(
        [
            _piece(lines[out], leave, 1.0),
            *(shapely.get_coordinates(line) for line in lines[whole]),
            _piece(lines[into], 0.0, enter),
        ]
    )


def _piece(line: shapely.LineString, low: float, high: float) -> NDArray[float64]:
    return shapely.get_coordinates(substring(line, low, high, normalized=True))


def _line(
    ends: tuple[NDArray[float64], NDArray[float64]], middle: NDArray[float64]
) -> tuple[LonLat, ...]:
    """Join the ends to the road and drop points that repeat the one before, or the end."""
    line = np.concatenate([ends[0][None, :], middle, ends[1][None, :]])
    moved = np.any(np.abs(np.diff(line, axis=0)) > _SAME_DEG, axis=1)
    before_end = np.any(np.abs(line[:-1] - line[-1]) > _SAME_DEG, axis=1)
    kept = np.concatenate([[True], moved[:-1] & before_end[1:], [True]])
    return tuple((float(lon), float(lat)) for lon, lat in line[kept])


def _written(position: NDArray[float64]) -> str:
    return f"({position[0]:.6f}, {position[1]:.6f})"

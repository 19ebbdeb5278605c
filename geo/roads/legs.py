"""The fastest way between two places, with its shape, for pages and exports."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from data.crs import to_degrees
from data.errors import DegenerateInputError
from data.model import Leg
from geo.roads.arcs import NO_WAY_MS
from geo.roads.matrix import SAME_SHARE, gates_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float64, int64
    from numpy.typing import NDArray

    from data.model import LonLat
    from geo.roads.arcs import Arcs
    from geo.roads.matrix import Gates, Places
    from geo.roads.network import RoadNetwork
    from geo.roads.search import Ends

_SAME_DEG = 1e-9
"""About 0.1 mm, more than what going to metres and back loses: nearer points are one point."""


class _Drive(NamedTuple):
    """
    The part of a way that is driven.

    Attributes
    ----------
    ms
        Milliseconds, or ``NO_WAY_MS``.
    arcs
        The arcs in order; of the first only what follows ``leave``, of the last what comes before
        ``enter``, as shares of their lengths.
    """

    ms: int
    arcs: NDArray[int64]
    leave: float
    enter: float


def draw_legs(
    network: RoadNetwork, lonlat: NDArray[float64], *, start: Places, end: Places
) -> list[Leg]:
    """
    Find and draw the way from each place to the one beside it.

    Parameters
    ----------
    network
        The roads.
    lonlat
        Shape ``(k, 2, 2)``: each pair's two positions in degrees.
    start, end
        The same places on the network, ``k`` each.

    Raises
    ------
    DegenerateInputError
        If there is no way between a pair.
    """
    legs = [Leg((_lon_lat(spot), _lon_lat(spot)), 0, 0.0) for spot in lonlat[:, 0]]
    apart = np.flatnonzero((start.xy != end.xy).any(axis=1))
    if len(apart):
        drawn = _legs_apart(network, lonlat[apart], start=start.take(apart), end=end.take(apart))
        for number, leg in zip(apart.tolist(), drawn, strict=True):
            legs[number] = leg
    return legs


def _lon_lat(position: NDArray[float64]) -> LonLat:
    return float(position[0]), float(position[1])


def _legs_apart(
    network: RoadNetwork, lonlat: NDArray[float64], *, start: Places, end: Places
) -> list[Leg]:
    """Draw the ways between places that are not at one spot; there is at least one."""
    drives = _drives(network, start, end)
    for number, drive in enumerate(drives):
        if drive.ms >= NO_WAY_MS:
            raise _no_way(*lonlat[number])
    walk_ms = (start.walk_ms + end.walk_ms).tolist()
    walk_m = (start.anchors.access_m + end.anchors.access_m).tolist()
    length_m = network.arcs.length_m
    return [
        Leg(line, -(-(drive.ms + on_foot_ms) // 1000), _length_m(length_m, drive) + on_foot_m)
        for line, drive, on_foot_ms, on_foot_m in zip(
            _shapes(network, lonlat, drives), drives, walk_ms, walk_m, strict=True
        )
    ]


def _drives(network: RoadNetwork, start: Places, end: Places) -> list[_Drive]:
    """Choose the fastest drive of each pair: over junctions, or along one arc."""
    arcs = network.arcs
    out = gates_of(start.anchors, arcs).of_each_place()
    into = gates_of(end.anchors, arcs).of_each_place()
    starts, goals = out.leave(arcs), into.enter(arcs)
    ways, along = network.search.ways(starts, goals), _along(arcs, out, into)
    found = []
    for pair, (way, short) in enumerate(zip(ways, along, strict=True)):
        if way is None or short.ms <= way.ms:
            found.append(short)
            continue
        leave, enter = _slot(starts, pair, way.first), _slot(goals, pair, way.last)
        whole = network.fastest[way.links]
        chain = np.concatenate([out.arc[pair, [leave]], whole, into.arc[pair, [enter]]])
        shares = float(out.share[pair, leave]), float(into.share[pair, enter])
        found.append(_Drive(way.ms, chain, *shares))
    return found


def _slot(ends: Ends, pair: int, node: int) -> int:
    """Find the anchor by which a way begins or ends: the quickest at its node."""
    return int(np.where(ends.node[pair] == node, ends.ms[pair], NO_WAY_MS).argmin())


def _along(arcs: Arcs, out: Gates, into: Gates) -> list[_Drive]:
    """Drive along one arc without a node in between, where both gates lie on it in that order."""
    arc = out.arc[:, :, None]
    ahead = into.share[:, None, :] - out.share[:, :, None] >= -SAME_SHARE
    fits = (arc == into.arc[:, None, :]) & (arc >= 0) & arcs.is_open[arc] & ahead
    ms = np.maximum(into.done_ms[:, None, :] - out.done_ms[:, :, None], 0)
    ms = np.where(fits, ms, NO_WAY_MS).reshape(len(ms), -1)
    leave, enter = np.divmod(ms.argmin(axis=1), into.arc.shape[1])
    pair = np.arange(len(ms))
    return [
        _Drive(best, np.array([one]), low, high)
        for best, one, low, high in zip(
            ms.min(axis=1).tolist(),
            out.arc[pair, leave].tolist(),
            out.share[pair, leave].tolist(),
            into.share[pair, enter].tolist(),
            strict=True,
        )
    ]


def _length_m(length_m: NDArray[float64], drive: _Drive) -> float:
    whole_m = length_m[drive.arcs]
    if len(whole_m) == 1:
        return float(max(drive.enter - drive.leave, 0.0) * whole_m[0])
    ends_m = (1.0 - drive.leave) * whole_m[0] + drive.enter * whole_m[-1]
    return float(whole_m[1:-1].sum() + ends_m)


def _shapes(
    network: RoadNetwork, lonlat: NDArray[float64], drives: Sequence[_Drive]
) -> list[tuple[LonLat, ...]]:
    """Draw the drives in degrees, all in one go, and join them to their places."""
    leg, points = _road_parts(network, drives)
    every = np.arange(len(drives))
    number = np.concatenate([every, leg, every])
    order = np.argsort(number, kind="stable")
    number = number[order]
    line = np.concatenate([lonlat[:, 0], points, lonlat[:, 1]])[order]
    kept = _needed(number, line, ends=lonlat[:, 1])
    positions = list(zip(line[kept, 0].tolist(), line[kept, 1].tolist(), strict=True))
    cuts = np.searchsorted(number[kept], np.arange(len(drives) + 1)).tolist()
    return [tuple(positions[low:high]) for low, high in pairwise(cuts)]


def _road_parts(
    network: RoadNetwork, drives: Sequence[_Drive]
) -> tuple[NDArray[int64], NDArray[float64]]:
    """
    Lay the pieces of road of each drive end to end: cut ones, and whole ones as they are mapped.

    Returns
    -------
    drive, points
        Which drive each point belongs to, and where it is, degrees; a stable sort by drive puts
        the points of each in order.
    """
    sizes = np.array([len(drive.arcs) for drive in drives], dtype=np.int64)
    chain = np.concatenate([drive.arcs for drive in drives])
    last = np.cumsum(sizes) - 1
    first = last - sizes + 1
    leave, enter = np.array([(drive.leave, drive.enter) for drive in drives]).T
    whole = np.ones(len(chain), dtype=bool)
    whole[first], whole[last] = False, False
    middle, piece = _coordinates(network.shapes, chain[whole])
    lines, longer = network.snapper.lines[chain], np.flatnonzero(sizes > 1)
    begin = _cut(lines[first], leave, np.where(sizes > 1, 1.0, enter))
    end = _cut(lines[last[longer]], np.zeros(len(longer)), enter[longer])
    metres = np.concatenate([begin[1], end[1]])
    cut = np.column_stack(to_degrees(metres[:, 0], metres[:, 1], network.crs))
    drive = np.repeat(np.arange(len(drives)), sizes)[whole]
    return (
        np.concatenate([begin[0], drive[piece], longer[end[0]]]),
        np.concatenate([cut[: len(begin[0])], middle, cut[len(begin[0]) :]]),
    )


def _coordinates(
    shapes: NDArray[np.object_], arcs: NDArray[int64]
) -> tuple[NDArray[float64], NDArray[int64]]:
    """
    Give the points of arcs one after another; each shape is taken apart once, as roads repeat.

    Returns
    -------
    points, place
        Degrees, and to which of ``arcs`` each belongs.
    """
    driven = np.zeros(len(shapes), dtype=bool)
    driven[arcs] = True
    points, shape = shapely.get_coordinates(shapes[driven], return_index=True)
    first = np.searchsorted(shape, np.arange(np.count_nonzero(driven) + 1))
    which = (np.cumsum(driven) - 1)[arcs]
    sizes = np.diff(first)[which]
    place = np.repeat(np.arange(len(arcs)), sizes)
    before = np.cumsum(sizes) - sizes
    return points[(first[which] - before)[place] + np.arange(len(place))], place


def _cut(
    lines: NDArray[np.object_], low: NDArray[float64], high: NDArray[float64]
) -> tuple[NDArray[int64], NDArray[float64]]:
    """
    Cut lines at two shares of their lengths.

    Returns
    -------
    line, points
        Which line each point belongs to, and where it is; in order after a stable sort by line.
    """
    points, line = shapely.get_coordinates(lines, return_index=True)
    share = _shares(points, line, len(lines))
    inside = (share > low[line]) & (share < high[line])
    begin, end = (
        shapely.get_coordinates(shapely.line_interpolate_point(lines, at, normalized=True))
        for at in (low, high)
    )
    every = np.arange(len(lines))
    return (
        np.concatenate([every, line[inside], every]),
        np.concatenate([begin, points[inside], end]),
    )


def _shares(points: NDArray[float64], piece: NDArray[int64], pieces: int) -> NDArray[float64]:
    """Say how far along its line each point lies, 0-1."""
    if not pieces:
        return np.empty(0)
    step = np.zeros(len(points))
    step[1:] = np.hypot(*np.diff(points, axis=0).T) * (np.diff(piece) == 0)
    along = np.cumsum(step)
    first = np.searchsorted(piece, np.arange(pieces))
    last = np.searchsorted(piece, np.arange(pieces), side="right") - 1
    length = np.where(along[last] > along[first], along[last] - along[first], 1.0)
    return (along - along[first[piece]]) / length[piece]


def _needed(
    number: NDArray[int64], line: NDArray[float64], *, ends: NDArray[float64]
) -> NDArray[np.bool_]:
    """Drop points that repeat the one before, or the end; both ends of each line stay."""
    starts_here = np.append(True, np.diff(number) != 0)
    ends_here = np.append(starts_here[1:], True)
    moved = np.append(True, (np.abs(np.diff(line, axis=0)) > _SAME_DEG).any(axis=1))
    before_end = (np.abs(line - ends[number]) > _SAME_DEG).any(axis=1)
    needed: NDArray[np.bool_] = starts_here | ends_here | (moved & before_end)
    return needed


def _no_way(start: NDArray[float64], end: NDArray[float64]) -> DegenerateInputError:
    between = [f"({lon:.6f}, {lat:.6f})" for lon, lat in (start, end)]
    return DegenerateInputError(
        f"Expected a road way from {between[0]} to {between[1]}, found none.",
        zh=f"从 {between[0]} 到 {between[1]} 没有可走的道路。",
    )

"""The fastest way between two places, with its shape, for pages and exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from data.crs import to_degrees
from data.errors import DegenerateInputError
from data.model import Leg
from geo.arcs import NO_WAY_MS
from geo.matrix import SAME_SHARE, gates_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy import float64, int64
    from numpy.typing import NDArray

    from geo.matrix import Gates, Places
    from geo.network import RoadNetwork
    from geo.search import Ends

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
    drives = _drives(network, start, end)
    same = (start.xy == end.xy).all(axis=1)
    missing = [number for number, drive in enumerate(drives) if drive.ms >= NO_WAY_MS]
    for number in missing:
        if not same[number]:
            raise _no_way(*lonlat[number])
    lines = _shapes(network, lonlat, drives, same=same)
    walk_ms = start.walk_ms + end.walk_ms
    walk_m = start.anchors.access_m + end.anchors.access_m
    return [
        Leg(line, 0, 0.0)
        if same[number]
        else Leg(
            line,
            -(-(drive.ms + int(walk_ms[number])) // 1000),
            _length_m(network.arcs.length_m[drive.arcs], drive) + float(walk_m[number]),
        )
        for number, (line, drive) in enumerate(zip(lines, drives, strict=True))
    ]


def _drives(network: RoadNetwork, start: Places, end: Places) -> list[_Drive]:
    """Choose the fastest drive of each pair: over junctions, or along one arc."""
    arcs = network.arcs
    out, into = gates_of(start.anchors, arcs), gates_of(end.anchors, arcs)
    starts, goals = _of_places(out.leave(arcs), out), _of_places(into.enter(arcs), into)
    ways = network.search.ways(starts, goals)
    found = []
    for pair, way in enumerate(ways):
        ends = out.of_place[pair], into.of_place[pair]
        along = _along(network, (out, into), ends)
        if way is None or along.ms <= way.ms:
            found.append(along)
            continue
        leave = _slot(starts, pair, way.first)
        enter = _slot(goals, pair, way.last)
        whole = network.fastest[way.links]
        chain = np.concatenate([out.arc[ends[0], [leave]], whole, into.arc[ends[1], [enter]]])
        shares = float(out.share[ends[0], leave]), float(into.share[ends[1], enter])
        found.append(_Drive(way.ms, chain, *shares))
    return found


def _of_places(ends: Ends, gates: Gates) -> Ends:
    return type(ends)(ends.node[gates.of_place], ends.ms[gates.of_place])


def _slot(ends: Ends, pair: int, node: int) -> int:
    """Find the anchor by which a way begins or ends: the quickest at its node."""
    return int(np.where(ends.node[pair] == node, ends.ms[pair], NO_WAY_MS).argmin())


def _along(network: RoadNetwork, gates: tuple[Gates, Gates], ends: tuple[int, int]) -> _Drive:
    """Drive along one arc without a node in between, if both gates lie on it in that order."""
    (out, into), (first, last) = gates, ends
    best = _Drive(NO_WAY_MS, np.empty(0, dtype=np.int64), 0.0, 1.0)
    for leave, arc in enumerate(out.arc[first].tolist()):
        if arc < 0 or not network.arcs.is_open[arc]:
            continue
        for enter in np.flatnonzero(into.arc[last] == arc).tolist():
            shares = float(out.share[first, leave]), float(into.share[last, enter])
            ms = int(into.done_ms[last, enter] - out.done_ms[first, leave])
            if shares[1] >= shares[0] - SAME_SHARE and max(ms, 0) < best.ms:
                best = _Drive(max(ms, 0), np.array([arc]), *shares)
    return best


def _length_m(whole_m: NDArray[float64], drive: _Drive) -> float:
    if len(whole_m) == 1:
        return float(max(drive.enter - drive.leave, 0.0) * whole_m[0])
    ends_m = (1.0 - drive.leave) * whole_m[0] + drive.enter * whole_m[-1]
    return float(whole_m[1:-1].sum() + ends_m)


def _shapes(
    network: RoadNetwork,
    lonlat: NDArray[float64],
    drives: Sequence[_Drive],
    *,
    same: NDArray[np.bool_],
) -> Iterator[tuple[tuple[float, float], ...]]:
    """Draw the drives in degrees, all in one projection, and join them to their places."""
    lines = network.snapper.lines
    parts = [
        np.empty((0, 2)) if stays else _road_part(lines[drive.arcs], drive)
        for drive, stays in zip(drives, same.tolist(), strict=True)
    ]
    metres = np.concatenate([np.empty((0, 2)), *parts])
    degrees = np.column_stack(to_degrees(metres[:, 0], metres[:, 1], network.crs))
    cuts = np.cumsum([len(part) for part in parts])[:-1]
    for ends, middle in zip(lonlat, np.split(degrees, cuts), strict=False):
        yield _line(ends, middle)


def _road_part(lines: NDArray[np.object_], drive: _Drive) -> NDArray[float64]:
    """Lay the pieces of road end to end, in metres."""
    if len(lines) == 1:
        return _piece(lines[0], drive.leave, drive.enter)
    return np.concatenate(
        [
            _piece(lines[0], drive.leave, 1.0),
            shapely.get_coordinates(lines[1:-1]),
            _piece(lines[-1], 0.0, drive.enter),
        ]
    )


def _piece(line: shapely.LineString, low: float, high: float) -> NDArray[float64]:
    """Cut a line at two shares of its length."""
    points = shapely.get_coordinates(line)
    along = np.concatenate([[0.0], np.hypot(*np.diff(points, axis=0).T).cumsum()])
    at = np.array([low, high]) * along[-1]
    inner = (along > at[0]) & (along < at[1])
    cut = np.column_stack([np.interp(at, along, points[:, axis]) for axis in (0, 1)])
    return np.concatenate([cut[:1], points[inner], cut[1:]])


def _line(ends: NDArray[float64], middle: NDArray[float64]) -> tuple[tuple[float, float], ...]:
    """Join the ends to the road and drop points that repeat the one before, or the end."""
    line = np.concatenate([ends[:1], middle, ends[1:]])
    moved = np.abs(np.diff(line, axis=0)).max(axis=1) > _SAME_DEG
    before_end = np.abs(line[:-1] - line[-1]).max(axis=1) > _SAME_DEG
    kept = np.concatenate([[True], moved[:-1] & before_end[1:], [True]])
    return tuple(map(tuple, line[kept].tolist()))


def _no_way(start: NDArray[float64], end: NDArray[float64]) -> DegenerateInputError:
    between = [f"({lon:.6f}, {lat:.6f})" for lon, lat in (start, end)]
    return DegenerateInputError(
        f"Expected a road way from {between[0]} to {between[1]}, found none.",
        zh=f"从 {between[0]} 到 {between[1]} 没有可走的道路。",
    )

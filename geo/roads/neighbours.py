"""The nearest other places of each place, by travel time, for counties too large for a matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from data.model import UNREACHABLE
from data.units import metres_per_second
from geo.roads.matrix import seconds_blocks

if TYPE_CHECKING:
    from numpy import float64, int32, int64
    from numpy.typing import NDArray

    from geo.roads.matrix import Places
    from geo.roads.network import RoadNetwork

TILE = 256
"""Places searched together: neighbours on the map, so that their candidates are mostly the same."""
_GUESS = 4
"""The first circle around a tile is drawn for this many times the places that are wanted."""
_NOBODY = -1


class Neighbours(NamedTuple):
    """
    The nearest places of each place.

    Attributes
    ----------
    place
        Shape ``(n, k)``: their numbers, soonest first; -1 where fewer can be reached.
    duration_s
        Shape ``(n, k)``, int32 seconds; ``UNREACHABLE`` beside -1.
    """

    place: NDArray[int64]
    duration_s: NDArray[int32]


def find_neighbours(network: RoadNetwork, places: Places, k: int) -> Neighbours:
    """
    Find the ``k`` places that are reached soonest from each place.

    Only places within a circle are measured; it is wide enough when nothing outside it could be
    reached as soon even on the fastest road, straight ahead.

    Parameters
    ----------
    network
        The roads; their lines end at their junctions, as ``data.roads`` makes them.
    places
        ``n`` places.
    k
        At least 1.
    """
    count = len(places.xy)
    found = Neighbours(
        np.full((count, k), _NOBODY, dtype=np.int64),
        np.full((count, k), UNREACHABLE, dtype=np.int32),
    )
    for tile in _tiles(places.xy):
        away_m = _away_from_box(places.xy, places.xy[tile])
        wanted = min(_GUESS * k + len(tile), count) - 1
        radius_m, waiting = float(np.partition(away_m, wanted)[wanted]), tile
        while len(waiting):
            inside = np.flatnonzero(away_m <= radius_m)
            needed_m = _fill(found, network, places, (waiting, inside))
            late = (needed_m > radius_m) & (len(inside) < count)
            waiting, needed_m = waiting[late], needed_m[late]
            known = needed_m[np.isfinite(needed_m)]
            radius_m = max(float(known.max(initial=0.0)), 2.0 * radius_m + 1.0)
    return found


def _tiles(xy: NDArray[float64]) -> list[NDArray[int64]]:
    """Cut places into tiles of neighbours: strips from west to east, each from south to north."""
    strips = max(1, round(np.sqrt(len(xy) / TILE)))
    tiles = []
    for strip in np.array_split(np.argsort(xy[:, 0], kind="stable"), strips):
        ordered = strip[np.argsort(xy[strip, 1], kind="stable")]
        tiles += [ordered[first : first + TILE] for first in range(0, len(ordered), TILE)]
    return tiles


def _away_from_box(xy: NDArray[float64], inside: NDArray[float64]) -> NDArray[float64]:
    """Measure how far points lie from the box around some of them, metres."""
    low, high = inside.min(axis=0), inside.max(axis=0)
    beside = np.maximum(np.maximum(low - xy, xy - high), 0.0)
    away_m: NDArray[float64] = np.hypot(beside[:, 0], beside[:, 1])
    return away_m


def _fill(
    found: Neighbours,
    network: RoadNetwork,
    places: Places,
    question: tuple[NDArray[int64], NDArray[int64]],
) -> NDArray[float64]:
    """
    Write the nearest of some places for a few, and say how far one must look to be sure of them.

    Returns
    -------
    needed_m
        Shape ``(rows,)``; ``inf`` where fewer than wanted can be reached.
    """
    rows, others = question
    needed_m = np.empty(len(rows))
    blocks = seconds_blocks(
        network.search, network.arcs, start=places.take(rows), end=places.take(others)
    )
    for part, seconds in blocks:
        mine = rows[part]
        seconds[mine[:, None] == others[None, :]] = UNREACHABLE
        nearest = np.argsort(seconds, axis=1, kind="stable")[:, : found.place.shape[1]]
        soonest = np.take_along_axis(seconds, nearest, axis=1)
        width = slice(0, nearest.shape[1])
        found.place[mine, width] = np.where(soonest < UNREACHABLE, others[nearest], _NOBODY)
        found.duration_s[mine, width] = soonest
        needed_m[part] = _farthest_m(network, soonest, found.place.shape[1])
    return needed_m


def _farthest_m(network: RoadNetwork, soonest: NDArray[int32], k: int) -> NDArray[float64]:
    """Bound how far one gets, straight ahead, in the time of the last neighbour."""
    if soonest.shape[1] < k:
        return np.full(len(soonest), np.inf)
    last = soonest[:, -1].astype(float)
    free_m = 2.0 * network.params.negligible_m + 1.0
    return np.where(last < UNREACHABLE, last * _fastest_m_s(network) + free_m, np.inf)


def _fastest_m_s(network: RoadNetwork) -> float:
    """Find the highest speed on any road, never below that on foot."""
    on_foot = metres_per_second(network.params.walk_km_h)
    used = network.arcs.is_open
    length_m = shapely.length(network.snapper.lines[used])
    seconds = network.arcs.drive_ms[used] / 1000.0
    moving = length_m > 0
    with np.errstate(divide="ignore"):
        return float((length_m[moving] / seconds[moving]).max(initial=on_foot))

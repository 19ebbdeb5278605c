"""Travel times, lengths and route shapes between places on the road network of a town."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from shapely import STRtree

from data.crs import metric_crs, project, to_metres
from data.errors import DegenerateInputError, RoadsError, ShapeError
from data.model import UNREACHABLE, TravelMatrix
from data.units import metres_per_second
from geo.legs import draw_legs
from geo.shortest import ArcGraph, Arcs, arc_graph, metres_along, paths_from
from geo.snapping import Snapper
from geo.speeds import DEFAULT_SPEEDS, SpeedParams, edge_speed_km_h

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy import float64, int64
    from numpy.typing import ArrayLike, NDArray
    from pyproj import CRS

    from data.model import LonLat, Roads
    from geo.snapping import Anchors

_ROUNDING_S = 1e-6
_ROWS_AT_ONCE = 512
"""Rows of a matrix joined in one go: keeps what is needed in between small for large towns."""


@dataclass(frozen=True, slots=True, eq=False)
class RoadNetwork:
    """
    A town's roads, ready to answer how long a way takes; implements ``data.ports.TravelTimes``.

    Build it with :func:`build_network`. A way is: on foot from the place to its road, by car along
    the fastest roads, on foot to the other place. Places at the very same spot are 0 s apart.

    Attributes
    ----------
    crs
        The metric system of the town.
    arcs
        Every driving direction of every edge.
    graph, snapper
        The arcs as a graph, and as lines.
    params
        What the times were made with.
    """

    crs: CRS
    arcs: Arcs
    graph: ArcGraph
    snapper: Snapper
    params: SpeedParams

    def matrix(self, lon_deg: ArrayLike, lat_deg: ArrayLike) -> TravelMatrix:
        """
        Measure the way between all pairs of places.

        Parameters
        ----------
        lon_deg, lat_deg
            Shape ``(n,)``, WGS-84 degrees, finite.

        Returns
        -------
        matrix
            ``duration_s`` in whole seconds, rounded up, so that a way over a third place is never
            shorter; asymmetric where roads are one-way; 0 on the diagonal.

        Raises
        ------
        ShapeError
            If the two arrays differ in shape.
        DegenerateInputError
            If a position is not finite.
        """
        x, y = self._metres(lon_deg, lat_deg)
        anchors = self.snapper.snap(x, y)
        between = _between(self.graph, self.arcs.end[anchors.arc], self.arcs.start[anchors.arc])
        drive_s, drive_m = self._join(anchors, between)
        walk_s = self.walk_s(anchors.access_m)
        seconds = walk_s[:, None] + drive_s + walk_s[None, :]
        metres = anchors.access_m[:, None] + drive_m + anchors.access_m[None, :]
        same = (x[:, None] == x[None, :]) & (y[:, None] == y[None, :])
        seconds[same], metres[same] = 0.0, 0.0
        return TravelMatrix(_whole_seconds(seconds), metres)

    def leg(self, start: LonLat, end: LonLat) -> tuple[LonLat, ...]:
        """
        Draw the fastest way between two places.

        Returns
        -------
        line
            Positions lon, lat; the first is ``start``, the last is ``end``.

        Raises
        ------
        DegenerateInputError
            If there is no way, or a position is not finite.
        """
        return self.legs([(start, end)])[0]

    def legs(self, pairs: Sequence[tuple[LonLat, LonLat]]) -> list[tuple[LonLat, ...]]:
        """
        Draw many ways at once; each as :meth:`leg` draws it, in the order of ``pairs``.

        Raises
        ------
        DegenerateInputError
            If one of the ways does not exist, or a position is not finite.
        """
        spots = np.array(pairs, dtype=float).reshape(-1, 2)
        x, y = self._metres(spots[:, 0], spots[:, 1])
        return draw_legs(self, np.column_stack([x, y]), spots)

    def access_m(self, lon_deg: ArrayLike, lat_deg: ArrayLike) -> NDArray[float64]:
        """
        Measure how far each place lies from the road it is reached by.

        Returns
        -------
        access_m
            Shape ``(n,)``, metres in a straight line.
        """
        x, y = self._metres(lon_deg, lat_deg)
        return self.snapper.snap(x, y).access_m

    def walk_s(self, access_m: NDArray[float64]) -> NDArray[float64]:
        """Turn metres on foot into seconds; a few metres are none."""
        seconds = access_m / metres_per_second(self.params.walk_km_h)
        return np.where(access_m <= self.params.negligible_m, 0.0, seconds)

    def _metres(
        self, lon_deg: ArrayLike, lat_deg: ArrayLike
    ) -> tuple[NDArray[float64], NDArray[float64]]:
        lon, lat = np.asarray(lon_deg, dtype=float), np.asarray(lat_deg, dtype=float)
        if lon.ndim != 1 or lon.shape != lat.shape:
            raise ShapeError(
                f"Expected lon_deg and lat_deg of one shape (n,), got {lon.shape} and {lat.shape}."
            )
        bad = ~(np.isfinite(lon) & np.isfinite(lat))
        if bad.any():
            where = int(np.flatnonzero(bad)[0])
            raise DegenerateInputError(f"Expected finite positions, got none at place {where}.")
        return to_metres(lon, lat, self.crs)

    def _join(
        self, anchors: Anchors, between: _Between
    ) -> tuple[NDArray[float64], NDArray[float64]]:
        """Take, for each pair of places, the fastest over all their pairs of anchors."""
        count = len(anchors.slots)
        best_s, best_m = np.full((count, count), np.inf), np.full((count, count), np.inf)
        columns = [(np.flatnonzero(slot >= 0), slot[slot >= 0]) for slot in anchors.slots.T]
        for (rows, leave), (cols, enter) in product(columns, columns):
            for first in range(0, len(rows), _ROWS_AT_ONCE):
                block = slice(first, first + _ROWS_AT_ONCE)
                seconds, metres = self._pairwise(anchors, between, leave[block], enter)
                cells = np.ix_(rows[block], cols)
                better = seconds < best_s[cells]
                best_s[cells] = np.where(better, seconds, best_s[cells])
                best_m[cells] = np.where(better, metres, best_m[cells])
        return best_s, best_m

    def _pairwise(
        self, anchors: Anchors, between: _Between, leave: NDArray[int64], enter: NDArray[int64]
    ) -> tuple[NDArray[float64], NDArray[float64]]:
        """Measure from anchors ``leave`` to anchors ``enter``, over junctions or along one arc."""
        out, into = anchors.arc[leave], anchors.arc[enter]
        rest, done = 1.0 - anchors.share[leave], anchors.share[enter]
        drive_s, length_m = self.arcs.drive_s, self.arcs.length_m
        cells = np.ix_(between.row[leave], between.column[enter])
        first_s, last_s = rest * drive_s[out] + self.arcs.pass_s[out], done * drive_s[into]
        first_m, last_m = rest * length_m[out], done * length_m[into]
        seconds = first_s[:, None] + between.seconds[cells] + last_s[None, :]
        metres = first_m[:, None] + between.metres[cells] + last_m[None, :]
        ahead = rest[:, None] + done[None, :] - 1.0
        along_s = ahead * drive_s[out][:, None]
        along = (out[:, None] == into[None, :]) & (ahead >= 0) & (along_s <= seconds)
        along_m = ahead * length_m[out][:, None]
        return np.where(along, along_s, seconds), np.where(along, along_m, metres)


@dataclass(frozen=True, slots=True, eq=False)
class _Between:
    """Seconds and metres from the exits of anchors to the entries, each node once."""

    row: NDArray[int64]
    column: NDArray[int64]
    seconds: NDArray[float64]
    metres: NDArray[float64]


def _between(graph: ArcGraph, exits: NDArray[int64], entries: NDArray[int64]) -> _Between:
    sources, row = np.unique(exits, return_inverse=True)
    targets, column = np.unique(entries, return_inverse=True)
    seconds, metres = [np.empty((0, len(targets)))], [np.empty((0, len(targets)))]
    for paths in paths_from(graph, sources):
        seconds.append(paths.seconds[:, targets])
        metres.append(metres_along(graph, paths)[:, targets])
    return _Between(row, column, np.concatenate(seconds), np.concatenate(metres))


def _whole_seconds(seconds: NDArray[float64]) -> NDArray[np.int32]:
    """Round up, and write the one value for no way."""
    known = np.isfinite(seconds)
    whole = np.full(seconds.shape, UNREACHABLE, dtype=np.int32)
    whole[known] = np.ceil(seconds[known] - _ROUNDING_S).astype(np.int32)
    return whole


def build_network(roads: Roads, *, params: SpeedParams = DEFAULT_SPEEDS) -> RoadNetwork:
    """
    Make a road graph ready to be asked for ways.

    Parameters
    ----------
    roads
        The graph; every row of its edges is one driving direction.
    params
        Speeds by road class, delay at junctions, speed on foot.

    Returns
    -------
    network
        Knows nothing of places yet; building it takes well under a second for a town.

    Raises
    ------
    RoadsError
        If no edge takes a car.
    """
    speed_km_h = edge_speed_km_h(roads.edges["highway"], roads.edges["maxspeed"], params=params)
    drivable = np.isfinite(speed_km_h)
    if not drivable.any():
        raise RoadsError(
            roads.source,
            "no road that a car may use; load a map with roads",
            zh="没有汽车可走的道路，请重新运行 gridpatrol roads load",
        )
    edges, speed_km_h = roads.edges[drivable], speed_km_h[drivable]
    arcs = _arcs(edges, speed_km_h, params.junction_delay_s)
    crs = metric_crs(roads.nodes["x"])
    lines = project(edges["geometry"].to_numpy(), crs)
    return RoadNetwork(crs, arcs, arc_graph(arcs), Snapper(lines, STRtree(lines)), params)


def _arcs(edges: pd.DataFrame, speed_km_h: NDArray[float64], junction_delay_s: float) -> Arcs:
    start, end, nodes = _numbered(edges)
    length_m = edges["length"].to_numpy(dtype=float)
    drive_s = length_m / metres_per_second(1.0) / speed_km_h
    pass_s = junction_delay_s * _is_junction(start, end, nodes)[end]
    return Arcs(nodes, start, end, drive_s, pass_s, length_m)


def _numbered(edges: pd.DataFrame) -> tuple[NDArray[int64], NDArray[int64], int]:
    """Give the end nodes of edges numbers from 0, in the order of their ids."""
    start, end = edges.index.get_level_values(0), edges.index.get_level_values(1)
    names = start.union(end).unique().sort_values()
    return names.get_indexer(start), names.get_indexer(end), len(names)


def _is_junction(start: NDArray[int64], end: NDArray[int64], nodes: int) -> NDArray[float64]:
    """Tell with 1.0 where three or more roads meet: more than two different neighbours."""
    low, high = np.minimum(start, end), np.maximum(start, end)
    pairs = np.unique(np.column_stack([low, high])[low != high], axis=0)
    return np.asarray(np.bincount(pairs.ravel(), minlength=nodes) > 2, dtype=float)  # noqa: PLR2004 - a road passes through with two

"""Edges of a file become a draft: which lines meet where, and which way each is driven."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from data.crs import great_circle_m
from data.roads.classes import said_direction
from data.roads.draft import Draft, draft, way_table
from data.roads.needs import KM_PER_DEGREE

if TYPE_CHECKING:
    from numpy import bool_, float64, int64
    from numpy.typing import NDArray

    from data.roads.layers import Layer

SAME_SPOT_DEG = 1e-7
"""Points of lines that agree to this are one point, as in OpenStreetMap: about a centimetre."""
SNAP_M = 0.5
"""An end of a line this near to a point of another is joined to it."""
_SAME_NODE_DEG = 1e-4
_DIRECTED_SHARE = 0.5
_SHORTEST, _LONGEST = 0.9, 3.0
_METRES_PER_DEGREE = 1000 * KM_PER_DEGREE


@dataclass(frozen=True, slots=True, eq=False)
class _Points:
    """
    Every point of every line.

    Attributes
    ----------
    xy, line
        Shape ``(m, 2)`` degrees and ``(m,)``: which line it is of.
    node
        Shape ``(m,)``: which place it is; a number not shared with another line is only shape.
    number, lon_deg, lat_deg
        Shape ``(n,)``: the places, ascending by number; ``node`` counts in these.
    """

    xy: NDArray[float64]
    line: NDArray[int64]
    node: NDArray[int64]
    number: NDArray[int64]
    lon_deg: NDArray[float64]
    lat_deg: NDArray[float64]

    @property
    def firsts(self) -> NDArray[int64]:
        """Where each line begins."""
        return np.flatnonzero(np.diff(self.line, prepend=-1) > 0)

    @property
    def lasts(self) -> NDArray[int64]:
        """Where each line ends."""
        return np.flatnonzero(np.diff(self.line, append=self.line.max(initial=-1) + 1) > 0)


def draft_of_layer(layer: Layer) -> tuple[Draft, int]:
    """
    Join lines to a net.

    Where the file names the nodes at the ends of its edges (``u`` and ``v``), these join. Else
    lines meet at points they share, ends also within ``SNAP_M``; lines that merely cross do not
    meet: a file cannot say which of them are bridges.

    A file in which half of the edges have a twin that runs back is taken to say every direction
    itself. In others an edge is driven both ways unless its column ``oneway`` says otherwise.

    Returns
    -------
    draft
        The roads.
    odd_lengths
        Rows whose stated length is less than 0.9 or more than 3 times that of their line; they
        are measured on the line.
    """
    points = _named(layer) or _shared(layer)
    facing, one_way = _facing(layer, points)
    piece = np.flatnonzero(points.line[:-1] == points.line[1:])
    start, end, row = points.node[piece], points.node[piece + 1], points.line[piece]
    real = start != end
    start, end, row = start[real], end[real], row[real]
    ahead, back = facing[row] != "backward", facing[row] != "forward"
    roads = draft(
        (points.number, points.lon_deg, points.lat_deg),
        start=np.concatenate([start[ahead], end[back]]),
        end=np.concatenate([end[ahead], start[back]]),
        way=np.concatenate([row[ahead], row[back]]),
        ways=way_table(layer.facts.assign(oneway=one_way)),
    )
    stretch, odd = _stretch(layer, points)
    roads = _once(roads)
    return _stretched(roads, stretch), odd


def _stretched(roads: Draft, stretch: NDArray[float64]) -> Draft:
    length_m = roads.length_m * stretch[roads.way]
    return Draft(
        roads.number,
        roads.lon_deg,
        roads.lat_deg,
        roads.start,
        roads.end,
        roads.way,
        length_m,
        roads.ways,
    )


def _once(roads: Draft) -> Draft:
    """Leave out a piece that lies on another one in the same direction."""
    pairs = pd.DataFrame({"start": roads.start, "end": roads.end})
    return roads.only(~pairs.duplicated().to_numpy())


def _named(layer: Layer) -> _Points | None:
    """Join lines by the nodes the file names; ``None`` if it names none, or not truly."""
    names = layer.facts[["u", "v"]]
    if names.isna().to_numpy().any():
        return None
    number, code = _numbered(names)
    lines = _turned(layer)
    xy, line = shapely.get_coordinates(lines, return_index=True)
    node = np.full(len(xy), -1)
    points = _Points(xy, line, node, number, np.empty(0), np.empty(0))
    spots = np.concatenate([points.firsts, points.lasts])
    ends = np.concatenate([code[:, 0], code[:, 1]])
    where = pd.DataFrame(xy[spots]).groupby(ends).agg(["min", "max"])
    spread = np.max([where[axis]["max"] - where[axis]["min"] for axis in (0, 1)], axis=0)
    if len(where) != len(number) or spread.max(initial=0.0) > _SAME_NODE_DEG:
        return None
    node[spots] = ends
    bends = np.flatnonzero(node < 0)
    node[bends] = len(number) + np.arange(len(bends))
    at = [np.concatenate([where[axis]["min"].to_numpy(), xy[bends, axis]]) for axis in (0, 1)]
    numbers = np.concatenate([number, number.max() + 1 + np.arange(len(bends))])
    return _Points(xy, line, node, numbers, at[0], at[1])


def _numbered(names: pd.DataFrame) -> tuple[NDArray[int64], NDArray[int64]]:
    """Give nodes numbers: their own where all are whole numbers, else by the order of names."""
    texts, code = np.unique(names.to_numpy(dtype=str), return_inverse=True)
    code = code.reshape(-1, 2)
    try:
        own = texts.astype(np.int64)
    except (ValueError, OverflowError):
        return np.arange(1, len(texts) + 1), code
    order = np.argsort(own)
    rank = np.empty(len(own), dtype=np.int64)
    rank[order] = np.arange(len(own))
    return own[order], rank[code]


def _turned(layer: Layer) -> NDArray[np.object_]:
    """Turn lines round that are drawn from ``v`` to ``u``, where the file says where nodes are."""
    if layer.nodes.empty:
        return layer.lines
    start = layer.nodes.reindex(layer.facts["u"].astype(str))[["x", "y"]].to_numpy(float)
    ends = [shapely.get_point(layer.lines, place) for place in (0, -1)]
    to_first, to_last = (
        np.hypot(shapely.get_x(end) - start[:, 0], shapely.get_y(end) - start[:, 1]) for end in ends
    )
    turned: NDArray[np.object_] = np.where(
        to_last < to_first, shapely.reverse(layer.lines), layer.lines
    )
    return turned


def _shared(layer: Layer) -> _Points:
    """Join lines where they share a point."""
    xy, line = shapely.get_coordinates(layer.lines, return_index=True)
    grid = np.round(xy / SAME_SPOT_DEG).astype(np.int64)
    _, at, node = np.unique(grid, axis=0, return_index=True, return_inverse=True)
    lon, lat = xy[at, 0], xy[at, 1]
    points = _Points(xy, line, node.reshape(-1), np.arange(1, len(at) + 1), lon, lat)
    merged = _snapped(points)
    return _Points(xy, line, merged[points.node], points.number, lon, lat)


def _snapped(points: _Points) -> NDArray[int64]:
    """Find for each place the first one it is the same as: ends nearly touch in hand-drawn maps."""
    count = len(points.number)
    ends: NDArray[int64] = np.unique(points.node[np.concatenate([points.firsts, points.lasts])])
    squeeze = np.cos(np.radians(points.lat_deg))
    metres = np.column_stack([points.lon_deg * squeeze, points.lat_deg]) * _METRES_PER_DEGREE
    _, found_near = cKDTree(metres).query(metres[ends], k=2, distance_upper_bound=SNAP_M)
    near = np.asarray(found_near, dtype=np.int64)
    near = np.where(near[:, 0] == ends, near[:, 1], near[:, 0])
    found = near < count
    pairs = (ends[found], near[found])
    net = coo_array((np.ones(int(found.sum())), pairs), shape=(count, count))
    _, group = connected_components(net.tocsr(), directed=False)
    _, first = np.unique(group, return_index=True)
    return np.asarray(first[group], dtype=np.int64)


def _facing(layer: Layer, points: _Points) -> tuple[NDArray[np.str_], NDArray[bool_]]:
    """Find which way every line is driven, and whether it is a one-way road."""
    u, v = points.node[points.firsts], points.node[points.lasts]
    count = len(points.number)
    twin = np.isin(v * count + u, u * count + v) & (u != v)
    apart = u != v
    if apart.any() and twin[apart].mean() >= _DIRECTED_SHARE:
        return np.full(len(u), "forward", dtype="U8"), ~twin & apart
    said = [said_direction(value) for value in layer.facts["oneway"]]
    facing = np.array(said, dtype="U8") if layer.has_directions else np.full(len(u), "both")
    return facing.astype("U8"), facing != "both"


def _stretch(layer: Layer, points: _Points) -> tuple[NDArray[float64], int]:
    """Compare stated lengths with the lines; give the factor for each row, and count misfits."""
    step_m = great_circle_m(*points.xy[:-1].T, *points.xy[1:].T)
    along = points.line[:-1] == points.line[1:]
    drawn_m = np.bincount(
        points.line[:-1][along], weights=step_m[along], minlength=len(layer.lines)
    )
    stated_m = layer.facts["length"].to_numpy(float)
    share = np.divide(stated_m, drawn_m, out=np.full(len(drawn_m), np.nan), where=drawn_m > 0)
    fits = (share >= _SHORTEST) & (share <= _LONGEST)
    odd = np.isfinite(stated_m) & ~fits & (drawn_m > 0)
    return np.where(fits, share, 1.0), int(odd.sum())

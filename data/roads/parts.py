"""Which parts of the roads are kept: those that a place needs, and those large enough to matter."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy import bool_, int64
    from numpy.typing import NDArray

    from data.roads.needs import RoadNeeds

LARGE_KM = 1.0
"""A part with this length of directed road stays, whether a place is near it or not."""


def part_of_each(edges: GeoDataFrame) -> NDArray[int64]:
    """
    Find which part of the roads each edge belongs to; a part is what any road joins.

    Returns
    -------
    part
        Shape ``(edges,)``, from 0. Within a part one-way roads may still bar the way.
    """
    ends = [edges.index.get_level_values(name).to_numpy() for name in ("u", "v")]
    nodes, spots = np.unique(np.concatenate(ends), return_inverse=True)
    start, end = spots[: len(edges)], spots[len(edges) :]
    net = coo_array((np.ones(len(edges)), (start, end)), shape=(len(nodes), len(nodes)))
    _, part = connected_components(net.tocsr(), directed=True, connection="weak")
    return np.asarray(part[start], dtype=np.int64)


def needed_edges(edges: GeoDataFrame, part: NDArray[int64], *, needs: RoadNeeds) -> NDArray[bool_]:
    """
    Tell which edges are kept.

    Parameters
    ----------
    edges, part
        The roads, and the part each belongs to.
    needs
        The part nearest to each of its places is kept.

    Returns
    -------
    kept
        Shape ``(edges,)``: the longest part, every part of at least ``LARGE_KM`` of directed road,
        and every part that is nearest to a place.
    """
    km = np.bincount(part, weights=edges["length"].to_numpy() / 1000)
    wanted = km >= LARGE_KM
    wanted[int(np.argmax(km))] = True
    if len(needs.lon_deg):
        wanted[part[_nearest(edges, needs)]] = True
    kept: NDArray[bool_] = wanted[part]
    return kept


def _nearest(edges: GeoDataFrame, needs: RoadNeeds) -> NDArray[int64]:
    """Find the edge nearest to each place, with degrees of longitude made as long as they are."""
    squeeze = math.cos(math.radians(float(np.median(needs.lat_deg))))
    lines = shapely.transform(edges.geometry.to_numpy(), lambda xy: xy * [squeeze, 1.0])
    points = shapely.points(needs.lon_deg * squeeze, needs.lat_deg)
    _, edge = shapely.STRtree(lines).query_nearest(points)
    return np.asarray(edge, dtype=np.int64)

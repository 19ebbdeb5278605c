"""Which edges of a road graph a closure means: by way number, by class, or as drawn on a map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely import STRtree

from data.crs import project

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import pandas as pd
    from geopandas import GeoDataFrame
    from numpy import bool_, int64
    from numpy.typing import NDArray
    from pyproj import CRS
    from shapely.geometry.base import BaseGeometry

BUFFER_M = 15.0
"""How far a line drawn by hand may lie beside the road it means."""
_ENOUGH_M = 40.0
"""So many metres of road beside a line, or inside an area, are no crossing and no corner."""
_ENOUGH_SHARE = 0.5
_FIRST_COLLECTION = 4
"""Type numbers of multi-part geometries and collections begin here in shapely."""
_ALONG_SHARE = 0.7
"""A road that runs along a line gets this share of its own metres farther along the line."""


def edges_of_ways(osmid: pd.Series, ways: Collection[str]) -> NDArray[bool_]:
    """
    Find the edges made of any of these ways.

    Parameters
    ----------
    osmid
        Shape ``(n,)``, way numbers as text, several joined by ``;``, or missing.
    ways
        Way numbers.

    Returns
    -------
    means
        Shape ``(n,)``.

    Examples
    --------
    >>> import pandas as pd
    >>> edges_of_ways(pd.Series(["7", "7;12", None]), {"12"}).tolist()
    [False, True, False]
    """
    asked = frozenset(ways)
    meant = [text for text in osmid.dropna().unique() if not asked.isdisjoint(text.split(";"))]
    return np.asarray(osmid.isin(meant), dtype=bool)


def way_numbers(osmid: pd.Series) -> frozenset[str]:
    """
    List the way numbers that edges are made of.

    Examples
    --------
    >>> import pandas as pd
    >>> sorted(way_numbers(pd.Series(["7", "7;12", None])))
    ['12', '7']
    """
    return frozenset(way for text in osmid.dropna().unique() for way in text.split(";"))


def edges_drawn(edges: GeoDataFrame, shapes: Sequence[BaseGeometry], *, crs: CRS) -> NDArray[bool_]:
    """
    Find the edges that run along drawn lines, or lie in drawn areas; both driving directions.

    An edge is meant if at least 40 m of it, or half of it where it is short, lie within 15 m of
    a line and in its direction, or inside an area. A road that only crosses a line is not.

    Parameters
    ----------
    edges
        Edges of the road graph, WGS-84 lines.
    shapes
        Lines and areas, WGS-84; of collections the parts count, points mean nothing.
    crs
        The metric system of the town.

    Returns
    -------
    means
        Shape ``(edges,)``.
    """
    means = np.zeros(len(edges), dtype=bool)
    means[drawn_pairs(edges, shapes, crs=crs)[1]] = True
    return means


def drawn_pairs(
    edges: GeoDataFrame, shapes: Sequence[BaseGeometry], *, crs: CRS
) -> tuple[NDArray[int64], NDArray[int64]]:
    """
    Find which shape means which edges, as :func:`edges_drawn` does, in one pass over the roads.

    Returns
    -------
    shape, edge
        Shape ``(p,)`` each: positions in ``shapes`` and ``edges``; a pair may be there twice where
        several parts of one shape mean the edge.
    """
    parts, owner = _parts(shapes)
    if not len(edges) or not len(parts):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    lines = project(edges.geometry.to_numpy(), crs)
    drawn = project(parts, crs)
    is_line = shapely.get_dimensions(drawn) == 1
    wide = np.where(is_line, shapely.buffer(drawn, BUFFER_M), drawn)
    part, edge = STRtree(lines).query(wide, predicate="intersects")
    inside = shapely.intersection(lines[edge], wide[part])
    inside_m = shapely.length(inside)
    enough_m = np.minimum(_ENOUGH_M, _ENOUGH_SHARE * shapely.length(lines[edge]))
    found = (inside_m >= enough_m) & (inside_m > 0)
    for pair in np.flatnonzero(found & is_line[part]):
        found[pair] = _runs_along(inside[pair], drawn[part[pair]])
    return owner[part[found]], edge[found]


def slowest(count: int, parts: Sequence[tuple[NDArray[bool_], float]]) -> NDArray[np.float64]:
    """
    Give each of ``count`` edges the lowest factor that any closure names for it; 1 for none.

    Examples
    --------
    >>> slowest(2, [(np.array([True, True]), 0.7), (np.array([False, True]), 0.0)]).tolist()
    [0.7, 0.0]
    """
    factor = np.ones(count)
    for means, share in parts:
        factor[means] = np.minimum(factor[means], share)
    return factor


def one_of_each_road(edges: GeoDataFrame) -> NDArray[int64]:
    """
    Choose one edge of every road: of the two directions of a two-way road only the first.

    Returns
    -------
    places
        Positions in ``edges``, ascending.
    """
    start, end = edges.index.get_level_values(0), edges.index.get_level_values(1)
    low, high = np.minimum(start, end), np.maximum(start, end)
    ends = np.column_stack([low, high, np.rint(10 * edges["length"].to_numpy(dtype=float))])
    _, first = np.unique(ends, axis=0, return_index=True)
    return np.sort(first)


def _parts(shapes: Sequence[BaseGeometry]) -> tuple[NDArray[np.object_], NDArray[int64]]:
    """
    Take lines and areas out of collections; points and empty shapes fall away.

    Returns
    -------
    parts, owner
        Shape ``(p,)`` each: a line or area, and the position of the shape it belongs to.
    """
    parts = np.empty(len(shapes), dtype=object)
    parts[:] = shapes
    owner = np.arange(len(parts))
    while (shapely.get_type_id(parts) >= _FIRST_COLLECTION).any():
        parts, place = shapely.get_parts(parts, return_index=True)
        owner = owner[place]
    kept = (shapely.get_dimensions(parts) > 0) & ~shapely.is_empty(parts)
    return parts[kept], owner[kept]


def _runs_along(piece: BaseGeometry, line: BaseGeometry) -> bool:
    """Tell a road beside a line from one that crosses it: it gets ahead along the line."""
    longest = max(shapely.get_parts(piece), key=shapely.length)
    points = np.asarray(shapely.points(shapely.get_coordinates(longest)), dtype=object)
    places_m = shapely.line_locate_point(np.full(len(points), line), points)
    along_m = np.abs(np.diff(places_m)).sum()
    return bool(along_m >= _ALONG_SHARE * shapely.length(longest))

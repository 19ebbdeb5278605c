"""The land of each village: its outline, else what lies nearest to its sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from data.crs import unproject
from geo.cells.outlines import points_in_metres

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import ArrayLike, NDArray
    from shapely.geometry.base import BaseGeometry

    from geo.cells.partition import Villages

MARGIN_M = 500.0
"""How far the land of a village goes beyond its outermost sites."""
_SMALLEST_M = 25.0
"""Half the width of a village that has no land of its own on the map, so that it can be seen."""
_FAR = 10.0


def draw_villages(
    lon_deg: ArrayLike, lat_deg: ArrayLike, villages: Villages, which: NDArray[int64]
) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """
    Draw the land of each village: its outline, and what lies nearest to its sites outside all.

    Parameters
    ----------
    lon_deg, lat_deg
        Shape ``(n,)``, WGS-84 degrees.
    which
        Shape ``(n,)``, the village of each point.

    Returns
    -------
    in_degrees, in_metres
        Shape ``(villages,)`` each, polygons; every point lies in that of its village, to within a
        centimetre.
    """
    points = points_in_metres(lon_deg, lat_deg, villages.crs)
    seeds = shapely.point_on_surface(villages.shapes)
    owner = np.concatenate([np.arange(len(seeds)), which])
    outlines = shapely.union_all(villages.shapes[villages.has_outline])
    spots = np.concatenate([seeds, points])
    outside = ~shapely.intersects(outlines, spots)
    shares = _shares(spots[outside], owner[outside], len(seeds))
    own = villages.shapes.copy()
    own[~villages.has_outline] = shapely.Polygon()
    drawn = shapely.union(shapely.difference(shares, outlines), own)
    seen = np.where(shapely.area(drawn) > 0, drawn, shapely.buffer(seeds, _SMALLEST_M))
    return unproject(seen, villages.crs), seen


def _shares(spots: NDArray[np.object_], owner: NDArray[int64], count: int) -> NDArray[np.object_]:
    """Part the land around spots: each place belongs to the owner of the nearest spot."""
    shares = np.full(count, shapely.Polygon(), dtype=object)
    if not len(spots):
        return shares
    xy, first = np.unique(shapely.get_coordinates(spots).round(2), axis=0, return_index=True)
    land = shapely.MultiPoint(xy).convex_hull.buffer(MARGIN_M)
    parts = _nearest_parts(xy, land)
    of_spot = owner[first]
    for village in np.unique(of_spot):
        whole = shapely.union_all(parts[of_spot == village])
        shares[village] = shapely.intersection(whole, land)
    return shares


def _nearest_parts(xy: NDArray[float64], land: BaseGeometry) -> NDArray[np.object_]:
    """Give the Voronoi polygon of each place; four far corners keep every one of them closed."""
    west, south, east, north = land.bounds
    far = _FAR * max(east - west, north - south)
    corners = [(x, y) for x in (west - far, east + far) for y in (south - far, north + far)]
    whole = shapely.multipoints(np.vstack([xy, corners]))
    parts: NDArray[np.object_] = shapely.get_parts(shapely.voronoi_polygons(whole, ordered=True))
    return parts[: len(xy)]

"""How far points lie from the nearest of many shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy import float64, intp
    from numpy.typing import NDArray
    from shapely import STRtree

_FEW = 8
"""Shapes near a point up to which each is measured."""
_HELD = 8_192
"""Points whose near shapes are held at once."""


def nearest_m(
    shapes: STRtree, points: NDArray[np.object_], *, within_m: float | None = None
) -> NDArray[float64]:
    """
    Measure from each point to the nearest shape.

    Parameters
    ----------
    shapes
        Index of shapes in metres.
    points
        Shape ``(n,)``, shapely points in the same system.
    within_m
        Metres, > 0, beyond which nothing is looked for, which is much faster where shapes are few;
        ``None`` looks everywhere.

    Returns
    -------
    distance_m
        Shape ``(n,)``, metres; 0 inside an area, ``inf`` where there is no shape.
    """
    distance_m = np.full(len(points), np.inf)
    if not len(shapes):
        return distance_m
    crowded = np.arange(len(points))
    if within_m is not None:
        crowded = _measure_few(shapes, points, within_m, distance_m)
    (point, _), found = shapes.query_nearest(
        points[crowded], max_distance=within_m, all_matches=False, return_distance=True
    )
    distance_m[crowded[point]] = found
    return distance_m


def _measure_few(
    shapes: STRtree, points: NDArray[np.object_], within_m: float, distance_m: NDArray[float64]
) -> NDArray[intp]:
    """
    Measure where few shapes are near, to each of them, which is quicker than to look for the first.

    Returns
    -------
    crowded
        Places of the points that have too many near, not measured yet.
    """
    left = []
    for start in range(0, len(points), _HELD):
        block = points[start : start + _HELD]
        x_m, y_m = shapely.get_x(block), shapely.get_y(block)
        reach = shapely.box(x_m - within_m, y_m - within_m, x_m + within_m, y_m + within_m)
        near = shapes.query(reach)
        count = np.bincount(near[0], minlength=len(block))
        point, shape = near[:, count[near[0]] <= _FEW]
        found = shapely.distance(block[point], shapes.geometries[shape])
        is_within = found <= within_m
        np.minimum.at(distance_m, start + point[is_within], found[is_within])
        left.append(start + np.flatnonzero(count > _FEW))
    return np.concatenate(left) if left else np.empty(0, dtype=np.intp)

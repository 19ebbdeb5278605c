"""How far points lie from the nearest of many shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray
    from shapely import STRtree


def nearest_m(shapes: STRtree, points: NDArray[np.object_]) -> NDArray[float64]:
    """
    Measure from each point to the nearest shape.

    Parameters
    ----------
    shapes
        Index of shapes in metres.
    points
        Shape ``(n,)``, shapely points in the same system.

    Returns
    -------
    distance_m
        Shape ``(n,)``, metres; 0 inside an area, ``inf`` where there is no shape at all.
    """
    distance = np.full(len(points), np.inf)
    if len(shapes):
        (point, _), found = shapes.query_nearest(points, all_matches=False, return_distance=True)
        distance[point] = found
    return distance

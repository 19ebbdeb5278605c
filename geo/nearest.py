"""How far points lie from the nearest of many shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray
    from shapely import STRtree


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
    distance = np.full(len(points), np.inf)
    if len(shapes):
        (point, _), found = shapes.query_nearest(
            points, max_distance=within_m, all_matches=False, return_distance=True
        )
        distance[point] = found
    return distance

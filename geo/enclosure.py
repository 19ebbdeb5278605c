"""Which of many shapes is around a point, and a point that a shape is around."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray
    from shapely import STRtree


def first_around(shapes: STRtree, points: NDArray[np.object_]) -> NDArray[int64]:
    """
    Find the first shape around each point.

    Parameters
    ----------
    shapes
        Index of polygons, in the system of the points.
    points
        Shape ``(n,)``, shapely points; an empty one lies in no shape.

    Returns
    -------
    which
        Shape ``(n,)``, the place of the shape in the index; -1 where there is none. On a border,
        and where shapes overlap, the first counts.

    Examples
    --------
    >>> halves = shapely.STRtree([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)])
    >>> first_around(halves, shapely.points([[1.0, 0.5], [1.5, 0.5], [3.0, 0.5]])).tolist()
    [0, 1, -1]
    """
    which = np.full(len(points), -1, dtype=np.int64)
    point, shape = shapes.query(points, predicate="intersects")
    order = np.lexsort((-shape, point))
    which[point[order]] = shape[order]
    return which


def inner_points(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """
    Give a point inside each shape: its middle where that is inside, else another.

    Parameters
    ----------
    shapes
        Shape ``(n,)``, polygons.

    Returns
    -------
    points
        Shape ``(n,)``, in the system of the shapes.
    """
    middles = shapely.centroid(shapes)
    is_inside = shapely.intersects(shapes, middles)
    return np.where(is_inside, middles, shapely.point_on_surface(shapes))

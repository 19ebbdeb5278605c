"""Lines and areas spread over the squares of a grid: metres of road, hectares of land."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float64, int64
    from numpy.typing import NDArray

STEP_M = 25.0
"""Roads are looked at piece by piece, none longer than this."""


def pieces_of(lines_m: NDArray[np.object_]) -> tuple[NDArray[float64], NDArray[float64]]:
    """
    Cut lines into short pieces.

    Parameters
    ----------
    lines_m
        Shape ``(n,)``, lines in metres.

    Returns
    -------
    middles_m, lengths_m
        Shapes ``(k, 2)`` and ``(k,)``: where each piece is, and how long.

    Examples
    --------
    >>> middles, lengths = pieces_of(np.array([shapely.LineString([(0, 0), (40, 0)])]))
    >>> middles.tolist(), lengths.tolist()
    ([[10.0, 0.0], [30.0, 0.0]], [20.0, 20.0])
    """
    if not len(lines_m):
        return np.empty((0, 2)), np.empty(0)
    fine = shapely.segmentize(lines_m, STEP_M)
    xy, line = shapely.get_coordinates(fine, return_index=True)
    joined = line[1:] == line[:-1]
    ends, starts = xy[1:][joined], xy[:-1][joined]
    lengths: NDArray[float64] = np.hypot(*(ends - starts).T)
    return (starts + ends) / 2, lengths


def land_by_square(
    shapes_m: Sequence[shapely.geometry.base.BaseGeometry], *, size_m: int
) -> tuple[NDArray[int64], NDArray[float64], NDArray[float64]]:
    """
    Measure how much land lies in each square that it touches; land told twice counts once.

    Parameters
    ----------
    shapes_m
        Polygons in metres; other shapes have no land.
    size_m
        Length of a side.

    Returns
    -------
    corners, land_m2, middles_m
        Shapes ``(k, 2)``, ``(k,)`` and ``(k, 2)``: column and row of each square, the land in it,
        and the middle of that land.
    """
    land = shapely.union_all(shapely.make_valid(np.array(list(shapes_m), dtype=object)))
    if land.is_empty or not shapely.area(land):
        return np.empty((0, 2), dtype=np.int64), np.empty(0), np.empty((0, 2))
    corners = np.unique(
        np.concatenate([_touched(part, size_m) for part in shapely.get_parts(land)]), axis=0
    )
    low = corners * float(size_m)
    boxes = shapely.box(low[:, 0], low[:, 1], low[:, 0] + size_m, low[:, 1] + size_m)
    held = shapely.intersection(boxes, land)
    area = shapely.area(held)
    some = area > 0
    middles = shapely.get_coordinates(shapely.centroid(held[some]))
    return corners[some], area[some], middles


def _touched(part: shapely.geometry.base.BaseGeometry, size_m: int) -> NDArray[int64]:
    """List the squares under the bounds of one part."""
    west, south, east, north = (np.array(part.bounds) // size_m).astype(np.int64)
    column, row = np.meshgrid(np.arange(west, east + 1), np.arange(south, north + 1))
    return np.column_stack([column.ravel(), row.ravel()])

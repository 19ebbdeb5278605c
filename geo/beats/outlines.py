"""Outlines: which cells touch, the land of each beat, and how compact it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from scipy.sparse import coo_array, csr_array
from shapely import STRtree

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

_TOUCH_M = 1.0
"""Cells drawn from two sources may leave a gap this wide and still touch."""
_LEAST_M = 4.0 * _TOUCH_M
"""Two squares that meet at a corner seem to share this much border at most."""
_MARGIN_M = 1.0
_GRID_M, _DIGITS, _SLIVER_M = 0.01, 2, 0.1


def border_lengths(cells_m: NDArray[np.object_]) -> csr_array:
    """
    Measure the border that each two cells share.

    Parameters
    ----------
    cells_m
        Shape ``(n,)``, valid polygons in metres.

    Returns
    -------
    border_m
        Shape ``(n, n)``, symmetric, metres; cells that meet at a corner only share none.
    """
    tree = STRtree(cells_m)
    one, other = tree.query(cells_m, predicate="dwithin", distance=_TOUCH_M)
    one, other = one[one < other], other[one < other]
    edge = shapely.boundary(cells_m[one])
    beside = shapely.buffer(cells_m[other], _TOUCH_M, join_style="mitre")
    border_m = shapely.length(shapely.intersection(edge, beside))
    kept = border_m > _LEAST_M
    one, other, border_m = one[kept], other[kept], border_m[kept]
    place = (np.concatenate([one, other]), np.concatenate([other, one]))
    shape = (len(cells_m), len(cells_m))
    return coo_array((np.concatenate([border_m, border_m]), place), shape=shape).tocsr()


def beat_outlines(
    cells_m: NDArray[np.object_], middles_m: NDArray[float64], beat_of_cell: pd.Series
) -> pd.Series:
    """
    Draw the land of each beat.

    A beat has its cells, and of the land between cells what lies nearest to the middles of its own,
    as far as the outline around all cells: somebody answers for every lane, also where no site is
    known yet.

    Parameters
    ----------
    cells_m
        Shape ``(n,)``, valid polygons in metres that do not overlap.
    middles_m
        Shape ``(n, 2)``: their middles, metres.
    beat_of_cell
        Beat of each, in the same order.

    Returns
    -------
    outlines
        By beat id, ascending: polygons in metres, which together fill the hull of all cells.
    """
    origin = np.floor(middles_m.mean(axis=0))  # small numbers: Voronoi regions are not robust
    cells_m = shapely.set_precision(shapely.transform(cells_m, lambda at: at - origin), _GRID_M)
    land = _land((middles_m - origin).round(_DIGITS), shapely.union_all(cells_m, grid_size=_GRID_M))
    beats, number = np.unique(beat_of_cell.to_numpy(dtype=str), return_inverse=True)
    joined = [
        _joined(np.concatenate([cells_m[number == one], land[number == one]]))
        for one in range(len(beats))
    ]
    joined = list(shapely.transform(np.array(joined, dtype=object), lambda at: at + origin))
    return pd.Series(joined, index=pd.Index(beats, name="beat_id", dtype="str"), dtype=object)


def _land(middles_m: NDArray[float64], taken: BaseGeometry) -> NDArray[np.object_]:
    """Part the land that no cell takes among the cells whose middles are nearest."""
    hull = shapely.convex_hull(taken)
    points, which = np.unique(middles_m, axis=0, return_inverse=True)
    land = np.full(len(middles_m), shapely.Polygon(), dtype=object)
    _, first = np.unique(which, return_index=True)
    free = shapely.difference(hull, taken, grid_size=_GRID_M)
    if len(points) == 1:
        land[first] = free
        return land
    regions = shapely.voronoi_polygons(
        shapely.multipoints(points), extend_to=hull.buffer(_MARGIN_M), ordered=True
    )
    parts = shapely.set_precision(shapely.make_valid(shapely.get_parts(regions)), _GRID_M)
    land[first] = shapely.intersection(parts, free, grid_size=_GRID_M)
    return land


def _joined(shapes_m: NDArray[np.object_]) -> BaseGeometry:
    """Join cells and land to one shape, without the slivers that rounding leaves."""
    whole = shapely.union_all(shapes_m, grid_size=_GRID_M)
    return whole.buffer(_SLIVER_M).buffer(-_SLIVER_M)


def compactness(shapes_m: NDArray[np.object_]) -> NDArray[float64]:
    """
    Say how round shapes are.

    Returns
    -------
    compactness
        Shape ``(n,)``, 0-1: 4 pi area / perimeter², 1 is a circle, a square 0.785.

    References
    ----------
    Polsby and Popper (1991), The third criterion: compactness as a procedural safeguard against
    partisan gerrymandering, Yale Law and Policy Review 9(2), 301-353.

    Examples
    --------
    >>> compactness(np.array([shapely.box(0, 0, 2, 2)], dtype=object)).round(3).tolist()
    [0.785]
    """
    perimeter = shapely.length(shapes_m)
    round_area = np.where(perimeter > 0, perimeter**2, 1.0) / (4.0 * np.pi)
    return np.clip(shapely.area(shapes_m) / round_area, 0.0, 1.0)

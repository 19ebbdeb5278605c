"""Which of several villages of one name a place belongs to: the nearest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from data.crs import metric_crs, project, to_metres

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float64, intp
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

APART_M = 1_500.0
"""A village's label and its outline, or two labels of it, lie nearer together than this."""
_PAIR = 2


def nearest_of_name(
    lon_deg: NDArray[float64], lat_deg: NDArray[float64], shapes: Sequence[BaseGeometry]
) -> tuple[NDArray[intp], tuple[str, ...]]:
    """
    Choose the nearest of the villages that bear one name.

    Parameters
    ----------
    lon_deg, lat_deg
        Shape ``(n,)``, WGS-84 degrees, finite.
    shapes
        Points and areas of that name, WGS-84, not empty. Those within 1,500 m of one another are
        one village.

    Returns
    -------
    which
        Shape ``(n,)``, the place of the village in ``marks``.
    marks
        What tells each of them from the others, from west to east: 西 and 东, or 南 and 北, of two;
        numbers of more; one empty text where all shapes are one village.
    """
    around = np.array([(point.x, point.y) for point in shapely.centroid(list(shapes))])
    crs = metric_crs(around[:, 0])
    projected = project(np.array(list(shapes), dtype=object), crs)
    groups = _groups(projected)
    points = np.asarray(shapely.points(np.column_stack(to_metres(lon_deg, lat_deg, crs))))
    away = [shapely.distance(points[:, None], group[None, :]).min(axis=1) for group in groups]
    return np.argmin(np.array(away), axis=0), _marks(groups)


def _groups(shapes: NDArray[np.object_]) -> list[NDArray[np.object_]]:
    """Put shapes of one village together; the villages from west to east, then south to north."""
    left, groups = list(range(len(shapes))), []
    while left:
        group, grown = [left.pop(0)], True
        while grown:
            near = [i for i in left if shapely.distance(shapes[i], shapes[group]).min() <= APART_M]
            group, left = group + near, [i for i in left if i not in near]
            grown = bool(near)
        groups.append(shapes[sorted(group)])
    return sorted(groups, key=_middle)


def _middle(group: NDArray[np.object_]) -> tuple[float, float]:
    middle = shapely.centroid(shapely.geometrycollections(list(group)))
    return float(middle.x), float(middle.y)


def _marks(groups: Sequence[NDArray[np.object_]]) -> tuple[str, ...]:
    if len(groups) != _PAIR:
        return tuple(str(n) for n in range(1, len(groups) + 1)) if len(groups) > 1 else ("",)
    (x, y), (other_x, other_y) = map(_middle, groups)
    if other_x - x >= abs(other_y - y):
        return "西", "东"
    return ("南", "北") if y < other_y else ("北", "南")

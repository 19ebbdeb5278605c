"""Outlines to cut a town along: mended, measured, and the sites in each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from data.crs import metric_crs, project, to_metres
from data.errors import ConfigError, DegenerateInputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy import float64, int64
    from numpy.typing import ArrayLike, NDArray
    from pyproj import CRS


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outlines:
    """
    Areas with an outline.

    Attributes
    ----------
    ids
        Ascending.
    names
        Name by id, where there is one.
    crs
        The metric system of ``in_metres``.
    in_degrees, in_metres
        Shape ``(n,)``, valid polygons, in the order of ``ids``.
    """

    ids: tuple[str, ...]
    names: Mapping[str, str]
    crs: CRS
    in_degrees: NDArray[np.object_]
    in_metres: NDArray[np.object_]


def read_outlines(areas: pd.DataFrame) -> tuple[Outlines, dict[str, int]]:
    """
    Take the areas that have an outline, and mend those that cross themselves.

    Parameters
    ----------
    areas
        Table by schema ``AREA``.

    Returns
    -------
    outlines, counted
        ``counted`` says how many were ``mended``, and how many are ``no_outline``.

    Raises
    ------
    DegenerateInputError
        If no area has an outline.
    """
    ordered = areas.sort_index()
    drawn = ordered["geometry"].to_numpy(dtype=object)
    crossed = ~shapely.is_valid(drawn) & shapely.is_geometry(drawn)
    shapes = np.array([_land(shape) for shape in drawn], dtype=object)
    is_land = shapely.area(shapes) > 0
    if not is_land.any():
        raise DegenerateInputError(
            f"Expected areas with an outline, got none among {len(areas)} area(s); import "
            "outlines of grids or villages.",
            zh=f"{len(areas)} 个区域里没有一个带边界；请先导入网格或村的边界。",
        )
    kept = ordered[is_land]
    crs = metric_crs([shape.centroid.x for shape in shapes[is_land]])
    return (
        Outlines(
            ids=tuple(map(str, kept.index)),
            names={str(key): str(name) for key, name in kept["name"].dropna().items()},
            crs=crs,
            in_degrees=shapes[is_land],
            in_metres=project(shapes[is_land], crs),
        ),
        {"mended": int((crossed & is_land).sum()), "no_outline": int((~is_land).sum())},
    )


def _land(shape: object) -> BaseGeometry:
    """Keep the polygons of a shape, valid; an empty one where it has none."""
    if not isinstance(shape, BaseGeometry):
        return shapely.MultiPolygon()
    valid = shape if shape.is_valid else shapely.make_valid(shape)
    parts = shapely.get_parts(shapely.get_parts(valid))
    land = [part for part in parts if isinstance(part, shapely.Polygon)]
    return land[0] if len(land) == 1 else shapely.union_all(land)


def place_in_outlines(
    lon_deg: ArrayLike, lat_deg: ArrayLike, outlines: Outlines, *, near_m: float
) -> tuple[NDArray[int64], dict[str, int]]:
    """
    Find the outline that each point belongs to.

    Within several the smallest counts, then the smallest id; on a line the smallest id; outside
    all the nearest within ``near_m``.

    Parameters
    ----------
    lon_deg, lat_deg
        Shape ``(n,)``, WGS-84 degrees, finite.
    near_m
        Metres, >= 0.

    Returns
    -------
    which, counted
        Shape ``(n,)``, the place in ``outlines``, -1 where none; and how many points went by which
        rule: ``overlapping``, ``border``, ``nearest``, ``outside``.

    Raises
    ------
    ConfigError
        If ``near_m`` is negative.
    DegenerateInputError
        If a position is not finite.
    """
    if not near_m >= 0:
        raise ConfigError(
            f"Expected near_m >= 0, got {near_m}.", zh=f"near_m 不能小于 0 米，现为 {near_m}。"
        )
    points = points_in_metres(lon_deg, lat_deg, outlines.crs)
    return place_points(points, outlines.in_metres, near_m=near_m)


def place_points(
    points: NDArray[np.object_], in_metres: NDArray[np.object_], *, near_m: float | None
) -> tuple[NDArray[int64], dict[str, int]]:
    """
    Find the outline of each point by the rules of :func:`place_in_outlines`.

    Parameters
    ----------
    points, in_metres
        Points, and valid outlines in the order of their ids; one metric system.
    near_m
        Metres, >= 0; ``None`` takes the nearest however far.

    Returns
    -------
    which, counted
        As of :func:`place_in_outlines`.
    """
    tree = shapely.STRtree(in_metres)
    within = _pairs(tree, points, "within", shapely.area(in_metres))
    touching = _pairs(tree, points, "intersects", np.zeros(len(in_metres)))
    on_line = touching[~touching["point"].isin(within["point"])]
    which = np.full(len(points), -1, dtype=np.int64)
    for pairs in (within, on_line):
        first = pairs.drop_duplicates("point")
        which[first["point"]] = first["outline"]
    outside = np.flatnonzero(which < 0)
    which[outside] = _nearest(tree, points[outside], near_m)
    return which, {
        "overlapping": int(within.groupby("point").size().gt(1).sum()),
        "border": int(on_line["point"].nunique()),
        "nearest": int((which[outside] >= 0).sum()),
        "outside": int((which < 0).sum()),
    }


def points_in_metres(lon_deg: ArrayLike, lat_deg: ArrayLike, crs: CRS) -> NDArray[np.object_]:
    """
    Project points, shape ``(n,)``.

    Raises
    ------
    DegenerateInputError
        If a position is not finite.
    """
    xy = np.column_stack(to_metres(lon_deg, lat_deg, crs)).reshape(-1, 2)
    lost = np.flatnonzero(~np.isfinite(xy).all(axis=1))
    if len(lost):
        raise DegenerateInputError(
            f"Expected finite positions, got none at place {lost[0]}.",
            zh=f"第 {lost[0] + 1} 个点位没有可用的坐标，排不进网格；请先补上坐标。",
        )
    return np.asarray(shapely.points(xy), dtype=object)


def _pairs(
    tree: shapely.STRtree, points: NDArray[np.object_], how: str, size: NDArray[float64]
) -> pd.DataFrame:
    """List points with the outlines they lie in, the smallest outline first."""
    point, outline = tree.query(points, predicate=how)  # type: ignore[call-overload]  # both words are predicates
    listed = pd.DataFrame({"point": point, "outline": outline, "size": size[outline]})
    return listed.sort_values(["point", "size", "outline"], kind="stable", ignore_index=True)


def _nearest(
    tree: shapely.STRtree, points: NDArray[np.object_], near_m: float | None
) -> NDArray[int64]:
    """Find the nearest outline within a distance, -1 where none; of equally near the first."""
    which = np.full(len(points), -1, dtype=np.int64)
    if len(points) and near_m != 0:
        point, outline = tree.query_nearest(points, max_distance=near_m)
        order = np.lexsort((outline, point))[::-1]
        which[point[order]] = outline[order]
    return which

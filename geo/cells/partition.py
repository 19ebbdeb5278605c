"""The village of each site: the one whose outline holds it, else the one it is nearest to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from data.crs import metric_crs, project
from data.errors import DegenerateInputError, ShapeError
from data.model import UNREACHABLE
from geo.cells.outlines import Outlines, place_in_outlines, points_in_metres
from geo.sites.villages import APART_M

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy import float64, int64
    from numpy.typing import ArrayLike, NDArray
    from pyproj import CRS


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Villages:
    """
    Villages, each once.

    Attributes
    ----------
    ids
        Ascending; of a village that is listed twice the smallest.
    names
        Name by id, where there is one.
    crs
        The metric system of ``shapes``.
    row
        Shape ``(rows of the table,)``: the place in ``ids`` of each row of the table, -1 where it
        has no place.
    shapes
        Shape ``(n,)``, metres: the outline where one is known, else a point.
    """

    ids: tuple[str, ...]
    names: Mapping[str, str]
    crs: CRS
    row: NDArray[int64]
    shapes: NDArray[np.object_]

    @property
    def has_outline(self) -> NDArray[np.bool_]:
        """Tell which villages have an outline."""
        return np.asarray(shapely.area(self.shapes) > 0)


def join_villages(villages: pd.DataFrame) -> tuple[Villages, dict[str, int]]:
    """
    Make one of the rows that mean one village: same name, within 1,500 m of each other.

    Parameters
    ----------
    villages
        Table by schema ``AREA``.

    Returns
    -------
    villages, counted
        ``counted`` says how many rows were ``joined`` to another, and how many outlines were
        ``mended``.

    Raises
    ------
    DegenerateInputError
        If no village has a place.
    """
    drawn = villages["geometry"].to_numpy(dtype=object)
    placed = np.flatnonzero(shapely.is_geometry(drawn) & ~shapely.is_empty(drawn))
    if not len(placed):
        raise DegenerateInputError(
            f"Expected at least one village with a place, got none among {len(villages)} row(s); "
            "load a road map or import the villages.",
            zh=f"{len(villages)} 行村庄里没有一个有位置；请先读入路网地图或导入村庄。",
        )
    placed = placed[np.argsort(villages.index[placed].to_numpy(dtype=object), kind="stable")]
    crossed = ~shapely.is_valid(drawn[placed])
    valid = shapely.make_valid(drawn[placed])
    crs = metric_crs(shapely.get_x(shapely.centroid(valid)))
    shapes, known = project(valid, crs), villages.iloc[placed]
    group = _same(known["name"], shapes)
    row = np.full(len(villages), -1, dtype=np.int64)
    row[placed] = group
    first = np.unique(group, return_index=True)[1]
    ids = known.index[first]
    joined = Villages(
        ids=tuple(map(str, ids)),
        names={str(i): str(name) for i, name in known["name"].iloc[first].dropna().items()},
        crs=crs,
        row=row,
        shapes=np.array([_best(shapes[group == number]) for number in range(len(ids))]),
    )
    return joined, {"joined": len(placed) - len(ids), "mended": int(crossed.sum())}


def _same(names: pd.Series, shapes: NDArray[np.object_]) -> NDArray[int64]:
    """Give each row the number of its village, in the order of their first rows."""
    one, other = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=APART_M)
    called = names.to_numpy(dtype=object)
    alike = [
        i == j or (pd.notna(called[i]) and called[i] == called[j])
        for i, j in zip(one, other, strict=True)
    ]
    one, other = one[alike], other[alike]
    links = csr_array((np.ones(len(one)), (one, other)), shape=(len(shapes), len(shapes)))
    _, group = connected_components(links, directed=False)
    return pd.factorize(group)[0].astype(np.int64)


def _best(shapes: NDArray[np.object_]) -> shapely.Geometry:
    """Take the outline of a village where there is one, else its first point."""
    area = shapely.area(shapes)
    shape: shapely.Geometry = shapes[int(np.argmax(area))]
    return shape if area.max() > 0 else shapely.point_on_surface(shape)


def nearest_village(
    lon_deg: ArrayLike,
    lat_deg: ArrayLike,
    villages: Villages,
    *,
    travel_s: NDArray[float64] | None = None,
) -> tuple[NDArray[int64], dict[str, int]]:
    """
    Find the village of each point: the outline it lies in, else the one reached soonest.

    Parameters
    ----------
    lon_deg, lat_deg
        Shape ``(n,)``, WGS-84 degrees, finite.
    travel_s
        Shape ``(n, rows of the table)``, seconds; see ``geo.cells.division.village_division``.

    Returns
    -------
    which, counted
        Shape ``(n,)``, the place in ``villages.ids``; of equally near ones the first. ``straight``
        counts the points that no road joins to a village, ``border`` and ``overlapping`` those
        that several outlines hold.

    Raises
    ------
    ShapeError
        If ``travel_s`` has another shape.
    DegenerateInputError
        If a position is not finite.
    """
    points = points_in_metres(lon_deg, lat_deg, villages.crs)
    which, counted = _within(lon_deg, lat_deg, villages)
    left = np.flatnonzero(which < 0)
    if travel_s is not None:
        soonest_s = _soonest(np.asarray(travel_s, dtype=float), villages, len(points))[left]
        reached = np.isfinite(soonest_s).any(axis=1)
        which[left[reached]] = np.argmin(soonest_s[reached], axis=1)
        left = left[~reached]
        counted["straight"] = len(left)
    which[left] = _straight(points[left], villages)
    return which, counted


def _within(
    lon_deg: ArrayLike, lat_deg: ArrayLike, villages: Villages
) -> tuple[NDArray[int64], dict[str, int]]:
    outlined = np.flatnonzero(villages.has_outline)
    outlines = Outlines(
        ids=tuple(villages.ids[place] for place in outlined),
        names={},
        crs=villages.crs,
        in_degrees=np.empty(0, dtype=object),
        in_metres=villages.shapes[outlined],
    )
    placed, counted = place_in_outlines(lon_deg, lat_deg, outlines, near_m=0.0)
    inside = {rule: counted[rule] for rule in ("border", "overlapping")}
    return np.where(placed >= 0, np.append(outlined, -1)[placed], -1), inside


def _soonest(travel_s: NDArray[float64], villages: Villages, points: int) -> NDArray[float64]:
    """Give the seconds to each village, ``inf`` for no way: the least of its rows."""
    expected = (points, len(villages.row))
    if travel_s.shape != expected:
        raise ShapeError(f"Expected travel_s of shape {expected}, got {travel_s.shape}.")
    known = np.where(np.isfinite(travel_s) & (travel_s < UNREACHABLE), travel_s, np.inf)
    soonest = np.full((points, len(villages.ids)), np.inf)
    for column, village in enumerate(villages.row):
        if village >= 0:
            soonest[:, village] = np.minimum(soonest[:, village], known[:, column])
    return soonest


def _straight(points: NDArray[np.object_], villages: Villages) -> NDArray[int64]:
    point, village = shapely.STRtree(villages.shapes).query_nearest(points)
    order = np.lexsort((village, point))[::-1]
    which = np.zeros(len(points), dtype=np.int64)
    which[point[order]] = village[order]
    return which

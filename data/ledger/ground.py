"""What the store knows of the ground: roads, villages and water that positions are held against."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely

from data.crs import metric_crs, project, to_metres
from data.ledger.names import village_key
from data.ports import RoadLines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy import float64
    from numpy.typing import NDArray
    from pandas import DataFrame
    from pyproj import CRS
    from shapely.geometry.base import BaseGeometry

    from data.ports import Tables

    Points = NDArray[float64]
    Shapes = NDArray[np.object_]

_MET_KINDS = ("village", "water")


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """
    Roads, villages and water, WGS-84 lon, lat; each may be empty.

    Attributes
    ----------
    roads
        Shape ``(n,)``, lines.
    villages
        Plain village name to its points or areas.
    water
        Shape ``(m,)``, areas.
    """

    roads: Shapes = field(default_factory=lambda: np.empty(0, dtype=object))
    villages: Mapping[str, tuple[BaseGeometry, ...]] = field(default_factory=dict)
    water: Shapes = field(default_factory=lambda: np.empty(0, dtype=object))

    @property
    def middle(self) -> tuple[float, float] | None:
        """Give the middle of the roads' bounds, lon, lat, or ``None`` without roads."""
        if not self.roads.size:
            return None
        west, south, east, north = shapely.total_bounds(self.roads).tolist()
        return (west + east) / 2, (south + north) / 2


def ground_of(roads: Sequence[BaseGeometry], areas: DataFrame) -> Ground:
    """
    Sort what a store holds into roads, villages and water.

    Parameters
    ----------
    roads
        Lines, WGS-84.
    areas
        By schema ``AREA``.
    """
    villages: dict[str, tuple[BaseGeometry, ...]] = {}
    water: list[BaseGeometry] = []
    for kind, name, shape in areas[["kind", "name", "geometry"]].itertuples(index=False):
        if kind == "water" and shapely.area(shape) > 0:
            water.append(shape)
        elif kind == "village" and isinstance(name, str):
            key = village_key(name)
            villages[key] = (*villages.get(key, ()), shape)
    return Ground(_shapes(roads), villages, _shapes(water))


def _shapes(shapes: Sequence[BaseGeometry]) -> Shapes:
    found = np.empty(len(shapes), dtype=object)
    found[:] = list(shapes)
    return found


def read_ground(known: Tables) -> Ground:
    """Read the ground from a store that may hold neither roads nor areas."""
    areas = known.read("area")
    lines = known.road_lines() if isinstance(known, RoadLines) else []
    return ground_of(lines, areas[areas["kind"].isin(_MET_KINDS)])


class Survey:
    """
    The ground in metres, to measure from points to it.

    Parameters
    ----------
    ground
        What is known.
    lon_deg
        Longitudes of the town's positions, which choose the metric system.
    """

    def __init__(self, ground: Ground, lon_deg: Points) -> None:
        self.crs: CRS = metric_crs(lon_deg)
        self._roads = shapely.STRtree(project(ground.roads, self.crs))
        self._water = shapely.STRtree(project(ground.water, self.crs))
        self._villages = ground.villages
        self._projected: dict[str, Shapes] = {}
        self._village_tree: shapely.STRtree | None = None
        self._village_names: list[str] = []

    @property
    def has_roads(self) -> bool:
        """Tell whether there is any road to measure to."""
        return len(self._roads) > 0

    def metres(self, lon_deg: Points, lat_deg: Points) -> Points:
        """Give positions in metres, shape ``(n, 2)``."""
        return np.column_stack(to_metres(lon_deg, lat_deg, self.crs))

    def road_m(self, xy: Points) -> Points:
        """Measure to the nearest road, metres, shape ``(n,)``; ``nan`` without roads."""
        if not self.has_roads or not len(xy):
            return np.full(len(xy), np.nan)
        points = shapely.points(xy)
        found, metres = self._roads.query_nearest(points, return_distance=True, all_matches=False)
        away = np.full(len(xy), np.nan)
        away[found[0]] = metres
        return away

    def is_wet(self, xy: Points) -> NDArray[np.bool_]:
        """Tell which points lie in water, shape ``(n,)``."""
        wet = np.zeros(len(xy), dtype=bool)
        if len(self._water) and len(xy):
            wet[self._water.query(shapely.points(xy), predicate="within")[0]] = True
        return wet

    def village(self, name: str) -> Shapes:
        """Give the points or areas of a village in metres; empty where it is not known."""
        if name not in self._projected:
            self._projected[name] = project(_shapes(self._villages.get(name, ())), self.crs)
        return self._projected[name]

    def nearest_village(self, xy: Points) -> tuple[str, float]:
        """Name the mapped village nearest to a place and its distance in metres; empty if none."""
        if self._village_tree is None:
            self._village_names = [name for name, shapes in self._villages.items() for _ in shapes]
            shapes = [shape for shapes in self._villages.values() for shape in shapes]
            self._village_tree = shapely.STRtree(project(_shapes(shapes), self.crs))
        if not self._village_names:
            return "", np.inf
        point = shapely.points(xy)
        index = int(self._village_tree.nearest(point))
        shape = self._village_tree.geometries[index]
        return self._village_names[index], float(shapely.distance(shape, point))

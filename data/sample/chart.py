"""The sample town as a map file would have it, read by the same code that reads real ones."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import shapely

from data.crs import metric_crs, to_degrees, to_metres
from data.model import Roads
from data.roads.draft import draft_of_text
from data.roads.graph import tables
from data.roads.osm import OsmNode, OsmText, OsmWay, osm_text
from data.roads.places import places
from data.sample.names import BROOK, CANAL, CENTRE, TOWN, hamlet_name

if TYPE_CHECKING:
    from numpy import float64
    from numpy.random import Generator
    from numpy.typing import ArrayLike, NDArray
    from shapely.geometry.base import BaseGeometry

    from data.model import LonLat
    from data.sample.land import Land

MIDDLE_LON_DEG, MIDDLE_LAT_DEG = 119.9, 31.9
"""Where the invented town is put: farmland of the lower Yangtze, so that the map looks at home."""
SOURCE = "示范镇道路(虚构)"
_HOUSES_M, _COARSE_M = 42.0, 9.0
_GREENS = 46


def town_degrees(x: ArrayLike, y: ArrayLike) -> tuple[NDArray[float64], NDArray[float64]]:
    """
    Put metres around the town's middle on the globe.

    Returns
    -------
    lon_deg, lat_deg
        WGS-84 degrees to seven decimals, about a centimetre, as map files have them.
    """
    crs = metric_crs(MIDDLE_LON_DEG)
    east, north = to_metres(MIDDLE_LON_DEG, MIDDLE_LAT_DEG, crs)
    lon, lat = to_degrees(np.asarray(x) + east, np.asarray(y) + north, crs)
    return np.round(lon, 7), np.round(lat, 7)


def draw_roads(rng: Generator, land: Land) -> Roads:
    """Draw the town's roads and places, as ``data.roads`` would read them from a file."""
    text = _text(rng, land)
    nodes, edges = tables(draft_of_text(text))
    return Roads(nodes=nodes, edges=edges, places=places(text, source=SOURCE), source=SOURCE)


def _text(rng: Generator, land: Land) -> OsmText:
    pen = _Pen()
    pen.streets(land)
    for name, (x, y) in land.centres.items():
        pen.point(x, y, place="village", name=name)
    pen.point(*land.centres[CENTRE], place="town", name=TOWN)
    for x, y in land.hamlets:
        pen.point(x, y, place="hamlet", name=hamlet_name(rng))
    pen.areas(
        land.canal_bed().intersection(land.outline.buffer(400.0)), natural="water", name=CANAL
    )
    for brook in land.brooks:
        kept = brook[shapely.contains_xy(land.outline.buffer(300.0), brook)]
        pen.line(kept, waterway="stream", name=BROOK)
    _draw_uses(rng, pen, land)
    return pen.text()


def _draw_uses(rng: Generator, pen: _Pen, land: Land) -> None:
    """Draw what the land is used for: houses, works, schools, a clinic, woods and orchards."""
    houses = _houses(land)
    pen.areas(houses, landuse="residential")
    works = _yard(rng, *land.works, 540.0)
    pen.areas(
        works.difference(houses).difference(land.water()), landuse="industrial", name="示范工业园"
    )
    for name in (CENTRE, *list(land.centres)[4:7]):
        x, y = np.array(land.centres[name]) + rng.uniform(-220.0, 220.0, 2)
        pen.areas(_yard(rng, x, y, 55.0), amenity="school", name=f"{name[:2]}小学")
    x, y = np.array(land.centres[CENTRE]) + rng.uniform(-300.0, 300.0, 2)
    pen.areas(_yard(rng, x, y, 45.0), amenity="hospital", name="示范镇卫生院")
    taken = shapely.union_all([houses, works, land.water().buffer(15.0)])
    for kind, (x, y) in zip(_green_kinds(rng), _green_spots(rng, land), strict=True):
        green = _blob(rng, x, y, float(rng.uniform(60.0, 210.0))).difference(taken)
        pen.areas(green.intersection(land.outline), landuse=kind)


def _green_kinds(rng: Generator) -> list[str]:
    return [str(kind) for kind in rng.choice(["forest", "orchard"], _GREENS)]


def _green_spots(rng: Generator, land: Land) -> list[tuple[float, float]]:
    west, south, east, north = land.outline.bounds
    spots = np.column_stack([rng.uniform(west, east, _GREENS), rng.uniform(south, north, _GREENS)])
    return [(float(x), float(y)) for x, y in spots]


def _houses(land: Land) -> BaseGeometry:
    """Draw the ground along village streets as built up."""
    points = land.net.positions()
    lines = [
        shapely.LineString(points[list(street.points)])
        for street in land.net.streets
        if street.highway in {"residential", "service"}
    ]
    built = shapely.union_all(lines).buffer(_HOUSES_M, quad_segs=2).difference(land.water())
    return built.buffer(-_HOUSES_M / 3).simplify(_COARSE_M)


def _yard(rng: Generator, x: float, y: float, half_m: float) -> BaseGeometry:
    """Draw a rectangle that is turned a little."""
    box = shapely.box(x - half_m, y - 0.7 * half_m, x + half_m, y + 0.7 * half_m)
    turn = float(rng.uniform(-0.4, 0.4))
    cos, sin = math.cos(turn), math.sin(turn)
    corners = (shapely.get_coordinates(box) - [x, y]) @ np.array([[cos, sin], [-sin, cos]])
    return shapely.Polygon(corners + np.array([x, y]))


def _blob(rng: Generator, x: float, y: float, radius_m: float) -> BaseGeometry:
    """Draw a wood: round, with dents."""
    angles = np.linspace(0.0, math.tau, 12, endpoint=False)
    radii = radius_m * rng.uniform(0.65, 1.25, angles.size)
    ring = np.column_stack([x + 1.3 * radii * np.cos(angles), y + radii * np.sin(angles)])
    return shapely.Polygon(ring).buffer(0.2 * radius_m, quad_segs=2).simplify(4.0)


class _Pen:
    """Writes points and lines with running numbers."""

    def __init__(self) -> None:
        self._positions: dict[int, LonLat] = {}
        self._nodes: list[OsmNode] = []
        self._ways: list[OsmWay] = []
        self._next = 1

    def text(self) -> OsmText:
        """Give what was written."""
        return osm_text(self._positions, self._ways, nodes=self._nodes)

    def streets(self, land: Land) -> None:
        """Write the street net; point ``i`` of the net is node ``i + 1``."""
        self._number_points(land.net.positions())
        for number, street in enumerate(land.net.streets, start=1):
            tags = {"highway": street.highway}
            if street.name is not None:
                tags["name"] = street.name
            refs = tuple(point + 1 for point in street.points)
            self._ways.append(OsmWay(number, refs, tags))

    def point(self, x: float, y: float, **tags: str) -> None:
        """Write one place."""
        (number,) = self._number_points(np.array([[x, y]]))
        self._nodes.append(OsmNode(number, tags, self._positions[number]))

    def line(self, points: NDArray[float64], **tags: str) -> None:
        """Write one line; shape ``(n, 2)``, metres."""
        if len(points) > 1:
            refs = tuple(self._number_points(points))
            self._ways.append(OsmWay(len(self._ways) + 1, refs, tags))

    def areas(self, shape: BaseGeometry, **tags: str) -> None:
        """Write each part of a shape as an outline; holes are filled."""
        for part in shapely.get_parts(shape):
            if part.geom_type == "Polygon" and not part.is_empty:
                ring = self._number_points(shapely.get_coordinates(part.exterior)[:-1])
                refs = (*ring, ring[0])
                self._ways.append(OsmWay(len(self._ways) + 1, refs, tags))

    def _number_points(self, points: NDArray[float64]) -> list[int]:
        lon, lat = town_degrees(points[:, 0], points[:, 1])
        numbers = list(range(self._next, self._next + len(points)))
        self._next += len(points)
        self._positions.update(
            zip(numbers, zip(lon.tolist(), lat.tolist(), strict=True), strict=True)
        )
        return numbers

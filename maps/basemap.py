"""The ground under every map: roads, water, green and names, from the road file alone.

No tiles, no key, no network: the roads of a town fit into a few ten kilobytes of the page.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from maps.embedded import EmbeddedLayer
from maps.escaping import embedded_json, plain
from maps.packing import DEGREE_STEP, packed, steps, varints

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame
    from numpy import int64
    from numpy.typing import NDArray

    from data.model import LonLat, Roads

Bounds = tuple["LonLat", "LonLat"]
"""South-west and north-east corner, each lon, lat in degrees."""

_ROAD_CLASSES = {
    "motorway": 0,
    "trunk": 0,
    "primary": 1,
    "secondary": 2,
    "tertiary": 3,
    "residential": 4,
    "unclassified": 4,
    "living_street": 4,
}
_MINOR_ROAD = 5
MAIN_ROADS = 3
_AREA_CLASSES = {
    "water": 6,
    "green": 7,
    "building": 8,
    "industrial": 9,
    "town": 10,
    "village": 11,
}
_NAMED_AREAS = ("town", "village", "water", "school", "medical")
_LINES_OF_ONE_NAME = 3
METRES_PER_DEGREE = 111_320.0
_MARGIN_M = 1_000.0


@dataclass(frozen=True, slots=True)
class Basemap:
    """
    The ground as a page carries it.

    Attributes
    ----------
    stream
        Zigzag varints, per feature: class, count of points, then steps of 0.00001 degrees in
        lon and lat from the point before; the steps run on from feature to feature. Classes: 0-5
        roads from motorway to path, 6 water, 7 green, 8 building, 9 industrial land, 10 town
        edge, 11 village edge.
    names
        ``(kind, text, lon_deg, lat_deg, angle_deg)`` of places and roads; the angle is that
        of the road on the map, clockwise, between -90 and 90.
    """

    stream: bytes
    names: tuple[tuple[str, str, float, float, int], ...]


class BasemapLayer(EmbeddedLayer):
    """The ground on a folium map."""

    def __init__(self, ground: Basemap) -> None:
        names = embedded_json([list(name) for name in ground.names]).encode("utf-8")
        raw = len(ground.stream).to_bytes(4, "little") + ground.stream + names
        super().__init__(key="basemap", script="patrol.basemap", content=packed(raw))


def basemap(roads: Roads, *, within: Bounds | None = None) -> Basemap:
    """
    Draw the ground from the road graph and the places of the map file.

    Parameters
    ----------
    roads
        The road graph; two directed edges of one street become one line.
    within
        Where everything is wanted, with a margin of one kilometre; farther away only main roads,
        water and green stay. ``None`` keeps everything.
    """
    classes, lines = road_lines(roads.edges)
    area_classes, rings = _area_rings(roads.places)
    kinds = np.concatenate([area_classes, classes])
    shapes = np.concatenate([rings, lines])
    if within is not None:
        minor = (kinds > MAIN_ROADS) & np.isin(kinds, (4, _MINOR_ROAD, 8))
        near = shapely.intersects(shapes, shapely.box(*_widened(within)))
        kinds, shapes = kinds[near | ~minor], shapes[near | ~minor]
    return Basemap(_stream(kinds, shapes), (*_place_names(roads.places), *_road_names(roads.edges)))


def _widened(within: Bounds) -> tuple[float, float, float, float]:
    (west, south), (east, north) = within
    margin_deg = _MARGIN_M / METRES_PER_DEGREE
    wide = margin_deg / max(0.1, math.cos(math.radians((south + north) / 2)))
    return west - wide, south - margin_deg, east + wide, north + margin_deg


def road_lines(edges: GeoDataFrame) -> tuple[NDArray[int64], NDArray[np.object_]]:
    """Give class and line of each street once, in a fixed order."""
    start = edges.index.get_level_values(0).to_numpy()
    end = edges.index.get_level_values(1).to_numpy()
    frame = edges.assign(
        low=np.minimum(start, end), high=np.maximum(start, end), size=edges["length"].round(0)
    )
    once = frame.drop_duplicates(["low", "high", "size"])
    kinds = [_road_class(highway) for highway in once["highway"]]
    return np.array(kinds, dtype=np.int64), np.asarray(once.geometry.array, dtype=object)


def _road_class(highway: object) -> int:
    return _ROAD_CLASSES.get(str(highway).removesuffix("_link"), _MINOR_ROAD)


def _area_rings(places: GeoDataFrame) -> tuple[NDArray[int64], NDArray[np.object_]]:
    """Give class and outer ring of each polygon; holes are left out."""
    drawn = places[places["kind"].isin(list(_AREA_CLASSES))]
    kinds = np.array([_AREA_CLASSES[kind] for kind in drawn["kind"]], dtype=np.int64)
    parts, owner = shapely.get_parts(np.asarray(drawn.geometry.array, object), return_index=True)
    is_area = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    is_line = shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING
    shapes = np.where(is_area, shapely.get_exterior_ring(parts), parts)
    keep = is_area | (is_line & (kinds[owner] == _AREA_CLASSES["water"]))
    return kinds[owner][keep], shapes[keep]


def _stream(kinds: NDArray[int64], shapes: NDArray[np.object_]) -> bytes:
    points, owner = shapely.get_coordinates(shapes, return_index=True)
    x, y = steps(points[:, 0]), steps(points[:, 1])
    fresh = np.ones(len(x), dtype=bool)
    fresh[1:] = (np.diff(x) != 0) | (np.diff(y) != 0) | (np.diff(owner) != 0)
    counts = np.bincount(owner[fresh], minlength=len(kinds))
    keep = fresh & (counts[owner] > 1)
    used = counts > 1
    return varints(_interleaved(kinds[used], counts[used], x[keep], y[keep]))


def _interleaved(
    kinds: NDArray[int64], counts: NDArray[int64], x: NDArray[int64], y: NDArray[int64]
) -> NDArray[int64]:
    """Lay out class, count, dx, dy, dx, dy ... feature after feature."""
    numbers = np.empty(2 * len(kinds) + 2 * len(x), dtype=np.int64)
    feature = np.repeat(np.arange(len(kinds)), counts)
    places = 2 * np.arange(len(x)) + 2 * (feature + 1)
    heads = 2 * np.arange(len(kinds)) + 2 * (np.cumsum(counts) - counts)
    numbers[heads], numbers[heads + 1] = kinds, counts
    numbers[places], numbers[places + 1] = np.diff(x, prepend=0), np.diff(y, prepend=0)
    return numbers


def _place_names(places: GeoDataFrame) -> list[tuple[str, str, float, float, int]]:
    named = places[places["name"].notna() & places["kind"].isin(_NAMED_AREAS)]
    points = named.geometry.representative_point()
    rows = zip(named["kind"], named["name"], points.x, points.y, strict=True)
    return [
        (str(kind), plain(name), _rounded(lon), _rounded(lat), 0)
        for kind, name, lon, lat in rows
        if plain(name).strip()
    ]


def _road_names(edges: GeoDataFrame) -> list[tuple[str, str, float, float, int]]:
    """Name each road at the middle of its longest stretches."""
    label = edges["name"].where(edges["name"].notna(), edges["ref"])
    named = edges.assign(label=label)[label.notna()].sort_values("length", ascending=False)
    longest = named.groupby("label", sort=True).head(_LINES_OF_ONE_NAME)
    middles: dict[tuple[str, float, float], tuple[str, str, float, float, int]] = {}
    for text, line in zip(longest["label"], longest.geometry, strict=True):
        lon, lat, angle = _middle(line)
        spot = (plain(text), round(lon, 3), round(lat, 3))
        middles.setdefault(spot, ("road", plain(text), _rounded(lon), _rounded(lat), angle))
    return sorted(middles.values())


def _middle(line: shapely.LineString) -> tuple[float, float, int]:
    """Find the middle of a line and its angle on the map there, degrees clockwise."""
    ends = [line.interpolate(share, normalized=True) for share in (0.45, 0.5, 0.55)]
    stretch = math.cos(math.radians(ends[1].y))
    angle = math.degrees(math.atan2(ends[0].y - ends[2].y, (ends[2].x - ends[0].x) * stretch))
    upright = (angle + 90) % 180 - 90
    return ends[1].x, ends[1].y, round(upright)


def _rounded(degrees: float) -> float:
    return round(float(degrees), 5)


def bounds_of(points: Sequence[LonLat], *, roads: Roads) -> Bounds:
    """
    Find the view that shows all points, or the whole graph where there are none.

    Returns
    -------
    bounds
        South-west and north-east corner; at least about 300 m wide and high.
    """
    if points:
        lon, lat = np.array(points, dtype=float).T
    else:
        lon, lat = roads.nodes["x"].to_numpy(float), roads.nodes["y"].to_numpy(float)
    room = 150 * DEGREE_STEP
    west, east, south, north = lon.min(), lon.max(), lat.min(), lat.max()
    return (
        (_rounded(west - room), _rounded(south - room)),
        (_rounded(east + room), _rounded(north + room)),
    )

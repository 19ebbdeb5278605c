"""What else a map file knows: villages, water, schools and the like, by schema ``AREA``."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import geopandas as gpd
import numpy as np
import shapely

from data.crs import WGS84
from data.schema import AREA, as_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy import float64, int64
    from numpy.typing import ArrayLike, NDArray
    from shapely.geometry.base import BaseGeometry

    from data.roads.needs import Box
    from data.roads.osm import OsmRelation, OsmText, Tags


class _Rule(NamedTuple):
    """A tag that makes a place of one kind; no values means any but ``no``."""

    kind: str
    key: str
    values: frozenset[str]


def _rule(kind: str, key: str, values: str = "") -> _Rule:
    return _Rule(kind, key, frozenset(values.split()))


_RULES = (
    _rule("town", "place", "city town suburb"),
    _rule("village", "place", "village hamlet neighbourhood quarter isolated_dwelling"),
    _rule("school", "amenity", "school kindergarten college university"),
    _rule("medical", "amenity", "hospital clinic doctors"),
    _rule("medical", "healthcare", "hospital clinic centre doctor"),
    _rule("station", "man_made", "monitoring_station"),
    _rule("water", "natural", "water"),
    _rule("water", "landuse", "reservoir basin"),
    _rule("water", "waterway", "river canal stream ditch drain riverbank"),
    _rule("industrial", "landuse", "industrial"),
    _rule("residential", "landuse", "residential"),
    _rule("green", "landuse", "forest grass meadow orchard village_green recreation_ground"),
    _rule("green", "natural", "wood scrub grassland"),
    _rule("green", "leisure", "park garden"),
    _rule("building", "building"),
)
"""The first that fits decides: a school building is a school."""

_MEANT_AS_POINT = frozenset({"town", "village", "school", "medical", "station"})
_NEEDS_NAME = frozenset({"town", "village"})
_LINE_KEY, _AREA_VALUE = "waterway", "riverbank"
_RING_POINTS = 4
_TOWN_LEVEL = "8"
"""Level of 镇, 乡 and 街道 in OpenStreetMap; 9 and 10 are communities and villages."""


def places(text: OsmText, *, source: str, within: Box | None = None) -> gpd.GeoDataFrame:
    """
    List the places of a file.

    Parameters
    ----------
    text
        What was read of the file.
    source
        Name of the file, kept with every row.
    within
        Places that do not touch this box are left out.

    Returns
    -------
    places
        By schema ``AREA``, ordered by id: ``n``, ``w`` or ``r`` and the number in OpenStreetMap.
        Outlines of which the file leaves out a part are left out.
    """
    rows = [
        {
            "area_id": area_id,
            "kind": kind,
            "name": _name(tags),
            "geometry": shape,
            "source": source,
        }
        for area_id, kind, tags, shape in _found(text, within)
    ]
    table = as_table(rows, AREA).sort_index()
    return gpd.GeoDataFrame(table, geometry="geometry", crs=WGS84)


def _name(tags: Tags) -> str | None:
    return tags.get("name") or tags.get("name:zh")


def _found(text: OsmText, within: Box | None) -> Iterator[tuple[str, str, Tags, BaseGeometry]]:
    for node in text.nodes:
        kind = _kind(node.tags)
        if kind in _MEANT_AS_POINT and (within is None or _touches(within, [node.position])):
            yield f"n{node.number}", kind, node.tags, shapely.Point(node.position)
    kinds = {id(tags): _kind(tags) for tags in text.tags}  # equal tags are one object: few of them
    for place, tags in enumerate(text.tags):
        kind = kinds[id(tags)]
        points = _points(text, place) if kind else None
        if kind is None or points is None or not _touches(within, points):
            continue
        shape = _shape(tags, points)
        if shape is not None:
            yield f"w{int(text.numbers[place])}", kind, tags, shape
    members = {number for relation in text.relations for number in relation.ways}
    places_of = {
        number: place for place, number in enumerate(text.numbers.tolist()) if number in members
    }
    for relation in text.relations:
        kind = _area_kind(relation.tags)
        shape = _assembled(text, relation, places_of) if kind else None
        if kind and shape is not None and _touches(within, _corners(shape)):
            yield f"r{relation.number}", kind, relation.tags, shape


def _touches(box: Box | None, points: ArrayLike) -> bool:
    """Tell whether the extent of some points meets a box."""
    if box is None:
        return True
    (west, south), (east, north) = np.min(points, axis=0), np.max(points, axis=0)
    return bool(west <= box.east and east >= box.west and south <= box.north and north >= box.south)


def _corners(shape: BaseGeometry) -> NDArray[float64]:
    return np.array(shape.bounds).reshape(2, 2)


def _kind(tags: Tags) -> str | None:
    for rule in _RULES:
        value = tags.get(rule.key, "no")
        if value in rule.values or (not rule.values and value != "no"):
            return rule.kind if _name(tags) or rule.kind not in _NEEDS_NAME else None
    return None


def _area_kind(tags: Tags) -> str | None:
    """Find what a relation is; the border of a town or village by its level, else as a way."""
    if tags.get("boundary") == "administrative":
        kind = "town" if tags.get("admin_level") == _TOWN_LEVEL else "village"
        return kind if _name(tags) else None
    return _kind(tags)


def _points(text: OsmText, place: int) -> NDArray[float64] | None:
    """Give the positions of a way, shape ``(k, 2)``; ``None`` if one is left out of the file."""
    spots: NDArray[int64] = text.places_of(text.way_refs(place))
    if not len(spots) or spots.min() < 0:
        return None
    return np.column_stack([text.lon_deg[spots], text.lat_deg[spots]])


def _shape(tags: Tags, points: NDArray[float64]) -> BaseGeometry | None:
    """Draw a way; ``None`` if a line is where an area is meant."""
    if tags.get(_LINE_KEY, _AREA_VALUE) != _AREA_VALUE:
        return shapely.LineString(points) if len(points) > 1 else None
    if len(points) < _RING_POINTS or not np.array_equal(points[0], points[-1]):
        return None
    return _mended(shapely.Polygon(points))


def _mended(outline: shapely.Polygon) -> BaseGeometry | None:
    """Mend an outline that crosses itself; ``None`` if no area is left."""
    if outline.is_valid:
        return outline
    parts = shapely.get_parts(shapely.make_valid(outline))
    areas = [part for part in parts if part.geom_type in {"Polygon", "MultiPolygon"}]
    return shapely.union_all(areas) if areas else None


def _assembled(
    text: OsmText, relation: OsmRelation, places_of: dict[int, int]
) -> BaseGeometry | None:
    """Join the ways of a relation to areas, rings within rings as holes; ``None`` if one lacks."""
    lines = []
    for number in relation.ways:
        points = _points(text, places_of[number]) if number in places_of else None
        if points is None or len(points) < 2:  # noqa: PLR2004 - a line has two ends
            return None
        lines.append(shapely.LineString(points))
    try:
        area = shapely.build_area(shapely.MultiLineString(lines))
    except shapely.errors.GEOSException:
        return None
    return None if area is None or area.is_empty else area


def no_places() -> gpd.GeoDataFrame:
    """Give the table of a file that knows roads only."""
    return gpd.GeoDataFrame(as_table([], AREA), geometry="geometry", crs=WGS84)

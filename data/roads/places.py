"""What else a map file knows: villages, water, schools and the like, by schema ``AREA``."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import geopandas as gpd
import shapely

from data.crs import WGS84
from data.schema import AREA, as_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shapely.geometry.base import BaseGeometry

    from data.roads.osm import OsmText, OsmWay, Tags


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

_MEANT_AS_POINT = frozenset({"town", "village", "school", "medical"})
_NEEDS_NAME = frozenset({"town", "village"})
_LINE_KEY, _AREA_VALUE = "waterway", "riverbank"
_RING_POINTS = 4


def places(text: OsmText, *, source: str) -> gpd.GeoDataFrame:
    """
    List the places of a file.

    Parameters
    ----------
    text
        What was read of the file.
    source
        Name of the file, kept with every row.

    Returns
    -------
    places
        By schema ``AREA``, ordered by id: ``n`` or ``w`` and the number in OpenStreetMap. Outlines
        made of several ways (relations) are left out.
    """
    rows = [
        {
            "area_id": area_id,
            "kind": kind,
            "name": tags.get("name") or tags.get("name:zh"),
            "geometry": shape,
            "source": source,
        }
        for area_id, kind, tags, shape in _found(text)
    ]
    table = as_table(rows, AREA).sort_index()
    return gpd.GeoDataFrame(table, geometry="geometry", crs=WGS84)


def _found(text: OsmText) -> Iterator[tuple[str, str, Tags, BaseGeometry]]:
    for node in text.nodes:
        kind = _kind(node.tags)
        if kind in _MEANT_AS_POINT:
            yield f"n{node.number}", kind, node.tags, shapely.Point(text.positions[node.number])
    for way in text.ways:
        kind = _kind(way.tags)
        shape = _shape(way, text) if kind else None
        if kind and shape is not None:
            yield f"w{way.number}", kind, way.tags, shape


def _kind(tags: Tags) -> str | None:
    for rule in _RULES:
        value = tags.get(rule.key, "no")
        if value in rule.values or (not rule.values and value != "no"):
            named = tags.get("name") or tags.get("name:zh")
            return rule.kind if named or rule.kind not in _NEEDS_NAME else None
    return None


def _shape(way: OsmWay, text: OsmText) -> BaseGeometry | None:
    """Draw a way; ``None`` if points are left out, or a line is where an area is meant."""
    points = [text.positions[ref] for ref in way.refs if ref in text.positions]
    whole = len(points) == len(way.refs)
    if way.tags.get(_LINE_KEY, _AREA_VALUE) != _AREA_VALUE:
        return shapely.LineString(points) if whole and len(points) > 1 else None
    if not whole or len(points) < _RING_POINTS or way.refs[0] != way.refs[-1]:
        return None
    return _mended(shapely.Polygon(points))


def _mended(outline: shapely.Polygon) -> BaseGeometry | None:
    """Mend an outline that crosses itself; ``None`` if no area is left."""
    if outline.is_valid:
        return outline
    parts = shapely.get_parts(shapely.make_valid(outline))
    areas = [part for part in parts if part.geom_type in {"Polygon", "MultiPolygon"}]
    return shapely.union_all(areas) if areas else None

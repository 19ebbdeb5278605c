"""Features as GeoJSON (RFC 7946) from raw positions: WGS-84, longitude first, outer rings left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import shapely

if TYPE_CHECKING:
    from data.store.features import FeaturePage


def features_of(page: FeaturePage) -> list[dict[str, Any]]:
    """Give the features of a page, as ``orjson`` writes them."""
    return [
        {"type": "Feature", "id": key, "geometry": geometry, "properties": facts}
        for key, geometry, facts in zip(page.keys, _geometries(page), page.facts, strict=True)
    ]


def _geometries(page: FeaturePage) -> list[Any]:
    if page.points is not None:
        return [{"type": "Point", "coordinates": place} for place in page.points.tolist()]
    flat = shapely.orient_polygons(shapely.force_2d(page.shapes), exterior_cw=False)
    written = shapely.to_geojson(flat).tolist()
    empty = shapely.is_empty(flat).tolist()
    return [
        None if nowhere else orjson.Fragment(text)
        for text, nowhere in zip(written, empty, strict=True)
    ]

"""Features as GeoJSON (RFC 7946) from raw positions: WGS-84, longitude first, outer rings left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
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
    shapes = np.asarray(page.shapes, dtype=object)
    flat = shapely.orient_polygons(shapely.force_2d(shapes), exterior_cw=False)
    return [
        None if shape.is_empty else orjson.Fragment(shapely.to_geojson(shape)) for shape in flat
    ]

"""GeoJSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from benchmarks.hostile_files.bait import Bait, hostile

if TYPE_CHECKING:
    from pathlib import Path


@hostile
def collection_in_a_system_that_reaches_out(bait: Bait) -> Path:
    """Make PROJ open an initial file."""
    crs = {"type": "name", "properties": {"name": f"+init={bait.secret}:1"}}
    feature = {"type": "Feature", "properties": {"企业名称": "甲"}, "geometry": None}
    return bait.put(
        "a.geojson",
        json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]}),
    )


@hostile
def collection_too_deep(bait: Bait) -> Path:
    """Exhaust the stack."""
    return bait.put("a.geojson", '{"type":' + "[" * 200_000)


@hostile
def collection_in_collections(bait: Bait) -> Path:
    """Nest geometry in geometry as deep as JSON may go."""
    deep = '{"type":"GeometryCollection","geometries":[' * 300
    return bait.put(
        "a.geojson", '{"type":"Feature","properties":{},"geometry":' + deep + "]}" * 300 + "}"
    )


@hostile
def collection_of_nonsense(bait: Bait) -> Path:
    """Put everything where something else is expected."""
    odd = [None, 1, "a", [], {}, {"geometry": 1}, {"geometry": {"type": "Point"}}]
    odd += [{"properties": 3, "geometry": {"type": "Polygon", "coordinates": "x"}}]
    odd += [{"geometry": {"type": "Point", "coordinates": [1e308, -1e308]}}]
    return bait.put("a.geojson", json.dumps({"type": "FeatureCollection", "features": odd}))

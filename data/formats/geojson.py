"""Read GeoJSON (RFC 7946), and files of before 2016 that name another coordinate system."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import shapely
from shapely.geometry import shape as to_shape

from data.errors import LedgerError
from data.formats.features import Feature, Layer, layer_sheet, plain_value
from data.formats.systems import WGS84, read_system

if TYPE_CHECKING:
    from pathlib import Path

    from data.formats.sheets import CagedSheet
    from data.formats.systems import System

_GEOMETRIES = frozenset(
    [
        "Point",
        "MultiPoint",
        "LineString",
        "MultiLineString",
        "Polygon",
        "MultiPolygon",
        "GeometryCollection",
    ]
)
_BOM = b"\xef\xbb\xbf"


def read(path: Path) -> list[CagedSheet]:
    """
    Read one file as one layer.

    Raises
    ------
    LedgerError
        If it is no JSON in UTF-8, or no GeoJSON.
    """
    try:
        document = orjson.loads(path.read_bytes().removeprefix(_BOM))
    except orjson.JSONDecodeError as error:
        raise LedgerError(
            path.name,
            f"is no JSON in UTF-8: {error}; export it again as GeoJSON",
            zh=f"不是 UTF-8 的 JSON（第 {error.lineno} 行），请重新导出为 GeoJSON",
        ) from error
    features = _features(document)
    if features is None:
        raise LedgerError(
            path.name,
            "is JSON but no GeoJSON; export the layer as GeoJSON",
            zh="是 JSON，但不是 GeoJSON，请把图层导出为 GeoJSON",
        )
    name = str(document.get("name") or "") if isinstance(document, dict) else ""
    return [layer_sheet(Layer(name, tuple(map(_feature, features)), _system(document)))]


def _features(document: Any) -> list[Any] | None:  # noqa: ANN401 - any JSON
    if not isinstance(document, dict):
        return None
    kind = document.get("type")
    if kind == "FeatureCollection" and isinstance(document.get("features"), list):
        return list(document["features"])
    if kind == "Feature":
        return [document]
    return [{"geometry": document}] if kind in _GEOMETRIES else None


def _feature(item: Any) -> Feature:  # noqa: ANN401 - any JSON
    if not isinstance(item, dict):
        return Feature({"feature": plain_value(item)})
    known = item.get("properties")
    properties = known if isinstance(known, dict) else {}
    fields = {str(name): plain_value(value) for name, value in properties.items()}
    if known is not None and not isinstance(known, dict):
        fields["properties"] = plain_value(known)
    if item.get("id") is not None and "id" not in fields:
        fields["id"] = plain_value(item["id"])
    geometry = item.get("geometry")
    if geometry is None:
        return Feature(fields)
    try:
        return Feature(fields, shapely.force_2d(to_shape(geometry)))
    except (ValueError, TypeError, LookupError, AttributeError, shapely.errors.ShapelyError):
        return Feature(fields, unread=str(plain_value(geometry)))


def _system(document: dict[str, Any]) -> System:
    """Find the system: WGS-84 by the standard, another one only where the file names it."""
    crs = document.get("crs")
    named = crs.get("properties", {}) if isinstance(crs, dict) else {}
    name = named.get("name") if isinstance(named, dict) else None
    return read_system(str(name)) if name else WGS84

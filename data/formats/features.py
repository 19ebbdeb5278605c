"""Layers of a map file as sheets: a header row, then one row per feature, geometry in columns."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import orjson
import shapely

from data.formats.sheets import CagedCell, CagedRow, CagedSheet, Remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shapely.geometry.base import BaseGeometry

    from data.formats.systems import System

LON, LAT, DATUM, OUTLINE = "经度", "纬度", "坐标系", "几何WKT"
"""Headers of the columns that a layer's geometry becomes."""

Properties = dict[str, CagedCell]


@dataclass(frozen=True, slots=True)
class Feature:
    """
    One feature as it was read.

    Attributes
    ----------
    properties
        Field to value.
    shape
        Its geometry in the layer's own system; missing where it has none or cannot be understood.
    unread
        The geometry as text where it could not be understood.
    """

    properties: Properties
    shape: BaseGeometry | None = None
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: its name, its features in their order, and their coordinate system."""

    name: str
    features: tuple[Feature, ...]
    system: System


def layer_sheet(layer: Layer) -> CagedSheet:
    """
    Turn a layer into a sheet.

    A point becomes 经度 and 纬度. Any other shape becomes WKT, and 经度 and 纬度 of a point on it,
    with a remark. 坐标系 says what the file states of its degrees. Geometry comes first, so that it
    wins over fields of the same names.
    """
    fields = list(dict.fromkeys(name for f in layer.features for name in f.properties))
    shapes = np.array([f.shape for f in layer.features] or [None], dtype=object)
    placed: list[BaseGeometry | None] = layer.system.to_degrees(shapes).tolist()
    outlined = any(f.unread for f in layer.features) or any(map(_is_outline, placed))
    mapped = outlined or any(shape is not None for shape in placed)
    rows = _rows(layer, fields, placed, columns=(mapped, outlined))
    return CagedSheet(layer.name, rows)


def _rows(
    layer: Layer, fields: Sequence[str], placed: list[BaseGeometry | None], *, columns: _Columns
) -> Iterator[CagedRow]:
    mapped, outlined = columns
    head = ([LON, LAT, DATUM] if mapped else []) + ([OUTLINE] if outlined else [])
    yield CagedRow(1, (*head, *fields))
    for number, (feature, shape) in enumerate(zip(layer.features, placed, strict=False), start=2):
        values = [feature.properties.get(name) for name in fields]
        lon, lat, remarks = _position(shape, layer.system)
        cells: list[CagedCell] = []
        if mapped:
            cells += [lon, lat, layer.system.datum if lon is not None else None]
        if outlined:
            outline = shapely.to_wkt(shape, rounding_precision=-1) if _is_outline(shape) else None
            cells.append(feature.unread or outline)
        yield CagedRow(number, (*cells, *values), remarks)


_Columns = tuple[bool, bool]


def _is_outline(shape: BaseGeometry | None) -> bool:
    return shape is not None and not shape.is_empty and shape.geom_type != "Point"


def _position(
    shape: BaseGeometry | None, system: System
) -> tuple[float | None, float | None, tuple[Remark, ...]]:
    """Give lon and lat of a shape, or of a point on it."""
    if shape is None or shape.is_empty:
        return None, None, ()
    point = _point_on(shape)
    if point is None or point.is_empty or not (math.isfinite(point.x) and math.isfinite(point.y)):
        return None, None, (*system.remarks, ("shape_unplaced", {}))
    chosen: tuple[Remark, ...] = () if point is shape else (("point_on_shape", {}),)
    return point.x, point.y, (*system.remarks, *chosen)


def _point_on(shape: BaseGeometry) -> shapely.Point | None:
    if isinstance(shape, shapely.Point):
        return shape
    try:
        return shape.representative_point()
    except shapely.errors.GEOSException:
        return None


def plain_value(value: object) -> CagedCell:
    """Bring a value of a map file to what a cell can hold; lists and objects become JSON."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    return orjson.dumps(value, default=str).decode()

"""Exports as GeoJSON (RFC 7946): WGS-84, longitude first, outer rings to the left of their line."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import orjson
import shapely

from data.crs import DEGREE_DIGITS
from data.export.facts import fact_lines
from data.export.table import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from data.export.table import Column, Facts, Sheet
    from data.ports import Progress
    from data.words import Lang

_STEP = 1000


def write_geojson(
    path: Path, sheets: Sequence[Sheet], facts: Facts, *, lang: Lang, progress: Progress
) -> None:
    """
    Write all rows of sheets with places as one collection, a feature on each line.

    Parameters
    ----------
    path
        The file, which is overwritten.
    sheets
        Only those with ``shapes`` are written. Properties bear the names of docs/tables.md and hold
        codes, not words; ``layer`` says which sheet a feature is of.
    facts
        Written as the member ``about`` of the collection.
    lang
        Language of ``about``.
    progress
        Told the features written.
    """
    placed = [sheet for sheet in sheets if sheet.shapes is not None]
    total, done = sum(map(len, placed)), 0
    about = orjson.dumps({title: plain_text(text) for title, text in fact_lines(facts, lang)})
    with path.open("wb") as stream:
        stream.write(b'{"type":"FeatureCollection","about":' + about + b',"features":[\n')
        for sheet in placed:
            for feature in _features(sheet):
                stream.write((b",\n" if done else b"") + orjson.dumps(feature))
                done += 1
                if done % _STEP == 0:
                    progress(done, total)
        stream.write(b"\n]}\n")


def _features(sheet: Sheet) -> Iterator[dict[str, Any]]:
    columns = described(sheet)
    rows = zip(*(column.cells for column in columns), strict=True)
    for shape, row in zip(sheet.shapes, rows, strict=True):  # type: ignore[arg-type] # only placed
        properties = {
            column.name: _plain(value) for column, value in zip(columns, row, strict=True)
        }
        yield {
            "type": "Feature",
            "geometry": geometry(shape),
            "properties": {"layer": sheet.name, **properties},
        }


def described(sheet: Sheet) -> list[Column]:
    """Take the columns that describe a feature; where it lies is its geometry."""
    return [column for column in sheet.columns if column.name not in {"lon_deg", "lat_deg", "wkt"}]


def geometry(shape: BaseGeometry | None) -> dict[str, Any] | None:
    """
    Write a shape as a geometry of RFC 7946.

    Examples
    --------
    >>> geometry(shapely.Point(115.123456789, 35.5))
    {'type': 'Point', 'coordinates': [115.1234568, 35.5]}
    """
    if shape is None or shape.is_empty:
        return None
    turned = shapely.orient_polygons(shapely.force_2d(shape), exterior_cw=False)
    listed: dict[str, Any] = orjson.loads(shapely.to_geojson(turned))
    return _rounded(listed)


def _rounded(listed: dict[str, Any]) -> dict[str, Any]:
    if "geometries" in listed:
        members = [_rounded(member) for member in listed["geometries"]]
        return {"type": listed["type"], "geometries": members}
    return {"type": listed["type"], "coordinates": _round(listed["coordinates"])}


def _round(value: Any) -> Any:  # noqa: ANN401 - a number, or lists of them to any depth
    if isinstance(value, list):
        return [_round(item) for item in value]
    return round(value, DEGREE_DIGITS)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return plain_moment(value)
    return value.isoformat() if isinstance(value, date) else value


def plain_moment(moment: datetime) -> str:
    """
    Write a time in China so that nobody takes it for UTC.

    Examples
    --------
    >>> plain_moment(datetime(2026, 11, 23, 8, 30))
    '2026-11-23T08:30:00+08:00'
    """
    return f"{moment.isoformat()}+08:00"

"""Exports as a GeoPackage: a new file with the chosen rows, never the store or a copy of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pyogrio
import pyogrio.raw
import shapely

from data.export.facts import fact_text, stamp
from data.export.geojson import described, plain_moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from data.export.table import Column, Facts, Kind, Sheet
    from data.ports import Progress
    from data.words import Lang

_VERSION = "1.2"
"""Of the format: one that older programs of the office open without a warning."""
_CLOCK = "OGR_CURRENT_DATE"
_DTYPES: dict[Kind, str] = {
    "number": "float64",
    "integer": "int64",
    "date": "datetime64[D]",
    "flag": "bool",
}


def write_geopackage(
    path: Path, sheets: Sequence[Sheet], facts: Facts, *, lang: Lang, progress: Progress
) -> None:
    """
    Write sheets as layers; equal input gives equal bytes.

    Parameters
    ----------
    path
        The file; there must be none yet.
    sheets
        One layer each, WGS-84; fields bear the names of docs/tables.md and hold codes, not words.
        Extra columns of ledgers are one field ``extra``, since their headers can be anything.
    facts
        What the export says of itself: the description of every layer.
    lang
        Language of the facts.
    progress
        Told the rows written.
    """
    done, total = 0, sum(map(len, sheets))
    former = pyogrio.get_gdal_config_option(_CLOCK)
    pyogrio.set_gdal_config_options({_CLOCK: f"{stamp(facts).isoformat()}T00:00:00.000Z"})
    try:
        for sheet in sheets:
            _write_layer(path, sheet, fact_text(facts, lang))
            done += len(sheet)
            progress(done, total)
    finally:
        pyogrio.set_gdal_config_options({_CLOCK: former})


def _write_layer(path: Path, sheet: Sheet, about: str) -> None:
    if sheet.shapes is None:
        _write(path, sheet.name, dict(_fields(sheet)), about=about)
        return
    kinds = {shape.geom_type for shape in sheet.shapes if shape is not None}
    _write(
        path,
        sheet.name,
        dict(_fields(sheet)),
        shapes=shapely.to_wkb(sheet.shapes),
        shape_type=kinds.pop() if len(kinds) == 1 else "Unknown",
        about=about,
    )


def _fields(sheet: Sheet) -> Iterator[tuple[str, tuple[Any, Any]]]:
    for column in described(sheet):
        if not column.name.startswith("extra:"):
            yield column.name, _field(column)
    extras = [column for column in sheet.columns if column.name.startswith("extra:")]
    if extras:
        yield "extra", (np.array(_extras(extras), dtype=object), None)


def _field(column: Column) -> tuple[Any, Any]:
    """Give the values of a column, and which of them are missing."""
    if column.kind == "moment":  # the format knows UTC alone, which nobody here would read
        return np.array([plain_moment(value) for value in column.cells], dtype=object), None
    dtype = _DTYPES.get(column.kind)
    if dtype is None:
        return np.array(column.cells, dtype=object), None
    missing = np.array([value is None for value in column.cells], dtype=bool)
    filler = "1970-01-01" if dtype.startswith("datetime") else 0
    known = [filler if value is None else value for value in column.cells]
    return np.array(known, dtype=dtype), missing


def _extras(columns: Sequence[Column]) -> list[str | None]:
    """Write the extra columns of each row as JSON, under the headers of the ledger."""
    headers = [column.name.removeprefix("extra:") for column in columns]
    rows = zip(*(column.cells for column in columns), strict=True)
    return [_extra(headers, row) for row in rows]


def _extra(headers: Sequence[str], row: Sequence[Any]) -> str | None:
    kept = {header: value for header, value in zip(headers, row, strict=True) if value is not None}
    return json.dumps(kept, ensure_ascii=False) if kept else None


def _write(
    path: Path,
    layer: str,
    fields: Mapping[str, Any],
    *,
    shapes: Any = None,  # noqa: ANN401 - an array of WKB, or none
    shape_type: str | None = None,
    about: str = "",
) -> None:
    pairs = [field if isinstance(field, tuple) else (field, None) for field in fields.values()]
    pyogrio.raw.write(
        str(path),
        geometry=shapes,
        field_data=[values for values, _ in pairs],
        fields=list(fields),
        field_mask=[mask for _, mask in pairs],
        layer=layer,
        driver="GPKG",
        geometry_type=shape_type,
        crs="EPSG:4326" if shapes is not None else None,
        append=path.exists(),
        dataset_options=None if path.exists() else {"VERSION": _VERSION},
        layer_options={"DESCRIPTION": about, "FID": "fid", "GEOMETRY_NAME": "geom"},
    )

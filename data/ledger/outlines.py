"""Read an outline from the WKT in a cell, and move it to WGS-84."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import shapely

from data.datum import to_wgs84
from data.ledger.notes import Note, note
from data.ledger.sheets import cell_text
from data.ledger.spellings import DATUM, find_code

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from data.ledger.rows import LedgerRow

_FORM = re.compile(
    r"(?:SRID=(?P<srid>\d+);)?\s*"
    r"(?:MULTI)?(?:POINT|LINESTRING|POLYGON)\s*(?:Z|M|ZM)?\s*\([\s\d.,eE+()-]*\)",
    re.IGNORECASE,
)
_DEGREES = frozenset({None, "4326", "4490"})
_SHOWN = 40
_DEEPEST = 4
_GLOBE = (-180.0, -90.0, 180.0, 90.0)


def read_outline(row: LedgerRow, *, datum: str) -> tuple[BaseGeometry, tuple[Note, ...]] | Note:
    """
    Read the outline of an area.

    Parameters
    ----------
    row
        A row with WKT in its field ``geometry``.
    datum
        Code of ``data.words.DATUMS`` where the row states none, or ``auto``.

    Returns
    -------
    outline
        Two-dimensional, valid, WGS-84 degrees, with what was done to it; or why there is none.
    """
    text = cell_text(row.cells.get("geometry"))
    shape = parsed_outline(text)
    if shape is None or shape.is_empty:
        return note("unreadable_outline", value=text[:_SHOWN])
    west, south, east, north = shape.bounds
    if not (west >= _GLOBE[0] and south >= _GLOBE[1] and east <= _GLOBE[2] and north <= _GLOBE[3]):
        return note("outline_in_metres", value=text[:_SHOWN])
    code, notes = _datum(row, datum)
    moved = shapely.transform(shape, lambda lonlat: _moved(lonlat, code))
    if moved.is_valid:
        return moved, notes
    return shapely.make_valid(moved), (*notes, note("outline_mended"))


def parsed_outline(text: str) -> BaseGeometry | None:
    """Parse WKT of simple kinds; collections inside collections could exhaust the stack."""
    match = _FORM.fullmatch(text)
    if match is None or match["srid"] not in _DEGREES or "(" * (_DEEPEST + 1) in text:
        return None
    try:
        return shapely.force_2d(shapely.from_wkt(text.partition(";")[2] or text))
    except shapely.errors.ShapelyError:
        return None


def _datum(row: LedgerRow, datum: str) -> tuple[str, tuple[Note, ...]]:
    stated = row.text("datum")
    code = find_code(stated, DATUM) if stated else None
    if code:
        return code, ()
    said = (note("datum_unknown", value=stated),) if stated else ()
    if datum != "auto":
        return datum, said
    return "wgs84", (*said, note("outline_assumed"))


def _moved(lonlat: NDArray[np.float64], datum: str) -> NDArray[np.float64]:
    lon, lat = to_wgs84(lonlat[:, 0], lonlat[:, 1], datum=datum)
    return np.column_stack((lon, lat))

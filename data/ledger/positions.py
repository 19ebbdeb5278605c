"""From coordinate cells to WGS-84: read, put right, check against the area, convert."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from data.crs import great_circle_m
from data.datum import to_wgs84
from data.ledger.angles import is_possible, is_swapped, read_angle, split_pair
from data.ledger.layout import header_datum
from data.ledger.notes import Note, note
from data.ledger.sheets import Cell, cell_text, is_empty
from data.ledger.spellings import DATUM, find_code
from data.words import DATUMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.ledger.rows import LedgerRow

AREA_FLOOR_M = 30_000.0
AREA_SPREADS = 4.0
_BULK_SHARE = 0.75
_METRES_FROM = 1_000.0
_ZERO_DEG = 1e-6
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Place:
    """A position as stated: degrees in its own datum, which is missing where nothing states it."""

    lon_deg: float
    lat_deg: float
    datum: str | None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """A position in WGS-84, the datum it came in, and whether that was stated or assumed."""

    lon_deg: float
    lat_deg: float
    datum: str
    datum_stated: bool
    notes: tuple[Note, ...] = ()


def read_place(row: LedgerRow, *, datum: str) -> Place | Note:
    """
    Read the position of a row, or say why there is none.

    Parameters
    ----------
    row
        A row of any kind that has coordinates.
    datum
        A code of ``data.words.DATUMS`` for rows that state none themselves, or ``auto``.

    Returns
    -------
    place
        Finite degrees on the globe, not 0,0; or the first reason, in this order: no columns, no
        coordinates, one missing, unreadable, 0,0, metres, impossible.
    """
    if not row.has_positions:
        return note("no_position_columns")
    lon, lat, header_datum = _choose_pair(row)
    first, second = read_angle(lon), read_angle(lat)
    if first is None or second is None:
        return _why_no_place(lon, lat)
    notes: tuple[Note, ...] = ()
    if not (first.plain and second.plain):
        notes = (
            _typed_note(row.header("lon"), lon, first.deg),
            _typed_note(row.header("lat"), lat, second.deg),
        )
    x, y = first.deg, second.deg
    if is_swapped(x, y):
        x, y, notes = y, x, (*notes, note("swapped"))
    problem = _why_impossible(x, y)
    if problem:
        return problem
    stated, said = _stated_datum(row, header_datum)
    return Place(x, y, stated or (None if datum == "auto" else datum), (*notes, *said))


def _choose_pair(row: LedgerRow) -> tuple[Cell, Cell, str | None]:
    """Take the first pair of columns in which both cells can be read, else the first pair."""
    pairs = list(row.pairs)
    if "lonlat" in row.cells:
        pairs.append((*split_pair(row.cells["lonlat"]), header_datum(row.header("lonlat"))))
    for pair in pairs:
        if read_angle(pair[0]) and read_angle(pair[1]):
            return pair
    if not row.pairs and "lonlat" in row.cells:
        return row.cells["lonlat"], row.cells["lonlat"], None
    return pairs[0] if pairs else (None, None, None)


def _why_no_place(lon: Cell, lat: Cell) -> Note:
    if is_empty(lon) and is_empty(lat):
        return note("no_coordinates")
    code = "half_coordinates" if is_empty(lon) or is_empty(lat) else "unreadable_coordinates"
    return note(code, lon=cell_text(lon), lat=cell_text(lat))


def _why_impossible(lon: float, lat: float) -> Note | None:
    if abs(lon) < _ZERO_DEG and abs(lat) < _ZERO_DEG:
        return note("zero_coordinates")
    if is_possible(lon, lat):
        return None
    metres = abs(lon) > _METRES_FROM and abs(lat) > _METRES_FROM
    code = "projected_coordinates" if metres else "impossible_coordinates"
    return note(code, lon=f"{lon:.10g}", lat=f"{lat:.10g}")


def _typed_note(column: str, cell: Cell, deg: float) -> Note:
    return note("cleaned", column=column, value=cell_text(cell), read=f"{deg:.{_DIGITS}f}")


def _stated_datum(row: LedgerRow, of_header: str | None) -> tuple[str | None, tuple[Note, ...]]:
    text = row.text("datum")
    if text is None:
        return of_header, ()
    code = find_code(text, DATUM)
    if code is None:
        return of_header, (note("datum_unknown", value=text),)
    return code, ()


def find_outside(
    places: Sequence[Place], *, around: Sequence[tuple[float, float]] = ()
) -> list[Note | None]:
    """
    Find positions far beyond the bulk of a file.

    The middle is the median longitude and latitude. A position is outside when it is further from
    it than ``AREA_FLOOR_M`` and than ``AREA_SPREADS`` times the distance within which three
    quarters lie: a county keeps all its rows, a slipped digit is found in a village.

    Parameters
    ----------
    places
        Positions of one file, datums mixed (they differ by little over a kilometre).
    around
        Positions that tell where the area is, lon and lat in degrees; missing, the places
        themselves tell.

    Returns
    -------
    notes
        One per place; missing where it lies inside.
    """
    if not places:
        return []
    own = np.array([(place.lon_deg, place.lat_deg) for place in places])
    pool = np.array(around) if around else own
    middle_lon, middle_lat = np.median(pool, axis=0)
    spread = great_circle_m(pool[:, 0], pool[:, 1], middle_lon, middle_lat)
    limit_m = max(AREA_FLOOR_M, AREA_SPREADS * float(np.quantile(spread, _BULK_SHARE)))
    away_m = great_circle_m(own[:, 0], own[:, 1], middle_lon, middle_lat)
    return [
        _outside_note(place, metres, limit_m) if metres > limit_m else None
        for place, metres in zip(places, away_m.tolist(), strict=True)
    ]


def _outside_note(place: Place, away_m: float, limit_m: float) -> Note:
    return note(
        "outside",
        lon=f"{place.lon_deg:.10g}",
        lat=f"{place.lat_deg:.10g}",
        km=f"{away_m / 1000:.0f}",
        limit=f"{limit_m / 1000:.0f}",
    )


def convert(places: Sequence[Place]) -> list[Position]:
    """
    Move places whose datum is known to WGS-84, with a note of how far.

    Raises
    ------
    ConfigError
        If a place has no datum.
    """
    found: list[Position | None] = [None] * len(places)
    for datum in sorted({place.datum or "" for place in places}):
        chosen = [index for index, place in enumerate(places) if (place.datum or "") == datum]
        lon = np.array([places[index].lon_deg for index in chosen])
        lat = np.array([places[index].lat_deg for index in chosen])
        new_lon, new_lat = to_wgs84(lon, lat, datum=datum)
        moved = great_circle_m(lon, lat, new_lon, new_lat)
        results = zip(chosen, new_lon.tolist(), new_lat.tolist(), moved.tolist(), strict=True)
        for index, x, y, metres in results:
            notes = (*places[index].notes, *_moved_note(datum, metres))
            found[index] = Position(x, y, datum, datum_stated=True, notes=notes)
    return [position for position in found if position is not None]


def _moved_note(datum: str, metres: float) -> tuple[Note, ...]:
    if metres == 0:
        return ()
    return (note("converted", datum=DATUMS[datum], metres=f"{metres:.0f}"),)


def assumed(place: Place, datum: str, why: Note) -> Place:
    """Give a place without a datum the one that was assumed, with the reason."""
    return replace(place, datum=datum, notes=(*place.notes, why))

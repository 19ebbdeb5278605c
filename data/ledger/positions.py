"""From coordinate cells to places: read, put right, check against the area, convert."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from data.crs import great_circle_m, town_extent
from data.datum import to_wgs84
from data.ledger.about import about_datum, about_meridian, any_of, is_old_datum
from data.ledger.angles import is_possible, is_swapped, read_angle, split_pair, split_points
from data.ledger.answers import is_by_hand
from data.ledger.layout import header_datum
from data.ledger.notes import Note, note
from data.ledger.readings import Odd, has_reading, read_odd
from data.ledger.sheets import Cell, cell_text, is_empty
from data.ledger.spellings import DATUM, find_code
from data.words import DATUMS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from data.ledger.readings import Middle, Reading
    from data.ledger.rows import LedgerRow

ASKED = frozenset(
    {"datum_open", "datum_silent", "old_datum", "metres_on_map", "position_open", "points_apart"}
)
"""Reasons against a position that make its row a question, not a rejected row."""
_ZERO_DEG = 1e-6
_DIGITS = 6
_YARD_M = 1_000.0
_ENOUGH = 5  # positions in plain degrees that tell where a file's town is


@dataclass(frozen=True, slots=True)
class Place:
    """
    A position as stated.

    Attributes
    ----------
    lon_deg, lat_deg
        Degrees in its own datum.
    datum
        Code of ``data.words.DATUMS``; missing where nothing states it.
    notes
        What was done to read it.
    style
        How it was written, such as ``num6`` for six decimals; tells sources apart.
    is_evidence
        Whether it may tell the datum of others; what a person answered or mended may not.
    """

    lon_deg: float
    lat_deg: float
    datum: str | None
    notes: tuple[Note, ...] = ()
    style: str = ""
    is_evidence: bool = True


@dataclass(frozen=True, slots=True)
class Position:
    """A position in WGS-84, the datum it came in, and whether that was stated or assumed."""

    lon_deg: float
    lat_deg: float
    datum: str
    datum_stated: bool
    notes: tuple[Note, ...] = ()


def read_places(
    rows: Sequence[LedgerRow], *, middle: Callable[[Sequence[Middle]], Middle | None]
) -> list[Place | Note]:
    """
    Read the positions of rows; numbers that are no degrees are read by where the others lie.

    Parameters
    ----------
    rows
        Rows of any kind that has coordinates.
    middle
        Says where the town is, lon and lat, given the rows that have plain degrees; asked where
        these are too few to tell.

    Returns
    -------
    places
        One per row, or why there is none.
    """
    found = [_as_evidence(row, read_place(row)) for row in rows]
    odd = {index: place for index, place in enumerate(found) if isinstance(place, Odd)}
    if not odd:
        return [place for place in found if not isinstance(place, Odd)]
    plain = [(p.lon_deg, p.lat_deg) for p in found if isinstance(p, Place)]
    town = middle(plain) if len(plain) < _ENOUGH else None
    if plain and town is None:
        lon, lat = np.median(plain, axis=0).tolist()
        town = (lon, lat)
    readings = dict(zip(odd, read_odd(list(odd.values()), middle=town), strict=True))
    return [
        _read_as(place, readings[index]) if isinstance(place, Odd) else place
        for index, place in enumerate(found)
    ]


def _as_evidence(row: LedgerRow, place: Place | Odd | Note) -> Place | Odd | Note:
    if isinstance(place, Place) and is_by_hand(row):
        return replace(place, is_evidence=False)
    return place


def _read_as(pair: Odd, reading: Reading | Note) -> Place | Note:
    if isinstance(reading, Note):
        return reading
    notes = (*pair.notes, reading.how)
    return Place(reading.lon_deg, reading.lat_deg, reading.datum, notes, reading.how.code)


def read_place(row: LedgerRow) -> Place | Odd | Note:
    """
    Read the position of a row as far as the row alone tells.

    Returns
    -------
    place
        Finite degrees on the globe, not 0,0; or numbers that are none but may mean a place; or the
        first reason, in this order: no columns, no coordinates, one missing, unreadable, an old
        datum, 0,0, impossible.
    """
    if not row.has_positions:
        return note("no_position_columns")
    points = split_points(row.cells.get("lonlat"))
    if points and not any(read_angle(lon) and read_angle(lat) for lon, lat, _ in row.pairs):
        return _read_points(row, points)
    chosen = _choose_pair(row)
    one_cell = _both_in_one(row) if read_angle(chosen[0]) is None else None
    if one_cell is None:
        return _read_pair(row, *chosen)
    lon, lat, of_header, how = one_cell
    return _with_notes(_read_pair(row, lon, lat, of_header), how)


def _both_in_one(row: LedgerRow) -> tuple[Cell, Cell, str | None, Note] | None:
    """Find a pair written into one cell, the other empty or a copy: 114.97,35.51 as longitude."""
    for lon, lat, of_header in row.pairs:
        texts = {cell_text(cell) for cell in (lon, lat) if not is_empty(cell)}
        text = texts.pop() if len(texts) == 1 else ""
        first, second = split_pair(text)
        if first is not None and read_angle(text) is None:
            return first, second, of_header, note("pair_in_one", value=text)
    return None


def _with_notes(place: Place | Odd | Note, *more: Note) -> Place | Odd | Note:
    return place if isinstance(place, Note) else replace(place, notes=(*more, *place.notes))


def _read_pair(row: LedgerRow, lon: Cell, lat: Cell, of_header: str | None) -> Place | Odd | Note:
    first, second = read_angle(lon), read_angle(lat)
    if first is None or second is None:
        return _why_no_place(lon, lat)
    if _has_old_datum(row):
        return note("old_datum")
    notes: tuple[Note, ...] = ()
    if not (first.plain and second.plain):
        notes = (
            _typed_note(row.header("lon"), lon, first.deg),
            _typed_note(row.header("lat"), lat, second.deg),
        )
    datum, said = _stated_datum(row, of_header)
    x, y = first.deg, second.deg
    if is_swapped(x, y):
        x, y, notes = y, x, (*notes, note("swapped"))
    if not is_possible(x, y) and has_reading(x, y):
        meridian = about_meridian(_around_cells(row))
        return Odd(first=x, second=y, datum=datum, meridian_deg=meridian, notes=(*notes, *said))
    return _why_impossible(x, y) or Place(x, y, datum, (*notes, *said), _style(lon, lat))


def _read_points(row: LedgerRow, points: Sequence[tuple[Cell, Cell]]) -> Place | Note:
    """Take the middle of several points that lie within one yard."""
    of_header = header_datum(row.header("lonlat"))
    places = [_read_pair(row, lon, lat, of_header) for lon, lat in points]
    usable = [place for place in places if isinstance(place, Place)]
    if len(usable) < len(places):
        return next((p for p in places if isinstance(p, Note)), note("no_coordinates"))
    lon, lat = np.array([(place.lon_deg, place.lat_deg) for place in usable]).T
    apart = great_circle_m(lon[:, None], lat[:, None], lon, lat)
    code = "several_points" if float(apart.max()) <= _YARD_M else "points_apart"
    said = note(code, count=len(usable), metres=f"{float(apart.max()):.0f}")
    if code == "points_apart":
        return said
    middle = replace(usable[0], lon_deg=float(lon.mean()), lat_deg=float(lat.mean()))
    return replace(middle, notes=(*middle.notes, said), style=code)


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
    return note("impossible_coordinates", lon=f"{lon:.10g}", lat=f"{lat:.10g}")


def _typed_note(column: str, cell: Cell, deg: float) -> Note:
    return note("cleaned", column=column, value=cell_text(cell), read=f"{deg:.{_DIGITS}f}")


def _style(lon: Cell, lat: Cell) -> str:
    """Describe how a pair is written: kind of cell, decimals; degrees and minutes are one style."""
    texts = [cell_text(lon), cell_text(lat)]
    if not all(text.replace(".", "").isdigit() for text in texts):
        return "marks"
    kind = "text" if isinstance(lon, str) else "number"
    return kind + str(max(len(text.partition(".")[2]) for text in texts))


def _stated_datum(row: LedgerRow, of_header: str | None) -> tuple[str | None, tuple[Note, ...]]:
    """Find what states the datum, the nearest first: the cell, the header, the texts around."""
    around = of_header or about_datum(row.about)
    text = row.text("datum")
    if text is None:
        return around, ()
    code = find_code(text, DATUM)
    if code is None:
        return around, (note("datum_unknown", value=text),)
    return code, ()


def _has_old_datum(row: LedgerRow) -> bool:
    """Tell whether the cell says Beijing 1954 or Xian 1980, or where it is empty, the texts do."""
    text = row.text("datum")
    return is_old_datum((text,) if text else _around_cells(row))


def _around_cells(row: LedgerRow) -> tuple[str, ...]:
    headers = (row.header(name) for name in ("lon", "lat", "lonlat", "datum"))
    return any_of([*headers, row.text("datum"), *row.about])


def find_outside(
    places: Sequence[Place], *, around: Sequence[tuple[float, float]] = ()
) -> list[Note | None]:
    """
    Find positions far beyond the bulk of a file.

    A position is outside when it is further from the middle of the town than ``data.crs`` allows
    in ``town_extent``.

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
    town = town_extent(pool[:, 0], pool[:, 1])
    away_m = great_circle_m(own[:, 0], own[:, 1], town.lon_deg, town.lat_deg)
    return [
        _outside_note(place, metres, town.limit_m) if metres > town.limit_m else None
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
    """Give a place without a datum the one that was found, with the reason."""
    return replace(place, datum=datum, notes=(*place.notes, why))

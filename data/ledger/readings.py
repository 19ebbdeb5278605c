"""Pairs of numbers that are no degrees, and the one place they can mean: metres, lost points.

Land offices write Gauss-Kruger metres, X north and Y east, with or without the number of the zone
before the easting; receivers write degrees and minutes in one number; a spreadsheet that takes the
point for a separator writes 115034512. Most such pairs can be read in one way only once it is known
where the town is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from data.crs import gauss_kruger, great_circle_m, to_degrees
from data.ledger.about import zone_meridian
from data.ledger.notes import Note, note
from data.words import DATUMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NEAR_M = 80_000.0
"""How far from the middle of the town a reading may lie; the next zone is 170 km away or more."""

_NORTHING_M = (1_800_000.0, 6_200_000.0)
_EASTING_M = (100_000.0, 900_000.0)
_PREFIX_M = 1_000_000.0
_SCALES = (1.0, 1_000.0)
_MERIDIANS = tuple(range(75, 136, 3))
_LON, _LAT = (73.0, 136.0), (3.0, 54.0)
_HUNDRED, _SIXTY = 100.0, 60.0
_SHOWN = 4
_LOST_FROM = 10_000.0
Middle = tuple[float, float]
"""Lon and lat in degrees of the middle of a town."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd:
    """
    A pair of numbers that are no degrees.

    Attributes
    ----------
    first, second
        From the columns of longitude and latitude, in either order.
    datum
        What the row states; missing where nothing does.
    meridian_deg
        Central meridian that the texts around the table state.
    notes
        What was done to read the numbers.
    """

    first: float
    second: float
    datum: str | None = None
    meridian_deg: float | None = None
    notes: tuple[Note, ...] = ()


class Reading(NamedTuple):
    """One place that a pair can mean; ``datum`` is missing where the pair does not tell it."""

    lon_deg: float
    lat_deg: float
    datum: str | None
    how: Note


class _Metres(NamedTuple):
    """A pair as metres in one zone."""

    row: int
    easting_m: float
    northing_m: float
    meridian_deg: float
    prefix: int


def has_reading(first: float, second: float) -> bool:
    """Tell whether a pair that is no degrees may mean a place after all."""
    return any(_metric(first, second)) or any(_degrees(first, second))


def read_odd(pairs: Sequence[Odd], *, middle: Middle | None) -> list[Reading | Note]:
    """
    Find the place that each pair means.

    Parameters
    ----------
    pairs
        Pairs for which ``has_reading``.
    middle
        Where the town is; missing where nothing tells.

    Returns
    -------
    readings
        The one reading within ``NEAR_M`` of the middle; without a middle, metres whose zone is
        stated. Else the question, with the places that are possible.
    """
    metric = _convert(
        [part for row, pair in enumerate(pairs) for part in _zones(row, pair, middle)]
    )
    found: list[Reading | Note] = []
    for row, pair in enumerate(pairs):
        options = [*metric.get(row, ()), *_degrees(pair.first, pair.second)]
        found.append(_choose(pair, options, middle))
    return found


def _choose(pair: Odd, options: list[Reading], middle: Middle | None) -> Reading | Note:
    if middle is None:
        sure = [option for option in options if option.datum] if len(options) == 1 else []
    else:
        sure = [option for option in options if _away_m(option, middle) <= NEAR_M]
    if len(sure) == 1:
        return _with_datum(pair, sure[0])
    shown = "; ".join(f"{o.lon_deg:.6f}, {o.lat_deg:.6f}" for o in (sure or options)[:_SHOWN])
    more = len(sure or options) - _SHOWN
    return note(
        "position_open",
        lon=f"{pair.first:.10g}",
        lat=f"{pair.second:.10g}",
        places=(
            shown + (f"……共 {more + _SHOWN} 处" if more > 0 else "") or "无",
            shown + (f" ... {more + _SHOWN} in all" if more > 0 else "") or "none",
        ),
    )


def _with_datum(pair: Odd, reading: Reading) -> Reading | Note:
    """Metres are the land office's; a map that shows GCJ-02 or BD-09 gives none."""
    if reading.datum is None:
        return reading._replace(datum=pair.datum)
    if pair.datum in {"gcj02", "bd09"}:
        return note("metres_on_map", datum=DATUMS[pair.datum])
    return reading._replace(datum=pair.datum or reading.datum)


def _away_m(reading: Reading, middle: Middle) -> float:
    return float(great_circle_m(reading.lon_deg, reading.lat_deg, *middle))


def _metric(first: float, second: float) -> Iterator[tuple[float, float, int]]:
    """Read a pair as metres or kilometres: easting without zone, northing, number of the zone."""
    for north, east in ((first, second), (second, first)):
        for scale in _SCALES:
            prefix, easting = divmod(east * scale, _PREFIX_M)
            known = prefix == 0 or zone_meridian(int(prefix)) is not None
            fits = _within(north * scale, _NORTHING_M) and _within(easting, _EASTING_M)
            if east > 0 and known and fits:
                yield easting, north * scale, int(prefix)


def _zones(row: int, pair: Odd, middle: Middle | None) -> Iterator[_Metres]:
    for easting, northing, prefix in _metric(pair.first, pair.second):
        for meridian in _meridians(pair, prefix, middle):
            yield _Metres(row, easting, northing, meridian, prefix)


def _meridians(pair: Odd, prefix: int, middle: Middle | None) -> Sequence[float]:
    """Take the zone of the number, else the meridian stated, else those around the town."""
    by_zone = zone_meridian(prefix)
    if by_zone is not None:
        return (float(by_zone),)
    if pair.meridian_deg is not None:
        return (pair.meridian_deg,)
    if middle is None:
        return _MERIDIANS
    return [meridian for meridian in _MERIDIANS if abs(meridian - middle[0]) <= 2 * 3]


def _convert(parts: Sequence[_Metres]) -> dict[int, list[Reading]]:
    """Bring all pairs of one meridian to degrees at once."""
    by_row: dict[int, list[Reading]] = {}
    for meridian in sorted({part.meridian_deg for part in parts}):
        mine = [part for part in parts if part.meridian_deg == meridian]
        east = np.array([part.easting_m for part in mine])
        north = np.array([part.northing_m for part in mine])
        lon, lat = to_degrees(east, north, gauss_kruger(meridian))
        for part, x, y in zip(mine, lon.tolist(), lat.tolist(), strict=True):
            by_row.setdefault(part.row, []).append(Reading(x, y, "cgcs2000", _metres_note(part)))
    return by_row


def _metres_note(part: _Metres) -> Note:
    zone = (f"{part.prefix} 带，", f"zone {part.prefix}, ") if part.prefix else ("", "")
    return note("metres_read", zone=zone, meridian=f"{part.meridian_deg:g}")


def _degrees(first: float, second: float) -> Iterator[Reading]:
    """Read a pair as degrees whose point was lost, or as degrees and minutes in one number."""
    for lon, lat in ((first, second), (second, first)):
        yield from _lost_points(lon, lat)
        x, y = _packed(lon, _LON), _packed(lat, _LAT)
        if x is not None and y is not None:
            yield _degree_reading("minutes_read", x, y)


def _lost_points(lon: float, lat: float) -> Iterator[Reading]:
    for x in _shifted(lon, _LON):
        for y in _shifted(lat, _LAT):
            if not (x == lon and y == lat):
                yield _degree_reading("point_read", x, y)


def _shifted(value: float, limits: tuple[float, float]) -> Iterator[float]:
    """Give what a number can be with its point moved; a number with a point keeps it."""
    if value != int(value) or value < _LOST_FROM:
        if _within(value, limits):
            yield value
        return
    for power in range(1, 16):
        if _within(value / 10**power, limits):
            yield value / 10**power


def _packed(value: float, limits: tuple[float, float]) -> float | None:
    """Read ddmm.mmmm: the last two digits before the point are minutes."""
    degrees, minutes = divmod(value, _HUNDRED)
    deg = degrees + minutes / _SIXTY
    packed = value >= limits[0] * _HUNDRED and minutes < _SIXTY
    return deg if packed and _within(deg, limits) else None


def _degree_reading(code: str, lon_deg: float, lat_deg: float) -> Reading:
    how = note(code, lon=f"{lon_deg:.6f}", lat=f"{lat_deg:.6f}")
    return Reading(lon_deg, lat_deg, None, how)


def _within(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= value <= limits[1]

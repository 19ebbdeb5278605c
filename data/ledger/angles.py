"""Read longitudes and latitudes in whatever form they were typed."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache

from data.ledger.sheets import Cell, cell_text

_SIXTY = 60
_ABSURD = 1e300  # beyond this a whole number cannot become a float
_LON_MAX, _LAT_MAX = 180.0, 90.0
_CHINA_LON, _CHINA_LAT = (73.0, 136.0), (3.0, 54.0)
_N = r"(\d+(?:\.\d+)?)"
_MARKS = re.compile(
    rf"{_N}(?:[°度d]|deg){_N}?(?:(?<=\d)(?:[′'’‘`´分m]|min){_N}?(?:(?<=\d)(?:″|\"|”|“|''|′′|’’|秒|s|sec))?)?"
)
_COLONS = re.compile(rf"{_N}:{_N}(?::{_N})?")
_BLANKS = re.compile(rf"{_N} +{_N} +{_N}")
_POINTS = re.compile(r"(\d{1,3})([.\-])(\d{1,2})\2(\d{1,2}(?:\.\d+)?)")
_COMMA = re.compile(r"(\d{1,3}),(\d+)")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DECIMAL = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?", re.IGNORECASE)
_HEMISPHERE = re.compile(
    r"东经|西经|北纬|南纬|经度|纬度|[东西南北]|(?<![a-z])(?:lon|lat|[ewn])|[EWNS]|^s", re.IGNORECASE
)
_SOUTH_OR_WEST = re.compile(r"^\s*(?:西|南|[WSws])|[西南WS]\s*$")
_SIGNS = str.maketrans({"″": '"', "′": "'", "º": "°", "˚": "°"})
_LISTS = re.compile(r"[;\n\r|]+")
_BETWEEN = (
    re.compile(r"[,、/;|]+"),
    re.compile(r"(?<=[EWNS东西南北])\s+(?=[\d])"),
    re.compile(r"\s+"),
)
_BEFORE_LAT = re.compile(
    r"(?<=.)(?=(?:北纬|南纬|纬度|(?<![A-Za-z])(?:lat|N(?=\s*\d))))", re.IGNORECASE
)
_BEFORE_LON = re.compile(
    r"(?<=.)(?=(?:东经|西经|经度|(?<![A-Za-z])(?:lon|lng|E(?=\s*\d))))", re.IGNORECASE
)
_PAIR_SIZE = 2
_REMEMBERED = 1 << 8
"""Texts whose reading is kept: the cells of one row are looked at several times."""
_SHORT = 80
"""Signs of a text whose reading is kept."""


@dataclass(frozen=True, slots=True)
class Angle:
    """
    One coordinate as read.

    Attributes
    ----------
    deg
        Degrees, finite; not yet checked against any range.
    plain
        False where it came in degrees, minutes and seconds or in full-width digits.
    """

    deg: float
    plain: bool


def read_angle(cell: Cell) -> Angle | None:
    """
    Read one coordinate, or ``None`` where the cell holds none.

    Decimal degrees as number or text; degrees, minutes and seconds with any marks; full-width
    digits; a hemisphere before or behind.

    Examples
    --------
    >>> read_angle("115°00′36.00″")
    Angle(deg=115.01, plain=False)
    >>> read_angle("35.5433"), read_angle("无")
    (Angle(deg=35.5433, plain=True), None)
    """
    if isinstance(cell, str):
        return _remembered_text(cell) if len(cell) <= _SHORT else _read_text(cell)
    if cell is None or isinstance(cell, bool | date | time | timedelta):
        return None
    return _finite(float(cell), plain=True) if abs(cell) < _ABSURD else None


def _read_text(cell: str) -> Angle | None:
    if cell.isascii() and _DECIMAL.fullmatch(cell):  # nearly every cell
        return _finite(float(cell), plain=True)
    text = unicodedata.normalize("NFKC", cell_text(cell)).strip(" ,;°")
    plain = text == cell_text(cell)
    if _DECIMAL.fullmatch(text):
        return _finite(float(text), plain=plain)
    return _read_marked(cell_text(cell))


_remembered_text = lru_cache(maxsize=_REMEMBERED)(_read_text)


def _read_marked(raw: str) -> Angle | None:
    text = _plain_marks(raw)
    sign = -1.0 if _SOUTH_OR_WEST.search(text) else 1.0
    bare = _HEMISPHERE.sub("", text).strip(" ,;:=°")
    number = _comma_number(bare)
    if _DECIMAL.fullmatch(number):
        return _finite(sign * float(number), plain=False)
    parts = _sexagesimal(bare)
    if parts is None:
        return None
    degrees, minutes, seconds = (float(part or 0) for part in parts)
    if minutes >= _SIXTY or seconds >= _SIXTY:
        return None
    return _finite(sign * (degrees + (minutes + seconds / _SIXTY) / _SIXTY), plain=False)


def _sexagesimal(bare: str) -> tuple[str | None, ...] | None:
    """Part degrees, minutes and seconds: by marks, colons, blanks, or 114.12.34 and 114-12-34."""
    match = _MARKS.fullmatch(bare.replace(" ", "")) or _COLONS.fullmatch(bare)
    match = match or _BLANKS.fullmatch(bare)
    if match:
        return match.groups()
    pointed = _POINTS.fullmatch(bare.replace(" ", ""))
    return (pointed[1], pointed[3], pointed[4]) if pointed else None


def _comma_number(text: str) -> str:
    """
    Write a number with commas plainly.

    One comma after at most 180 is a decimal comma; metres may have commas between thousands.
    """
    one = _COMMA.fullmatch(text)
    if one and int(one[1]) <= _LON_MAX:
        return f"{one[1]}.{one[2]}"
    return text.replace(",", "") if _THOUSANDS.fullmatch(text) else text


def _plain_marks(text: str) -> str:
    """Write a text in plain width; signs go first that plain width would turn into letters."""
    return unicodedata.normalize("NFKC", text.translate(_SIGNS))


def _finite(deg: float, *, plain: bool) -> Angle | None:
    return Angle(deg, plain) if math.isfinite(deg) else None


def split_pair(cell: Cell) -> tuple[Cell, Cell]:
    """
    Split one cell that holds both coordinates; both are ``None`` where it does not hold two.

    Examples
    --------
    >>> split_pair("115.03, 35.54"), split_pair("北纬35.54°东经115.03°")
    (('115.03', '35.54'), ('北纬35.54°', '东经115.03°'))
    """
    text = _plain_marks(cell_text(cell)).strip("()[]{} ")
    for split in (_BEFORE_LAT, _BEFORE_LON, *_BETWEEN):
        parts = [part.strip(" ,;、/|()[]") for part in split.split(text)]
        parts = [part for part in parts if part]
        if len(parts) == _PAIR_SIZE and all(read_angle(part) for part in parts):
            return parts[0], parts[1]
    return None, None


def split_points(cell: Cell) -> list[tuple[Cell, Cell]]:
    """
    Split one cell that holds several points, such as the corners of a yard.

    Returns
    -------
    pairs
        Two or more; empty where the cell holds one point or none, or a part that is no point.

    Examples
    --------
    >>> split_points("115.03,35.54;115.04,35.55")
    [('115.03', '35.54'), ('115.04', '35.55')]
    """
    if cell is None:
        return []
    text = _plain_marks(cell if isinstance(cell, str) else cell_text(cell)).strip("()[]{} ")
    parts = [part for part in _LISTS.split(text) if part.strip()]
    pairs = [split_pair(part) for part in parts]
    return pairs if len(pairs) >= _PAIR_SIZE and all(lon for lon, _ in pairs) else []


def is_swapped(lon_deg: float, lat_deg: float) -> bool:
    """
    Tell whether longitude and latitude stand in each other's place.

    Certain where the latitude cannot be one but the longitude can; taken as certain, too, where
    only the swapped pair lies in China's range.

    Examples
    --------
    >>> is_swapped(35.5, 115.0), is_swapped(115.0, 35.5), is_swapped(200.5, 35.5)
    (True, False, False)
    """
    if abs(lat_deg) > _LAT_MAX:
        return abs(lat_deg) <= _LON_MAX and abs(lon_deg) <= _LAT_MAX
    return _CHINA_LAT[0] <= lon_deg <= _CHINA_LAT[1] and _CHINA_LON[0] <= lat_deg <= _CHINA_LON[1]


def is_possible(lon_deg: float, lat_deg: float) -> bool:
    """Tell whether such a place exists on the globe."""
    return abs(lon_deg) <= _LON_MAX and abs(lat_deg) <= _LAT_MAX

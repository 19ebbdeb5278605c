"""Read single cells: numbers, areas, days, ticks, credit codes. Each reader says what it did."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from data.ledger.notes import Note, note
from data.ledger.sheets import Cell, cell_text, is_empty
from data.ledger.spellings import Spellings, find_code, yes_or_no
from data.units import M2_PER_MU

if TYPE_CHECKING:
    from collections.abc import Mapping

_NUMBER = re.compile(
    r"(?P<about>大?约|近|超过?|不足|共|≈|~)?"
    r"(?P<low>\d+(?:\.\d+)?|\.\d+)(?:[-~—–至到](?P<high>\d+(?:\.\d+)?))?"
    r"(?P<more>[余多来]|左右|以上|以下)?(?P<unit>[^\d.]{0,8}?)(?P<after>左右|以上|以下)?"
)
_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
_DAY = re.compile(r"(\d{4})\s*[-/.年、]\s*(\d{1,2})\s*[-/.月、]\s*(\d{1,2})\s*[日号]?(?!\d)")
_PACKED_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL_ZERO = date(1899, 12, 30)  # Excel counts days from here, its false leap day 1900 included
_SERIAL_LOW, _SERIAL_HIGH = 20_000, 80_000  # 1954-10-03 to 2119-01-11
_YEAR_LOW, _YEAR_HIGH = 1950, 2100
_REMEMBERED = 1 << 14
"""Days whose reading is kept: there are 365 in a year, and a million visits."""
_SHORT = 80
"""Signs of a text whose reading is kept."""
_CODE_LENGTHS = (15, 18)
_NO_CODE = frozenset({"无", "暂无", "办理中", "正在办理", "未办", "未办理", "没有", "不详"})

_UNITS_M2: Mapping[str, float] = {
    "万平方米": 10_000.0,
    "万m2": 10_000.0,
    "平方公里": 1_000_000.0,
    "km2": 1_000_000.0,
    "公顷": 10_000.0,
    "ha": 10_000.0,
    "亩": M2_PER_MU,
    "mu": M2_PER_MU,
    "平方米": 1.0,
    "平米": 1.0,
    "平方": 1.0,
    "m2": 1.0,
    "㎡": 1.0,
}


def narrow(text: str) -> str:
    """
    Write full-width letters and digits as plain ones, without blanks.

    Examples
    --------
    >>> narrow("１２．５ 亩")
    '12.5亩'
    """
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return "".join(plain.split())


def read_number(cell: Cell, *, column: str) -> tuple[float | None, Note | None]:
    """
    Read a count or measure such as ``12``, ``约12人``, ``1,200``, ``10-20``.

    Returns
    -------
    value
        Finite and not below 0; the middle of a range; missing where the cell is empty or not
        understood.
    note
        What was done, or missing where the cell was a plain number.

    Examples
    --------
    >>> read_number("约１２人", column="从业人数")[0]
    12.0
    """
    value, said, _ = _measure(cell, column=column)
    return value, said


def read_area_m2(cell: Cell, *, column: str) -> tuple[float | None, Note | None]:
    """
    Read an area; the unit in the cell decides, else the one in the header, else square metres.

    Examples
    --------
    >>> read_area_m2("3亩", column="占地面积")[0]
    2000.0
    """
    value, said, unit = _measure(cell, column=column)
    if value is None:
        return None, said
    factor = area_unit(unit) or area_unit(column)
    if factor is None:
        return value, note("no_unit", column=column)
    return value * factor, said


@lru_cache(maxsize=_REMEMBERED)
def area_unit(text: str) -> float | None:
    """
    Find how many square metres the unit named in a text is, or ``None`` where it names none.

    Examples
    --------
    >>> area_unit("用地(m²)"), area_unit("占地面积")
    (1.0, None)
    """
    word = narrow(text).lower()
    for unit, factor in _UNITS_M2.items():
        if unit in word:
            return factor
    return None


def _measure(cell: Cell, *, column: str) -> tuple[float | None, Note | None, str]:
    if isinstance(cell, str) and len(cell) <= _SHORT:
        return _remembered_measure(cell, column)
    if cell is None or is_empty(cell):
        return None, None, ""
    if isinstance(cell, bool | date | timedelta):
        return None, note("unread", column=column, value=cell_text(cell)), ""
    return _measured(cell_text(cell), column)


@lru_cache(maxsize=_REMEMBERED)
def _remembered_measure(cell: str, column: str) -> tuple[float | None, Note | None, str]:
    return (None, None, "") if is_empty(cell) else _measured(cell_text(cell), column)


def _measured(text: str, column: str) -> tuple[float | None, Note | None, str]:
    match = _NUMBER.fullmatch(_THOUSANDS.sub("", narrow(text)))
    low, high = (float(match["low"]), float(match["high"] or match["low"])) if match else (0, 0)
    value = (low + high) / 2
    if match is None or not (math.isfinite(low) and math.isfinite(value)):
        return None, note("unread", column=column, value=text), ""
    plain = match["high"] is None and not (match["about"] or match["more"] or match["after"])
    said = None if plain else note("cleaned", column=column, value=text, read=f"{value:g}")
    return value, said, match["unit"]


def read_day(cell: Cell, *, column: str) -> tuple[date | None, Note | None]:
    """
    Read a day: a date cell, ``2025-09-10``, ``2025/9/10``, ``2025.09.10``, ``2025年9月10日``, with
    or without a time of day, ``20250910``, or the number of days that Excel keeps for a date.

    Returns
    -------
    day
        Between 1950 and 2100; missing where the cell is empty or not understood.
    note
        Says so where a number was taken as a date, or the cell was not understood.

    Examples
    --------
    >>> read_day("2025年9月10日", column="日期")[0], read_day(45788, column="日期")[0]
    (datetime.date(2025, 9, 10), datetime.date(2025, 5, 11))
    """  # noqa: D205 - the list of forms needs two lines
    if isinstance(cell, str) and len(cell) <= _SHORT:
        return _remembered_day(cell, column)
    return _read_day(cell, column)


def _read_day(cell: Cell, column: str) -> tuple[date | None, Note | None]:
    if is_empty(cell):
        return None, None
    day = _calendar_day(cell)
    if day is not None:
        return _sane(day, cell, column=column)
    serial = _serial_day(cell)
    if serial is not None:
        text = cell_text(cell)
        return serial, note("cleaned", column=column, value=text, read=serial.isoformat())
    return None, note("unread", column=column, value=cell_text(cell))


_remembered_day = lru_cache(maxsize=_REMEMBERED)(_read_day)


def _sane(day: date, cell: Cell, *, column: str) -> tuple[date | None, Note | None]:
    if _YEAR_LOW <= day.year <= _YEAR_HIGH:
        return day, None
    return None, note("unread", column=column, value=cell_text(cell))


def _calendar_day(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = unicodedata.normalize("NFKC", cell_text(cell))
    match = _DAY.match(text) or _PACKED_DAY.fullmatch(text)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _serial_day(cell: Cell) -> date | None:
    if isinstance(cell, bool):
        return None
    try:
        number = float(narrow(cell_text(cell)))
    except ValueError:
        return None
    if not _SERIAL_LOW <= number <= _SERIAL_HIGH:
        return None
    return _SERIAL_ZERO + timedelta(days=int(number))


def read_flag(cell: Cell, *, column: str) -> tuple[bool | None, Note | None]:
    """
    Read a tick: yes, no, or missing where the cell is empty or says neither.

    Examples
    --------
    >>> read_flag("有", column="危险化学品")
    (True, None)
    """
    if cell is None:
        return None, None
    text = cell_text(cell)
    value = yes_or_no(text)
    if value is not None or is_empty(cell):
        return value, None
    return None, note("unread", column=column, value=text)


def read_code(cell: Cell, spellings: Spellings, *, column: str) -> tuple[str | None, Note | None]:
    """
    Read one of our codes from an office's wording.

    Examples
    --------
    >>> from data.ledger.spellings import GRADE
    >>> read_code("橙色", GRADE, column="风险等级")[0]
    'orange'
    """
    if cell is None or is_empty(cell):
        return None, None
    text = cell_text(cell)
    code = find_code(text, spellings)
    return code, None if code else note("unread", column=column, value=text)


def read_credit_code(cell: Cell) -> tuple[str | None, Note | None]:
    """
    Read a credit code (18 signs) or an old registration number (15).

    Returns
    -------
    code
        Capital letters and digits; missing where the cell says there is none. A code of another
        length is kept, with a note; it is no proof that two rows are one site.

    Examples
    --------
    >>> read_credit_code("９１３２０４１２ma1abcde2x")[0]
    '91320412MA1ABCDE2X'
    """
    if cell is None:
        return None, None
    text = narrow(cell_text(cell)).upper()
    if is_empty(cell) or text in _NO_CODE:
        return None, None
    return text, None if is_full_code(text) else note("bad_code", value=text)


def is_full_code(code: str | None) -> bool:
    """Tell whether a credit code is complete enough to say that two rows are one site."""
    return code is not None and len(code) in _CODE_LENGTHS and code.isalnum()

"""Calendar months as ledgers write them, in cells and as names of columns."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.ledger.sheets import Cell

_YEAR_MONTH = re.compile(
    r"(?P<year>(?:19|20)\d{2})[-/.年](?P<month>1[0-2]|0?[1-9])(?:月份?)?(?!\d)"
)
_PACKED = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])月?")
_MONTH = re.compile(r"(?P<month>1[0-2]|0?[1-9])月份?")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?=年|$|\D)")
_UNIT = re.compile(r"(?:月?用?电量)?(?:[(\[【].*?[)\]】])?$")
_BARE_MONTH = re.compile(r"1[0-2]|0?[1-9]")


def read_month(cell: Cell, *, year: str | None = None) -> str | None:
    """
    Read a month such as ``2026-03``, ``2026年3月``, ``202603``, ``3月``, a date, or ``3``.

    Parameters
    ----------
    cell
        The cell.
    year
        The year of a month that names none; missing where nobody knows it.

    Returns
    -------
    month
        As ``2026-03``; missing where it is not understood. A number such as 2026.1 is not, for
        October looks just like January in it.

    Examples
    --------
    >>> read_month("2026年3月"), read_month(202603), read_month("3月", year="2026")
    ('2026-03', '2026-03', '2026-03')
    >>> read_month(2026.1) is None
    True
    """
    if isinstance(cell, date | datetime):
        return f"{cell.year}-{cell.month:02d}"
    if isinstance(cell, float):
        if not cell.is_integer():
            return None
        cell = int(cell)
    text = _plain(str(cell))
    for form in (_YEAR_MONTH, _PACKED):
        match = form.match(text)
        if match:
            return f"{match['year']}-{int(match['month']):02d}"
    bare = _MONTH.fullmatch(text) or _BARE_MONTH.fullmatch(text)
    return f"{year}-{int(text.rstrip('月份')):02d}" if bare and year else None


def header_month(header: str) -> str | None:
    """
    Find the month that the name of a column is, or ``None``.

    Returns
    -------
    month
        As ``2026-03``, or ``03`` where no year is named.

    Examples
    --------
    >>> header_month("2026年3月用电量(千瓦时)"), header_month("3月"), header_month("3月检查")
    ('2026-03', '03', None)
    """
    text = _plain(header)
    for form in (_YEAR_MONTH, _PACKED):
        match = form.match(text)
        if match and _UNIT.fullmatch(text[match.end() :]):
            return f"{match['year']}-{int(match['month']):02d}"
    match = _MONTH.match(text)
    if match and _UNIT.fullmatch(text[match.end() :]):
        return f"{int(match['month']):02d}"
    return None


def named_year(*texts: str) -> str | None:
    """
    Find the first year that one of several names states.

    Examples
    --------
    >>> named_year("用电量", "2025年供电所.xlsx")
    '2025'
    """
    for text in texts:
        match = _YEAR.search(unicodedata.normalize("NFKC", text))
        if match:
            return match[0]
    return None


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()

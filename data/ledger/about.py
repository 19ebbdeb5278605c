"""What the texts around a table say of its coordinates: title, notes, names of sheet and file."""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from functools import lru_cache
from typing import TYPE_CHECKING

from data.ledger.asides import Asides
from data.ledger.sheets import cell_text, is_empty

if TYPE_CHECKING:
    from collections.abc import Iterable

    from data.ledger.layout import Layout
    from data.ledger.sheets import RawFile, RawRow, RawSheet

_TITLE_ROWS, _FOOT_ROWS = 10, 8
_FORMAL = {
    "gcj02": re.compile(r"gcj-?02|火星坐标|国测局坐标"),
    "bd09": re.compile(r"bd-?09"),
    "wgs84": re.compile(r"wgs-?(?:19)?84"),
    "cgcs2000": re.compile(r"cgcs-?2000|国家2000|2000国家|大地2000|2000大地"),
}
_SOURCES = {
    "gcj02": re.compile(r"高德|腾讯|(?<![a-z])(?:amap|gaode|tencent)"),
    "bd09": re.compile(r"百度|baidu"),
    "wgs84": re.compile(r"(?<![a-z])(?:gps|rtk)(?![a-z])"),
    "cgcs2000": re.compile(r"国土|天地图|自然资源"),
}
_OF_POSITIONS = re.compile(r"坐标|经纬度|经度|定位|取点|拾取|datum|(?<![a-z])crs")
_NOT_SAID = re.compile(r"勿|不要|不得|不用|禁止|非|如[:用是为采]|例如|[?？]")
_OLD = re.compile(r"(?:北京|beijing|bj)[-_ ]?(?:19)?54|(?:西安|xi'?an)[-_ ]?(?:19)?80|克拉索夫斯基")
_MERIDIAN = re.compile(
    r"(?:中央(?:子午线|经线)|central ?meridian)[^0-9]{0,6}(\d{2,3})(?:[°度](\d{1,2})?)?"
)
_ZONE = re.compile(r"带号[^0-9]{0,4}(\d{2})(?!\d)|(?<!\d)(\d{2})(?:号)?带|zone ?(\d{2})(?!\d)")
_SIX_DEG, _THREE_DEG = range(13, 24), range(25, 46)


def read_about(file: RawFile, sheet: RawSheet, layout: Layout | None) -> tuple[str, ...]:
    """
    Collect the texts around a table, those nearest to it first.

    Parameters
    ----------
    file, sheet
        Where the table is.
    layout
        How it is read; nothing is collected where it is not.

    Returns
    -------
    texts
        Rows above the header, notes below the table; then, always, the names of sheet and file.
    """
    if layout is None:
        return ()
    above = [row for row in sheet.rows[:_TITLE_ROWS] if row.number < layout.header_row]
    foot = deque(sheet.rows, maxlen=_FOOT_ROWS)  # rows of a text table cannot be read from behind
    asides = Asides(layout)
    below = [row for row in foot if row.number > layout.header_row and _is_note(row, asides)]
    texts = [_row_text(row) for row in (*above, *below)]
    return (*(text for text in dict.fromkeys(texts) if text), sheet.name, file.name)


def _is_note(row: RawRow, asides: Asides) -> bool:
    cells = enumerate(row.cells)
    filled = {index: cell_text(cell) for index, cell in cells if not is_empty(cell)}
    why = asides.why(row.number, filled)
    return why is not None and why.code == "note_row"


def _row_text(row: RawRow) -> str:
    return " ".join(dict.fromkeys(filter(None, map(cell_text, row.cells))))


@lru_cache(maxsize=256)
def about_datum(texts: tuple[str, ...]) -> str | None:
    """
    Find the one datum that the texts around a table state.

    A datum's own name counts anywhere; the name of a map or device counts where the text is about
    positions, or names a sheet or file (the last two).

    Examples
    --------
    >>> about_datum(("坐标取自高德地图", "企业", "台账.xlsx"))
    'gcj02'
    >>> about_datum(("百度公司检查", "企业", "台账.xlsx")) is None
    True
    """
    for place, text in enumerate(texts):
        word = _plain(text)
        if _NOT_SAID.search(word):
            continue
        is_name = place >= len(texts) - 2
        named = {code for code, form in _FORMAL.items() if form.search(word)}
        if not named and (is_name or _OF_POSITIONS.search(word)):
            named = {code for code, form in _SOURCES.items() if form.search(word)}
        if len(named) == 1:
            return named.pop()
    return None


@lru_cache(maxsize=256)
def is_old_datum(texts: tuple[str, ...]) -> bool:
    """
    Tell whether texts name Beijing 1954 or Xian 1980.

    Examples
    --------
    >>> is_old_datum(("1980西安坐标系",)), is_old_datum(("西安80坐标",)), is_old_datum(("80人",))
    (True, True, False)
    """
    words = " ".join(map(_plain, texts))
    return bool(_OLD.search(words)) or "1980西安" in words or "1954北京" in words


@lru_cache(maxsize=256)
def about_meridian(texts: tuple[str, ...]) -> float | None:
    """
    Find the central meridian that texts state, by itself or by the number of its zone.

    Returns
    -------
    meridian_deg
        Degrees east; ``None`` where none is stated, or two that differ.

    Examples
    --------
    >>> about_meridian(("中央子午线114°",)), about_meridian(("3度带 带号38",))
    (114.0, 114.0)
    """
    found: set[float] = set()
    for word in map(_plain, texts):
        for degrees, minutes in _MERIDIAN.findall(word):
            found.add(float(degrees) + float(minutes or 0) / 60)
        numbers = (int("".join(groups)) for groups in _ZONE.findall(word))
        found |= {float(meridian) for zone in numbers if (meridian := zone_meridian(zone))}
    return found.pop() if len(found) == 1 else None


def zone_meridian(zone: int) -> int | None:
    """
    Give the central meridian of a Gauss-Kruger zone: 13-23 are 6 degrees wide, 25-45 are 3.

    Examples
    --------
    >>> zone_meridian(38), zone_meridian(20), zone_meridian(50)
    (114, 117, None)
    """
    if zone in _SIX_DEG:
        return 6 * zone - 3
    return 3 * zone if zone in _THREE_DEG else None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def any_of(texts: Iterable[str | None]) -> tuple[str, ...]:
    """Keep the texts that there are."""
    return tuple(text for text in texts if text)

"""Rows of a sheet that are no data: titles, repeated headers, totals, notes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from data.ledger.layout import header_field
from data.ledger.notes import Note, note
from data.ledger.values import narrow

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from data.ledger.layout import Layout

_TOTAL = re.compile(
    r"(?:本页|累计|全镇|全县)?(?:[合小总共]\s*计|(?:sub)?total)(?=$|[\s::\d(（])", re.IGNORECASE
)
_REMARK = re.compile(
    r"(?:备注|注|说明|填表说明|填报说明|填表人|填报人|制表人|审核人|负责人|联系人|联系电话|"
    r"填报日期|填报单位|制表日期|单位负责人|分管领导|坐标系|坐标说明|坐标来源|note|notes)\s*(?::|$)",
    re.IGNORECASE,
)
_TELLING = ("计", "total", "注", "说明", "人", "电话", "日期", "单位", "领导", "坐标", "note")
"""Every total has one of these and so has every note, whatever their blanks and letter forms."""
_DIGIT = re.compile(r"\d")
_SPARSE = 4
_LONGEST = 80
"""Signs of a cell in which the word for a total is looked for; it stands at the beginning."""
_REMEMBERED = 1 << 16
_REPEATED_SHARE = 0.6
_REPEATED_MIN = 2


class Asides:
    """
    Tells which rows of one sheet are no data.

    Parameters
    ----------
    layout
        Layout of the sheet; missing where it is not recognised.
    """

    def __init__(self, layout: Layout | None) -> None:
        columns = layout.columns if layout else ()
        self._layout = layout
        self._headers = frozenset(
            column.header
            for column in columns
            if layout and header_field(column.header, layout.kind)
        )
        self._names = frozenset(c.index for c in columns if c.field in {"name", "serial"})
        self._places = frozenset(c.index for c in columns if c.field in {"lon", "lat", "lonlat"})

    def why(self, number: int, filled: Mapping[int, str]) -> Note | None:
        """
        Say why a row is no data, or ``None`` where it is.

        A row with a figure in a coordinate column is always data.

        Parameters
        ----------
        number
            Its number in the sheet.
        filled
            Place of a cell, from 0, to its clean text; cells that say nothing are left out, and so
            is what merged cells above bring down.
        """
        if self._layout is None:
            return note("unknown_sheet")
        if number <= self._layout.header_row:
            return note("above_header")
        if self._repeats_header(filled):
            return note("repeated_header")
        for index in self._places:
            if index in filled and _DIGIT.search(filled[index]):
                return None
        return self._total_or_remark(filled)

    def strange(self, texts: Collection[str]) -> set[str]:
        """
        Find the texts that can make a row no data: headers, words for totals, beginnings of notes.

        A row below the header that says something, and holds none of these, is data.

        Parameters
        ----------
        texts
            Clean texts of cells.
        """
        found = {text for text in self._headers if text in texts}
        joined = narrow("".join(texts)).lower()
        if any(word in joined for word in _TELLING):
            found |= {text for text in texts if _is_total(text[:_LONGEST]) or _is_remark(text)}
        return found

    def _repeats_header(self, filled: Mapping[int, str]) -> bool:
        if self._headers.isdisjoint(filled.values()):  # nearly every row
            return False
        known = sum(text in self._headers for text in filled.values())
        return known >= max(_REPEATED_MIN, _REPEATED_SHARE * len(filled))

    def _total_or_remark(self, filled: Mapping[int, str]) -> Note | None:
        if not filled:
            return note("note_row")
        first = next(iter(filled))
        for index in (first, *self._names):  # in the first cell, or where the name should be
            if index in filled and _is_total(filled[index][:_LONGEST]):
                return note("total_row")
        if len(filled) <= _SPARSE and _REMARK.match(narrow(filled[first])):
            return note("note_row")
        return None


@lru_cache(maxsize=_REMEMBERED)
def _is_remark(text: str) -> bool:
    return _REMARK.match(narrow(text)) is not None


@lru_cache(maxsize=_REMEMBERED)
def _is_total(text: str) -> bool:
    if text.isascii() and "total" not in text.lower():  # the number of nearly every row
        return False
    return _TOTAL.match(narrow(text)) is not None

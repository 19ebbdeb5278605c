"""Rows of a sheet that are no data: titles, repeated headers, totals, notes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from data.ledger.layout import header_field
from data.ledger.notes import Note, note
from data.ledger.sheets import RawRow, cell_text, is_empty
from data.ledger.values import narrow

if TYPE_CHECKING:
    from data.ledger.layout import Layout

_TOTAL = re.compile(
    r"(?:本页|累计|全镇|全县)?(?:[合小总共]\s*计|(?:sub)?total)(?=$|[\s::\d(（])", re.IGNORECASE
)
_REMARK = re.compile(
    r"(?:备注|注|说明|填表说明|填报说明|填表人|填报人|制表人|审核人|负责人|联系人|联系电话|"
    r"填报日期|填报单位|制表日期|单位负责人|分管领导|坐标系|坐标说明|坐标来源|note|notes)\s*(?::|$)",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_SPARSE = 4
_REPEATED_SHARE = 0.6
_REPEATED_MIN = 2


def why_skipped(row: RawRow, layout: Layout | None) -> Note | None:
    """
    Say why a row is no data, or ``None`` where it is.

    A row with a figure in a coordinate column is always data.

    Parameters
    ----------
    row
        The row as read.
    layout
        Layout of its sheet; missing where the sheet is not recognised.
    """
    if layout is None:
        return note("unknown_sheet")
    if row.number <= layout.header_row:
        return note("above_header")
    filled = [
        (index, cell_text(cell)) for index, cell in enumerate(row.cells) if not is_empty(cell)
    ]
    if _repeats_header(filled, layout):
        return note("repeated_header")
    if _holds_position(filled, layout):
        return None
    return _total_or_remark(filled, layout)


def _total_or_remark(filled: list[tuple[int, str]], layout: Layout) -> Note | None:
    if not filled:
        return note("note_row")
    if _is_total(filled, layout):
        return note("total_row")
    if len(filled) <= _SPARSE and _REMARK.match(narrow(filled[0][1])):
        return note("note_row")
    return None


def _is_total(filled: list[tuple[int, str]], layout: Layout) -> bool:
    """Look for a total in the first cell, or where the name or the number of the row should be."""
    names = {column.index for column in layout.columns if column.field in {"name", "serial"}}
    first = filled[0][0]
    return any(
        _TOTAL.match(narrow(text)) for index, text in filled if index == first or index in names
    )


def _repeats_header(filled: list[tuple[int, str]], layout: Layout) -> bool:
    headers = {column.header for column in layout.columns}
    known = [text for _, text in filled if text in headers and header_field(text, layout.kind)]
    return len(known) >= max(_REPEATED_MIN, _REPEATED_SHARE * len(filled))


def _holds_position(filled: list[tuple[int, str]], layout: Layout) -> bool:
    places = {column.index for column in layout.columns if column.field in {"lon", "lat", "lonlat"}}
    return any(index in places and _DIGIT.search(text) for index, text in filled)

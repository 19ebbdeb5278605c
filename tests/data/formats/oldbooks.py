"""Small workbooks of the old kinds, written byte by byte: .xls (BIFF8) and .ods."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

_SECTOR = 512
_LAST, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_SMALLEST_STREAM = 4096
_DATE_STYLE = 1


class Day(float):
    """The number of a day as Excel counts, to be written in a date style."""


def xls(
    rows: Sequence[Sequence[object]],
    *,
    sheet: str = "表",
    merged: Sequence[tuple[int, int, int, int]] = (),
    password: bool = False,
) -> bytes:
    """Write one sheet; ``merged`` is first and last row, first and last column, all from 0."""
    return compound("Workbook", _book(rows, sheet, merged, password=password))


def compound(name: str, stream: bytes) -> bytes:
    """Wrap one stream into a compound file ([MS-CFB], version 3)."""
    size = max(len(stream), _SMALLEST_STREAM)
    sectors = -(-size // _SECTOR)
    fat = [_FAT, _LAST, *range(3, sectors + 2), _LAST]
    assert len(fat) <= _SECTOR // 4
    fat += [_FREE] * (_SECTOR // 4 - len(fat))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, _SMALLEST_STREAM, _LAST, 0, _LAST, 0)
    head += struct.pack("<109I", 0, *[_FREE] * 108)
    directory = _entry("Root Entry", 5, child=1) + _entry(name, 2, start=2, size=size)
    directory += bytes(_SECTOR - len(directory))
    return head + struct.pack("<128I", *fat) + directory + stream.ljust(sectors * _SECTOR, b"\0")


def _entry(name: str, kind: int, *, child: int = _FREE, start: int = _LAST, size: int = 0) -> bytes:
    coded = f"{name}\0".encode("utf-16-le")
    return (
        coded.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(coded), kind, 1, _FREE, _FREE, child)
        + bytes(36)
        + struct.pack("<IQ", start, size if kind == 2 else 0)
    )


def _record(number: int, content: bytes) -> bytes:
    return struct.pack("<HH", number, len(content)) + content


def _text(text: str) -> bytes:
    return struct.pack("<B", 1) + text.encode("utf-16-le")


def _book(
    rows: Sequence[Sequence[object]],
    sheet: str,
    merged: Sequence[tuple[int, int, int, int]],
    *,
    password: bool,
) -> bytes:
    start = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    if password:
        start += _record(0x2F, struct.pack("<HHH", 1, 1, 1) + bytes(48))
    start += _record(0x42, struct.pack("<H", 1200))
    for style in (0, 14):  # general, and the first of the built-in forms of a date
        start += _record(0xE0, struct.pack("<HH16x", 0, style))
    name = struct.pack("<B", len(sheet)) + _text(sheet)
    offset = len(start) + len(_record(0x85, bytes(6) + name)) + 4
    start += _record(0x85, struct.pack("<IBB", offset, 0, 0) + name) + _record(0x0A, b"")
    cells = b"".join(
        _cell(row, column, value)
        for row, line in enumerate(rows)
        for column, value in enumerate(line)
        if value is not None
    )
    width = max(map(len, rows), default=0)
    inside = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    inside += _record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0)) + cells
    if merged:
        areas = b"".join(struct.pack("<4H", *area) for area in merged)
        inside += _record(0xE5, struct.pack("<H", len(merged)) + areas)
    return start + inside + _record(0x0A, b"")


def _cell(row: int, column: int, value: object) -> bytes:
    style = _DATE_STYLE if isinstance(value, Day) else 0
    place = struct.pack("<HHH", row, column, style)
    if isinstance(value, bool):
        return _record(0x205, place + struct.pack("<BB", value, 0))
    if isinstance(value, int | float):
        return _record(0x203, place + struct.pack("<d", value))
    text = str(value)
    return _record(0x204, place + struct.pack("<H", len(text)) + _text(text))


def ods(rows: Sequence[Sequence[object]], *, body: str | None = None) -> bytes:
    """Write one sheet; ``body`` takes the place of its rows."""
    listed = "".join(
        "<table:table-row>" + "".join(map(_ods_cell, line)) + "</table:table-row>" for line in rows
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        '<office:body><office:spreadsheet><table:table table:name="表">'
        f"{listed if body is None else body}"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", _MANIFEST)
        packed.writestr("content.xml", content)
    return stream.getvalue()


_MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def _ods_cell(value: object) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    return (
        '<table:table-cell office:value-type="string">'
        f"<text:p>{escape(str(value))}</text:p></table:table-cell>"
    )

"""Workbooks, new and old."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

from openpyxl import Workbook

from benchmarks.hostile_files.bait import HEADER, LAUGHS, Bait, entity, hostile, packed
from tests.data.formats.oldbooks import compound, xls

if TYPE_CHECKING:
    from pathlib import Path

SHEET = "xl/worksheets/sheet1.xml"


def book(**changed: bytes | str) -> bytes:
    """Write a good workbook, some members replaced or added (``__`` for ``/``, ``_dot_`` for .)."""
    stream = io.BytesIO()
    workbook = Workbook()
    workbook.active.append(HEADER.split(","))
    workbook.active.append(["甲厂", "东村", 115.0, 35.5])
    workbook.save(stream)
    with zipfile.ZipFile(stream) as archive:
        members: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    members |= {
        name.replace("__", "/").replace("_dot_", "."): text for name, text in changed.items()
    }
    return packed(members)


def sheet_xml(rows: str, *, head: str = "") -> str:
    """Write the XML of a sheet."""
    return (
        f'<?xml version="1.0"?>{head}<worksheet '
        'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )


@hostile
def book_that_unpacks_to_a_flood(bait: Bait) -> Path:
    """Unpack to 300 MB of blanks."""
    return bait.put("a.xlsx", packed({"xl/workbook.xml": "", SHEET: b" " * 300_000_000}))


@hostile
def book_that_lies_about_its_size(bait: Bait) -> Path:
    """Declare one byte and hold fifty million."""
    content = bytearray(packed({"xl/workbook.xml": "<a/>", SHEET: b" " * 50_000_000}))
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 1)
    return bait.put("a.xlsx", bytes(content))


@hostile
def book_of_many_members(bait: Bait) -> Path:
    """Cost memory before a byte is read."""
    return bait.put("a.xlsx", packed({f"xl/{n}": "" for n in range(20_000)}))


@hostile
def book_with_an_entity(bait: Bait) -> Path:
    """Make the XML parser read another file."""
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row>'
    return bait.put(
        "a.xlsx", book(xl__worksheets__sheet1_dot_xml=sheet_xml(rows, head=entity(bait)))
    )


@hostile
def book_of_laughs(bait: Bait) -> Path:
    """Blow up entities in entities."""
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row>'
    return bait.put("a.xlsx", book(xl__worksheets__sheet1_dot_xml=sheet_xml(rows, head=LAUGHS)))


@hostile
def book_with_laughing_words(bait: Bait) -> Path:
    """Blow up entities in the shared words."""
    words = f'<?xml version="1.0"?>{LAUGHS}<sst><si><t>&x;</t></si></sst>'
    return bait.put("a.xlsx", book(xl__sharedStrings_dot_xml=words))


@hostile
def book_with_links(bait: Bait) -> Path:
    """Take a value from a book elsewhere."""
    link = (
        '<?xml version="1.0"?><Relationships '
        'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="x" Target="{bait.address}/b.xlsx" TargetMode="External"/>'
        "</Relationships>"
    )
    rows = f'<row r="1"><c r="A1"><f>\'[{bait.secret}]a\'!A1</f></c></row>'
    return bait.put(
        "a.xlsx",
        book(
            xl__externalLinks___rels__externalLink1_dot_xml_dot_rels=link,
            xl__worksheets__sheet1_dot_xml=sheet_xml(rows),
        ),
    )


@hostile
def book_with_macros(bait: Bait) -> Path:
    """Bring a program along."""
    return bait.put("a.xlsm", book(xl__vbaProject_dot_bin=compound("VBA", b"Shell calc")))


@hostile
def book_that_leads_out(bait: Bait) -> Path:
    """Name a member outside."""
    return bait.put("a.xlsx", packed({"xl/workbook.xml": "", f"../../{bait.secret.name}": "x"}))


@hostile
def book_whose_last_row_is_far(bait: Bait) -> Path:
    """Make the reader fill a million rows."""
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="99999999"><c><v>1</v></c></row>'
    return bait.put("a.xlsx", book(xl__worksheets__sheet1_dot_xml=sheet_xml(rows)))


@hostile
def book_that_is_very_wide(bait: Bait) -> Path:
    """Make the reader fill sixteen thousand columns, row by row."""
    rows = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 20_000))
    return bait.put("a.xlsx", book(xl__worksheets__sheet1_dot_xml=sheet_xml(rows)))


@hostile
def book_of_merged_ranges(bait: Bait) -> Path:
    """Spread one cell over everything."""
    areas = "".join(f'<mergeCell ref="A{n}:XFD1048576"/>' for n in range(1, 20_000))
    xml = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')
    xml = xml.replace("</sheetData>", f"</sheetData><mergeCells>{areas}</mergeCells>")
    return bait.put("a.xlsx", book(xl__worksheets__sheet1_dot_xml=xml))


@hostile
def book_cut_off(bait: Bait) -> Path:
    """End in the middle."""
    return bait.put("a.xlsx", book()[:3000])


@hostile
def book_with_a_password(bait: Bait) -> Path:
    """Keep its content to itself."""
    return bait.put("a.xlsx", compound("EncryptedPackage", bytes(5000)))


@hostile
def letter_named_xlsx(bait: Bait) -> Path:
    """Be a letter."""
    return bait.put("a.xlsx", packed({"word/document.xml": "<a/>"}))


@hostile
def old_book_with_a_password(bait: Bait) -> Path:
    """Keep its content to itself, the old way."""
    return bait.put("a.xls", xls([["企业名称"]], password=True))


@hostile
def old_book_cut_off(bait: Bait) -> Path:
    """End in the middle."""
    return bait.put("a.xls", xls([[HEADER] * 9] * 50)[:2500])


@hostile
def old_book_of_noise(bait: Bait) -> Path:
    """Hold records that claim to be longer than the file."""
    return bait.put("a.xls", compound("Workbook", struct.pack("<HH", 0x809, 0xFFFF) * 900))

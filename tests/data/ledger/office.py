"""Small invented office files, written as offices write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import Workbook

from data.ledger import LedgerImport, read_ledgers
from data.ledger.rows import LedgerRow
from tests.builders import KnownTables

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SITE_HEADER = "企业名称,村,经度,纬度,坐标系"


def write_text(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    """Write a csv file."""
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def write_book(
    path: Path, sheets: dict[str, Sequence[Sequence[object]]], *, merge: Sequence[str] = ()
) -> Path:
    """Write a workbook; ranges to merge are of the first sheet."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for area in merge:
        book.worksheets[0].merge_cells(area)
    book.save(path)
    return path


def read_text(
    folder: Path, *lines: str, known: KnownTables | None = None, name: str = "a.csv", **options: str
) -> LedgerImport:
    """Import one csv file."""
    path = write_text(folder / name, *lines)
    return read_ledgers([path], known=known or KnownTables(), **options)


def fates(result: LedgerImport) -> list[str]:
    """List the fates of all rows of data and notes, headers left out."""
    rows = result.rows
    return rows.fate[~rows.note_en.fillna("").str.startswith("header")].tolist()


def row(kind: str = "sites", **cells: object) -> LedgerRow:
    """Build one row by fields; ``lon`` and ``lat`` are its pair."""
    pairs = ((cells.get("lon"), cells.get("lat"), None),)
    return LedgerRow(
        file="a.csv",
        sha256="0" * 64,
        sheet="",
        number=2,
        kind=kind,
        cells=cells,  # type: ignore[arg-type]
        headers={name: name for name in cells},
        pairs=pairs,  # type: ignore[arg-type]
    )

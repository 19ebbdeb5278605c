"""Workbooks and text tables read inside the cage, for files that a stranger may have sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.formats.sheets import CagedRow, CagedSheet
from data.ledger.delimited import read_delimited
from data.ledger.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.ledger.sheets import RawRow, RawSheet


def read(path: Path) -> Iterator[CagedSheet]:
    """
    Read a workbook, or else a text table; ``data.formats.child`` calls it with the cage closed.

    Raises
    ------
    LedgerError
        If it is damaged, unpacks too large, or has too many rows.
    """
    content, file = path.read_bytes(), path.name
    if path.suffix == ".xlsx":
        yield from map(_sheet, read_workbook(content, file=file))
    else:
        yield _sheet(read_delimited(content, file=file))


def _sheet(sheet: RawSheet) -> CagedSheet:
    merged = tuple(
        (one.first_row, one.last_row, one.first_column, one.last_column) for one in sheet.merged
    )
    return CagedSheet(sheet.name, (_row(row) for row in sheet.rows), merged)


def _row(row: RawRow) -> CagedRow:
    return CagedRow(row.number, row.cells)

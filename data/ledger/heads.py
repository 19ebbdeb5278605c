"""What stands above the rows of a sheet: its title rows, and the names of its columns."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from data.ledger.sheets import cell_text

if TYPE_CHECKING:
    from data.ledger.reading import ReadSheet


def sheet_titles(sheet: ReadSheet) -> tuple[tuple[str, ...], ...]:
    """
    Read the rows above the header: they may say what the whole sheet is, or in which datum.

    Returns
    -------
    titles
        Text of every cell of these rows, top down; empty where the sheet is not recognised.
    """
    layout = sheet.layout
    if layout is None:
        return ()
    above = takewhile(lambda row: row.number < layout.header_row, sheet.raw.rows)
    return tuple(tuple(cell_text(cell) for cell in row.cells) for row in above)


def sheet_headers(sheet: ReadSheet) -> tuple[str, ...]:
    """Name every column of a sheet as its rows do, left to right; empty where not recognised."""
    return tuple(column.header for column in sheet.layout.columns) if sheet.layout else ()

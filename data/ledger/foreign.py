"""Files of forms that are read in a cage, as sheets like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.formats import CageLimits, read_caged
from data.ledger.delimited import MAX_ROWS as MAX_TEXT_ROWS
from data.ledger.guard import MAX_ROWS
from data.ledger.notes import note
from data.ledger.sheets import MergedRange, RawRow, RawSheet

if TYPE_CHECKING:
    from data.formats import CagedRow, CagedSheet

_LIMITS = CageLimits(rows=MAX_ROWS)
_TEXT_LIMITS = CageLimits(rows=MAX_TEXT_ROWS)


def read_foreign(content: bytes, form: str, *, file: str) -> tuple[RawSheet, ...]:
    """
    Read a file in the cage: one that is neither .xlsx nor a text table, or any that is not trusted.

    Parameters
    ----------
    content
        The bytes of the file.
    form
        What ``data.ledger.forms`` says it is.
    file
        Its name, for messages.

    Returns
    -------
    sheets
        In their order. A layer of a map file has its fields in row 1 and its features below;
        geometry is in columns (``data.formats.features``).

    Raises
    ------
    LedgerError
        If it cannot be read.
    """
    limits = _TEXT_LIMITS if form == "text" else _LIMITS
    return tuple(_sheet(sheet) for sheet in read_caged(content, form, file=file, limits=limits))


def _sheet(sheet: CagedSheet) -> RawSheet:
    rows = tuple(_row(row) for row in sheet.rows)
    last = rows[-1].number if rows else 0
    merged = tuple(MergedRange(*bounds) for bounds in sheet.merged)
    return RawSheet(sheet.name, rows, merged, blank=last - len(rows))


def _row(row: CagedRow) -> RawRow:
    return RawRow(row.number, row.cells, tuple(note(code, **said) for code, said in row.remarks))

"""Read .xlsx workbooks; nothing in them is ever computed, followed or run."""

from __future__ import annotations

import io
import posixpath
import re
import warnings
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, cast

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from data.errors import LedgerError
from data.ledger.guard import (
    MAX_ROWS,
    MAX_SHEET_ROWS,
    MAX_WIDE_CELLS,
    WIDE_COLUMNS,
    open_archive,
    too_many_rows,
    too_wide,
)
from data.ledger.sheets import Cell, MergedRange, RawRow, RawSheet

if TYPE_CHECKING:
    from collections.abc import Iterator

_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]+\d+:[A-Z]+\d+)[\"']")
_CHUNK_BYTES = 1 << 20
_OVERLAP_BYTES = 200
_MAX_MERGED = 100_000
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BROKEN = (
    InvalidFileException,
    DefusedXmlException,
    ParseError,
    zipfile.BadZipFile,
    zlib.error,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    NotImplementedError,
    OverflowError,
    EOFError,
)
"""What openpyxl raises for one or the other kind of broken workbook."""


def read_workbook(content: bytes, *, file: str) -> tuple[RawSheet, ...]:
    """
    Read all sheets of a workbook.

    Parameters
    ----------
    content
        The bytes of the file.
    file
        Its name, for messages.

    Returns
    -------
    sheets
        In the order of the tabs. A formula is given as the value last saved with it, or as its
        text where none was saved.

    Raises
    ------
    LedgerError
        If the workbook is broken, unpacks too large, or has too many rows.
    """
    archive = open_archive(content, file=file)
    try:
        merged = _merged_by_sheet(archive)
        sheets = _read_sheets(content, file=file, values=False)
        if any(_has_formula(sheet) for sheet in sheets):
            sheets = _prefer(_read_sheets(content, file=file, values=True), sheets)
    except LedgerError:
        raise
    except _BROKEN as error:
        raise LedgerError(
            file,
            f"is a damaged workbook ({type(error).__name__}); open it and save it again",
            zh=f"工作簿已损坏（{type(error).__name__}），请打开后重新保存",
        ) from error
    return tuple(
        RawSheet(name, _filled(rows), merged.get(name, ()), sum(not any_cell(r) for r in rows))
        for name, rows in sheets
    )


_Grid = list[tuple[Cell, ...]]


def _read_sheets(content: bytes, *, file: str, values: bool) -> list[tuple[str, _Grid]]:
    with warnings.catch_warnings():
        # Extensions that openpyxl leaves out (colours, validation lists) carry no rows.
        warnings.simplefilter("ignore", UserWarning)
        book = load_workbook(
            io.BytesIO(content), read_only=True, data_only=values, keep_links=False
        )
        try:
            counter = _RowCounter(file)
            return [(sheet.title, list(counter.rows(sheet))) for sheet in book.worksheets]
        finally:
            book.close()


class _RowCounter:
    """Counts rows, and cells of wide rows, over all sheets of a file while they are read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.held = 0
        self.wide_cells = 0

    def rows(self, sheet: Any) -> Iterator[tuple[Cell, ...]]:  # noqa: ANN401 - openpyxl is untyped here
        sheet.reset_dimensions()  # the stated range is often wrong and would cut rows off
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            self.held += any_cell(row)
            if self.held > MAX_ROWS or number > MAX_SHEET_ROWS:
                raise too_many_rows(self.file)
            self.wide_cells += len(row) if len(row) > WIDE_COLUMNS else 0
            if self.wide_cells > MAX_WIDE_CELLS:
                raise too_wide(self.file)
            yield tuple(_formula_text(cell) for cell in row)


def _formula_text(cell: Any) -> Cell:  # noqa: ANN401 - openpyxl is untyped here
    if isinstance(cell, ArrayFormula):
        return str(cell.text or "")
    if isinstance(cell, DataTableFormula):
        return "="
    return cast("Cell", cell)


def any_cell(row: tuple[Cell, ...]) -> bool:
    """Tell whether a row holds anything at all."""
    return any(cell is not None and cell != "" for cell in row)


def _filled(rows: _Grid) -> tuple[RawRow, ...]:
    return tuple(RawRow(number, row) for number, row in enumerate(rows, 1) if any_cell(row))


def _has_formula(sheet: tuple[str, _Grid]) -> bool:
    return any(isinstance(cell, str) and cell[:1] == "=" for row in sheet[1] for cell in row)


def _prefer(
    values: list[tuple[str, _Grid]], texts: list[tuple[str, _Grid]]
) -> list[tuple[str, _Grid]]:
    """Take the saved value of each formula, and its text where the file saved no value."""
    return [
        (name, [_overlay(saved, text) for saved, text in zip(known, rows, strict=True)])
        for (name, rows), (_, known) in zip(texts, values, strict=True)
    ]


def _overlay(saved: tuple[Cell, ...], text: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return tuple(
        value if isinstance(cell, str) and cell[:1] == "=" and value not in (None, "") else cell
        for value, cell in zip(saved, text, strict=True)
    )


def _merged_by_sheet(archive: zipfile.ZipFile) -> dict[str, tuple[MergedRange, ...]]:
    """Find merged ranges in the XML itself; openpyxl leaves them out when it reads a stream."""
    relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    target = {item.get("Id"): item.get("Target", "") for item in relations}
    book = fromstring(archive.read("xl/workbook.xml"))
    found = {}
    for sheet in book.findall(".//{*}sheet"):
        path = posixpath.normpath(posixpath.join("/xl", target.get(sheet.get(_RELATION_ID), "")))
        if path.lstrip("/") in archive.namelist():
            found[str(sheet.get("name"))] = _merged(archive, path.lstrip("/"))
    return found


def _merged(archive: zipfile.ZipFile, entry: str) -> tuple[MergedRange, ...]:
    ranges: dict[str, None] = {}
    with archive.open(entry) as stream:
        tail = b""
        while chunk := stream.read(_CHUNK_BYTES):
            window = tail + chunk
            for match in _MERGED.finditer(window):
                ranges[match[1].decode("ascii")] = None
            tail = window[-_OVERLAP_BYTES:]
            if len(ranges) > _MAX_MERGED:
                break
    return tuple(_range(text) for text in ranges)


def _range(text: str) -> MergedRange:
    bounds = cast("tuple[int, int, int, int]", range_boundaries(text))
    first_column, first_row, last_column, last_row = bounds
    return MergedRange(first_row, last_row, first_column - 1, last_column - 1)

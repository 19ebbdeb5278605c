"""Read workbooks that openpyxl cannot: .xls and .et (BIFF), .ods and .xlsb. Nothing is computed."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from data.errors import LedgerError
from data.formats.sheets import CagedRow, CagedSheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from python_calamine import CalamineSheet

    from data.formats.sheets import CagedCell

_MAX_CELLS = 10_000_000
_TAG = re.compile(rb"<table:(?:table-)?(row|cell)\b([^>]*)>")
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d{1,9})"')


def read(path: Path) -> Iterator[CagedSheet]:
    """
    Read every sheet of cells; charts and macros are passed over.

    Raises
    ------
    LedgerError
        If the book is damaged, locked, or spans more cells than the limit.
    """
    if path.suffix == ".ods":
        _check_repeats(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        for about in book.sheets_metadata:
            if about.typ == SheetTypeEnum.WorkSheet:
                yield _sheet(path, book.get_sheet_by_name(about.name))
    except PasswordError as error:
        raise LedgerError(
            path.name,
            "is protected by a password; open it, remove the password and save it again",
            zh="有密码保护，请打开后取消密码，再重新保存",
        ) from error
    except CalamineError as error:
        raise LedgerError(
            path.name,
            f"is a damaged workbook ({type(error).__name__}); open it and save it as .xlsx",
            zh="工作簿已损坏，请打开后另存为 .xlsx",
        ) from error


def _check_repeats(path: Path) -> None:
    """Count the cells of an .ods before they are made: one may be repeated a million times."""
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml")
    cells, rows = 0, 1
    for match in _TAG.finditer(content):
        repeat = _REPEATED.search(match[2])
        times = int(repeat[1]) if repeat else 1
        if match[1] == b"row":
            rows = times
        elif b"value-type" in match[2]:
            cells += rows * times
        if cells > _MAX_CELLS:
            raise _too_large(path, "content.xml", f"{cells}")


def _too_large(path: Path, name: str, cells: str) -> LedgerError:
    return LedgerError(
        path.name,
        f"spans {cells} cells in {name!r}; remove empty formatted rows and columns",
        zh=f"“{name}”跨 {cells} 个单元格，请删去带格式的空行空列",
    )


def _sheet(path: Path, sheet: CalamineSheet) -> CagedSheet:
    if sheet.total_height * max(sheet.total_width, 1) > _MAX_CELLS:
        raise _too_large(path, sheet.name, f"{sheet.total_height} × {sheet.total_width}")
    merged = tuple(
        (first[0] + 1, last[0] + 1, first[1], last[1])
        for first, last in sheet.merged_cell_ranges or ()
    )
    return CagedSheet(sheet.name, _rows(sheet), merged)


def _rows(sheet: CalamineSheet) -> Iterator[CagedRow]:
    for number, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        if any(cell != "" for cell in cells):
            yield CagedRow(number, tuple(_cell(cell) for cell in cells))


def _cell(cell: CagedCell) -> CagedCell:
    """Give an empty cell as none, and a day at midnight as the time that openpyxl gives."""
    if cell == "":
        return None
    if cell.__class__.__name__ == "date":
        return datetime.fromisoformat(f"{cell}T00:00:00")
    return cell

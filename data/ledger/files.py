"""Read one ledger file of any kind we know into sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.errors import LedgerError
from data.ledger.delimited import read_delimited
from data.ledger.foreign import read_foreign
from data.ledger.forms import file_form
from data.ledger.guard import read_bytes, sha256
from data.ledger.sheets import RawFile
from data.ledger.workbook import read_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from data.ledger.sheets import RawSheet


def read_file(path: Path) -> RawFile:
    """
    Read the sheets of one file: a workbook, a text table or a map file; content decides, not name.

    Raises
    ------
    LedgerError
        If the file is missing, locked, damaged, too large, no table, or holds no row.
    """
    content = read_bytes(path)
    sheets = _read(content, file=path.name)
    if not any(sheet.rows for sheet in sheets):
        raise LedgerError(
            path.name,
            "holds no row; fill it in, or leave it out",
            zh="一行数据也没有，请填好再导入，或不导入这个文件",
        )
    return RawFile(path.name, sha256(content), sheets)


def _read(content: bytes, *, file: str) -> tuple[RawSheet, ...]:
    form = file_form(content, file=file)
    if form == "xlsx":
        return read_workbook(content, file=file)
    if form == "text":
        return (read_delimited(content, file=file),)
    return read_foreign(content, form, file=file)

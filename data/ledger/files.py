"""Read one ledger file of any kind we know into sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.errors import LedgerError
from data.ledger.delimited import read_delimited
from data.ledger.guard import is_workbook, read_bytes, sha256
from data.ledger.sheets import RawFile
from data.ledger.workbook import read_workbook

if TYPE_CHECKING:
    from pathlib import Path


def read_file(path: Path) -> RawFile:
    """
    Read the sheets of one .xlsx, .csv or .txt file; its content decides which, not its name.

    Raises
    ------
    LedgerError
        If the file is missing, locked, damaged, too large, no table, or holds no row.
    """
    content = read_bytes(path)
    if is_workbook(content, file=path.name):
        sheets = read_workbook(content, file=path.name)
    else:
        sheets = (read_delimited(content, file=path.name),)
    if not any(sheet.rows for sheet in sheets):
        raise LedgerError(
            path.name,
            "holds no row; fill it in, or leave it out",
            zh="一行数据也没有，请填好再导入，或不导入这个文件",
        )
    return RawFile(path.name, sha256(content), sheets)

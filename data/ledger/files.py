"""Read one ledger file of any kind we know into sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.errors import LedgerError
from data.ledger.delimited import read_delimited, stream_delimited
from data.ledger.foreign import read_foreign
from data.ledger.forms import file_form
from data.ledger.guard import read_bytes, sha256
from data.ledger.sheets import RawFile
from data.ledger.workbook import read_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from data.ledger.sheets import RawSheet

STREAMED_BYTES = 8_000_000
"""Text tables larger than this are read from the file row by row."""
MAX_TEXT_BYTES = 2_000_000_000
_HEAD_BYTES = 1 << 16
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""First bytes of workbooks, new and old, which are read whole."""


def read_file(path: Path) -> RawFile:
    """
    Read the sheets of one file: a workbook, a text table or a map file; content decides, not name.

    Raises
    ------
    LedgerError
        If the file is missing, locked, damaged, too large, no table, or holds no row.
    """
    return _streamed(path) or _whole(path)


def _streamed(path: Path) -> RawFile | None:
    """Look through a large text table and leave its rows in the file; missing for all others."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size <= STREAMED_BYTES:
        return None
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError:
        return None  # told in full where the file is read whole
    if head.startswith(_PACKED) or file_form(head, file=path.name) != "text":
        return None
    if path.stat().st_size > MAX_TEXT_BYTES:
        limit_gb = MAX_TEXT_BYTES // 10**9
        raise LedgerError(
            path.name,
            f"is larger than {limit_gb} GB; split it",
            zh=f"超过 {limit_gb} GB，请拆成几个文件",
        )
    sheet, sha256_hex = stream_delimited(path)
    return RawFile(path.name, sha256_hex, (sheet,))


def _whole(path: Path) -> RawFile:
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

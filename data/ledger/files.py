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


def read_file(path: Path, *, name: str = "", caged: bool = False) -> RawFile:
    """
    Read the sheets of one file: a workbook, a text table or a map file; content decides, not name.

    Parameters
    ----------
    path
        Where it is.
    name
        What people call it, where it lies under another name; empty where it does not.
    caged
        Whether workbooks and text tables, too, are parsed in a process of their own with little
        memory and time and no network: whoever sent the file need not be trusted. Text tables
        larger than ``STREAMED_BYTES`` never are: they are cut into rows piece by piece.

    Raises
    ------
    LedgerError
        If the file is missing, locked, damaged, too large, no table, or holds no row.
    """
    shown = name or path.name
    try:
        return _streamed(path, file=shown) or _whole(path, file=shown, caged=caged)
    except LedgerError as error:
        if path.name == shown:
            raise
        told = error.zh or ""
        bare = told.removeprefix(f"{error.file}：").removeprefix(f"{shown}：")
        raise LedgerError(shown, error.problem, zh=bare) from error


def _streamed(path: Path, *, file: str) -> RawFile | None:
    """Look through a large text table and leave its rows in the file; missing for all others."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size <= STREAMED_BYTES:
        return None
    try:
        with path.open("rb") as opened:
            head = opened.read(_HEAD_BYTES)
    except OSError:
        return None  # told in full where the file is read whole
    if head.startswith(_PACKED) or file_form(head, file=file) != "text":
        return None
    if path.stat().st_size > MAX_TEXT_BYTES:
        limit_gb = MAX_TEXT_BYTES // 10**9
        raise LedgerError(
            file,
            f"is larger than {limit_gb} GB; split it",
            zh=f"超过 {limit_gb} GB，请拆成几个文件",
        )
    sheet, sha256_hex = stream_delimited(path)
    return RawFile(file, sha256_hex, (sheet,))


def _whole(path: Path, *, file: str, caged: bool) -> RawFile:
    content = read_bytes(path)
    sheets = _read(content, file=file, caged=caged)
    if not any(sheet.rows for sheet in sheets):
        raise LedgerError(
            file,
            "holds no row; fill it in, or leave it out",
            zh="一行数据也没有，请填好再导入，或不导入这个文件",
        )
    return RawFile(file, sha256(content), sheets)


def _read(content: bytes, *, file: str, caged: bool) -> tuple[RawSheet, ...]:
    form = file_form(content, file=file)
    if caged:
        return read_foreign(content, form, file=file)
    if form == "xlsx":
        return read_workbook(content, file=file)
    if form == "text":
        return (read_delimited(content, file=file),)
    return read_foreign(content, form, file=file)

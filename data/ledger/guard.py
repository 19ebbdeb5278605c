"""Look at a file before anything parses it: is it there, is it what it says, is it safe to open."""

from __future__ import annotations

import hashlib
import io
import stat
import zipfile
from typing import TYPE_CHECKING

from data.errors import LedgerError
from data.formats.entrance import refusal

if TYPE_CHECKING:
    from pathlib import Path

MAX_FILE_BYTES = 100_000_000
MAX_UNZIPPED_BYTES = 200_000_000
MAX_RATIO = 100
MAX_ROWS = 200_000
MAX_SHEET_ROWS = 1_048_576  # what a sheet of Excel can have, blank rows included
MAX_MEMBERS = 2_000
WIDE_COLUMNS = 1_000
MAX_WIDE_CELLS = 2_000_000  # in rows wider than that: mostly blanks that cost time and memory
_RATIO_FREE_BYTES = 10_000_000  # small sheets of blanks pack well and harm nobody


def read_bytes(path: Path) -> bytes:
    """
    Read a file whole.

    Raises
    ------
    LedgerError
        If it is missing, a folder, a link to another file, no ordinary file, an address, empty,
        larger than ``MAX_FILE_BYTES`` or cannot be read.
    """
    _check_place(path)
    if path.is_dir():
        raise LedgerError(
            path.name or str(path),
            "is a folder; name the ledger files in it",
            zh="这是文件夹，请写出其中的台账文件名",
        )
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise LedgerError(
            str(path),
            "no such file; check the name and the folder",
            zh="没有这个文件，请检查文件名和所在文件夹",
        ) from error
    except OSError as error:
        raise LedgerError(
            path.name,
            f"cannot be read: {error.strerror or error}; check its rights, or close the program "
            "that holds it",
            zh=f"无法读取（{error.strerror or error}），请检查文件权限，或先关闭占用它的程序",
        ) from error
    if not content:
        raise LedgerError(
            path.name,
            "is empty (0 bytes); copy it again from its source",
            zh="是空文件（0 字节），请从原处重新拷贝",
        )
    if len(content) > MAX_FILE_BYTES:
        limit_mb = MAX_FILE_BYTES // 10**6
        raise LedgerError(
            path.name,
            f"is larger than {limit_mb} MB; split it",
            zh=f"超过 {limit_mb} MB，请拆成几个文件",
        )
    return content


def _check_place(path: Path) -> None:
    no = refusal(path)
    if no is not None:
        raise LedgerError(no.file, no.en, zh=no.zh)


def sha256(content: bytes) -> str:
    """Return the fingerprint of a file's bytes."""
    return hashlib.sha256(content).hexdigest()


def open_archive(content: bytes, *, file: str) -> zipfile.ZipFile:
    """
    Open an archive after checking that it cannot flood the memory or write beside itself.

    The sizes an archive declares are binding: reading stops there and reports a damaged archive.

    Raises
    ------
    LedgerError
        If it is damaged, locked, names a path outside itself, holds a link or more than
        ``MAX_MEMBERS`` members, or unpacks to more than ``MAX_UNZIPPED_BYTES`` or more than
        ``MAX_RATIO`` times its own size.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise LedgerError(
            file,
            f"is damaged: {error}; copy it again from its source",
            zh="文件已损坏，请从原处重新拷贝",
        ) from error
    entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise LedgerError(
            file,
            "is protected by a password; remove it and save the file again",
            zh="有密码保护，请取消密码后重新保存",
        )
    if len(entries) > MAX_MEMBERS or any(map(_leads_out, entries)):
        raise LedgerError(
            file,
            "is an archive with paths or links that lead out of it, "
            f"or over {MAX_MEMBERS} members; zip the files of one layer again",
            zh=f"压缩包内有指向外部的路径或链接，或超过 {MAX_MEMBERS} 个文件，请重新压缩",
        )
    size = sum(entry.file_size for entry in entries)
    ratio = size / len(content)
    if size > MAX_UNZIPPED_BYTES or (size > _RATIO_FREE_BYTES and ratio > MAX_RATIO):
        raise _too_large(size / 1e6, ratio, file=file)
    return archive


def _leads_out(entry: zipfile.ZipInfo) -> bool:
    parts = entry.filename.replace("\\", "/").split("/")
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    return is_link or ".." in parts or not parts[0] or parts[0].endswith(":")


def _too_large(size_mb: float, ratio: float, *, file: str) -> LedgerError:
    limit_mb = MAX_UNZIPPED_BYTES // 10**6
    return LedgerError(
        file,
        f"unpacks to {size_mb:.0f} MB, {ratio:.0f} times its size "
        f"(at most {limit_mb} MB and {MAX_RATIO} times); "
        "remove empty formatted rows or split it",
        zh=f"展开后有 {size_mb:.0f} MB，是原文件的 {ratio:.0f} 倍"
        f"（最多 {limit_mb} MB、{MAX_RATIO} 倍），请删去带格式的空行，或拆成几个文件",
    )


def too_wide(file: str) -> LedgerError:
    """Return the error for a workbook with more than ``MAX_WIDE_CELLS`` cells in wide rows."""
    return LedgerError(
        file,
        f"has many rows of more than {WIDE_COLUMNS} columns; remove the columns beside the table",
        zh=f"有许多行超过 {WIDE_COLUMNS} 列，请删去表格以外的列",
    )


def too_many_rows(file: str) -> LedgerError:
    """Return the error for a file with more than ``MAX_ROWS`` rows."""
    return LedgerError(
        file,
        f"has more than {MAX_ROWS} rows; split it",
        zh=f"超过 {MAX_ROWS} 行，请拆成几个文件",
    )

"""Look at a file before anything parses it: is it there, is it what it says, is it safe to open."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import TYPE_CHECKING

from data.errors import LedgerError

if TYPE_CHECKING:
    from pathlib import Path

MAX_FILE_BYTES = 100_000_000
MAX_UNZIPPED_BYTES = 200_000_000
MAX_RATIO = 100
MAX_ROWS = 200_000
MAX_SHEET_ROWS = 1_048_576  # what a sheet of Excel can have, blank rows included
_RATIO_FREE_BYTES = 10_000_000  # small sheets of blanks pack well and harm nobody

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_OTHERS = (
    (b"\x89PNG", "a PNG picture", " PNG 图片"),
    (b"\xff\xd8\xff", "a JPEG picture", " JPEG 图片"),
    (b"GIF8", "a GIF picture", " GIF 图片"),
    (b"BM", "a bitmap picture", " BMP 图片"),
    (b"%PDF", "a PDF document", " PDF 文档"),
    (b"Rar!", "a RAR archive", " RAR 压缩包"),
    (b"7z\xbc\xaf", "a 7z archive", " 7z 压缩包"),
    (b"SQLite format 3", "a database", "数据库文件"),
)
"""First bytes of what is no ledger, and what that is called in English and Chinese."""


def read_bytes(path: Path) -> bytes:
    """
    Read a file whole.

    Raises
    ------
    LedgerError
        If it is missing, a folder, empty, larger than ``MAX_FILE_BYTES`` or cannot be read.
    """
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
            f"cannot be read: {error.strerror or error}",
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


def sha256(content: bytes) -> str:
    """Return the fingerprint of a file's bytes."""
    return hashlib.sha256(content).hexdigest()


def is_workbook(content: bytes, *, file: str) -> bool:
    """
    Tell a workbook (.xlsx) from a text table by its first bytes, whatever its name says.

    Raises
    ------
    LedgerError
        If the content is neither: an old or locked workbook, a picture, an archive, a web page.
    """
    if content.startswith(_ZIP):
        return True
    if content.startswith(_OLE):
        raise _ole_error(content, file=file)
    for magic, what, what_zh in _OTHERS:
        if content.startswith(magic):
            raise LedgerError(
                file,
                f"is {what}, not a workbook; export the ledger as .xlsx or csv",
                zh=f"是{what_zh}，不是工作簿，请把台账导出为 .xlsx 或 csv",
            )
    if content.lstrip()[:15].lower().startswith((b"<html", b"<!doctype", b"<?xml", b"<table")):
        raise LedgerError(
            file,
            "is a web page or XML, not a workbook; save it as .xlsx or csv",
            zh="是网页或 XML，不是工作簿，请另存为 .xlsx 或 csv",
        )
    if file.lower().endswith((".xlsx", ".xlsm", ".xls", ".et")):
        raise LedgerError(
            file,
            "is not a workbook though its name says so; save it again as .xlsx",
            zh="名为工作簿，内容却不是，请打开后重新另存为 .xlsx",
        )
    return False


def _ole_error(content: bytes, *, file: str) -> LedgerError:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return LedgerError(
            file,
            "is protected by a password; open it, remove the password and save it again",
            zh="有密码保护，请打开后取消密码，再重新保存",
        )
    return LedgerError(
        file,
        "is a workbook of the old kind (.xls or .et); save it as .xlsx",
        zh="是旧格式工作簿（.xls 或 .et），请另存为 .xlsx",
    )


def open_archive(content: bytes, *, file: str) -> zipfile.ZipFile:
    """
    Open the archive that an .xlsx file is, after checking that it cannot flood the memory.

    The sizes an archive declares are binding: reading stops there and reports a damaged archive.

    Raises
    ------
    LedgerError
        If it is damaged, locked, no workbook, or unpacks to more than ``MAX_UNZIPPED_BYTES`` or
        more than ``MAX_RATIO`` times its own size.
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
    if "xl/workbook.xml" not in {entry.filename for entry in entries}:
        raise LedgerError(
            file,
            "is an archive without a workbook in it; save it as .xlsx",
            zh="是压缩包，里面没有工作簿，请把台账另存为 .xlsx",
        )
    size = sum(entry.file_size for entry in entries)
    ratio = size / len(content)
    if size > MAX_UNZIPPED_BYTES or (size > _RATIO_FREE_BYTES and ratio > MAX_RATIO):
        raise _too_large(size / 1e6, ratio, file=file)
    return archive


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


def too_many_rows(file: str) -> LedgerError:
    """Return the error for a file with more than ``MAX_ROWS`` rows."""
    return LedgerError(
        file,
        f"has more than {MAX_ROWS} rows; split it",
        zh=f"超过 {MAX_ROWS} 行，请拆成几个文件",
    )

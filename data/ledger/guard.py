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
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a bitmap picture"),
    (b"%PDF", "a PDF document"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"SQLite format 3", "a database"),
)


def read_bytes(path: Path) -> bytes:
    """
    Read a file whole.

    Raises
    ------
    LedgerError
        If it is missing, a folder, empty, larger than ``MAX_FILE_BYTES`` or cannot be read.
    """
    if path.is_dir():
        raise LedgerError(path.name, "is a folder; name the ledger files in it")
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise LedgerError(str(path), "no such file; check the name and the folder") from error
    except OSError as error:
        raise LedgerError(path.name, f"cannot be read: {error.strerror or error}") from error
    if not content:
        raise LedgerError(path.name, "is empty (0 bytes)")
    if len(content) > MAX_FILE_BYTES:
        raise LedgerError(path.name, f"is larger than {MAX_FILE_BYTES // 10**6} MB; split it")
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
        raise LedgerError(file, _ole_problem(content))
    for magic, what in _OTHERS:
        if content.startswith(magic):
            raise LedgerError(file, f"is {what}, not a workbook; export the ledger as .xlsx or csv")
    if content.lstrip()[:15].lower().startswith((b"<html", b"<!doctype", b"<?xml", b"<table")):
        raise LedgerError(file, "is a web page or XML, not a workbook; save it as .xlsx or csv")
    if file.lower().endswith((".xlsx", ".xlsm", ".xls", ".et")):
        raise LedgerError(file, "is not a workbook though its name says so; save it again as .xlsx")
    return False


def _ole_problem(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "is protected by a password; open it, remove the password and save it again"
    return "is a workbook of the old kind (.xls or .et); save it as .xlsx"


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
        raise LedgerError(file, f"is damaged: {error}; copy it again from its source") from error
    entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise LedgerError(file, "is protected by a password; remove it and save the file again")
    if "xl/workbook.xml" not in {entry.filename for entry in entries}:
        raise LedgerError(file, "is an archive without a workbook in it; save it as .xlsx")
    size = sum(entry.file_size for entry in entries)
    ratio = size / len(content)
    if size > MAX_UNZIPPED_BYTES or (size > _RATIO_FREE_BYTES and ratio > MAX_RATIO):
        raise LedgerError(
            file,
            f"unpacks to {size / 1e6:.0f} MB, {ratio:.0f} times its size "
            f"(at most {MAX_UNZIPPED_BYTES // 10**6} MB and {MAX_RATIO} times); "
            "remove empty formatted rows or split it",
        )
    return archive


def too_many_rows(file: str) -> LedgerError:
    """Return the error for a file with more than ``MAX_ROWS`` rows."""
    return LedgerError(file, f"has more than {MAX_ROWS} rows; split it")

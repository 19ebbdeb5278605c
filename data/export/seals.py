"""Whether a workbook that we wrote is still as we wrote it, and what it asked."""

from __future__ import annotations

import hashlib
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import xlsxwriter

_PROPERTIES = "docProps/custom.xml"
_LARGEST_BYTES = 200_000_000
_SIGNS = 8
_LONGEST = 255
_FIELD = re.compile(r'name="gridpatrol-(\w+)">\s*<vt:lpwstr>([0-9a-z ]*)</vt:lpwstr>')
UNSEALED = "0" * 64


@dataclass(frozen=True, slots=True)
class Seal:
    """
    What a workbook says of itself.

    Attributes
    ----------
    questions
        Fingerprint of the rows it asks about.
    origins
        Fingerprints of the names of the files these rows are of; missing where there are too many.
    """

    questions: str
    origins: frozenset[str] | None


def seal_of(marks: Iterable[str], origins: Iterable[str]) -> Seal:
    """Make the seal of rows, by their marks and the names of their files."""
    named = frozenset(_digest(name)[:_SIGNS] for name in origins)
    fits = len(named) * (_SIGNS + 1) <= _LONGEST
    return Seal(_digest("\n".join(sorted(marks))), named if fits else None)


def put_seal(book: xlsxwriter.Workbook, seal: Seal, *, content: str) -> None:
    """Write a seal into a workbook; ``content`` is what ``content_of`` finds, or ``UNSEALED``."""
    book.set_custom_property("gridpatrol-content", content)
    book.set_custom_property("gridpatrol-questions", seal.questions)
    book.set_custom_property("gridpatrol-origins", " ".join(sorted(seal.origins or ())) or "many")


def content_of(path: Path) -> str:
    """Take the fingerprint of all that a workbook holds, the seal left out."""
    found = hashlib.sha256()
    with zipfile.ZipFile(path) as book:
        for part in book.infolist():
            if part.filename != _PROPERTIES:
                found.update(part.filename.encode())
                found.update(book.read(part))
    return found.hexdigest()


def read_seal(path: Path) -> Seal | None:
    """
    Read the seal of a workbook.

    Returns
    -------
    seal
        Missing where the file is none of ours, or anybody changed and saved it.
    """
    try:
        with zipfile.ZipFile(path) as book:
            if sum(part.file_size for part in book.infolist()) > _LARGEST_BYTES:
                return None
            fields = dict(_FIELD.findall(book.read(_PROPERTIES).decode()))
        if fields.get("content") != content_of(path):
            return None
    except (OSError, KeyError, ValueError, NotImplementedError, zipfile.BadZipFile):
        return None
    origins = fields.get("origins", "many")
    named = None if origins == "many" else frozenset(origins.split())
    return Seal(fields.get("questions", ""), named)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

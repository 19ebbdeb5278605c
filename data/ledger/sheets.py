"""Files, sheets, rows and cells as they were read, before anybody says what they mean."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from data.ledger.notes import Note

Cell = str | int | float | bool | datetime | date | time | timedelta | None
"""What a spreadsheet can hold in one cell; formulas come as their text."""

_EMPTY_WORDS = frozenset({"", "/", "\\", "-", "--", "—", "——", "null", "none", "nan", "n/a", "na"})
_LONGEST_EMPTY = max(map(len, _EMPTY_WORDS))
_EXACT_INTEGERS = 2**53
_REMEMBERED = 1 << 15
"""Texts whose clean form is kept: a ledger repeats its villages, teams and words by the million."""
_SHORT = 80
"""Signs of a text that may be remembered; a hostile cell may hold a book."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """
    One row that holds something; ``number`` counts from 1 as the spreadsheet shows it.

    ``notes`` say what reading it out of its file took, such as a point chosen on an outline.
    """

    number: int
    cells: tuple[Cell, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class MergedRange:
    """Merged cells: first and last row (from 1), first and last column (from 0), inclusive."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class RawSheet:
    """
    One sheet.

    Attributes
    ----------
    name
        As on its tab; empty for a text file.
    rows
        Rows that hold something, top down. Those of a text table are read again from the file each
        time they are gone through: never hold them all.
    merged
        Merged ranges of a workbook.
    blank
        Number of rows that hold nothing and were left out of ``rows``.
    """

    name: str
    rows: Sequence[RawRow]
    merged: tuple[MergedRange, ...] = ()
    blank: int = 0


@dataclass(frozen=True, slots=True)
class RawFile:
    """One file: its name without folders, the sha256 of its bytes, and its sheets."""

    name: str
    sha256: str
    sheets: tuple[RawSheet, ...]


def cell_text(cell: Cell) -> str:
    r"""
    Write a cell as clean text.

    Returns
    -------
    text
        Without outer blanks, control characters and invisible marks (which could turn a name
        around on a page); line breaks become one blank. Whole numbers have no ``.0``, a date
        without a time of day has none. Empty for an empty cell.

    Examples
    --------
    >>> cell_text(12.0), cell_text("  a\n b "), cell_text(None)
    ('12', 'a b', '')
    """
    if isinstance(cell, str):
        return clean_text(cell)
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT_INTEGERS:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ").removesuffix(" 00:00:00")
    return clean_text(str(cell))


def clean_text(text: str) -> str:
    r"""
    Take invisible characters and needless blanks out of a text.

    Examples
    --------
    >>> clean_text("\u202egnp.exe \u3000 x")
    'gnp.exe x'
    """
    return _clean_short(text) if len(text) <= _SHORT else _clean(text)


def _clean(text: str) -> str:
    if text.isprintable():  # nearly every cell, and much faster than looking at each sign
        plain = " ".join(text.split())
        return text if plain == text else plain  # one text in memory, not two
    shown = (
        " " if character.isspace() else character
        for character in text
        if character.isspace() or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co"}
    )
    return " ".join("".join(shown).split())


_clean_short = lru_cache(maxsize=_REMEMBERED)(_clean)


def is_empty(cell: Cell) -> bool:
    """
    Tell whether a cell says nothing: empty, a dash, a slash, an error mark such as ``#N/A``.

    Examples
    --------
    >>> is_empty(" / "), is_empty("#REF!"), is_empty(0)
    (True, True, False)
    """
    return says_nothing(cell_text(cell))


def says_nothing(text: str) -> bool:
    """Tell the same of the clean text of a cell."""
    if len(text) > _LONGEST_EMPTY and text[0] != "#":
        return False
    word = text.lower()
    return word in _EMPTY_WORDS or (word[:1] == "#" and word.endswith(("!", "?", "#n/a")))


def silent_texts(texts: Iterable[str]) -> set[str]:
    """Find those that say nothing; a look at its length tells nearly every text apart."""
    longest = _LONGEST_EMPTY
    return {
        text for text in texts if (len(text) <= longest or text[0] == "#") and says_nothing(text)
    }

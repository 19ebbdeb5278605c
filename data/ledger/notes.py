"""What the import says about a row; the sentences are in ``notes.toml``, in both languages."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from string import Formatter
from typing import Literal

Weight = Literal["fact", "repair", "doubt"]
"""A repair had to interpret or assume something; a doubt keeps a row from being stored."""
_SHORT_START = 1
"""Signs before the first figure of a sentence that do not tell it from others: a quotation mark."""
Figure = str | float | tuple[str, str]
"""A value in a sentence; a pair is (Chinese, English)."""


@dataclass(frozen=True, slots=True)
class Note:
    """
    One sentence about a row.

    Attributes
    ----------
    code
        Key in ``notes.toml``, for counting and tests.
    zh, en
        The sentence in both languages.
    repair
        True where something had to be interpreted or assumed; a row with such a note is repaired.
    """

    code: str
    zh: str
    en: str
    repair: bool


@lru_cache(maxsize=1)
def all_notes() -> dict[str, tuple[str, str, Weight]]:
    """Give every sentence of ``notes.toml``: code to (Chinese, English, weight)."""
    table = files("data.ledger").joinpath("notes.toml").read_text(encoding="utf-8")
    return {code: (zh, en, weight) for code, (zh, en, weight) in tomllib.loads(table).items()}


def note(code: str, **figures: Figure) -> Note:
    """
    Say one thing about a row.

    Raises
    ------
    KeyError
        If the code or one of its figures is unknown.

    Examples
    --------
    >>> note("zero_coordinates").zh
    '坐标为 0,0'
    """
    zh, en, weight = all_notes()[code]
    chinese = {key: _pick(value, 0) for key, value in figures.items()}
    english = {key: _pick(value, 1) for key, value in figures.items()}
    return Note(code, zh.format(**chinese), en.format(**english), weight == "repair")


def _pick(value: Figure, language: int) -> str | float:
    return value[language] if isinstance(value, tuple) else value


def joined(notes: tuple[Note, ...]) -> tuple[str, str]:
    """Write several notes as one sentence, Chinese and English; empty where there is none."""
    return "；".join(item.zh for item in notes), "; ".join(item.en for item in notes)


def last_doubt(zh: str, en: str) -> Note | None:
    """
    Find the doubt at the end of the sentences about a row, as the table ``import_row`` keeps them.

    Parameters
    ----------
    zh, en
        Sentences as ``joined`` writes them.

    Returns
    -------
    doubt
        With its code and its own sentence; missing where no sentence of ``notes.toml`` is found.

    Examples
    --------
    >>> told = joined((note("swapped"), note("no_coordinates")))
    >>> last_doubt(*told) == note("no_coordinates")
    True
    """
    found = []
    for code, length, patterns in _doubts():
        chinese, english = (
            pattern.search(text) for pattern, text in zip(patterns, (zh, en), strict=True)
        )
        if chinese and english:
            found.append((length, Note(code, chinese[1], english[1], repair=False)))
    return max(found, key=lambda item: item[0])[1] if found else None


def doubt_in(zh: str) -> Note | None:
    """
    Find the doubt at the end of the Chinese sentences about a row, where no English ones are left.

    Examples
    --------
    >>> found = doubt_in(note("no_coordinates").zh)
    >>> found is not None and found.code
    'no_coordinates'
    """
    found = [
        (length, Note(code, match[1], match[1], repair=False))
        for code, length, (chinese, _) in _doubts()
        if (match := chinese.search(zh))
    ]
    return max(found, key=lambda item: item[0])[1] if found else None


@lru_cache(maxsize=1)
def _doubts() -> list[tuple[str, int, tuple[re.Pattern[str], re.Pattern[str]]]]:
    """List the doubts: code, how many signs of it never change, and what to find it by."""
    return [
        (code, len(re.sub(r"\{.*?\}", "", zh)), (_ending(zh, "；"), _ending(en, "; ")))
        for code, (zh, en, weight) in all_notes().items()
        if weight == "doubt"
    ]


def _ending(sentence: str, between: str) -> re.Pattern[str]:
    """
    Find a sentence at the end of others; its figures may be anything.

    One that begins with a figure has no words to begin at: that figure is taken to be one piece.
    """
    words = ""
    for text, name, *_ in Formatter().parse(sentence):
        words += re.escape(text)
        if name is not None:
            is_bare = len(words) <= _SHORT_START
            words += rf"(?:(?!{between}).)*?" if is_bare else ".*?"
    return re.compile(rf"(?:^|{between})({words})$", re.DOTALL)

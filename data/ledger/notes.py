"""What the import says about a row; the sentences are in ``notes.toml``, in both languages."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

Weight = Literal["fact", "repair", "doubt"]
"""A repair had to interpret or assume something; a doubt keeps a row from being stored."""
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

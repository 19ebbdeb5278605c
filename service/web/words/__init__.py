"""What the pages of the service say; one file of sentences for each part of the house."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from service.words import read_sentences

if TYPE_CHECKING:
    from data.words import Lang


@lru_cache(maxsize=1)
def sentences() -> dict[str, tuple[str, str]]:
    """Give every sentence as ``group.name`` to (Chinese, English)."""
    found = (file for file in files(__name__).iterdir() if file.name.endswith(".toml"))
    return read_sentences(sorted(found, key=lambda file: file.name))


def say(key: str, lang: Lang, **figures: object) -> str:
    """
    Write one sentence.

    Raises
    ------
    KeyError
        If there is no such sentence, or a figure it needs is missing.

    Examples
    --------
    >>> say("frame.overview", "en")
    'Overview'
    """
    return sentences()[key][0 if lang == "zh" else 1].format(**figures)

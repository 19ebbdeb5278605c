"""What the pages of the service say; one file of sentences for each part of the house."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.words import Lang


@lru_cache(maxsize=1)
def sentences() -> dict[str, tuple[str, str]]:
    """Give every sentence as ``group.name`` to (Chinese, English); a group is in one file."""
    found: dict[str, tuple[str, str]] = {}
    for file in sorted(files(__name__).iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            groups = tomllib.loads(file.read_text(encoding="utf-8"))
            for group, pairs in groups.items():
                found |= {f"{group}.{name}": (pair[0], pair[1]) for name, pair in pairs.items()}
    return found


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

"""What the command line says, in Chinese and English; the sentences are in ``words.toml``.

Those of reports are in ``report_words.toml``.
"""

from __future__ import annotations

import tomllib
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from importlib.resources.abc import Traversable

    from data.words import Lang


class Sentences:
    """
    Sentences of one part of the house, read from its files when the first one is said.

    Parameters
    ----------
    files
        Names them; each holds ``[group]`` tables of ``name = [Chinese, English]``, and a group is
        in one file.
    """

    def __init__(self, files: Callable[[], Iterable[Traversable]]) -> None:
        self._files = files

    @cached_property
    def pairs(self) -> dict[str, tuple[str, str]]:
        """Give every sentence as ``group.name`` to (Chinese, English)."""
        return {
            f"{group}.{name}": (pair[0], pair[1])
            for file in self._files()
            for group, pairs in tomllib.loads(file.read_text(encoding="utf-8")).items()
            for name, pair in pairs.items()
        }

    def say(self, key: str, lang: Lang, **figures: object) -> str:
        """
        Write one sentence.

        Raises
        ------
        KeyError
            If there is no such sentence, or a figure it needs is missing.
        """
        return self.pairs[key][0 if lang == "zh" else 1].format(**figures)


_FILES = ("words.toml", "report_words.toml")
_SENTENCES = Sentences(lambda: [files("service").joinpath(file) for file in _FILES])
say = _SENTENCES.say


def sentences() -> dict[str, tuple[str, str]]:
    """
    Give every sentence as ``group.name`` to (Chinese, English).

    Examples
    --------
    >>> say("demo.head", "en", seed=7)
    'An invented town, seed 7.'
    """
    return _SENTENCES.pairs


def knows(key: str) -> bool:
    """Tell whether there is such a sentence; some groups need not say something of everything."""
    return key in sentences()


def enumerated(parts: Iterable[str], lang: Lang) -> str:
    """
    Write one thing after another.

    Examples
    --------
    >>> enumerated(["甲", "乙"], "zh"), enumerated(["A", "B"], "en")
    ('甲、乙', 'A, B')
    """
    return ("、" if lang == "zh" else ", ").join(parts)


def both(key: str, **figures: object) -> tuple[str, str]:
    """
    Write one sentence in Chinese and English.

    Parameters
    ----------
    figures
        What is filled in; a pair is taken as (Chinese, English).
    """
    zh = {name: one[0] if isinstance(one, tuple) else one for name, one in figures.items()}
    en = {name: one[1] if isinstance(one, tuple) else one for name, one in figures.items()}
    return say(key, "zh", **zh), say(key, "en", **en)

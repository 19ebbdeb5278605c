"""What the pages of the service say; one file of sentences for each part of the house."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from service.words import Sentences

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def _files() -> list[Traversable]:
    found = (file for file in files(__name__).iterdir() if file.name.endswith(".toml"))
    return sorted(found, key=lambda file: file.name)


_SENTENCES = Sentences(_files)
say = _SENTENCES.say


def sentences() -> dict[str, tuple[str, str]]:
    """
    Give every sentence as ``group.name`` to (Chinese, English).

    Examples
    --------
    >>> say("frame.overview", "en")
    'Overview'
    """
    return _SENTENCES.pairs

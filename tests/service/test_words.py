"""Sentences of the command line in both languages."""

from __future__ import annotations

from string import Formatter

import pytest

from data.schema import TABLES
from service.words import say, sentences


@pytest.mark.parametrize("key", sorted(sentences()))
def test_both_languages_name_the_same_figures(key: str) -> None:
    """A figure that only one language prints is lost for the others' readers."""
    zh, en = sentences()[key]
    assert _figures(zh) == _figures(en)


def _figures(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_an_unknown_sentence_is_an_error() -> None:
    """A misspelt key must fail in tests, not print nothing to a user."""
    with pytest.raises(KeyError):
        say("no.such", "en")


@pytest.mark.parametrize("table", [*TABLES, "road_node", "road_edge"])
def test_every_table_has_a_word(table: str) -> None:
    """Doctor, backup and restore count rows table by table, whatever is in the store."""
    zh, en = sentences()[f"table.{table}"]
    assert zh
    assert en

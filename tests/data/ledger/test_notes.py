"""Sentences about rows."""

from __future__ import annotations

import string
from typing import get_args

import pytest

from data.ledger.notes import Weight, all_notes, joined, note


def figures(template: str) -> set[str]:
    """List the names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("code", list(all_notes()))
def test_both_languages_show_the_same_figures(code: str) -> None:
    """A figure missing from one language would be news lost."""
    zh, en, _ = all_notes()[code]
    assert figures(zh) == figures(en)


@pytest.mark.parametrize("code", list(all_notes()))
def test_every_note_says_what_it_weighs(code: str) -> None:
    """A word misspelt in the table would let a doubtful row into the store."""
    assert all_notes()[code][2] in get_args(Weight)


def test_pairs_follow_the_language() -> None:
    """The name of a datum is a word, too."""
    said = note("converted", datum=("高德", "Amap"), metres="512")
    assert said.zh == "高德坐标已转为 WGS-84，平移 512 米"
    assert said.en == "Amap converted to WGS-84, moved 512 m"


def test_braces_in_cells_are_harmless() -> None:
    """Hostile names contain braces; they are text, never a template."""
    assert note("no_day", value="{0.__class__}").zh == "没有可读的日期：“{0.__class__}”"


def test_joins_sentences() -> None:
    """One line per row, in the order things were noticed."""
    both = (note("swapped"), note("zero_coordinates"))
    assert joined(both)[0] == "经纬度填反，已对调；坐标为 0,0"

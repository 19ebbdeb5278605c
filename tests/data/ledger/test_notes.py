"""Sentences about rows."""

from __future__ import annotations

import string
from typing import get_args

import pytest

from data.ledger.notes import Weight, all_notes, joined, last_doubt, note


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


@pytest.mark.parametrize("code", [code for code, said in all_notes().items() if said[2] == "doubt"])
def test_a_doubt_is_found_again_at_the_end_of_what_was_said(code: str) -> None:
    """Its reason is told once more to rows that name the site, in the same words."""
    shown = dict.fromkeys(figures(all_notes()[code][0]), ("“甲厂”，乙", "'A', B"))
    doubt = note(code, **shown)
    before = note("merged", column="村"), note("candidates", places="a；b", metres="7")
    assert last_doubt(*joined((*before, doubt))) == doubt


@pytest.mark.parametrize("code", ["gone_unplaced", "datum_open", "datum_by_hand"])
def test_figures_may_be_sentences_themselves(code: str) -> None:
    """The question about a place that is gone holds the reason why no site fits."""
    inner = note("unknown_site", name="甲", village="乙村", hint=("；像 S1", "; like S1"))
    shown = dict.fromkeys(figures(all_notes()[code][0]), (inner.zh, inner.en))
    doubt = note(code, **shown)
    assert last_doubt(*joined((note("swapped"), doubt))) == doubt


def test_a_fact_is_no_doubt() -> None:
    """A row that was stored has none."""
    assert last_doubt(*joined((note("swapped"), note("unchanged", id="S00001")))) is None

"""Denials and wishes before a word."""

from __future__ import annotations

import pytest

from data.ledger.negation import denied_from, is_denied_in_english, plain, wished_from


@pytest.mark.parametrize(
    ("before", "start"),
    [
        ("没有", 0),
        ("尚未", 0),
        ("没有发现", 0),
        ("企业无重大", 2),
        ("未在规定期限内", 0),
        ("无证", None),
        ("不安全", None),
        ("", None),
    ],
)
def test_where_a_denial_begins(before: str, start: int | None) -> None:
    """Adverbs and adjectives pass it on; another noun keeps it to itself."""
    assert denied_from(before + "隐患", len(before)) == start


@pytest.mark.parametrize(
    ("before", "start"), [("正在", 0), ("限期", 0), ("部分已", 0), ("已", None)]
)
def test_where_a_wish_begins(before: str, start: int | None) -> None:
    """What is under way or ordered has not happened."""
    assert wished_from(before + "办结", len(before)) == start


@pytest.mark.parametrize(
    ("text", "is_denied"),
    [("no hazard", True), ("Not yet closed", True), ("piano hazard", False), ("hazard", False)],
)
def test_english_denials_are_whole_words(text: str, *, is_denied: bool) -> None:
    """A word that ends like one denies nothing."""
    assert is_denied_in_english(text, plain(text).split("yet")[-1][-6:]) is is_denied


def test_far_away_words_deny_nothing() -> None:
    """The search is bounded, whatever the length of the text."""
    before = "无" + "安全" * 40
    assert denied_from(before + "隐患", len(before)) is None

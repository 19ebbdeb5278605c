"""Signals: words and their undoing, and what unknown counts as."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from geo.card.signals import fill_unknown, mentions, signal

LABEL = ("证照", "licences")


@pytest.mark.parametrize(
    ("remark", "expected"),
    [
        ("夜间有异味", True),
        ("无异味", False),
        ("未见异味", False),
        ("不存在异味", False),
        ("无照，有异味", True),
        ("", False),
        (None, False),
    ],
)
def test_a_word_counts_unless_it_is_undone(remark: str | None, expected: bool) -> None:  # noqa: FBT001 - a case
    """An inspector who writes "no smell" must not raise the score."""
    assert mentions(pd.Series([remark], dtype="str"), ["异味"]).tolist() == [expected]


def test_words_are_no_patterns() -> None:
    """A word with a dot or bracket means itself."""
    assert mentions(pd.Series(["aXb"]), ["a.b", "("]).tolist() == [False]


def test_no_words_are_never_mentioned() -> None:
    """An office may empty a list."""
    assert mentions(pd.Series(["异味"]), []).tolist() == [False]


def filled(known: list[bool], applies: list[bool], groups: list[list[str]]) -> list[float]:
    """Fill shares 0.2, 0.4, 0.9, 0.1 where not known."""
    one = signal(
        "licences",
        LABEL,
        pd.Series([0.2, 0.4, 0.9, 0.1]),
        says=("", ""),
        known=pd.Series(known),
        applies=pd.Series(applies),
    )
    return fill_unknown(one, [pd.Series(group) for group in groups]).tolist()


def test_unknown_is_the_median_of_its_kind() -> None:
    """Kind a knows 0.2 and 0.4: the third gets 0.3, not 0."""
    share = filled([True, True, False, True], [True] * 4, [["a", "a", "a", "b"]])
    assert_allclose(share, [0.2, 0.4, 0.3, 0.1])


def test_a_kind_that_knows_nothing_asks_the_next() -> None:
    """Kind b knows nothing, but all together know 0.2, 0.4, 0.9: 0.4."""
    groups = [["a", "a", "a", "b"], ["x"] * 4]
    assert_allclose(filled([True, True, True, False], [True] * 4, groups), [0.2, 0.4, 0.9, 0.4])


def test_where_nothing_is_known_half_counts() -> None:
    """A ledger without the column is not a ledger of safe places."""
    assert_allclose(filled([False] * 4, [True] * 4, [["a"] * 4]), [0.5] * 4)


def test_what_does_not_apply_counts_nothing() -> None:
    """An idle plant has no licences to ask for, and its lack moves no median."""
    share = filled([True, True, False, True], [True, False, True, True], [["a"] * 4])
    assert_allclose(share, [0.2, 0.0, 0.15, 0.1])


@settings(deadline=None)
@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=1, max_size=5))
def test_a_share_is_a_share(values: list[float]) -> None:
    """Whatever a factor computes, it can add no more than its points."""
    one = signal("x", LABEL, pd.Series(values), says=("", ""))
    assert ((one.share >= 0) & (one.share <= 1)).all()

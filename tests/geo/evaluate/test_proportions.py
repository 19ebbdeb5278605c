"""Tests of shares with their intervals."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import DegenerateInputError
from geo.evaluate import change, proportion


def test_matches_a_published_interval() -> None:
    """Newcombe (1998, doi:10.1002/(SICI)1097-0258(19980430)17:8), table I: 81 of 263."""
    told = proportion(81, 263)
    assert (round(told.low, 4), round(told.high, 4)) == (0.2553, 0.3662)


def test_without_a_case_nothing_is_known() -> None:
    """No visit is not a rate of 0."""
    told = proportion(0, 0)
    assert math.isnan(told.share)
    assert (told.low, told.high) == (0.0, 1.0)


def test_more_hits_than_cases_are_refused() -> None:
    """Somebody counted the same row twice."""
    with pytest.raises(DegenerateInputError, match="got 3 of 2") as raised:
        proportion(3, 2)
    assert "3/2" in raised.value.zh


def test_a_clear_difference_is_told_apart() -> None:
    """Newcombe's table II (a): 56 of 70 against 48 of 80 leaves 0 out."""
    assert change(proportion(56, 70), proportion(48, 80)).is_told_apart


def test_a_difference_of_few_visits_is_not_told_apart() -> None:
    """Two of ten against one of ten is what chance does."""
    assert not change(proportion(2, 10), proportion(1, 10)).is_told_apart


def test_nothing_to_compare_with_is_not_a_difference() -> None:
    """A first month has no month before."""
    seen = change(proportion(5, 10), proportion(0, 0))
    assert math.isnan(seen.more)
    assert not seen.is_told_apart


@settings(max_examples=40)
@given(cases=st.integers(1, 400), data=st.data())
def test_the_interval_holds_the_share_and_stays_a_share(cases: int, data: st.DataObject) -> None:
    """Also where nothing, or everything, was found."""
    told = proportion(data.draw(st.integers(0, cases)), cases)
    assert 0.0 <= told.low <= told.share <= told.high <= 1.0


@settings(max_examples=40)
@given(one=st.tuples(st.integers(0, 50), st.integers(50, 99)), other=st.integers(0, 50))
def test_a_comparison_turns_round_with_its_sides(one: tuple[int, int], other: int) -> None:
    """Now less before is before less now with the sign changed."""
    now, before = proportion(*one), proportion(other, 60)
    ahead, back = change(now, before), change(before, now)
    assert ahead.more == pytest.approx(-back.more)
    assert ahead.low == pytest.approx(-back.high)

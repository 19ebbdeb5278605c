"""Intervals of the difference of two shares."""

from __future__ import annotations

import numpy as np
import pytest

from data.errors import ShapeError
from geo.evaluate.shares import share_gain

EVENTS = np.array([4.0, 4.0, 2.0])


def test_the_difference_seen_is_of_the_cells_as_they_are() -> None:
    """Six of ten events against two of ten."""
    found = share_gain(([4, 0, 2], EVENTS), ([0, 0, 2], EVENTS))
    assert found.seen == pytest.approx(0.4)


def test_equal_shares_have_no_width() -> None:
    """The same cells flagged by both: 0, whatever is drawn."""
    found = share_gain(([4, 0, 2], EVENTS), ([4, 0, 2], EVENTS))
    assert (found.low, found.high) == (0.0, 0.0)


def test_the_interval_is_that_of_a_binomial() -> None:
    """Of 400 cells with one event each half are flagged: .5 with 1.96 x sqrt(.25 / 400) = .049."""
    hits, ones = np.repeat([1.0, 0.0], 200), np.ones(400)
    found = share_gain((hits, ones), (np.zeros(400), ones), draws=4000)
    assert found.low == pytest.approx(0.451, abs=0.006)
    assert found.high == pytest.approx(0.549, abs=0.006)


def test_no_event_has_no_share() -> None:
    """Nothing divided by nothing."""
    zeros = np.zeros(3)
    assert np.isnan(share_gain((zeros, zeros), (zeros, zeros)).seen)


def test_cells_must_be_the_same() -> None:
    """Parts and wholes are of the same cells."""
    with pytest.raises(ShapeError, match="lists of one length"):
        share_gain(([1, 2], [3, 4]), ([1], [2]))

"""Curves keep their ends and even steps."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from data.sample.curves import bent_line, resample, smooth


def test_smoothing_cuts_corners_and_keeps_ends() -> None:
    """One round on a right angle: quarter points of both sides (Chaikin)."""
    corner = np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 4.0]])
    expected = [[0, 0], [1, 0], [3, 0], [4, 1], [4, 3], [4, 4]]
    assert_allclose(smooth(corner, rounds=1), expected)


def test_resampled_points_are_even() -> None:
    """A line of 3 + 4 m in steps of a metre: eight points."""
    line = resample(np.array([[0.0, 0.0], [3.0, 0.0], [3.0, 4.0]]), 1.0)
    assert_allclose(line[3:5], [[3, 0], [3, 1]])
    assert len(line) == 8


def test_short_line_keeps_both_ends() -> None:
    """A step longer than the line must not lose its end."""
    line = resample(np.array([[0.0, 0.0], [1.0, 0.0]]), 50.0)
    assert_allclose(line, [[0, 0], [1, 0]])


@given(seed=st.integers(0, 10_000), bend=st.floats(0, 0.2))
def test_bent_line_keeps_its_ends(seed: int, bend: float) -> None:
    """A road must arrive at the village it leads to."""
    start, end = np.array([10.0, -5.0]), np.array([900.0, 400.0])
    line = bent_line(np.random.default_rng(seed), start, end, bend=bend)
    assert_allclose(line[[0, -1]], [start, end])


def test_unbent_line_is_straight() -> None:
    """All points lie between the ends on y = 0."""
    line = bent_line(np.random.default_rng(1), np.array([0.0, 0.0]), np.array([100.0, 0.0]), bend=0)
    assert_allclose(line[:, 1], 0)
    assert (np.diff(line[:, 0]) > 0).all()

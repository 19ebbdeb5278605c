"""Rising and falling values: the textbook's formula by hand, and what must not matter."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from geo.cells.kendall import mann_kendall

rows = arrays(float, (1, 9), elements=st.integers(0, 6))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2, 3, 4, 5], 9 / np.sqrt(300 / 18)),
        ([5, 4, 3, 2, 1], -9 / np.sqrt(300 / 18)),
        ([1, 1, 2, 2, 3], 7 / np.sqrt(264 / 18)),
        ([1, 1, 1, 1, 2], 3 / np.sqrt((300 - 4 * 3 * 13) / 18)),
        ([2, 1, 2], 0.0),
    ],
    ids=["rising", "falling", "two pairs of ties", "four ties", "neither"],
)
def test_matches_hand_arithmetic(values: list[float], expected: float) -> None:
    """S is 10, -10, 8, 4, 0; ties of t take t (t - 1) (2t + 5) off 300: twice 18, and 156."""
    assert_allclose(mann_kendall(np.array([values], dtype=float)), [expected])


def test_a_missing_period_is_left_out() -> None:
    """Nobody looked that month; the others keep their order."""
    gap = np.array([[1.0, np.nan, 2.0, 3.0, np.nan, 4.0, 5.0]])
    assert_allclose(mann_kendall(gap), mann_kendall(np.array([[1.0, 2.0, 3.0, 4.0, 5.0]])))


@pytest.mark.parametrize("values", [[3.0, 3.0, 3.0], [np.nan, 1.0, np.nan], [np.nan] * 3])
def test_has_no_answer_where_nothing_differs(values: list[float]) -> None:
    """Equal values, one value, none."""
    assert np.isnan(mann_kendall(np.array([values]))).all()


@settings(max_examples=50)
@given(values=rows)
def test_turned_round_it_turns_its_sign(values: np.ndarray) -> None:
    """Time run backwards makes a fall of a rise."""
    assert_allclose(mann_kendall(values[:, ::-1]), -mann_kendall(values))


@settings(max_examples=50)
@given(values=rows, scale=st.floats(0.1, 10), shift=st.floats(-5, 5))
def test_sizes_do_not_matter(values: np.ndarray, scale: float, shift: float) -> None:
    """Only the order counts: the unit and the origin of a rate are no trend."""
    assert_allclose(mann_kendall(np.round(values * scale + shift, 9)), mann_kendall(values))

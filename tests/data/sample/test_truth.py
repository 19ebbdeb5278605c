"""True risks are rates around the stated mean, and strictness works on the odds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.sample.truth import draw_truth, seen_by
from tests.builders import sites


def test_mean_rate_is_as_stated() -> None:
    """Whatever the draws, the town as a whole is neither a sink nor spotless."""
    table = sites(*({"village": f"V{number % 4}"} for number in range(200)))
    truth = draw_truth(np.random.default_rng(1), table, ["village"] * 200)
    assert truth["true_rate"].mean() == pytest.approx(0.12, abs=1e-5)
    assert truth["true_rate"].between(0, 1, inclusive="neither").all()
    assert truth.index.equals(table.index)


def test_odds_by_hand() -> None:
    """0.2 is odds of 1 to 4; twice that is 2 to 4, a third."""
    assert seen_by(0.2, 2.0) == pytest.approx(1 / 3)


@given(rate=st.floats(0.001, 0.999), odds=st.floats(0.2, 5))
def test_strict_and_lenient_undo_each_other(rate: float, odds: float) -> None:
    """Multiplying the odds and dividing them again changes nothing."""
    assert seen_by(seen_by(rate, odds), 1 / odds) == pytest.approx(rate)

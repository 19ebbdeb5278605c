"""The engine's random numbers repeat by seed and fill their range evenly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from planning.engine import dice as sources
from planning.engine.dice import seeded

share, below = njit(sources.share), njit(sources.below)
"""As the search runs them: whole numbers of 64 bits wrap around."""


@given(seed=st.integers(-(10**20), 10**20))
def test_any_integer_is_a_seed(seed: int) -> None:
    """The state is never zero, where the generator would stay."""
    assert seeded(seed)[0] != 0


def test_a_seed_repeats() -> None:
    """Byte for byte is what an office is promised."""
    first, again = seeded(5), seeded(5)
    assert [share(first) for _ in range(9)] == [share(again) for _ in range(9)]


def test_shares_are_even() -> None:
    """4,000 shares of a uniform draw: mean 1/2, standard error 0.0046, so 0.023 is five."""
    dice = seeded(1)
    shares = np.array([share(dice) for _ in range(4000)])
    assert (shares.min() >= 0, shares.max() < 1) == (True, True)
    assert shares.mean() == pytest.approx(0.5, abs=0.023)


def test_below_reaches_every_number() -> None:
    """A die of six has six sides."""
    dice = seeded(1)
    assert {below(dice, 6) for _ in range(300)} == set(range(6))

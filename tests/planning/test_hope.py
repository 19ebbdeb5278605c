"""How hopeful the planner is of places that are little known."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from planning.hope import hoped_chance, hopes

CHANCES = st.floats(0, 1)
LOOKS = st.integers(0, 500)
NONE = pd.Series([np.nan, np.nan])


def test_standard_errors_by_hand() -> None:
    """0.2 x 0.8 = 0.16: root 0.4 unseen, 0.2 after three looks; half of it is added."""
    assert_allclose(hoped_chance([0.2, 0.2], [0, 3], explore=0.5), [0.4, 0.3])


def test_no_hope_goes_beyond_certainty() -> None:
    """0.9 + 10 x 0.3 would be 3.9."""
    assert hoped_chance(0.9, 0, explore=10.0) == 1.0


@given(CHANCES, LOOKS, st.floats(0, 3))
def test_hope_shrinks_with_every_look(chance: float, looks: int, explore: float) -> None:
    """And never takes anything away."""
    now, after = (hoped_chance(chance, n, explore=explore) for n in (looks, looks + 1))
    assert chance <= after <= now <= 1


@given(CHANCES, LOOKS)
def test_without_exploring_only_what_is_expected_counts(chance: float, looks: int) -> None:
    """An office that sets explore to 0 plans by its score alone."""
    assert hoped_chance(chance, looks, explore=0.0) == chance


def test_a_cards_risk_is_hoped_for_on_its_own_scale() -> None:
    """0.2 unseen gets 0.5 x 0.4; 0.5 seen 24 times 0.5 x 0.5 / 5."""
    assert_allclose(hopes(pd.Series([0.2, 0.5]), NONE, [0, 24], explore=0.5), [0.2, 0.05])


def test_a_chance_is_hoped_for_on_the_scale_of_the_points() -> None:
    """
    Chance 0.1 is hoped to be 0.1 + 0.5 x 0.3 = 0.25, half way from 0.2 to 0.3.

    It is worth half way from 0.5 to 0.9, so 0.7, which is 0.5 more than 0.2. The best place has
    nothing above it.
    """
    worth, chance = pd.Series([0.2, 0.5, 0.9]), pd.Series([0.1, 0.2, 0.3])
    assert_allclose(hopes(worth, chance, [0, 10**9, 0], explore=0.5), [0.5, 0.0, 0.0], atol=1e-4)


def test_a_place_without_a_chance_is_hoped_for_by_its_worth() -> None:
    """New since the day of the scores: it counts as the mean, and is read hopefully as that."""
    worth, chance = pd.Series([0.5, 0.5]), pd.Series([0.1, np.nan])
    assert_allclose(hopes(worth, chance, [0, 0], explore=0.5), [0.0, 0.25])

"""How firmly a grade stands against other weights."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import beta

from geo.card.card import default_card
from geo.card.stability import CONCENTRATION, grade_stability

CARD = default_card()
NONE = np.zeros(1, dtype=bool)


def stability(share: list[float], weights: list[float], **known: object) -> float:
    """Draw the weights of one site."""
    asked = {"card": CARD, "at_once": NONE, **known}
    return float(grade_stability(np.array([share]), np.array(weights), **asked)[0])


def test_one_full_factor_is_a_beta_distribution() -> None:
    """
    A weight of 0.5 among two is drawn as Beta(50, 50); the risk is the weight itself.

    Red begins at 0.48, so the share that stays red is 1 - F(0.48), 0.655; 20,000 draws miss it by
    0.01 at most (three standard errors).
    """
    half = CONCENTRATION / 2
    expected = 1 - beta(half, half).cdf(CARD.red)
    found = stability([1.0, 0.0], [0.5, 0.5], draws=20_000)
    assert found == pytest.approx(expected, abs=0.01)


def test_all_factors_alike_stand_firm() -> None:
    """Where every share is the same, weights do not matter."""
    assert stability([0.35, 0.35, 0.35], [0.2, 0.3, 0.5]) == 1.0


def test_red_at_once_is_red_at_any_weight() -> None:
    """An open major finding does not depend on points."""
    assert stability([0.48, 0.47], [0.5, 0.5], at_once=np.ones(1, dtype=bool)) == 1.0


def test_a_factor_without_points_stays_without() -> None:
    """An office that switched it off does not want it drawn."""
    assert stability([0.0, 1.0], [1.0, 0.0]) == 1.0


def test_the_same_every_time() -> None:
    """Same input, same output."""
    shares = np.random.default_rng(1).random((50, 4))
    weights, none = np.full(4, 0.25), np.zeros(50, dtype=bool)
    first, again = (grade_stability(shares, weights, card=CARD, at_once=none) for _ in range(2))
    assert first.tolist() == again.tolist()

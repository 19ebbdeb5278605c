"""Learned chances on the scale that the planner's points were set for."""

from __future__ import annotations

import pandas as pd
from numpy.testing import assert_allclose

from geo.card.card import default_card
from geo.town.worth import planning_worth


def test_bounds_of_colours_are_worth_the_cards_bounds() -> None:
    """The highest blue chance is worth the card's lowest yellow, and so on; in between a line."""
    card = default_card()
    scores = pd.DataFrame(
        {
            "risk": [0.01, 0.02, 0.04, 0.08, 0.10],
            "grade": ["blue", "blue", "yellow", "orange", "red"],
            "model": "learned-1+card-2",
        }
    )
    expected = [card.yellow / 2, card.yellow, card.orange, card.red, 2 * card.red - card.orange]
    assert_allclose(planning_worth(scores, card), expected)


def test_a_cards_risk_is_worth_itself() -> None:
    """Nothing changes for a town that scores by the card."""
    scores = pd.DataFrame({"risk": [0.2, 0.6], "grade": ["blue", "red"], "model": "card-2"})
    assert planning_worth(scores, default_card()).tolist() == [0.2, 0.6]

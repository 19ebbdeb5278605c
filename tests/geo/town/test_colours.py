"""Who is red under a learned score."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from geo.town.colours import colour_firmness, matched_grades


def test_a_rule_outside_the_score_keeps_a_place_red_and_takes_no_other_ones_colour() -> None:
    """One red by rule, one by points: the rule's stays, the other goes to the highest chance."""
    risk = pd.Series([0.1, 0.2, 0.9, 0.5], index=list("abcd"))
    card = pd.Series(["red", "red", "yellow", "blue"], index=list("abcd"))
    grades = matched_grades(risk, card, at_once=np.array([True, False, False, False]))
    assert grades.to_dict() == {"a": "red", "b": "blue", "c": "red", "d": "yellow"}


def firmness(logits: list[float], grades: list[str], *, spread: float) -> list[float]:
    """Say how firmly places keep their colours, none of them red at once."""
    middle = pd.Series(logits)
    return colour_firmness(
        middle, middle * 0 + spread, pd.Series(grades), at_once=np.zeros(len(logits), dtype=bool)
    ).tolist()


def test_a_colour_is_as_firm_as_its_place_is_far_from_the_bounds() -> None:
    """Bounds half-way, at 3.5 and 0.5: each place lies 1.5 spreads from the one or two it has."""
    firm = firmness([5.0, 2.0, -1.0], ["red", "orange", "blue"], spread=1.0)
    assert firm[1] == pytest.approx(norm.cdf(1.5) - norm.cdf(-1.5))
    assert firm[0] == pytest.approx(norm.cdf(1.5))
    assert firm[2] == pytest.approx(norm.cdf(1.5))


def test_a_sure_model_is_firm_and_an_unsure_one_is_not() -> None:
    """Two places one apart: with a small spread certain, with a large one a coin."""
    assert firmness([1.0, 0.0], ["red", "blue"], spread=0.01) == pytest.approx([1, 1])
    assert firmness([1.0, 0.0], ["red", "blue"], spread=1000.0) == pytest.approx(
        [0.5, 0.5], abs=1e-3
    )


def test_one_colour_for_all_cannot_change() -> None:
    """Nothing is orange, so nothing can fall below it."""
    assert firmness([0.3, -2.0], ["blue", "blue"], spread=1.0) == [1, 1]


def test_red_by_a_rule_is_firm_and_moves_no_bound() -> None:
    """It stands at logit -9, far below the blue place, and stays red."""
    logit = pd.Series([-9.0, 1.0, 0.0])
    firm = colour_firmness(
        logit,
        logit * 0 + 0.01,
        pd.Series(["red", "red", "blue"]),
        at_once=np.array([True, False, False]),
    )
    assert firm.tolist() == pytest.approx([1, 1, 1])

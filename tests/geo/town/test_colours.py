"""Who is red under a learned score."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.town.colours import matched_grades


def test_a_rule_outside_the_score_keeps_a_place_red_and_takes_no_other_ones_colour() -> None:
    """One red by rule, one by points: the rule's stays, the other goes to the highest chance."""
    risk = pd.Series([0.1, 0.2, 0.9, 0.5], index=list("abcd"))
    card = pd.Series(["red", "red", "yellow", "blue"], index=list("abcd"))
    grades = matched_grades(risk, card, at_once=np.array([True, False, False, False]))
    assert grades.to_dict() == {"a": "red", "b": "blue", "c": "red", "d": "yellow"}

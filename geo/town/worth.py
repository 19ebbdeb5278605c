"""What a learned score is worth to the planner: the same scale as a card's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.chances import is_chance

if TYPE_CHECKING:
    from geo.card.card import Scorecard


def planning_worth(scores: pd.DataFrame, card: Scorecard) -> pd.Series:
    """
    Put learned chances on the scale of the card's risk.

    The planner weighs risk against duties, drives and what can be learned, in points that were set
    for a card. A chance has another scale: in a town where one visit in a hundred finds something,
    risk would weigh nothing beside them. Colours are matched to the card's, so that the chance at
    which one colour ends and the next begins is worth what the card's bound of it is worth; between
    them the worth rises in a straight line, and the highest chance is worth one band more than red.

    Parameters
    ----------
    scores
        By schema ``SCORE``, all of one model.
    card
        Gives the bounds of the colours.

    Returns
    -------
    worth
        Index of ``scores``, 0-1, in the order of ``risk``; ``risk`` itself where a card made it.
    """
    risk = scores["risk"].astype(float)
    if scores.empty or not is_chance(str(scores["model"].iloc[0])):
        return risk
    ends, worths = [0.0], [0.0]
    for below, bound in (
        (("blue",), card.yellow),
        (("blue", "yellow"), card.orange),
        (("blue", "yellow", "orange"), card.red),
    ):
        end = float(risk[scores["grade"].isin(below)].max())
        if end > ends[-1]:
            ends.append(end)
            worths.append(bound)
    top = float(risk.max())
    if top > ends[-1]:
        ends.append(top)
        worths.append(min(worths[-1] + card.red - card.orange, 1.0))
    return pd.Series(np.interp(risk, ends, worths), index=scores.index)

"""Colours of learned scores: as many of each as the card gives on the same day."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import ndtr

from data.words import GRADES

if TYPE_CHECKING:
    from numpy import bool_, float64
    from numpy.typing import NDArray


def matched_grades(
    risk: pd.Series, card_grades: pd.Series, *, at_once: NDArray[bool_]
) -> pd.Series:
    """
    Colour sites by a learned risk, keeping how many have each colour.

    A colour brings duties: how often to go, who must be told. A model says who is riskier, not how
    much work an office takes on, so changing the model changes who is red and not how many.

    Parameters
    ----------
    risk
        Chance by site, 0-1.
    card_grades
        The card's colour of the same sites.
    at_once
        Shape ``(n,)``: red by a rule outside the score; these stay red and are not counted among
        the places that are shared out.

    Returns
    -------
    grades
        Index of ``risk``. Sites of equal risk are ordered by their ids.

    Examples
    --------
    >>> risk = pd.Series([0.1, 0.4, 0.3], index=["a", "b", "c"])
    >>> card = pd.Series(["red", "blue", "blue"], index=["a", "b", "c"])
    >>> matched_grades(risk, card, at_once=np.array([False] * 3)).tolist()
    ['blue', 'red', 'blue']
    """
    free = pd.DataFrame({"risk": risk[~at_once]}).rename_axis("site_id").reset_index()
    ordered = free.sort_values(["risk", "site_id"], ascending=[False, True])["site_id"]
    counts = card_grades[~at_once].value_counts().reindex(list(GRADES), fill_value=0)
    grades = pd.Series("red", index=risk.index, dtype=object)
    grades[ordered.to_numpy()] = np.repeat(counts.index.to_numpy(dtype=object), counts.to_numpy())
    return grades


def colour_firmness(
    logit: pd.Series, spread: pd.Series, grades: pd.Series, *, at_once: NDArray[bool_]
) -> NDArray[float64]:
    """
    Say how likely each site's colour stands, given how sure the model is of its logit.

    The bound between two colours is taken half-way between the lowest site of one and the highest
    of the other, and the logit to be normal with the model's spread.

    Parameters
    ----------
    logit, spread
        By site: the middle and the standard deviation, > 0.
    grades
        Same index, from :func:`matched_grades`.
    at_once
        Shape ``(n,)``: red by a rule outside the score, whatever the logit.

    Returns
    -------
    firmness
        Shape ``(n,)``, 0-1: chance that the true logit lies within the bounds of the colour.

    Examples
    --------
    >>> logit = pd.Series([1.0, -1.0], index=["a", "b"])
    >>> grades = pd.Series(["red", "blue"], index=["a", "b"])
    >>> colour_firmness(logit, logit.abs(), grades, at_once=np.zeros(2, bool)).round(3).tolist()
    [0.841, 0.841]
    """
    middle, error = logit.to_numpy(dtype=float), spread.to_numpy(dtype=float)
    colour = grades.astype(str).to_numpy()
    ends = {
        grade: (middle[here].min(), middle[here].max())
        for grade in GRADES
        if (here := (colour == grade) & ~at_once).any()
    }
    between = [(ends[above][0] + ends[below][1]) / 2.0 for above, below in pairwise(ends)]
    high = dict(zip(ends, [np.inf, *between], strict=True)) if ends else {}
    low = dict(zip(ends, [*between, -np.inf], strict=True)) if ends else {}
    firmness = np.ones(len(middle))
    for grade in ends:
        here = (colour == grade) & ~at_once
        above = ndtr((high[grade] - middle[here]) / error[here])
        firmness[here] = above - ndtr((low[grade] - middle[here]) / error[here])
    return firmness

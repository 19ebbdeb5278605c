"""Colours of learned scores: as many of each as the card gives on the same day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.words import GRADES

if TYPE_CHECKING:
    from numpy import bool_
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

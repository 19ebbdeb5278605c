"""Columns that all but tell what the same visit found: results that pose as features."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.evaluate import auc

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

LIMIT = 0.99
"""AUC, or its mirror image, from which on a column is no feature: no knowledge is so good."""
FEWEST = 10
"""Visits of either outcome below which a column may look so by luck."""


def telling_columns(
    features: pd.DataFrame, found: pd.Series, *, limit: float = LIMIT
) -> dict[str, float]:
    """
    Find the columns that, alone, tell visits with a find from those without.

    A number is taken as it is, a word by the share of finds that the other half of the visits with
    that word had, and whether a column says anything at all counts too: a fine that is written only
    where something was found tells as much as the find.

    Parameters
    ----------
    features
        One row a visit: numbers or text, each may be missing. The index is unique.
    found
        Same index, 1 or 0, or missing; such visits are left out.
    limit
        In ``(0.5, 1]``.

    Returns
    -------
    telling
        Column to AUC, in ``[limit, 1]``; empty where there are fewer than ``FEWEST`` visits with a
        find, or without.

    Examples
    --------
    >>> ids = pd.RangeIndex(40)
    >>> found = pd.Series([0, 1] * 20, index=ids)
    >>> telling_columns(pd.DataFrame({"fine": found * 200, "size": ids}, index=ids), found)
    {'fine': 1.0}
    """
    known = found.dropna().sort_index()  # halves must not depend on the order of the table
    outcome = known.to_numpy(dtype=float)
    if min(outcome.sum(), len(outcome) - outcome.sum()) < FEWEST:
        return {}
    best = {
        str(name): max(_best(column, outcome)) for name, column in features.loc[known.index].items()
    }
    return {name: figure for name, figure in best.items() if figure >= limit}


def _best(column: pd.Series, outcome: NDArray[float64]) -> tuple[float, float]:
    """Give the AUC of what a column says, and of whether it says anything."""
    is_known = column.notna().to_numpy(dtype=bool)
    said = _mirrored(outcome, is_known.astype(float))
    kept = outcome[is_known]
    if not len(kept) or min(kept.sum(), len(kept) - kept.sum()) < FEWEST:
        return said, 0.5
    values = column[is_known]
    if pd.api.types.is_numeric_dtype(values.dtype):
        return said, _mirrored(kept, values.to_numpy(dtype=float))
    return said, _mirrored(kept, _other_half(values, kept))


def _mirrored(outcome: NDArray[float64], score: NDArray[float64]) -> float:
    figure = auc(outcome, score)
    return max(figure, 1.0 - figure)


def _other_half(words: pd.Series, outcome: NDArray[float64]) -> NDArray[float64]:
    """Give each visit the share of finds of its word among every second visit, the other ones."""
    half = np.arange(len(words)) % 2
    told = pd.DataFrame({"word": words.to_numpy(), "found": outcome})
    share = np.empty(len(words))
    for own in (0, 1):
        other = told[half != own].groupby("word")["found"].mean()
        share[half == own] = told.loc[half == own, "word"].map(other).fillna(outcome.mean())
    return share

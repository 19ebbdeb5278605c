"""How true a chance is: what was foreseen against what was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.errors import DegenerateInputError
from geo.evaluate.ranking import rank, same_shape

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[float64]


def brier(found: ArrayLike, risk: ArrayLike) -> float:
    """
    Give the mean squared distance of a chance from what was seen; 0 is perfect.

    Parameters
    ----------
    found
        Shape ``(n,)``, 0 or 1.
    risk
        Shape ``(n,)``, chances, 0-1.

    Returns
    -------
    score
        0-1; ``nan`` without a visit.

    Raises
    ------
    ShapeError
        If the shapes differ.
    DegenerateInputError
        If a chance is outside 0-1.

    References
    ----------
    Brier (1950), doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2.

    Examples
    --------
    >>> brier([1, 0], [0.5, 0.5])
    0.25
    """
    outcomes, chances = _checked(found, risk)
    return float(((chances - outcomes) ** 2).mean()) if len(outcomes) else float("nan")


def brier_skill(found: ArrayLike, risk: ArrayLike) -> float:
    """
    Compare :func:`brier` with saying the mean every time: 1 is perfect, 0 no better.

    Returns
    -------
    skill
        At most 1, negative where worse than the mean; ``nan`` with one outcome only.
    """
    outcomes, _ = _checked(found, risk)
    if not len(outcomes) or outcomes.min() == outcomes.max():
        return float("nan")
    mean = np.full(outcomes.shape, outcomes.mean())
    return 1.0 - brier(found, risk) / brier(found, mean)


def reliability(found: ArrayLike, risk: ArrayLike, bins: int = 10) -> pd.DataFrame:
    """
    Compare chances with what was seen, in groups of as many visits each.

    Parameters
    ----------
    bins
        Groups, >= 1, by rising chance; with fewer visits than groups, one visit each.

    Returns
    -------
    groups
        One row per group: ``visits`` (count), ``foreseen`` (mean chance, 0-1), ``seen`` (share of
        finds, 0-1). Tied visits are spread evenly over the groups that share them.
    """
    outcomes, chances = _checked(found, risk)
    if bins < 1:
        raise DegenerateInputError(f"Expected bins >= 1, got {bins}.")
    ranking = rank(-chances)
    share = ranking.shared(outcomes[ranking.order])
    ordered = chances[ranking.order]
    parts = [part for part in np.array_split(np.arange(len(ordered)), bins) if len(part)]
    return pd.DataFrame(
        {
            "visits": [len(part) for part in parts],
            "foreseen": [float(ordered[part].mean()) for part in parts],
            "seen": [float(share[part].mean()) for part in parts],
        }
    )


def ece(found: ArrayLike, risk: ArrayLike, bins: int = 10) -> float:
    """
    Give the expected calibration error: the mean distance of foreseen and seen over groups.

    Parameters
    ----------
    bins
        Groups of as many visits each, >= 1.

    Returns
    -------
    error
        0-1, 0 is perfect; ``nan`` without a visit.

    References
    ----------
    Naeini, Cooper and Hauskrecht (2015), doi:10.1609/aaai.v29i1.9602; groups of equal count.

    Examples
    --------
    >>> round(ece([0, 1, 1, 1], [0.1, 0.1, 0.9, 0.9], bins=2), 3)
    0.25
    """
    groups = reliability(found, risk, bins)
    if not len(groups):
        return float("nan")
    gap = (groups["foreseen"] - groups["seen"]).abs()
    return float(np.average(gap, weights=groups["visits"]))


def _checked(found: ArrayLike, risk: ArrayLike) -> tuple[FloatArray, FloatArray]:
    outcomes, chances = np.asarray(found, dtype=float), np.asarray(risk, dtype=float)
    same_shape(outcomes, chances)
    odd = ~((chances >= 0) & (chances <= 1))
    if odd.any():
        where = int(np.flatnonzero(odd)[0])
        raise DegenerateInputError(
            f"Expected chances in [0, 1], got {chances[where]} in row {where}."
        )
    return outcomes, chances

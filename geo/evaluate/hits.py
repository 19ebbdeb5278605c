"""How well a map of scores says where the next finds will be.

Chainey, Tompson and Uhlig (2008), The utility of hotspot mapping for predicting spatial patterns
of crime, doi:10.1057/palgrave.sj.8350066; Hunt (2016) for the index that compares with the best.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from data.errors import DegenerateInputError
from geo.evaluate.ranking import places_in, rank, same_shape

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[float64]


def hit_share(events: ArrayLike, score: ArrayLike, share: float) -> float:
    """
    Give the share of events in the cells that a score flags.

    Parameters
    ----------
    events
        Shape ``(n,)``: events per cell of equal area, >= 0.
    score
        Shape ``(n,)``, finite, from before the events.
    share
        Share of the cells that are flagged, in (0, 1]; at least one cell.

    Returns
    -------
    share
        0-1, in expectation over tied cells; ``nan`` without an event.

    Raises
    ------
    ShapeError
        If the shapes differ.
    DegenerateInputError
        If a number of events is negative or the share outside its range.

    Examples
    --------
    >>> hit_share([6, 2, 0, 0], [0.9, 0.5, 0.7, 0.1], 0.25)
    0.75
    """
    amounts = _events(events, score)
    if amounts.sum() == 0:
        return float("nan")
    ranking = rank(score)
    expected = ranking.shared(amounts[ranking.order])
    return float(expected[: _flagged(len(amounts), share)].sum() / amounts.sum())


def pai(events: ArrayLike, score: ArrayLike, share: float) -> float:
    """
    Give the prediction accuracy index: share of events over share of area flagged.

    Returns
    -------
    index
        1 is chance; ``nan`` without an event.

    Examples
    --------
    Three quarters of the events in a quarter of the area:

    >>> pai([6, 2, 0, 0], [0.9, 0.5, 0.7, 0.1], 0.25)
    3.0
    """
    area = _flagged(np.size(events), share) / max(np.size(events), 1)
    return hit_share(events, score, share) / area if area else float("nan")


def pei(events: ArrayLike, score: ArrayLike, share: float) -> float:
    """
    Give the prediction efficiency index: events flagged over the most that many cells could hold.

    Returns
    -------
    index
        0-1; ``nan`` without an event.
    """
    best = hit_share(events, np.asarray(events, dtype=float), share)
    return hit_share(events, score, share) / best


def _flagged(cells: int, share: float) -> int:
    return min(max(int(places_in(cells, share)), 1), cells)


def _events(events: ArrayLike, score: ArrayLike) -> FloatArray:
    amounts = np.asarray(events, dtype=float)
    same_shape(amounts, np.asarray(score, dtype=float))
    if not (amounts >= 0).all():
        where = int(np.flatnonzero(~(amounts >= 0))[0])
        raise DegenerateInputError(f"Expected events >= 0, got {amounts[where]} in cell {where}.")
    return amounts

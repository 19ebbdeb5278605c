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
    from numpy import bool_, float64, int64
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[float64]

_ROUNDING = 1e-9
"""Of sums of areas: cells of equal size must not miss the share by a last digit."""


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


def places(score: ArrayLike, *, seed: int = 0) -> NDArray[int64]:
    """
    Give the place of each cell, the highest score first; tied ones in an order drawn by a seed.

    Returns
    -------
    places
        Shape ``(n,)``: 1 for the first.

    Examples
    --------
    >>> places([0.2, 0.9, 0.5]).tolist()
    [3, 1, 2]
    """
    scores = np.asarray(score, dtype=float)
    drawn = np.random.default_rng(seed).permutation(len(scores))
    numbered = np.empty(len(scores), dtype=np.int64)
    numbered[np.lexsort((drawn, -scores))] = np.arange(1, len(scores) + 1)
    return numbered


def flag_area(place: ArrayLike, area: ArrayLike, share: float) -> NDArray[bool_]:
    """
    Flag the first cells, as many as come nearest to a share of the area; at least one.

    Parameters
    ----------
    place
        Shape ``(n,)``: the order, from :func:`places`.
    area
        Shape ``(n,)``, > 0, any unit. Of equal areas as many are flagged as :func:`hit_share` does.
    share
        In (0, 1].

    Examples
    --------
    >>> flag_area([3, 1, 2], [5.0, 2.0, 3.0], 0.5).tolist()
    [False, True, True]
    """
    areas = np.asarray(area, dtype=float)
    order = np.argsort(np.asarray(place), kind="stable")
    middle = np.cumsum(areas[order]) - areas[order] / 2
    flagged = np.zeros(len(areas), dtype=bool)
    flagged[order[middle <= share * areas.sum() * (1 + _ROUNDING)]] = True
    flagged[order[:1]] = True
    return flagged


def most_events(events: ArrayLike, area: ArrayLike, flagged_area: float) -> float:
    """
    Give the most events that cells of an area could hold, the last of them in part.

    Parameters
    ----------
    events, area
        Shape ``(n,)``: events, >= 0, and area, > 0, of each cell.
    flagged_area
        In the unit of ``area``.

    Examples
    --------
    The denser cell whole, and half of the other:

    >>> most_events([4, 6], [2.0, 1.0], 2.0)
    8.0
    """
    amounts, areas = np.asarray(events, dtype=float), np.asarray(area, dtype=float)
    order = np.argsort(-amounts / areas, kind="stable")
    before = np.cumsum(areas[order]) - areas[order]
    part = np.clip((flagged_area - before) / areas[order], 0.0, 1.0)
    return float(amounts[order] @ part)


def _flagged(cells: int, share: float) -> int:
    return min(max(int(places_in(cells, share)), 1), cells)


def _events(events: ArrayLike, score: ArrayLike) -> FloatArray:
    amounts = np.asarray(events, dtype=float)
    same_shape(amounts, np.asarray(score, dtype=float))
    if not (amounts >= 0).all():
        where = int(np.flatnonzero(~(amounts >= 0))[0])
        raise DegenerateInputError(f"Expected events >= 0, got {amounts[where]} in cell {where}.")
    return amounts

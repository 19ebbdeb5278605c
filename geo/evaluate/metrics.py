"""How well a score put visits in order: figures of one list of visits.

Every figure takes ``found`` (0 or 1 per visit) and a score, higher for more risk. Tied rows count
as they would on average in random order, so that a constant score gains nothing from the order of
the rows. The definitions, and what they leave out, are argued in docs/adr/0025-judging-scores.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from data.errors import DegenerateInputError
from geo.evaluate.ranking import places_in, rank, same_shape

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[float64]

NOTHING = float("nan")


def auc(found: ArrayLike, score: ArrayLike) -> float:
    """
    Give the chance that a visit with a find has the higher score than one without.

    Parameters
    ----------
    found
        Shape ``(n,)``, 0 or 1.
    score
        Shape ``(n,)``, finite; ties count one half.

    Returns
    -------
    auc
        0-1, 0.5 for a constant; ``nan`` where all visits, or none, found something.

    Raises
    ------
    ShapeError
        If the shapes differ.
    DegenerateInputError
        If a score is not finite or an outcome neither 0 nor 1.

    References
    ----------
    Hanley and McNeil (1982), doi:10.1148/radiology.143.1.7063747.

    Examples
    --------
    >>> auc([1, 0, 1, 0], [0.9, 0.8, 0.4, 0.1])
    0.75
    """
    return within_auc(found, score, np.zeros(np.shape(score), dtype=np.int64))


def within_auc(found: ArrayLike, score: ArrayLike, group: ArrayLike) -> float:
    """
    Give the AUC inside groups, each weighted by its pairs of a find and none.

    Parameters
    ----------
    found, score
        As for :func:`auc`.
    group
        Shape ``(n,)``, whole numbers, such as the team that went. Rows of a negative group belong
        to no known group and are left out.

    Returns
    -------
    auc
        0-1; ``nan`` where no group has both outcomes.

    Examples
    --------
    The second group has more finds and higher scores, but inside the groups the order is wrong.

    >>> within_auc([0, 1, 0, 1], [0.2, 0.1, 0.9, 0.8], [1, 1, 2, 2])
    0.0
    """
    won, pairs, _ = _pairs(found, score, group)
    return float(won.sum() / pairs.sum()) if pairs.sum() else NOTHING


def monthly_auc(
    found: ArrayLike, score: ArrayLike, month: ArrayLike, group: ArrayLike | None = None
) -> float:
    """
    Give the mean over months of the AUC in each, weighted by the finds of the month.

    Parameters
    ----------
    month
        Shape ``(n,)``, whole numbers >= 0: scores of different months are never compared.
    group
        Shape ``(n,)``, whole numbers, such as the team: inside each month, only visits of one
        group are compared, groups weighted by pairs. Rows of a negative group are left out.

    Returns
    -------
    auc
        0-1; ``nan`` where no month has an answer.

    Examples
    --------
    One find in order in the first month; two in the second, one of them in order.

    >>> round(monthly_auc([1, 0, 1, 1, 0], [2, 1, 3, 1, 2], [0, 0, 1, 1, 1]), 4)
    0.6667
    """
    months = np.asarray(month, dtype=np.int64)
    teams = np.zeros_like(months) if group is None else np.asarray(group, dtype=np.int64)
    both = np.where(teams < 0, -1, months * (int(teams.max(initial=0)) + 1) + teams)
    won, pairs, keys = _pairs(found, score, both)
    at = keys // (int(teams.max(initial=0)) + 1)
    won_here, pairs_here = np.bincount(at, weights=won), np.bincount(at, weights=pairs)
    finds = np.bincount(months, weights=_outcomes(found, score), minlength=len(pairs_here))
    asked = pairs_here > 0
    if not asked.any():
        return NOTHING
    weights = finds[: len(pairs_here)][asked]
    return float(np.average(won_here[asked] / pairs_here[asked], weights=weights))


def _pairs(
    found: ArrayLike, score: ArrayLike, group: ArrayLike
) -> tuple[FloatArray, FloatArray, NDArray[int64]]:
    """Count by group the pairs of a find and none, and those in which the find is higher."""
    outcomes, groups = _outcomes(found, score), np.asarray(group)
    same_shape(outcomes, groups)
    known = groups >= 0
    outcomes, groups = outcomes[known], groups[known]
    ranking = rank(np.asarray(score, dtype=float)[known], groups)
    # Mann and Whitney: places above each find in its group, the tied ones by halves.
    above = ranking.shared(np.arange(len(outcomes), dtype=float)) - ranking.start
    sorted_found, begins = outcomes[ranking.order], np.unique(ranking.start)
    team = np.searchsorted(begins, ranking.start)
    size = np.bincount(team).astype(float)
    finds = np.bincount(team, weights=sorted_found)
    places = np.bincount(team, weights=sorted_found * above)
    won: FloatArray = finds * size - finds * (finds + 1) / 2 - places
    return won, finds * (size - finds), groups[ranking.order][begins].astype(np.int64)


def recall_at(
    found: ArrayLike, score: ArrayLike, share: float, group: ArrayLike | None = None
) -> float:
    """
    Give the share of finds among the first ``round(n * share)`` visits by score.

    Parameters
    ----------
    share
        Share of the visits, in (0, 1].
    group
        Shape ``(n,)``, whole numbers, such as the month: the first visits of each group are taken,
        which makes the mean over groups weighted by finds. Rows of a negative group are left out.

    Returns
    -------
    recall
        0-1, in expectation over tied rows; ``nan`` without a find.

    Examples
    --------
    >>> recall_at([1, 0, 1, 0], [0.9, 0.8, 0.4, 0.1], 0.5)
    0.5
    """
    outcomes, scores = _outcomes(found, score), np.asarray(score, dtype=float)
    groups = np.zeros(len(outcomes), dtype=np.int64) if group is None else np.asarray(group)
    same_shape(outcomes, groups)
    known = groups >= 0
    outcomes, scores, groups = outcomes[known], scores[known], groups[known]
    if not outcomes.any():
        return NOTHING
    ranking = rank(scores, groups)
    size = np.bincount(ranking.start, minlength=len(outcomes))[ranking.start]
    first = np.arange(len(outcomes)) - ranking.start < places_in(size, share)
    expected = ranking.shared(outcomes[ranking.order])
    return float(min(expected[first].sum() / outcomes.sum(), 1.0))


def lift_at(
    found: ArrayLike, score: ArrayLike, share: float, group: ArrayLike | None = None
) -> float:
    """Give :func:`recall_at` divided by ``share``: 1 is no better than chance."""
    return recall_at(found, score, share, group) / share


def gain_curve(found: ArrayLike, score: ArrayLike) -> FloatArray:
    """
    Give the share of finds made by the first visits, one visit after the other.

    Returns
    -------
    gain
        Shape ``(n + 1,)``, from 0 to 1, in expectation over tied rows; ``nan`` without a find.
    """
    outcomes = _outcomes(found, score)
    ranking = rank(score)
    made = np.concatenate([[0.0], np.cumsum(ranking.shared(outcomes[ranking.order]))])
    return made / outcomes.sum() if outcomes.any() else np.full(made.shape, NOTHING)


def days_earlier(
    found: ArrayLike, score: ArrayLike, day: ArrayLike, group: ArrayLike | None = None
) -> float:
    """
    Give how many days earlier finds would have been made, with visits in the order of the score.

    The real number of visits on each day is kept: the real days are handed out again, the earliest
    to the highest score. It is taken for granted that what was found on a late day was there on
    the earlier one.

    Parameters
    ----------
    day
        Shape ``(n,)``: days as numbers, or dates.
    group
        Shape ``(n,)``, whole numbers: days are handed out inside each group only. Rows of a
        negative group are left out.

    Returns
    -------
    days
        Mean over finds of real minus new day; tied rows get their days' mean. ``nan`` without a
        find. The constant score has what random order has on average, which is 0 only where finds
        were made on as late days as other visits.

    References
    ----------
    The measure of the City of Chicago's food inspection forecasting (2015), made exact for ties.

    Examples
    --------
    >>> days_earlier([0, 0, 1], [0.1, 0.2, 0.9], [1, 2, 3])
    2.0
    """
    outcomes, scores, real, groups = _dated(found, score, day, group)
    if not outcomes.any():
        return NOTHING
    ranking = rank(scores, groups)
    given = np.empty(len(real))
    given[ranking.order] = ranking.shared(real[np.lexsort((real, groups))])
    return float((real - given)[outcomes == 1].mean())


def first_half_share(
    found: ArrayLike, score: ArrayLike, day: ArrayLike, group: ArrayLike | None = None
) -> float:
    """
    Give the share of finds that would have been made in the first half of the time.

    The first half is the whole days by whose end fewer than half of the visits were made.

    Parameters
    ----------
    day, group
        As for :func:`days_earlier`; the half is that of each group.

    Returns
    -------
    share
        0-1, in expectation over tied rows; ``nan`` without a find.

    Examples
    --------
    Of three days with two visits each, the first alone ends before half of the six visits.

    >>> first_half_share([0, 0, 1, 0, 0, 1], [1, 2, 5, 4, 3, 6], [1, 1, 2, 2, 3, 3])
    1.0
    """
    outcomes, scores, real, groups = _dated(found, score, day, group)
    if not outcomes.any():
        return NOTHING
    ranking = rank(scores, groups)
    dates = real[np.lexsort((real, groups))]
    early = ranking.shared(_in_first_half(dates, ranking.start))
    return float(early[outcomes[ranking.order] == 1].mean())


def _in_first_half(dates: FloatArray, start: NDArray[int64]) -> FloatArray:
    """Tell for ascending dates of groups whether their whole day ends before half of the visits."""
    size = np.bincount(start, minlength=len(dates))[start]
    last = np.ones(len(dates), dtype=bool)
    last[:-1] = (dates[1:] != dates[:-1]) | (start[1:] != start[:-1])
    # By the end of a row's day, all places up to the last of that day are visited.
    place = np.where(last, np.arange(len(dates)), len(dates))
    end = np.minimum.accumulate(place[::-1])[::-1] - start + 1
    return (end < size / 2).astype(float)


def _dated(
    found: ArrayLike, score: ArrayLike, day: ArrayLike, group: ArrayLike | None
) -> tuple[FloatArray, FloatArray, FloatArray, NDArray[int64]]:
    outcomes, scores = _outcomes(found, score), np.asarray(score, dtype=float)
    given = np.asarray(day)
    if given.dtype.kind == "M":
        given = given.astype("datetime64[D]").astype(np.int64)
    real = given.astype(float)
    groups = np.zeros(len(real), dtype=np.int64) if group is None else np.asarray(group)
    same_shape(outcomes, real, groups)
    if not np.isfinite(real).all():
        where = int(np.flatnonzero(~np.isfinite(real))[0])
        raise DegenerateInputError(f"Expected a day of every visit, got none in row {where}.")
    known = groups >= 0
    return outcomes[known], scores[known], real[known], groups[known]


def _outcomes(found: ArrayLike, score: ArrayLike) -> FloatArray:
    outcomes = np.asarray(found, dtype=float)
    same_shape(outcomes, np.asarray(score, dtype=float))
    odd = ~((outcomes == 0) | (outcomes == 1))
    if odd.any():
        where = int(np.flatnonzero(odd)[0])
        raise DegenerateInputError(
            f"Expected outcomes of 0 or 1, got {outcomes[where]} in row {where}."
        )
    return outcomes

"""What past visits say, as of a day: only rows dated strictly before it exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.words import FINDS, LOOKS

if TYPE_CHECKING:
    from datetime import date

    from numpy import float64
    from numpy.typing import NDArray


def known_before(table: pd.DataFrame, column: str, as_of: date) -> pd.DataFrame:
    """Keep the rows whose day in ``column`` lies strictly before ``as_of``."""
    return table[table[column] < pd.Timestamp(as_of)]


def looks_before(inspections: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """
    Keep past looks: visits that saw inside.

    Returns
    -------
    looks
        The inspections' columns and ``found``, whether the visit found something.
    """
    past = known_before(inspections, "day", as_of)
    past = past[past["result"].isin(LOOKS)]
    return past.assign(found=past["result"].isin(FINDS))


def site_history(looks: pd.DataFrame, site_ids: pd.Index) -> pd.DataFrame:
    """
    Sum up the looks at each site.

    Looks at sites that are not listed are left out before anything is summed up or compared: they
    are in no site's counts and in no team's rate.

    Returns
    -------
    history
        Index ``site_ids``; columns ``visits``, ``finds`` (counts), ``expected`` (finds that the
        same teams would have had at ordinary places) and ``last`` (day of the last look, missing
        if never).
    """
    looks = looks[looks["site_id"].isin(site_ids)]
    by_site = looks.assign(expected=team_rate(looks)).groupby("site_id")
    found = by_site.agg(
        visits=("found", "size"),
        finds=("found", "sum"),
        expected=("expected", "sum"),
        last=("day", "max"),
    ).reindex(site_ids)
    counts = found[["visits", "finds"]].fillna(0).astype("int64")
    return found.assign(
        visits=counts["visits"], finds=counts["finds"], expected=found["expected"].fillna(0.0)
    )


def mean_rate(looks: pd.DataFrame) -> float:
    """Give the share of looks that found something; ``nan`` without any look."""
    return float(looks["found"].mean()) if len(looks) else float("nan")


def team_rate(looks: pd.DataFrame, *, prior_looks: float = 20.0) -> NDArray[float64]:
    """
    Give, per look, the share of looks at which its team finds something.

    A strict team does not make a risky place, so a site's finds are compared with these. Teams with
    few looks are drawn to the mean of all by ``prior_looks``; an unknown team has the mean.
    """
    mean = mean_rate(looks)
    by_team = looks.groupby("team")["found"].agg(["sum", "size"])
    rate = (by_team["sum"] + prior_looks * mean) / (by_team["size"] + prior_looks)
    return looks["team"].map(rate).fillna(mean).to_numpy(dtype=float)


def fair_visits(
    finds: NDArray[float64], visits: NDArray[float64], expected: NDArray[float64]
) -> NDArray[float64]:
    """
    Count visits as those of an average team would count: ten by a strict team are more than ten.

    With ``O`` finds in ``v`` visits at which the same teams would have found ``E`` at ordinary
    places, and ``p = sum(O) / sum(v)`` over the town, the fair count is ``n = E / p``: as many
    visits as an average team needs to expect ``E`` finds. Then ``O / n = (O / E) p`` is a rate
    without the team in it (indirect standardisation). ``n`` is at least ``O``, so that the rate
    stays a share where a lenient team found something nearly every time.

    A team is known by its finds everywhere, the places in question included. Where a team alone
    goes to a place and to no other, its strictness and the place's cannot be told apart, and the
    place is taken to be partly the team's doing.

    Parameters
    ----------
    finds, visits, expected
        Shape ``(n,)``: ``O`` and ``v``, counts, ``0 <= finds <= visits``; ``E``, finds, >= 0.

    Returns
    -------
    fair_visits
        Shape ``(n,)``, >= ``finds``; the visits themselves where nothing was ever found.

    References
    ----------
    Breslow and Day (1987), Statistical methods in cancer research II, chapter 2 (standardised
    ratios), IARC Scientific Publications 82.

    Examples
    --------
    Four finds in 20 visits, so ``p = 0.2``. The strict team expects 3 in its 10, which count as 15;
    the lenient one 1 in its 10, which count as 5: both places are alike.

    >>> visits = fair_visits(np.array([3.0, 1.0]), np.array([10.0, 10.0]), np.array([3.0, 1.0]))
    >>> visits.round(6).tolist()
    [15.0, 5.0]
    """
    found, looked = finds.sum(), visits.sum()
    if found == 0:
        return visits.astype(float)
    fair: NDArray[float64] = np.maximum(expected * looked / found, finds)
    return fair


def shrunk_rate(finds: NDArray[float64], visits: NDArray[float64]) -> NDArray[float64]:
    """
    Draw finds per visit towards the mean, the more so the fewer the visits.

    Global empirical Bayes by the method of moments, with binomial sampling variance.

    Parameters
    ----------
    finds, visits
        Shape ``(n,)``, ``0 <= finds <= visits``; visits need not be whole, see
        :func:`fair_visits`.

    Returns
    -------
    rate
        Shape ``(n,)``, 0-1. The mean of all where there is no visit; ``nan`` everywhere if nobody
        visited anything.

    References
    ----------
    Marshall (1991), Mapping disease and mortality rates using empirical Bayes estimators, Applied
    Statistics 40(2), doi:10.2307/2347593.

    Examples
    --------
    >>> shrunk_rate(np.array([0.0, 5.0, 0.0]), np.array([5.0, 5.0, 0.0])).round(3).tolist()
    [0.1, 0.9, 0.5]
    """
    finds, visits = np.asarray(finds, dtype=float), np.asarray(visits, dtype=float)
    total = visits.sum()
    if total == 0:
        return np.full(finds.shape, np.nan)
    mean = finds.sum() / total
    raw = np.divide(finds, visits, out=np.full(finds.shape, mean), where=visits > 0)
    within = mean * (1 - mean)
    spread = (visits * (raw - mean) ** 2).sum() / total
    between = max(spread - within / visits[visits > 0].mean(), 0.0)
    if between == 0.0:
        return np.full(finds.shape, mean)
    trust = between / (between + within / np.where(visits > 0, visits, 1.0))
    return np.asarray(mean + np.where(visits > 0, trust, 0.0) * (raw - mean))

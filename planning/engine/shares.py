"""The share of driving that every visit takes at least, whatever lies before and after it.

A number is put on every visit and base such that no way between two of them is shorter than both
numbers together. A route then drives at least twice the numbers of its visits and once those of its
bases. Half of the way to the nearest neighbour is such a number; better ones give what a visit
nobody will make does not need to those that are worth making: their neighbours are farther apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from planning.engine.week import (
    BREAK_S,
    END_AT,
    END_S,
    NEVER,
    PRIZE,
    SERVICE_S,
    START_AT,
    START_S,
)

if TYPE_CHECKING:
    from numpy import bool_, float64
    from numpy.typing import NDArray

    from planning.engine.week import Week

_ROUNDS = 2
_FAR_S = 1e9


class Shares(NamedTuple):
    """
    Seconds of driving by visit and base.

    Attributes
    ----------
    point_s
        Shape ``(p,)``, points as in ``Week.ways``; may be negative at a site, never below minus
        half of its service, and never negative at a base.
    use_s
        Shape ``(n,)``: service plus twice the share, >= 0.
    room_s
        Shape ``(shifts,)``: hours of work less the shares of both bases, >= 0.
    """

    point_s: NDArray[float64]
    use_s: NDArray[float64]
    room_s: NDArray[float64]


def driving_shares(week: Week, *, must: NDArray[bool_], time_price: NDArray[float64]) -> Shares:
    """
    Share out driving so that what is worth visiting takes as much of it as may be.

    Parameters
    ----------
    week
        The problem.
    must
        Shape ``(n,)``: visits that are made at any price.
    time_price
        Shape ``(n,)``: what a second is worth in shifts that may make the visit. Any price gives
        shares that hold; a good one gives large ones where it matters.
    """
    sites = len(week.sites)
    gaps_s = _gaps_s(week)
    able = np.isfinite(gaps_s[:sites, sites:]).any(axis=1)
    service_s = week.sites[:, SERVICE_S].astype(np.float64)
    nearest_s = np.where(able, np.minimum(gaps_s[:sites].min(axis=1, initial=_FAR_S), _FAR_S), 0.0)
    point_s = np.zeros(len(gaps_s))
    point_s[:sites] = nearest_s / 2
    for _ in range(_ROUNDS):
        use_s = service_s + 2 * point_s[:sites]
        wanted = able & (must | (week.worth[:, PRIZE] >= time_price * use_s))
        least_s = _least_s(week, time_price, nearest_s / 2)
        point_s = _shared(gaps_s, wanted, np.where(able, least_s, 0.0))
    return shares_of(week, point_s)


def shares_of(week: Week, point_s: NDArray[float64]) -> Shares:
    """Reckon what is left of visits and shifts once driving has been shared out."""
    sites, shifts = len(week.sites), week.shifts
    bases_s = point_s[shifts[:, START_AT]] + point_s[shifts[:, END_AT]]
    work_s = shifts[:, END_S] - shifts[:, START_S] - shifts[:, BREAK_S]
    use_s = week.sites[:, SERVICE_S] + 2 * point_s[:sites]
    return Shares(point_s, np.maximum(use_s, 0.0), np.maximum(work_s - bases_s, 0.0))


def _gaps_s(week: Week) -> NDArray[float64]:
    """Give the shorter way of each pair of points; infinite where no route drives it."""
    able = (week.windows[:, :, 0, 0] < NEVER).astype(np.float32)
    sites, points = len(able), len(week.ways)
    uses = np.zeros((points, len(week.shifts)), dtype=np.float32)
    uses[:sites] = able
    shifts = np.arange(len(week.shifts))
    uses[week.shifts[:, START_AT], shifts] = 1
    uses[week.shifts[:, END_AT], shifts] = 1
    gaps_s: NDArray[float64] = week.ways.min(axis=2).astype(np.float64)
    gaps_s[uses @ uses.T == 0] = np.inf
    gaps_s[sites:, sites:] = np.inf
    np.fill_diagonal(gaps_s, np.inf)
    return gaps_s


def _least_s(
    week: Week, time_price: NDArray[float64], half_s: NDArray[float64]
) -> NDArray[float64]:
    """Find the share below which a visit is worth its time after all; at most the half way."""
    service_s = week.sites[:, SERVICE_S].astype(np.float64)
    worth_s = week.worth[:, PRIZE] / np.maximum(time_price, 1e-12)
    return np.clip((worth_s - service_s) / 2, -service_s / 2, half_s)


def _shared(
    gaps_s: NDArray[float64], wanted: NDArray[bool_], least_s: NDArray[float64]
) -> NDArray[float64]:
    """Give wanted sites all they can have beside one another, then everybody what is left."""
    sites = len(wanted)
    point_s = np.zeros(len(gaps_s))
    among_s = gaps_s[:sites, :sites]
    beside_s = np.where(wanted, np.inf, among_s - least_s).min(axis=1, initial=np.inf)
    half_s = np.where(wanted, among_s, np.inf).min(axis=1, initial=np.inf) / 2
    home_s = gaps_s[:sites, sites:].min(axis=1, initial=np.inf)
    best_s = np.minimum(np.minimum(beside_s, half_s), home_s)
    point_s[:sites] = np.where(wanted, np.where(np.isfinite(best_s), best_s, 0.0), least_s)
    point_s[sites:] = _left_s(gaps_s[sites:, :sites], point_s[:sites]).clip(min=0.0)
    order = [*np.flatnonzero(wanted), *np.flatnonzero(~wanted)]
    for site in order:
        spare_s = float((gaps_s[site] - point_s).min()) - point_s[site]
        point_s[site] += max(spare_s, 0.0) if spare_s < _FAR_S else 0.0
    return point_s


def _left_s(gaps_s: NDArray[float64], taken_s: NDArray[float64]) -> NDArray[float64]:
    left_s: NDArray[float64] = (gaps_s - taken_s).min(axis=1, initial=np.inf)
    return np.where(np.isfinite(left_s), left_s, 0.0)

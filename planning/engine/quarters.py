"""A week cut into quarters of sites near each other, and shifts alike laid out for pricing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from planning.engine.outings import Outing
from planning.engine.week import (
    BREAK_S,
    EARLIEST_S,
    END_AT,
    END_S,
    HAS_BREAK,
    LATEST_S,
    NEVER,
    SERVICE_S,
    START_AT,
    START_S,
    TEAM,
)

if TYPE_CHECKING:
    from numpy import bool_, float64, int64
    from numpy.typing import NDArray

    from planning.engine.shares import Shares
    from planning.engine.week import Week

_LEAST_QUARTERS, _MOST_QUARTERS, _SITES_A_QUARTER = 20, 32, 8
_ALIKE = 0.7
"""Shifts are taken together where so much of what either can visit is possible for both."""
_FAR_S = 1e7
_CLOSE_S = 1e-6


def quarters_of(week: Week) -> NDArray[np.intp]:
    """Give each site the number of its quarter, shape ``(n,)``; near sites have the same."""
    sites = len(week.sites)
    count = min(sites, _MOST_QUARTERS, max(_LEAST_QUARTERS, sites // _SITES_A_QUARTER))
    if count == sites:
        return np.arange(sites)
    gaps_s = np.minimum(week.ways[:sites, :sites].sum(axis=2, dtype=np.float64) / 2, _FAR_S)
    gaps_s = (gaps_s + gaps_s.T) / 2
    np.fill_diagonal(gaps_s, 0.0)
    tree = linkage(squareform(gaps_s, checks=False), "average")
    return np.asarray(fcluster(tree, count, "maxclust"), dtype=np.intp) - 1


@dataclass(slots=True)
class _Alike:
    """Shifts of one team that can visit nearly the same at the same hours."""

    facts: tuple[int, ...]
    shifts: list[int]
    able: NDArray[bool_]

    def takes(self, facts: tuple[int, ...], able: NDArray[bool_]) -> bool:
        if facts != self.facts:
            return False
        both, either = int((self.able & able).sum()), int((self.able | able).sum())
        return both >= _ALIKE * either


def shifts_alike(week: Week) -> list[_Alike]:
    """Gather shifts whose outings are reckoned as one; each can visit all that any of them can."""
    found: list[_Alike] = []
    for number, shift in enumerate(week.shifts):
        able = week.windows[:, number, 0, 0] < NEVER
        begun, rests = shift[START_S], shift[HAS_BREAK]
        facts = (
            *(int(shift[column]) for column in (TEAM, START_AT, END_AT, BREAK_S)),
            int(shift[END_S] - begun),
            *(int(rests * (shift[column] - begun)) for column in (EARLIEST_S, LATEST_S)),
            int(rests),
        )
        same = next((one for one in found if one.takes(facts, able)), None)
        if same is None:
            found.append(_Alike(facts, [number], able))
        else:
            same.shifts.append(number)
            same.able = same.able | able
    return [one for one in found if one.able.any()]


def spare_ways_s(week: Week, shares: Shares) -> NDArray[float64]:
    """
    Reckon what ways take beyond the shares, other visits on the way included where that is less.

    Where the direct way is long or missing, a route may pass by a visit that is worth nothing at
    some prices; what is priced must be able to leave that visit out and come through all the same.

    Returns
    -------
    spare_s
        Shape ``(p, p)``, >= 0; infinite from a point to itself.
    """
    spare_s = np.maximum(week.way_s - shares.point_s[:, np.newaxis] - shares.point_s, 0.0)
    np.fill_diagonal(spare_s, np.inf)
    for site, use_s in enumerate(shares.use_s):
        past_s = spare_s[:, [site]] + (use_s + spare_s[site])
        np.minimum(spare_s, past_s, out=spare_s)
    np.fill_diagonal(spare_s, np.inf)
    return spare_s


def lay_out_outings(
    week: Week,
    shares: Shares,
    *,
    spare_s: NDArray[float64],
    quarter: NDArray[np.intp],
    ticks: int,
) -> list[Outing]:
    """
    Lay out what each shift may do.

    Parameters
    ----------
    week, shares
        The problem, and the driving that every visit has at least.
    spare_s
        Shape ``(p, p)``, of ``spare_ways_s``.
    quarter
        Shape ``(n,)``: the quarter of each site.
    ticks
        So many in the longest shift, >= 1; more are closer to the truth, and slower.
    """
    tick_s = max(float(shares.room_s.max(initial=0.0)) / ticks, 1.0)
    return [_outing(week, shares, spare_s, alike, quarter, tick_s) for alike in shifts_alike(week)]


def _outing(
    week: Week,
    shares: Shares,
    spare_s: NDArray[float64],
    alike: _Alike,
    quarter: NDArray[np.intp],
    tick_s: float,
) -> Outing:
    deadline_s = _deadlines_s(week, shares, alike)
    site = np.flatnonzero(alike.able)
    site = site[np.lexsort((deadline_s[site], quarter[site]))]
    first = np.flatnonzero(np.diff(quarter[site], prepend=-1))
    start_at, end_at = alike.facts[1], alike.facts[2]
    among_s = spare_s[np.ix_(site, site)]
    into_s = np.minimum(among_s.min(axis=0), spare_s[start_at, site])
    way_s = np.minimum.reduceat(np.minimum.reduceat(among_s - into_s, first, 0), first, 1)
    out_s = np.minimum.reduceat(spare_s[start_at, site] - into_s, first)
    home_s = np.minimum.reduceat(spare_s[site, end_at], first)
    return Outing(
        site=site,
        first=np.append(first, len(site)).astype(np.int64),
        use=_down(shares.use_s[site] + into_s, tick_s),
        deadline=_up(deadline_s[site], tick_s),
        way=_down(way_s, tick_s),
        out=_down(out_s, tick_s),
        home=_down(home_s, tick_s),
        room=_up(shares.room_s[alike.shifts[:1]], tick_s),
        times=len(alike.shifts),
    )


def _deadlines_s(week: Week, shares: Shares, alike: _Alike) -> NDArray[float64]:
    """
    Find by when each visit is over, in seconds of work and of driving beyond the shares.

    A visit over by the time the break may begin at the latest may come before it; one that is over
    later has the break behind it, or its end is no later than that.
    """
    shifts = week.shifts[alike.shifts]
    last_s = week.windows[:, alike.shifts][..., 1].max(axis=2)
    over_s = last_s + week.sites[:, [SERVICE_S]]
    rested_s = over_s - shifts[:, BREAK_S]
    fresh_s = np.where(shifts[:, HAS_BREAK] == 1, np.minimum(over_s, shifts[:, LATEST_S]), over_s)
    spent_s = (np.maximum(rested_s, fresh_s) - shifts[:, START_S]).max(axis=1)
    start = int(week.shifts[alike.shifts[0], START_AT])
    at_site_s: NDArray[float64] = shares.point_s[: len(spent_s)]
    deadline_s: NDArray[float64] = spent_s - shares.point_s[start] + at_site_s
    return deadline_s


def _down(time_s: NDArray[float64], tick_s: float) -> NDArray[int64]:
    far = np.minimum(time_s, _FAR_S * 10)
    return np.maximum(np.floor((far - _CLOSE_S) / tick_s), 0).astype(np.int64)


def _up(time_s: NDArray[float64], tick_s: float) -> NDArray[int64]:
    """Count whole ticks of a limit; a trifle is added so that rounding never shortens it."""
    return np.maximum(np.floor((time_s + _CLOSE_S) / tick_s), -1).astype(np.int64)

"""What no plan can collect more than: a fractional knapsack over working time.

Each visit takes its service plus half of the cheapest way to it and half of the cheapest way from
it; every leg of a route is thus charged at most once. Shifts that share no site, such as day and
night, are filled apart. The bound ignores hours, villages and the order of visits, so it is loose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from planning.engine.week import BREAK_S, END_S, NEVER, PRIZE, RANK, SERVICE_S, START_S

if TYPE_CHECKING:
    from numpy import bool_, float64
    from numpy.typing import NDArray

    from planning.engine.week import Week


def prize_bound(week: Week, *, promises_kept: bool) -> float:
    """
    Bound the prize of any plan from above.

    Parameters
    ----------
    week
        The problem.
    promises_kept
        Whether only plans that make every promised visit are meant that any shift can make; their
        bound is lower, since those visits take their time first.

    Returns
    -------
    bound
        In units of prize, >= 0.
    """
    able = week.windows[:, :, 0, 0] < NEVER
    use_s = _use_s(week)
    total = 0.0
    for sites, shifts in _halves(able):
        time_s = _working_s(week, shifts)
        musts = sites & (week.sites[:, RANK] >= 0) if promises_kept else np.zeros_like(sites)
        rest = sites & ~musts
        total += float(week.worth[musts, PRIZE].sum())
        total += _filled(week.worth[rest, PRIZE], use_s[rest], time_s - float(use_s[musts].sum()))
    return total


def _use_s(week: Week) -> NDArray[float64]:
    """Seconds that a visit takes at the very least, its share of driving included."""
    ways = week.way_s.astype(np.float64)
    np.fill_diagonal(ways, np.inf)
    sites = len(week.sites)
    nearest = ways.min(axis=0, initial=np.inf)[:sites] + ways.min(axis=1, initial=np.inf)[:sites]
    return week.sites[:, SERVICE_S] + np.where(np.isfinite(nearest), nearest, 0.0) / 2


def _halves(able: NDArray[bool_]) -> list[tuple[NDArray[bool_], NDArray[bool_]]]:
    """Part sites and shifts into groups between which no visit is possible."""
    sites, shifts = able.shape
    row, column = np.nonzero(able)
    ties = coo_array((np.ones(len(row)), (row, sites + column)), shape=(sites + shifts,) * 2)
    count, group = connected_components(ties, directed=False)
    served = able.any(axis=1)
    parts = [(served & (group[:sites] == g), group[sites:] == g) for g in range(count)]
    return [(part, open_shifts) for part, open_shifts in parts if part.any()]


def _working_s(week: Week, shifts: NDArray[bool_]) -> float:
    facts = week.shifts[shifts]
    return float((facts[:, END_S] - facts[:, START_S] - facts[:, BREAK_S]).sum())


def _filled(prize: NDArray[float64], use_s: NDArray[float64], time_s: float) -> float:
    """Fill ``time_s`` with the best prize a second, the last visit in part."""
    if time_s <= 0:
        return 0.0
    with np.errstate(divide="ignore", invalid="ignore"):
        order = np.argsort(-np.where(use_s > 0, prize / use_s, np.inf), kind="stable")
    left_s = np.clip(time_s - np.concatenate([[0.0], np.cumsum(use_s[order])[:-1]]), 0.0, None)
    with np.errstate(divide="ignore", invalid="ignore"):
        part = np.where(use_s[order] > 0, np.minimum(left_s / use_s[order], 1.0), 1.0)
    return float((prize[order] * part).sum())

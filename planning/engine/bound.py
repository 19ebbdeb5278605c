"""
What no plan can collect more than.

Three bounds, each valid by itself; the least of them counts. First a fractional knapsack over
working time: each visit takes its service plus half of the cheapest way to it and half of the
cheapest way from it; every leg of a route is thus charged at most once. Shifts that share no site,
such as day and night, are filled apart. Second the same with driving shared out better
(``planning.engine.shares``). Third, every visit gets a price for being made once, and every shift
collects what it can at these prices (``planning.engine.outings``): with any prices, all shifts
together and the prices are worth more than any plan (Lagrangian relaxation; Fisher 1981,
doi:10.1287/mnsc.27.1.1). Prices are moved until that is low (``planning.engine.prices``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from planning.engine.prices import Tags, lowest_worth
from planning.engine.shares import driving_shares
from planning.engine.week import BREAK_S, END_S, NEVER, PRIZE, RANK, SERVICE_S, START_S

if TYPE_CHECKING:
    from numpy import bool_, float64
    from numpy.typing import NDArray

    from planning.engine.week import Week

BOUND_STEPS = 64
"""How often prices are moved where nobody asks for more or less."""


def prize_bound(week: Week, *, promises_kept: bool, steps: int = BOUND_STEPS) -> float:
    """
    Bound the prize of any plan from above.

    Parameters
    ----------
    week
        The problem.
    promises_kept
        Whether only plans that make every promised visit are meant that any shift can make; their
        bound is lower, since those visits take their time first.
    steps
        How often prices are moved, >= 0; fewer where the week is so large that each step takes
        long. Without any, the bound is that of the knapsacks.

    Returns
    -------
    bound
        In units of prize, >= 0.
    """
    able: NDArray[bool_] = week.windows[:, :, 0, 0] < NEVER
    served: NDArray[bool_] = np.any(able, axis=1)
    must = served & (week.sites[:, RANK] >= 0) & promises_kept
    halves = _halves(able)
    nearest_s, work_s = _nearest_use_s(week), _work_s(week)
    plain, price = _knapsack(week, halves, must, nearest_s, work_s)
    if not halves:
        return 0.0
    shares = driving_shares(week, must=must, time_price=price)
    shared, price = _knapsack(week, halves, must, shares.use_s, shares.room_s)
    found = [plain, shared]
    if steps > 0:
        worth = week.worth[:, PRIZE] - price * shares.use_s
        tags = Tags(able=served, must=must, price=worth, use_s=shares.use_s)
        found.append(lowest_worth(week, shares, tags, steps=steps))
    return max(min(found), 0.0)


def _knapsack(
    week: Week,
    halves: list[tuple[NDArray[bool_], NDArray[bool_]]],
    must: NDArray[bool_],
    use_s: NDArray[float64],
    room_s: NDArray[float64],
) -> tuple[float, NDArray[float64]]:
    """Fill each half of the week; give the prize, and what a second is worth by site."""
    total, time_price = 0.0, np.zeros(len(must))
    for sites, shifts in halves:
        musts, rest = sites & must, sites & ~must
        total += float(week.worth[musts, PRIZE].sum())
        time_s = float(room_s[shifts].sum()) - float(use_s[musts].sum())
        filled, price = _filled(week.worth[rest, PRIZE], use_s[rest], time_s)
        total += filled
        time_price[sites] = price
    return total, time_price


def _nearest_use_s(week: Week) -> NDArray[float64]:
    """Seconds that a visit takes at the very least, half of the ways in and out included."""
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


def _work_s(week: Week) -> NDArray[float64]:
    work_s = week.shifts[:, END_S] - week.shifts[:, START_S] - week.shifts[:, BREAK_S]
    return work_s.astype(np.float64)


def _filled(prize: NDArray[float64], use_s: NDArray[float64], time_s: float) -> tuple[float, float]:
    """
    Fill ``time_s`` with the best prize a second, the last visit in part.

    Returns
    -------
    filled, price
        The prize, and the prize a second of what is left out, 0 where nothing is.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(use_s > 0, prize / use_s, np.inf)
        order = np.argsort(-rate, kind="stable")
        left_s = (
            max(time_s, 0.0) - np.concatenate([[0.0], np.cumsum(use_s[order])[:-1]])[: len(order)]
        )
        part = np.where(use_s[order] > 0, np.clip(left_s / use_s[order], 0.0, 1.0), 1.0)
    if time_s <= 0:
        return 0.0, 0.0
    short = np.flatnonzero(part < 1.0)
    price = float(rate[order[short[0]]]) if len(short) else 0.0
    return float((prize[order] * part).sum()), price

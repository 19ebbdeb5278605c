"""Prices of visits, moved until what all shifts collect beside them is low.

A visit that all shifts together make more than once gets dearer, one that nobody makes cheaper; how
far depends on how much lower the sum is hoped to be (Polyak 1969). The direction is a mean of the
last ones, since shifts that are alike all change their minds at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from planning.engine.outings import most_collected
from planning.engine.quarters import lay_out_outings, quarters_of, spare_ways_s
from planning.engine.week import PRIZE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import bool_, float64
    from numpy.typing import NDArray

    from planning.engine.outings import Outing
    from planning.engine.shares import Shares
    from planning.engine.week import Week

_STAGES = ((360, 0.85), (1440, 0.15))
"""Ticks in the longest shift, and the share of the steps: rough first, then fine."""
_MOST_WORK = 1.5e9
"""Numbers compared in all steps together: about a second of one thread."""
_ROUNDS_USUAL = 8
_LEAST_STEPS = 4
"""With fewer steps in the fine stage prices are not worth beginning with."""
_HOPE, _LEAST_HOPE = 0.03, 2e-4
_PATIENCE = 4
_FRESH = 0.6
_MOST_SITES = 700
"""Beyond, prices gain nothing over shares in the time that they may take."""
_TRIFLE = 1e-9
"""Gains below this are not counted by outings; so much is added a site."""


class Tags(NamedTuple):
    """
    What is known of visits before their prices are moved, each of shape ``(n,)``.

    Attributes
    ----------
    able
        Whether any shift may make it.
    must
        Whether only plans that make it are meant; its price may be negative.
    price
        The first price.
    use_s
        What it takes at least, driving included.
    """

    able: NDArray[bool_]
    must: NDArray[bool_]
    price: NDArray[float64]
    use_s: NDArray[float64]


@dataclass(slots=True)
class _Best:
    """The lowest sum so far, its prices, and which visits were made too rarely (above 0)."""

    worth: float
    price: NDArray[float64]
    lack: NDArray[float64]


def lowest_worth(week: Week, shares: Shares, tags: Tags, *, steps: int) -> float:
    """
    Bound the prize of every plan by the best prices found.

    Parameters
    ----------
    week, shares
        The problem, and the driving that every visit has at least.
    tags
        Which visits are possible and promised, and the first prices.
    steps
        How often prices are moved, >= 1; fewer where the week is so large that they take long.

    Returns
    -------
    worth
        In units of prize; infinite where the week is too large, or visits take no time at all.
    """
    if len(week.sites) > _MOST_SITES:
        return np.inf
    quarter, spare_s = quarters_of(week), spare_ways_s(week, shares)
    stages = [
        (lay_out_outings(week, shares, spare_s=spare_s, quarter=quarter, ticks=ticks), share)
        for ticks, share in _STAGES
    ]
    work = sum(share * sum(_work(one) for one in outings) for outings, share in stages)
    steps = min(steps, int(_MOST_WORK / max(work, 1.0)))
    if steps * _STAGES[-1][1] < _LEAST_STEPS:
        return np.inf
    best: _Best | None = None
    prize = week.worth[:, PRIZE]
    price = _kept(tags, tags.price, prize)
    for outings, share in stages:
        best = _lowered(prize, outings, tags, price, steps=round(steps * share))
        if best is None:
            return np.inf
        price = best.price
    return np.inf if best is None else best.worth + _TRIFLE * len(tags.able)


def _work(outing: Outing) -> float:
    """Guess how many numbers one pricing of an outing compares."""
    visits, quarters = len(outing.site), len(outing.out)
    return float(_ROUNDS_USUAL * (2 * visits + quarters**2) * int(outing.room[0]))


def _kept(tags: Tags, price: NDArray[float64], prize: NDArray[float64]) -> NDArray[float64]:
    """Keep prices where they are of use: promised visits may cost anything, others 0 to all."""
    kept = np.where(tags.must, price, np.clip(price, 0.0, prize))
    return np.where(tags.able, kept, 0.0)


def _lowered(
    prize: NDArray[float64],
    outings: Sequence[Outing],
    tags: Tags,
    price: NDArray[float64],
    *,
    steps: int,
) -> _Best | None:
    """Move prices, long visits' further; ``None`` where an outing has no end."""
    scale = (tags.use_s / max(float(tags.use_s.mean()), 1.0)) ** 2 + _TRIFLE
    best: _Best | None = None
    hope, waited, mean = _HOPE, 0, None
    for _ in range(steps):
        priced = _priced(outings, tags, prize, price)
        if priced is None:
            return None
        worth, lack = priced
        waited = 0 if best is None or worth < best.worth * (1 - hope / 20) else waited + 1
        if best is None or worth < best.worth:
            best = _Best(worth, price, lack)
        if waited >= _PATIENCE:
            hope, waited, mean = hope / 2, 0, None
            worth, lack, price = best.worth, best.lack, best.price
        mean = lack if mean is None else _FRESH * lack + (1 - _FRESH) * mean
        move = np.where((price <= 0) & ~tags.must & (mean > 0), 0.0, mean)
        size = float((scale * move**2).sum())
        if size <= 0 or hope < _LEAST_HOPE:
            break
        step = (worth - best.worth * (1 - hope)) / size
        price = _kept(tags, price - step * scale * move, prize)
    return best


def _priced(
    outings: Sequence[Outing], tags: Tags, prize: NDArray[float64], price: NDArray[float64]
) -> tuple[float, NDArray[float64]] | None:
    """Give what prices and shifts are worth together, and by how much each visit is made short."""
    worth, lack = float(price[tags.able].sum()), tags.able.astype(np.float64)
    for outing in outings:
        found = most_collected(outing, (prize - price)[outing.site])
        if found is None:
            return None
        gained, visits = found
        worth += outing.times * gained
        lack[outing.site] -= outing.times * visits
    return worth, lack

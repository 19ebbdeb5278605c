"""Putting offered visits back, each where it costs least, in an order drawn anew each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planning.engine.compiled import part
from planning.engine.dice import below, share
from planning.engine.moves import promised, put_in
from planning.engine.places import best_place
from planning.engine.scratch import touch
from planning.engine.week import BALANCE, DENSITY, NEVER, PRIZE, SERVICE_S, TRAVEL

if TYPE_CHECKING:
    from numpy import uint64
    from numpy.typing import NDArray

    from planning.engine.route import Tour
    from planning.engine.scratch import Scratch
    from planning.engine.week import Week

BLINK = 0.01
SPREAD_SHARE = 0.05
EVEN_SPREAD_SHARE = 0.2
"""How often half of the shifts are overlooked when visits are put back, without and with balance:
the cheapest place of each visit alone need not be the best for all."""


@part
def recreate(  # noqa: PLR0913, PLR0917  # compiled: no bundle for the random state
    week: Week,
    tour: Tour,
    scratch: Scratch,
    dice: NDArray[uint64],
    offered: int,
    touched: int,
    is_rash: bool,  # noqa: FBT001  # compiled: no keywords
) -> int:
    """
    Put offered visits in, promises first, the rest in an order drawn anew each time.

    A rash move overlooks places at random, and sometimes half of the shifts.
    """
    order = below(dice, 4)
    blink = BLINK if is_rash else 0.0
    spread = EVEN_SPREAD_SHARE if week.weights[BALANCE] > 0.0 else SPREAD_SHARE
    skip = 0.5 if is_rash and share(dice) < spread else 0.0
    least_s = NEVER
    for i in range(offered):
        site = scratch.offered[i]
        least_s = min(least_s, week.sites[site, SERVICE_S])
        scratch.is_offered[site] = 0
        worth = promised(week, tour, site)
        if order == 0:
            key = share(dice)
        elif order == 1:
            key = week.worth[site, PRIZE] * (0.5 + share(dice))
        else:
            key = week.worth[site, DENSITY] * (0.7 + 0.6 * share(dice))
        _sort_in(scratch, i, worth + key)
    _list_open(tour, scratch, least_s)
    for i in range(offered):
        site = scratch.offered[i]
        shift, place, extra_s = best_place(week, tour, scratch, site, dice, blink, skip, touched)
        if shift < 0:
            continue
        # Where work is to be even, a visit may be worth more than its prize: the search decides.
        gain = week.worth[site, PRIZE] + promised(week, tour, site)
        if week.weights[BALANCE] == 0.0 and extra_s * week.weights[TRAVEL] > gain:
            continue
        touched = touch(tour, scratch, shift, touched)
        put_in(week, tour, site, shift, place)
    return touched


@part
def _sort_in(scratch: Scratch, count: int, key: float) -> None:
    """Move offer ``count`` to its place among the offers before it, largest key first."""
    site, i = scratch.offered[count], count
    while i > 0 and scratch.keys[i - 1] < key:
        scratch.keys[i] = scratch.keys[i - 1]
        scratch.offered[i] = scratch.offered[i - 1]
        i -= 1
    scratch.keys[i] = key
    scratch.offered[i] = site


@part
def _list_open(tour: Tour, scratch: Scratch, least_s: int) -> None:
    """List the routes that this move has left alone and that have time for any offered visit."""
    count = 0
    for shift in range(len(tour.length)):
        if tour.spare_s[shift] >= least_s and scratch.is_touched[shift] == 0:
            scratch.open_shifts[count] = shift
            count += 1
    scratch.open_count[0] = count

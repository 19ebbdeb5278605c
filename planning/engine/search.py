"""Slack induction by string removals, made to choose among visits as well as to order them.

Christiaens and Vanden Berghe (2020), doi:10.1287/trsc.2019.0914: take strings of visits that lie
near each other out of several routes, put visits back greedily with a few places overlooked at
random, and accept by annealing. Here the visits offered for putting back are not only those taken
out but also absent ones near them, so that the plan changes what it collects.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from planning.engine.compiled import compiled
from planning.engine.dice import below, share
from planning.engine.moves import best_place, book, promised, put_in, take_out, unbook
from planning.engine.route import retime
from planning.engine.week import BALANCE, DENSITY, FIXED, PENALTIES, PRIZE, TRAVEL

if TYPE_CHECKING:
    from numpy import float64, int32, int64, uint64
    from numpy.typing import NDArray

    from planning.engine.route import Tour
    from planning.engine.week import Week

MEAN_REMOVED = 12.0
LONGEST_STRING = 10.0
SPLIT_SHARE = 0.5
KEEP_SHARE = 0.99
BLINK = 0.01
MOST_OFFERED = 28
SPREAD_SHARE = 0.05
EVEN_SPREAD_SHARE = 0.2
"""How often half of the shifts are overlooked when visits are put back, without and with balance:
the cheapest place of each visit alone need not be the best for all."""
HELP_SHARE = 0.3
"""How often a move starts at a broken promise, if there is one."""


class Scratch(NamedTuple):
    """Room that moves work in: what was taken out, what is offered, and how to undo it."""

    offered: NDArray[int32]
    keys: NDArray[float64]
    is_offered: NDArray[int64]
    touched: NDArray[int64]
    is_touched: NDArray[int64]
    old_stops: NDArray[int32]
    old_length: NDArray[int64]
    best_stops: NDArray[int32]
    best_length: NDArray[int64]
    costs: NDArray[float64]


def scratch_for(tour: Tour) -> Scratch:
    """Make room for one search; ``costs`` holds the present and the best cost."""
    sites, shifts = len(tour.shift_of), len(tour.length)
    return Scratch(
        offered=np.zeros(sites, dtype=np.int32),
        keys=np.zeros(sites),
        is_offered=np.zeros(sites, dtype=np.int64),
        touched=np.zeros(shifts, dtype=np.int64),
        is_touched=np.zeros(shifts, dtype=np.int64),
        old_stops=tour.stops.copy(),
        old_length=tour.length.copy(),
        best_stops=tour.stops.copy(),
        best_length=tour.length.copy(),
        costs=np.full(2, np.inf),
    )


@compiled
def cost_of(week: Week, tour: Tour) -> float:
    """Weigh a plan as DESIGN section 6 orders it; smaller is better."""
    cost = -tour.prize[0]
    for rank in range(len(week.weights) - PENALTIES):
        cost += week.weights[PENALTIES + rank] * tour.broken[rank]
    drive_s = 0
    for shift in range(len(tour.drive_s)):
        drive_s += tour.drive_s[shift]
    cost += drive_s * week.weights[TRAVEL]
    if week.weights[BALANCE] > 0.0:
        cost += week.weights[BALANCE] * _imbalance(tour)
    return float(cost)


@compiled
def _imbalance(tour: Tour) -> float:
    """Sum over teams (hours of work - mean)^2."""
    total, squares, teams = 0.0, 0.0, len(tour.work_s)
    for team in range(teams):
        hours = tour.work_s[team] / 3600.0
        total += hours
        squares += hours * hours
    return squares - total * total / teams


@compiled
def _is_broken(tour: Tour) -> bool:
    broken = 0
    for rank in range(len(tour.broken)):
        broken += tour.broken[rank]
    return broken > 0


@compiled
def search(  # compiled: no bundle for the random state
    week: Week,
    tour: Tour,
    scratch: Scratch,
    dice: NDArray[uint64],
    steps: int,
    heat: NDArray[float64],
) -> None:
    """
    Make ``steps`` moves, in place.

    Parameters
    ----------
    week, tour, scratch, dice
        The problem, the plan under way, room to work, and the random state.
    steps
        Number of moves.
    heat
        Shape ``(2,)``: temperature of the first move and the factor from move to move.
    """
    if scratch.costs[0] == np.inf:
        scratch.costs[0] = cost_of(week, tour)
        _keep_best(tour, scratch)
    heat_now = heat[0]
    for _ in range(steps):
        offered, touched = _ruin(week, tour, scratch, dice)
        touched = _recreate(week, tour, scratch, dice, offered, touched)
        cost = cost_of(week, tour)
        if cost < scratch.costs[0] - heat_now * np.log(1.0 - share(dice)):
            scratch.costs[0] = cost
            if cost < scratch.costs[1] - 1e-9:
                _keep_best(tour, scratch)
        else:
            _undo(week, tour, scratch, touched)
        for i in range(touched):
            scratch.is_touched[scratch.touched[i]] = 0
        heat_now *= heat[1]


@compiled
def _keep_best(tour: Tour, scratch: Scratch) -> None:
    scratch.costs[1] = scratch.costs[0]
    for shift in range(len(tour.length)):
        scratch.best_length[shift] = tour.length[shift]
        for i in range(tour.length[shift]):
            scratch.best_stops[shift, i] = tour.stops[shift, i]


@compiled
def restore_best(week: Week, tour: Tour, scratch: Scratch) -> None:
    """Go back to the best plan so far."""
    for shift in range(len(tour.length)):
        for i in range(tour.length[shift]):
            unbook(week, tour, tour.stops[shift, i], shift)
    for shift in range(len(tour.length)):
        tour.length[shift] = scratch.best_length[shift]
        for i in range(tour.length[shift]):
            tour.stops[shift, i] = scratch.best_stops[shift, i]
            book(week, tour, tour.stops[shift, i], shift)
        retime(week, tour, shift)
    scratch.costs[0] = scratch.costs[1]


@compiled
def _touch(tour: Tour, scratch: Scratch, shift: int, touched: int) -> int:
    """Remember a route as it is before its first change in this move."""
    if scratch.is_touched[shift] == 1:
        return touched
    scratch.is_touched[shift] = 1
    scratch.touched[touched] = shift
    length = tour.length[shift]
    scratch.old_length[shift] = length
    for i in range(length):
        scratch.old_stops[shift, i] = tour.stops[shift, i]
    return touched + 1


@compiled
def _undo(week: Week, tour: Tour, scratch: Scratch, touched: int) -> None:
    for n in range(touched):
        shift = scratch.touched[n]
        for i in range(tour.length[shift]):
            unbook(week, tour, tour.stops[shift, i], shift)
    for n in range(touched):
        shift = scratch.touched[n]
        length = scratch.old_length[shift]
        tour.length[shift] = length
        for i in range(length):
            tour.stops[shift, i] = scratch.old_stops[shift, i]
            book(week, tour, tour.stops[shift, i], shift)
        retime(week, tour, shift)


@compiled
def _centre(week: Week, tour: Tour, dice: NDArray[uint64]) -> int:
    """Choose where a move happens: anywhere, or at a promise that is broken."""
    sites = len(tour.shift_of)
    site = below(dice, sites)
    if not _is_broken(tour) or share(dice) >= HELP_SHARE:
        return site
    for i in range(sites):
        other = (site + i) % sites
        if tour.shift_of[other] < 0 and promised(week, tour, other) > 0.0:
            return other
    return site


@compiled
def _ruin(week: Week, tour: Tour, scratch: Scratch, dice: NDArray[uint64]) -> tuple[int, int]:
    """Take strings out of routes around one site; offer those visits and absent ones near it."""
    centre = _centre(week, tour, dice)
    stops = 0
    for shift in range(len(tour.length)):
        stops += tour.length[shift]
    mean_length = stops / len(tour.length)
    longest = max(1.0, min(LONGEST_STRING, mean_length))
    strings = int(share(dice) * (4.0 * MEAN_REMOVED / (1.0 + longest) - 1.0) + 1.0)
    wanted = below(dice, MOST_OFFERED + 1)
    offered, touched, cut = 0, 0, 0
    for n in range(week.near.shape[1]):
        site = week.near[centre, n]
        shift = tour.shift_of[site]
        if shift < 0:
            if wanted > 0 and scratch.is_offered[site] == 0:
                wanted -= 1
                offered = _offer(scratch, site, offered)
        elif cut < strings and scratch.is_touched[shift] == 0:
            cut += 1
            touched = _touch(tour, scratch, shift, touched)
            offered = _cut(week, tour, scratch, dice, site, longest, offered)
        if cut == strings and wanted == 0:
            break
    offered = _offer_promises(week, tour, scratch, dice, offered)
    return offered, touched


@compiled
def _offer(scratch: Scratch, site: int, offered: int) -> int:
    scratch.is_offered[site] = 1
    scratch.offered[offered] = site
    return offered + 1


@compiled
def _cut(  # noqa: PLR0913, PLR0917  # compiled: no bundle for the random state
    week: Week,
    tour: Tour,
    scratch: Scratch,
    dice: NDArray[uint64],
    site: int,
    longest: float,
    offered: int,
) -> int:
    """Take a string that holds ``site`` out of its route, perhaps keeping some in its middle."""
    shift = tour.shift_of[site]
    length = tour.length[shift]
    place = 0
    while tour.stops[shift, place] != site:
        place += 1
    count = int(share(dice) * min(float(length), longest) + 1.0)
    kept = 0
    if count < length and share(dice) < SPLIT_SHARE:
        kept = 1
        while count + kept < length and share(dice) > KEEP_SHARE:
            kept += 1
    span = count + kept
    first = max(0, place - below(dice, span))
    first = min(first, length - span)
    hold = first + 1 + below(dice, count) if kept > 0 else -1
    for i in range(first + span - 1, first - 1, -1):
        gone = tour.stops[shift, i]
        if hold <= i < hold + kept or week.sites[gone, FIXED] == 1:
            continue
        take_out(week, tour, shift, i)
        offered = _offer(scratch, gone, offered)
    retime(week, tour, shift)
    return offered


@compiled
def _offer_promises(
    week: Week, tour: Tour, scratch: Scratch, dice: NDArray[uint64], offered: int
) -> int:
    """Offer some visits that would keep a broken promise, wherever they are."""
    if not _is_broken(tour):
        return offered
    sites = len(tour.shift_of)
    begin, added = below(dice, sites), 0
    for i in range(sites):
        site = (begin + i) % sites
        if tour.shift_of[site] >= 0 or scratch.is_offered[site] == 1:
            continue
        if promised(week, tour, site) > 0.0:
            offered = _offer(scratch, site, offered)
            added += 1
            if added == 4:  # noqa: PLR2004
                break
    return offered


@compiled
def _sort_in(scratch: Scratch, count: int, key: float) -> None:
    """Move offer ``count`` to its place among the offers before it, largest key first."""
    site, i = scratch.offered[count], count
    while i > 0 and scratch.keys[i - 1] < key:
        scratch.keys[i] = scratch.keys[i - 1]
        scratch.offered[i] = scratch.offered[i - 1]
        i -= 1
    scratch.keys[i] = key
    scratch.offered[i] = site


@compiled
def _recreate(  # compiled: no bundle for the random state
    week: Week,
    tour: Tour,
    scratch: Scratch,
    dice: NDArray[uint64],
    offered: int,
    touched: int,
) -> int:
    """Put offered visits in, promises first, the rest in an order drawn anew each time."""
    order = below(dice, 4)
    spread = EVEN_SPREAD_SHARE if week.weights[BALANCE] > 0.0 else SPREAD_SHARE
    skip = 0.5 if share(dice) < spread else 0.0
    for i in range(offered):
        site = scratch.offered[i]
        scratch.is_offered[site] = 0
        worth = promised(week, tour, site)
        if order == 0:
            key = share(dice)
        elif order == 1:
            key = week.worth[site, PRIZE] * (0.5 + share(dice))
        else:
            key = week.worth[site, DENSITY] * (0.7 + 0.6 * share(dice))
        _sort_in(scratch, i, worth + key)
    for i in range(offered):
        site = scratch.offered[i]
        shift, place, extra_s = best_place(week, tour, site, dice, BLINK, skip)
        if shift < 0:
            continue
        if extra_s * week.weights[TRAVEL] > week.worth[site, PRIZE] + promised(week, tour, site):
            continue
        touched = _touch(tour, scratch, shift, touched)
        put_in(week, tour, site, shift, place)
    return touched


@compiled
def fill(week: Week, tour: Tour, scratch: Scratch, dice: NDArray[uint64]) -> None:
    """Put in, best first, whatever still fits: annealing may end beside a free hour."""
    offered = 0
    for site in range(len(tour.shift_of)):
        if tour.shift_of[site] < 0:
            offered = _offer(scratch, site, offered)
            _sort_in(scratch, offered - 1, promised(week, tour, site) + week.worth[site, PRIZE])
    for i in range(offered):
        site = scratch.offered[i]
        scratch.is_offered[site] = 0
        shift, place, extra_s = best_place(week, tour, site, dice, 0.0, 0.0)
        worth = week.worth[site, PRIZE] + promised(week, tour, site)
        if shift >= 0 and extra_s * week.weights[TRAVEL] <= worth:
            put_in(week, tour, site, shift, place)

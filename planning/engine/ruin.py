"""Taking strings of visits out of a plan, and choosing what is offered in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planning.engine.compiled import part
from planning.engine.cost import is_broken
from planning.engine.dice import below, share
from planning.engine.moves import promised, take_out
from planning.engine.route import retime
from planning.engine.scratch import offer, touch
from planning.engine.week import FIXED, OFFER

if TYPE_CHECKING:
    from numpy import uint64
    from numpy.typing import NDArray

    from planning.engine.route import Tour
    from planning.engine.scratch import Scratch
    from planning.engine.week import Week

MEAN_REMOVED = 12.0
LONGEST_STRING = 10.0
SPLIT_SHARE = 0.5
KEEP_SHARE = 0.99
MOST_OFFERED = 28
HELP_SHARE = 0.3
"""How often a move starts at a broken promise, if there is one."""


@part
def ruin(week: Week, tour: Tour, scratch: Scratch, dice: NDArray[uint64]) -> tuple[int, int]:
    """Take strings out of routes around one site; offer those visits and absent ones near it."""
    lacking = is_broken(tour)
    centre = _centre(week, tour, dice, lacking)
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
            if (
                wanted > 0
                and scratch.is_offered[site] == 0
                and share(dice) < week.worth[site, OFFER]
            ):
                wanted -= 1
                offered = offer(scratch, site, -1, offered)
        elif cut < strings and scratch.is_touched[shift] == 0:
            cut += 1
            touched = touch(tour, scratch, shift, touched)
            offered = _cut(week, tour, scratch, dice, site, longest, offered)
        if cut == strings and wanted == 0:
            break
    if lacking:
        offered = _offer_promises(week, tour, scratch, dice, offered)
    return offered, touched


@part
def _centre(
    week: Week,
    tour: Tour,
    dice: NDArray[uint64],
    lacking: bool,  # noqa: FBT001  # compiled: no keywords
) -> int:
    """Choose where a move happens: anywhere, or at a promise that is broken."""
    sites = len(tour.shift_of)
    site = below(dice, sites)
    if not lacking or share(dice) >= HELP_SHARE:
        return site
    for i in range(sites):
        other = (site + i) % sites
        if tour.shift_of[other] < 0 and promised(week, tour, other) > 0.0:
            return other
    return site


@part
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
        offered = offer(scratch, gone, shift, offered)
    retime(week, tour, shift)
    return offered


@part
def _offer_promises(
    week: Week, tour: Tour, scratch: Scratch, dice: NDArray[uint64], offered: int
) -> int:
    """Offer some visits that would keep a broken promise, wherever they are."""
    sites = len(tour.shift_of)
    begin, added = below(dice, sites), 0
    for i in range(sites):
        site = (begin + i) % sites
        if tour.shift_of[site] >= 0 or scratch.is_offered[site] == 1:
            continue
        if promised(week, tour, site) > 0.0:
            offered = offer(scratch, site, -1, offered)
            added += 1
            if added == 4:  # noqa: PLR2004
                break
    return offered

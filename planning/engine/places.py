"""Where a visit can be put in at the least driving; what is known of unchanged routes is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planning.engine.compiled import part
from planning.engine.dice import share
from planning.engine.route import (
    BY_FRESH,
    BY_RESTED,
    FRESH,
    LEG,
    RESTED,
    after_break,
    earliest_start,
    keeps_gap,
)
from planning.engine.week import END_AT, HAS_BREAK, HENCE, HITHER, NEVER, SERVICE_S, START_AT

if TYPE_CHECKING:
    from numpy import uint64
    from numpy.typing import NDArray

    from planning.engine.route import Tour
    from planning.engine.scratch import Scratch
    from planning.engine.week import Week

_NOWHERE_S = 1 << 30


@part
def best_place(  # noqa: PLR0913, PLR0917  # compiled: no bundle for the random state
    week: Week,
    tour: Tour,
    scratch: Scratch,
    site: int,
    dice: NDArray[uint64],
    blink: float,
    skip: float,
    touched: int,
) -> tuple[int, int, int]:
    """
    Find the cheapest place for a visit in any shift.

    Parameters
    ----------
    week, tour, scratch, site
        The problem, the plan under way, what is known of its routes, and the visit.
    dice, blink, skip
        Random state, and the shares of places and of whole shifts overlooked at random.
    touched
        Number of routes changed in this move; of the others those listed as open are tried.

    Returns
    -------
    shift, place, extra_s
        ``shift`` is -1 where it fits nowhere; ``extra_s`` is the driving it adds.
    """
    alone = week.twins[site, 0] < 0
    service_s = week.sites[site, SERVICE_S]
    best_s, best_shift, best_at = _NOWHERE_S, -1, -1
    for n in range(touched + scratch.open_count[0]):
        if n < touched:
            shift = scratch.touched[n]
        else:
            shift = scratch.open_shifts[n - touched]
            if scratch.is_touched[shift] == 1:
                continue
        most_s = tour.spare_s[shift] - service_s
        if most_s < 0 or week.windows[site, shift, 0, 0] >= NEVER:
            continue
        if skip > 0.0 and share(dice) < skip:
            continue
        if n < touched:
            most_s = min(most_s, best_s - 1)
            extra_s, place = place_in(week, tour, scratch, site, shift, most_s, dice, blink)
        else:
            extra_s, place = _known_place(week, tour, scratch, site, shift, dice)
            if extra_s < best_s and share(dice) < blink:
                continue
        if extra_s < best_s and (alone or keeps_gap(week, tour, shift, site)):
            best_s, best_shift, best_at = extra_s, shift, place
    return best_shift, best_at, best_s


@part
def _known_place(  # compiled: no bundle for the random state
    week: Week, tour: Tour, scratch: Scratch, site: int, shift: int, dice: NDArray[uint64]
) -> tuple[int, int]:
    """Find the cheapest place in a route that this move left alone, once for each such route."""
    if scratch.seen[site, shift, 0] != scratch.version[shift]:
        most_s = tour.spare_s[shift] - week.sites[site, SERVICE_S]
        extra_s, place = place_in(week, tour, scratch, site, shift, most_s, dice, 0.0)
        scratch.seen[site, shift, 0] = scratch.version[shift]
        scratch.seen[site, shift, 1] = extra_s
        scratch.seen[site, shift, 2] = place
    return scratch.seen[site, shift, 1], scratch.seen[site, shift, 2]


@part
def place_in(  # noqa: PLR0913, PLR0917  # compiled: no bundle for the random state
    week: Week,
    tour: Tour,
    scratch: Scratch,
    site: int,
    shift: int,
    most_s: int,
    dice: NDArray[uint64],
    blink: float,
) -> tuple[int, int]:
    """Find where a visit adds least driving to one route, ``most_s`` at most, and how much."""
    best_s, best_at = _NOWHERE_S, -1
    length = tour.length[shift]
    if length == tour.stops.shape[1]:
        return best_s, best_at
    _reckon_detours(week, tour, scratch, site, shift)
    close_s = _close_s(week, site, shift)
    times, detours = tour.times[shift], scratch.detours
    for place in range(length + 1):
        if min(times[place, FRESH], times[place, RESTED]) > close_s:
            break
        if detours[place] > most_s or not _is_in_time(week, tour, site, shift, place):
            continue
        if blink > 0.0 and share(dice) < blink:
            continue
        best_s, best_at = detours[place], place
        most_s = best_s - 1
    return best_s, best_at


@part
def _reckon_detours(week: Week, tour: Tour, scratch: Scratch, site: int, shift: int) -> None:
    """Reckon what a visit adds at every place of a route: reads of memory that wait together."""
    ways, stops, times = week.ways[site], tour.stops[shift], tour.times[shift]
    here, length = week.shifts[shift, START_AT], tour.length[shift]
    for place in range(length):
        there = stops[place]
        both_s = np.int64(ways[here, HITHER]) + np.int64(ways[there, HENCE])
        scratch.detours[place] = both_s - times[place, LEG]
        here = there
    there = week.shifts[shift, END_AT]
    both_s = np.int64(ways[here, HITHER]) + np.int64(ways[there, HENCE])
    scratch.detours[length] = both_s - times[length, LEG]


@part
def _close_s(week: Week, site: int, shift: int) -> int:
    """Find the last moment at which a shift may start serving a site."""
    close_s = week.windows[site, shift, 0, 1]
    for k in range(1, week.windows.shape[2]):
        close_s = max(close_s, week.windows[site, shift, k, 1])
    return int(close_s)


@part
def _is_in_time(week: Week, tour: Tour, site: int, shift: int, place: int) -> bool:
    """Test whether a visit fits before stop ``place``, with the break before, at or after it."""
    windows, shifts = week.windows, week.shifts
    stops, times = tour.stops[shift], tour.times[shift]
    here = stops[place - 1] if place > 0 else shifts[shift, START_AT]
    there = stops[place] if place < tour.length[shift] else shifts[shift, END_AT]
    to_s = int(np.int64(week.ways[site, here, HITHER]))
    on_s = int(np.int64(week.ways[site, there, HENCE]))
    service_s, fresh_s = week.sites[site, SERVICE_S], times[place, FRESH]
    over_s = earliest_start(windows, site, shift, fresh_s + to_s) + service_s
    if over_s + on_s <= times[place, BY_FRESH]:
        return True
    if shifts[shift, HAS_BREAK] == 0:
        return False
    limit_s = times[place, BY_RESTED]
    if after_break(shifts, shift, over_s, on_s) <= limit_s:
        return True
    rested_s = min(times[place, RESTED] + to_s, after_break(shifts, shift, fresh_s, to_s))
    start_s = earliest_start(windows, site, shift, rested_s)
    return bool(start_s + service_s + on_s <= limit_s)

"""Where a visit can be put in at the least driving; what is known of unchanged routes is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
def place_in(  # noqa: C901, PLR0913, PLR0917  # one loop, since compiled calls cost here
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
    length = tour.length[shift]
    if length == tour.stops.shape[1]:
        return _NOWHERE_S, -1
    windows, shifts = week.windows, week.shifts
    ways, stops, times = week.ways[site], tour.stops[shift], tour.times[shift]
    service_s = week.sites[site, SERVICE_S]
    resting = shifts[shift, HAS_BREAK] == 1
    close_s = windows[site, shift, 0, 1]
    for k in range(1, windows.shape[2]):
        close_s = max(close_s, windows[site, shift, k, 1])
    best_s, best_at = _NOWHERE_S, -1
    here, detour = shifts[shift, START_AT], scratch.detour
    for place in range(length):
        there = stops[place]
        detour[place] = ways[here, HITHER] + ways[there, HENCE] - times[place, LEG]
        here = there
    there = shifts[shift, END_AT]
    detour[length] = ways[here, HITHER] + ways[there, HENCE] - times[length, LEG]
    for place in range(length + 1):
        fresh_s = times[place, FRESH]
        if min(fresh_s, times[place, RESTED]) > close_s:
            break
        extra_s = detour[place]
        if extra_s > most_s:
            continue
        here = stops[place - 1] if place > 0 else shifts[shift, START_AT]
        there = stops[place] if place < length else shifts[shift, END_AT]
        to_s, on_s = ways[here, HITHER], ways[there, HENCE]
        over_s = earliest_start(windows, site, shift, fresh_s + to_s) + service_s
        limit_s = times[place, BY_RESTED]
        if over_s + on_s > times[place, BY_FRESH]:
            if not resting:
                continue
            if after_break(shifts, shift, over_s, on_s) > limit_s:
                rested_s = min(
                    times[place, RESTED] + to_s, after_break(shifts, shift, fresh_s, to_s)
                )
                start_s = earliest_start(windows, site, shift, rested_s)
                if start_s + service_s + on_s > limit_s:
                    continue
        if blink > 0.0 and share(dice) < blink:
            continue
        best_s, best_at = extra_s, place
        most_s = extra_s - 1
    return best_s, best_at

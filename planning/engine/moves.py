"""Taking visits out of a plan and putting others in, with promises and prizes counted along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planning.engine.compiled import part
from planning.engine.dice import share
from planning.engine.route import after_break, earliest_start, keeps_gap, retime
from planning.engine.week import (
    AT_LEAST,
    COVER_RANK,
    END_AT,
    HAS_BREAK,
    NEVER,
    PENALTIES,
    PRIZE,
    RANK,
    SERVICE_S,
    START_AT,
    TEAM,
)

if TYPE_CHECKING:
    from numpy import uint64
    from numpy.typing import NDArray

    from planning.engine.route import Tour
    from planning.engine.week import Week


@part
def put_in(week: Week, tour: Tour, site: int, shift: int, place: int) -> None:
    """Put a visit before stop ``place`` of a route."""
    for i in range(tour.length[shift], place, -1):
        tour.stops[shift, i] = tour.stops[shift, i - 1]
    tour.stops[shift, place] = site
    tour.length[shift] += 1
    book(week, tour, site, shift)
    retime(week, tour, shift)


@part
def take_out(week: Week, tour: Tour, shift: int, place: int) -> None:
    """Take stop ``place`` out of a route; the route's times are left for later."""
    unbook(week, tour, tour.stops[shift, place], shift)
    tour.length[shift] -= 1
    for i in range(place, tour.length[shift]):
        tour.stops[shift, i] = tour.stops[shift, i + 1]


@part
def book(week: Week, tour: Tour, site: int, shift: int) -> None:
    """Count a visit in: prize, work, promises."""
    tour.shift_of[site] = shift
    tour.prize[0] += week.worth[site, PRIZE]
    tour.work_s[week.shifts[shift, TEAM]] += week.sites[site, SERVICE_S]
    if week.sites[site, RANK] >= 0:
        tour.broken[week.sites[site, RANK]] -= 1
    for i in range(week.covers_of.shape[1]):
        cover = week.covers_of[site, i]
        if cover < 0:
            break
        tour.covered[cover] += 1
        if tour.covered[cover] == week.covers[cover, AT_LEAST]:
            tour.broken[week.covers[cover, COVER_RANK]] -= 1


@part
def unbook(week: Week, tour: Tour, site: int, shift: int) -> None:
    """Count a visit out again."""
    tour.shift_of[site] = -1
    tour.prize[0] -= week.worth[site, PRIZE]
    tour.work_s[week.shifts[shift, TEAM]] -= week.sites[site, SERVICE_S]
    if week.sites[site, RANK] >= 0:
        tour.broken[week.sites[site, RANK]] += 1
    for i in range(week.covers_of.shape[1]):
        cover = week.covers_of[site, i]
        if cover < 0:
            break
        if tour.covered[cover] == week.covers[cover, AT_LEAST]:
            tour.broken[week.covers[cover, COVER_RANK]] += 1
        tour.covered[cover] -= 1


@part
def promised(week: Week, tour: Tour, site: int) -> float:
    """Weigh the promises that a visit would help to keep."""
    worth = 0.0
    if week.sites[site, RANK] >= 0:
        worth += week.weights[PENALTIES + week.sites[site, RANK]]
    for i in range(week.covers_of.shape[1]):
        cover = week.covers_of[site, i]
        if cover < 0:
            break
        least = week.covers[cover, AT_LEAST]
        if tour.covered[cover] < least:
            worth += week.weights[PENALTIES + week.covers[cover, COVER_RANK]] / least
    return worth


@part
def best_place(  # noqa: C901, PLR0912  # one loop, since compiled calls cost here
    week: Week, tour: Tour, site: int, dice: NDArray[uint64], blink: float, skip: float
) -> tuple[int, int, int]:
    """
    Find the cheapest place for a visit in any shift.

    Parameters
    ----------
    week, tour, site
        The problem, the plan under way, and the visit.
    dice, blink, skip
        Random state, and the shares of places and of whole shifts overlooked at random.

    Returns
    -------
    shift, place, extra_s
        ``shift`` is -1 where it fits nowhere; ``extra_s`` is the driving it adds.
    """
    way_s, windows, shifts = week.way_s, week.windows, week.shifts
    stops, times = tour.stops, tour.times
    service_s = week.sites[site, SERVICE_S]
    alone = week.twins[site, 0] < 0
    best_s, best_shift, best_at = NEVER, -1, -1
    for n in range(week.shifts_of.shape[1]):
        shift = week.shifts_of[site, n]
        if shift < 0:
            break
        length = tour.length[shift]
        if skip > 0.0 and share(dice) < skip:
            continue
        most_s = min(best_s - 1, tour.spare_s[shift] - service_s)
        if most_s < 0 or length == stops.shape[1]:
            continue
        if not (alone or keeps_gap(week, tour, shift, site)):
            continue
        resting = shifts[shift, HAS_BREAK] == 1
        close_s = windows[site, shift, 0, 1]
        for k in range(1, windows.shape[2]):
            close_s = max(close_s, windows[site, shift, k, 1])
        there = shifts[shift, START_AT]
        for place in range(length + 1):
            here = there
            there = stops[shift, place] if place < length else shifts[shift, END_AT]
            fresh_s = times[shift, 0, place]
            if min(fresh_s, times[shift, 1, place]) > close_s:
                break
            to_s, on_s = way_s[here, site], way_s[site, there]
            extra_s = to_s + on_s - (way_s[here, there] if length > 0 else 0)
            if extra_s > most_s:
                continue
            over_s = earliest_start(windows, site, shift, fresh_s + to_s) + service_s
            limit_s = times[shift, 3, place]
            if over_s + on_s > times[shift, 2, place]:
                if not resting:
                    continue
                if after_break(shifts, shift, over_s, on_s) > limit_s:
                    rested_s = min(
                        times[shift, 1, place] + to_s, after_break(shifts, shift, fresh_s, to_s)
                    )
                    start_s = earliest_start(windows, site, shift, rested_s)
                    if start_s + service_s + on_s > limit_s:
                        continue
            if share(dice) < blink:
                continue
            best_s, best_shift, best_at = extra_s, shift, place
            most_s = extra_s - 1
    return best_shift, best_at, best_s

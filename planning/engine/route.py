"""One shift's route: its times forward and backward, and whether a visit can be put in.

A shift with a break has two states: the break still ahead (0) or behind (1). ``ends[i, state]`` is
the earliest moment at which stop ``i - 1`` can be over (``i = 0``: the start of the shift), and
``latest[i, state]`` the latest moment at which the team may stand ready for stop ``i`` so that the
rest can still be done. With both, a visit is tested between two stops without walking the route.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from planning.engine.compiled import part
from planning.engine.week import (
    AT_LEAST,
    BREAK_S,
    COVER_RANK,
    EARLIEST_S,
    END_AT,
    END_S,
    GAP_S,
    HAS_BREAK,
    HENCE,
    HITHER,
    LATEST_S,
    NEVER,
    PENALTIES,
    RANK,
    SERVICE_S,
    START_AT,
    START_S,
    TEAM,
)

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import NDArray

    from planning.engine.week import Week


FRESH, RESTED, BY_FRESH, BY_RESTED, LEG = range(5)


class Tour(NamedTuple):
    """
    A plan under way, all arrays, written in place by the search.

    Attributes
    ----------
    stops, length
        ``stops[shift, :length[shift]]`` are the visits in order.
    shift_of
        The shift that makes each visit; -1 where none does.
    times
        Shape ``(shifts, longest + 1, 5)``, columns ``FRESH`` to ``LEG``: ``ends`` of both states,
        ``latest`` of both, and the way into stop ``i`` (``i = length``: back to the base).
    drive_s, spare_s, work_s
        Seconds driven and left over by shift, seconds of service by team.
    covered, broken
        Visits made of each cover, and promises broken by rank.
    prize
        Shape ``(1,)``, the prize collected.
    """

    stops: NDArray[int64]
    length: NDArray[int64]
    shift_of: NDArray[int64]
    times: NDArray[int64]
    drive_s: NDArray[int64]
    spare_s: NDArray[int64]
    work_s: NDArray[int64]
    covered: NDArray[int64]
    broken: NDArray[int64]
    prize: NDArray[float64]


def empty_tour(week: Week, longest: int) -> Tour:
    """
    Make room for a plan without any visit; its routes are not timed yet.

    Parameters
    ----------
    week
        The problem.
    longest
        Room for so many stops in one shift.
    """
    shifts, sites = len(week.shifts), len(week.sites)
    broken = np.zeros(max(len(week.weights) - PENALTIES, 1), dtype=np.int64)
    np.add.at(broken, week.sites[week.sites[:, RANK] >= 0, RANK], 1)
    np.add.at(broken, week.covers[week.covers[:, AT_LEAST] > 0, COVER_RANK], 1)
    return Tour(
        stops=np.full((shifts, longest), -1, dtype=np.int64),
        length=np.zeros(shifts, dtype=np.int64),
        shift_of=np.full(sites, -1, dtype=np.int64),
        times=np.zeros((shifts, longest + 1, 5), dtype=np.int64),
        drive_s=np.zeros(shifts, dtype=np.int64),
        spare_s=np.zeros(shifts, dtype=np.int64),
        work_s=np.zeros(int(week.shifts[:, TEAM].max(initial=-1)) + 1, dtype=np.int64),
        covered=np.zeros(len(week.covers), dtype=np.int64),
        broken=broken,
        prize=np.zeros(1),
    )


@part
def earliest_start(windows: NDArray[int64], site: int, shift: int, ready_s: int) -> int:
    """Find the first moment from ``ready_s`` at which service may start; ``NEVER`` if none."""
    for k in range(windows.shape[2]):
        if ready_s <= windows[site, shift, k, 1]:
            return int(max(ready_s, windows[site, shift, k, 0]))
    return NEVER


@part
def latest_start(windows: NDArray[int64], site: int, shift: int, limit_s: int) -> int:
    """Find the last moment up to ``limit_s`` at which service may start; ``-NEVER`` if none."""
    for k in range(windows.shape[2] - 1, -1, -1):
        if windows[site, shift, k, 0] <= limit_s:
            return int(min(limit_s, windows[site, shift, k, 1]))
    return -NEVER


@part
def after_break(shifts: NDArray[int64], shift: int, left_s: int, way_s: int) -> int:
    """Say when a team that leaves at ``left_s`` is there with the break taken on the way."""
    if shifts[shift, HAS_BREAK] == 0 or left_s > shifts[shift, LATEST_S]:
        return NEVER
    return int(max(left_s + way_s, shifts[shift, EARLIEST_S]) + shifts[shift, BREAK_S])


@part
def before_break(shifts: NDArray[int64], shift: int, limit_s: int, way_s: int) -> int:
    """Say when a team must leave to be there by ``limit_s`` with the break taken on the way."""
    start_s = limit_s - shifts[shift, BREAK_S]
    if shifts[shift, HAS_BREAK] == 0 or start_s < shifts[shift, EARLIEST_S]:
        return -NEVER
    return int(min(start_s - way_s, shifts[shift, LATEST_S]))


@part
def retime(week: Week, tour: Tour, shift: int) -> None:
    """Reckon a route's times and driving afresh."""
    shifts, ways, sites = week.shifts, week.ways, week.sites
    stops, times = tour.stops[shift], tour.times[shift]
    last = tour.length[shift]
    here, drive_s, served_s = shifts[shift, START_AT], 0, 0
    for i in range(last):
        times[i, LEG] = np.int64(ways[stops[i], here, HITHER])
        drive_s += times[i, LEG]
        served_s += sites[stops[i], SERVICE_S]
        here = stops[i]
    home_s = np.int64(ways[here, shifts[shift, END_AT], HENCE])
    times[last, LEG] = home_s if last > 0 else 0
    drive_s += times[last, LEG]
    tour.drive_s[shift] = drive_s
    open_s = shifts[shift, END_S] - shifts[shift, START_S] - shifts[shift, BREAK_S]
    tour.spare_s[shift] = open_s - drive_s - served_s

    resting, end_s = shifts[shift, HAS_BREAK] == 1, shifts[shift, END_S]
    times[0, FRESH], times[0, RESTED] = shifts[shift, START_S], NEVER
    times[last, BY_FRESH] = -NEVER if resting else end_s
    times[last, BY_RESTED] = end_s if resting else -NEVER
    for i in range(last):
        _go_on(week, tour, shift, i)
    for i in range(last - 1, -1, -1):
        _go_back(week, tour, shift, i)


@part
def retime_around(week: Week, tour: Tour, shift: int, place: int) -> None:
    """Reckon what a visit put in before stop ``place`` changes; the stop's row is in place."""
    shifts, ways = week.shifts, week.ways
    stops, times = tour.stops[shift], tour.times[shift]
    last = tour.length[shift]
    for i in range(last, place, -1):
        for k in range(times.shape[1]):
            times[i, k] = times[i - 1, k]
    site = stops[place]
    here = stops[place - 1] if place > 0 else shifts[shift, START_AT]
    there = stops[place + 1] if place < last - 1 else shifts[shift, END_AT]
    to_s, on_s = np.int64(ways[site, here, HITHER]), np.int64(ways[site, there, HENCE])
    extra_s = to_s + on_s - times[place, LEG]
    times[place, LEG], times[place + 1, LEG] = to_s, on_s
    tour.drive_s[shift] += extra_s
    tour.spare_s[shift] -= extra_s + week.sites[site, SERVICE_S]
    for i in range(place, last):
        fresh_s, rested_s = times[i + 1, FRESH], times[i + 1, RESTED]
        _go_on(week, tour, shift, i)
        if i > place and times[i + 1, FRESH] == fresh_s and times[i + 1, RESTED] == rested_s:
            break
    for i in range(place, -1, -1):
        fresh_s, rested_s = times[i, BY_FRESH], times[i, BY_RESTED]
        _go_back(week, tour, shift, i)
        if i < place and times[i, BY_FRESH] == fresh_s and times[i, BY_RESTED] == rested_s:
            break


@part
def _go_on(week: Week, tour: Tour, shift: int, i: int) -> None:
    """Reckon when stop ``i`` can be over, from when the stop before it can be."""
    windows, shifts, times = week.windows, week.shifts, tour.times[shift]
    site = tour.stops[shift, i]
    leg_s, service_s, fresh_s = times[i, LEG], week.sites[site, SERVICE_S], times[i, FRESH]
    rested_s = min(times[i, RESTED] + leg_s, after_break(shifts, shift, fresh_s, leg_s))
    times[i + 1, FRESH] = earliest_start(windows, site, shift, fresh_s + leg_s) + service_s
    times[i + 1, RESTED] = earliest_start(windows, site, shift, rested_s) + service_s


@part
def _go_back(week: Week, tour: Tour, shift: int, i: int) -> None:
    """Reckon by when a team must stand ready for stop ``i``, from when it must for the next."""
    windows, shifts, times = week.windows, week.shifts, tour.times[shift]
    site = tour.stops[shift, i]
    leg_s, service_s = times[i + 1, LEG], week.sites[site, SERVICE_S]
    rested_s = times[i + 1, BY_RESTED]
    fresh_s = max(times[i + 1, BY_FRESH] - leg_s, before_break(shifts, shift, rested_s, leg_s))
    times[i, BY_FRESH] = latest_start(windows, site, shift, fresh_s - service_s)
    times[i, BY_RESTED] = latest_start(windows, site, shift, rested_s - leg_s - service_s)


@part
def can_be_made(week: Week, tour: Tour, shift: int) -> bool:
    """Test whether the whole route is in time; leaving a stop out may make a route longer."""
    if tour.length[shift] == 0:
        return True
    times = tour.times[shift]
    begun_s, leg_s = times[0, FRESH], times[0, LEG]
    rested_s = after_break(week.shifts, shift, begun_s, leg_s)
    return bool(begun_s + leg_s <= times[0, BY_FRESH] or rested_s <= times[0, BY_RESTED])


@part
def keeps_gap(week: Week, tour: Tour, shift: int, site: int) -> bool:
    """
    Test whether other visits of the same place are far enough away, whatever their hour.

    Hours within a shift still move while the search goes on, so the test takes the worst case.
    """
    for i in range(week.twins.shape[1]):
        other = week.twins[site, i]
        its = tour.shift_of[other] if other >= 0 else -1
        if its < 0:
            continue
        gap_s = max(week.sites[site, GAP_S], week.sites[other, GAP_S])
        over_s = _last_end(week, site, shift) + gap_s
        its_over_s = _last_end(week, other, its) + gap_s
        if week.windows[other, its, 0, 0] < over_s and week.windows[site, shift, 0, 0] < its_over_s:
            return False
    return True


@part
def _last_end(week: Week, site: int, shift: int) -> int:
    close_s = week.windows[site, shift, 0, 1]
    for k in range(1, week.windows.shape[2]):
        close_s = max(close_s, week.windows[site, shift, k, 1])
    return int(close_s + week.sites[site, SERVICE_S])

"""Room that moves work in, and ways back: one move undone, the best plan restored."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from planning.engine.compiled import part
from planning.engine.moves import book, unbook
from planning.engine.route import retime

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import NDArray

    from planning.engine.route import Tour
    from planning.engine.week import Week


class Scratch(NamedTuple):
    """
    Room that moves work in: what was taken out, what is offered, and how to undo it.

    Attributes
    ----------
    offered, keys, is_offered, was
        Visits offered in this move with their keys, whether each is, and the shift that it was in.
    touched, is_touched, old_stops, old_length, old_times, old_use
        Routes changed in this move, and what they were; ``old_use``: seconds driven and spare.
    version, seen
        A number for each route as it stands, never given twice; and for each visit and shift the
        version that was last searched for a place, the driving that it would add, and the place.
    open_shifts, open_count
        Unchanged routes that have time for one of the visits offered, and, shape ``(1,)``, how
        many.
    detours
        Seconds that one visit would add to a route, by place.
    best_stops, best_length, costs
        The best plan, and the cost of the present and of the best plan.
    """

    offered: NDArray[int64]
    keys: NDArray[float64]
    is_offered: NDArray[int64]
    was: NDArray[int64]
    touched: NDArray[int64]
    is_touched: NDArray[int64]
    old_stops: NDArray[int64]
    old_length: NDArray[int64]
    old_times: NDArray[int64]
    old_use: NDArray[int64]
    version: NDArray[int64]
    seen: NDArray[int64]
    open_shifts: NDArray[int64]
    open_count: NDArray[int64]
    detours: NDArray[int64]
    best_stops: NDArray[int64]
    best_length: NDArray[int64]
    costs: NDArray[float64]


def scratch_for(tour: Tour) -> Scratch:
    """Make room for one search; ``costs`` holds the present and the best cost."""
    sites, shifts = len(tour.shift_of), len(tour.length)
    return Scratch(
        offered=np.zeros(sites, dtype=np.int64),
        keys=np.zeros(sites),
        is_offered=np.zeros(sites, dtype=np.int64),
        was=np.full(sites, -1, dtype=np.int64),
        touched=np.zeros(shifts, dtype=np.int64),
        is_touched=np.zeros(shifts, dtype=np.int64),
        old_stops=tour.stops.copy(),
        old_length=tour.length.copy(),
        old_times=tour.times.copy(),
        old_use=np.zeros((shifts, 2), dtype=np.int64),
        version=np.zeros(shifts + 1, dtype=np.int64),
        seen=np.full((sites, shifts, 3), -1, dtype=np.int64),
        open_shifts=np.zeros(shifts, dtype=np.int64),
        open_count=np.zeros(1, dtype=np.int64),
        detours=np.zeros(tour.stops.shape[1] + 1, dtype=np.int64),
        best_stops=tour.stops.copy(),
        best_length=tour.length.copy(),
        costs=np.full(2, np.inf),
    )


@part
def offer(scratch: Scratch, site: int, shift: int, offered: int) -> int:
    """Offer one more visit, after so many others; ``shift`` made it before the move, or -1."""
    scratch.is_offered[site] = 1
    scratch.was[site] = shift
    scratch.offered[offered] = site
    return offered + 1


@part
def offer_absent(tour: Tour, scratch: Scratch) -> int:
    """Offer every visit that is not made; say how many."""
    offered = 0
    for site in range(len(tour.shift_of)):
        if tour.shift_of[site] < 0:
            offered = offer(scratch, site, -1, offered)
    return offered


@part
def touch(tour: Tour, scratch: Scratch, shift: int, touched: int) -> int:
    """Remember a route as it is before its first change in this move."""
    if scratch.is_touched[shift] == 1:
        return touched
    scratch.is_touched[shift] = 1
    scratch.touched[touched] = shift
    length = tour.length[shift]
    scratch.old_length[shift] = length
    scratch.old_use[shift, 0] = tour.drive_s[shift]
    scratch.old_use[shift, 1] = tour.spare_s[shift]
    for i in range(length + 1):
        for k in range(tour.times.shape[2]):
            scratch.old_times[shift, i, k] = tour.times[shift, i, k]
    for i in range(length):
        scratch.old_stops[shift, i] = tour.stops[shift, i]
    return touched + 1


@part
def undo(week: Week, tour: Tour, scratch: Scratch, offered: int, touched: int) -> None:
    """Put every touched route back as it was; only offered visits can have changed places."""
    for i in range(offered):
        site = scratch.offered[i]
        if tour.shift_of[site] != scratch.was[site]:
            if tour.shift_of[site] >= 0:
                unbook(week, tour, site, tour.shift_of[site])
            if scratch.was[site] >= 0:
                book(week, tour, site, scratch.was[site])
    for n in range(touched):
        shift = scratch.touched[n]
        length = scratch.old_length[shift]
        tour.length[shift] = length
        tour.drive_s[shift] = scratch.old_use[shift, 0]
        tour.spare_s[shift] = scratch.old_use[shift, 1]
        for i in range(length + 1):
            for k in range(tour.times.shape[2]):
                tour.times[shift, i, k] = scratch.old_times[shift, i, k]
        for i in range(length):
            tour.stops[shift, i] = scratch.old_stops[shift, i]


@part
def settle(scratch: Scratch, touched: int) -> None:
    """Take the touched routes as they are now: what was known of them is out of date."""
    for n in range(touched):
        scratch.version[-1] += 1
        scratch.version[scratch.touched[n]] = scratch.version[-1]


@part
def keep_best(tour: Tour, scratch: Scratch) -> None:
    """Remember the present plan as the best."""
    scratch.costs[1] = scratch.costs[0]
    for shift in range(len(tour.length)):
        scratch.best_length[shift] = tour.length[shift]
        for i in range(tour.length[shift]):
            scratch.best_stops[shift, i] = tour.stops[shift, i]


@part
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
        scratch.version[-1] += 1
        scratch.version[shift] = scratch.version[-1]

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
    """Room that moves work in: what was taken out, what is offered, and how to undo it."""

    offered: NDArray[int64]
    keys: NDArray[float64]
    is_offered: NDArray[int64]
    touched: NDArray[int64]
    is_touched: NDArray[int64]
    old_stops: NDArray[int64]
    old_length: NDArray[int64]
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
        touched=np.zeros(shifts, dtype=np.int64),
        is_touched=np.zeros(shifts, dtype=np.int64),
        old_stops=tour.stops.copy(),
        old_length=tour.length.copy(),
        best_stops=tour.stops.copy(),
        best_length=tour.length.copy(),
        costs=np.full(2, np.inf),
    )


@part
def offer(scratch: Scratch, site: int, offered: int) -> int:
    """Offer one more visit, after so many others."""
    scratch.is_offered[site] = 1
    scratch.offered[offered] = site
    return offered + 1


@part
def offer_absent(tour: Tour, scratch: Scratch) -> int:
    """Offer every visit that is not made; say how many."""
    offered = 0
    for site in range(len(tour.shift_of)):
        if tour.shift_of[site] < 0:
            offered = offer(scratch, site, offered)
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
    for i in range(length):
        scratch.old_stops[shift, i] = tour.stops[shift, i]
    return touched + 1


@part
def undo(week: Week, tour: Tour, scratch: Scratch, touched: int) -> None:
    """Put every touched route back as it was."""
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

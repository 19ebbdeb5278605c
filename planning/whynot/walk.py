"""One shift walked stop by stop: does it fit, and at what times; in plain whole seconds."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from data.model import UNREACHABLE, Route, Stop

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from planning.problem import Problem, ProblemShift, ProblemSite, Window

    HoursOf = Callable[[ProblemSite], Sequence[Window]]

NEVER = 1 << 40
"""A time that nothing reaches; its negative is a deadline that nothing meets."""


def timetable(
    problem: Problem, shift: ProblemShift, stops: Sequence[ProblemSite], *, hours: HoursOf
) -> Route | None:
    """
    Time a shift's visits in a given order, each as early as it can be.

    Parameters
    ----------
    problem, shift, stops
        Whose ways, whose hours, and the visits in order.
    hours
        Gives the windows of a visit.

    Returns
    -------
    route
        ``None`` where the order does not fit. The rules between team and site are not tested.
    """
    legs = legs_s(problem, shift, stops)
    windows = [hours(stop) for stop in stops]
    services = [stop.service_s for stop in stops]
    leg = _break_leg(shift, legs, windows, services)
    if leg is None:
        return None
    times, rest_s = _timed(shift, legs, windows, services, leg)
    return Route(
        shift=shift.id,
        stops=tuple(Stop(s.id, *three) for s, three in zip(stops, times, strict=True)),
        break_start_s=rest_s,
        drive_s=sum(legs),
        work_s=sum(services),
    )


def legs_s(problem: Problem, shift: ProblemShift, stops: Sequence[ProblemSite]) -> list[int]:
    """List the ways from base to stop to stop to base; one of 0 s if there is no stop."""
    if not stops:
        return [0]
    nodes = [shift.node, *(stop.node for stop in stops), shift.last_node]
    ways = problem.duration_s
    legs = [int(ways[a, b]) for a, b in pairwise(nodes)]
    return [NEVER if leg == UNREACHABLE else leg for leg in legs]


def begins(windows: Sequence[Window], ready_s: int) -> int:
    """Find the first moment from ``ready_s`` inside a window; ``NEVER`` if there is none."""
    first = NEVER
    for open_s, close_s in windows:
        if ready_s <= close_s and open_s < first:
            first = max(ready_s, open_s)
    return first


def rested_s(shift: ProblemShift, left_s: int, leg_s: int) -> int:
    """Say when a team that leaves at ``left_s`` is there with its break taken on the way."""
    if shift.rest is None or left_s > shift.rest.latest_s:
        return NEVER
    return max(left_s + leg_s, shift.rest.earliest_s) + shift.rest.duration_s


def _break_leg(
    shift: ProblemShift,
    legs: Sequence[int],
    windows: Sequence[Sequence[Window]],
    services: Sequence[int],
) -> int | None:
    """Find the leg on which the break is best taken: -1 without one, ``None`` if nothing fits."""
    fresh, rested, taken = shift.start_s, NEVER, -1
    for number, leg_s in enumerate(legs):
        on_way_s = rested_s(shift, fresh, leg_s)
        fresh, rested = fresh + leg_s, rested + leg_s
        if on_way_s < rested:
            rested, taken = on_way_s, number
        if number < len(services):
            fresh = begins(windows[number], fresh) + services[number]
            rested = begins(windows[number], rested) + services[number]
    over_s = fresh if shift.rest is None else rested
    return taken if over_s <= shift.end_s else None


def _timed(
    shift: ProblemShift,
    legs: Sequence[int],
    windows: Sequence[Sequence[Window]],
    services: Sequence[int],
    leg: int,
) -> tuple[list[tuple[int, int, int]], int | None]:
    """Give arrival, start and end of each stop, and when the break begins, if on leg ``leg``."""
    left_s, rest_s = shift.start_s, None
    times: list[tuple[int, int, int]] = []
    for number, leg_s in enumerate(legs):
        arrive_s = ready_s = left_s + leg_s
        if number == leg and shift.rest is not None:
            ready_s = rested_s(shift, left_s, leg_s)
            rest_s = max(arrive_s, shift.rest.earliest_s)
            if arrive_s > shift.rest.latest_s:  # the break interrupts the drive
                rest_s, arrive_s = max(left_s, shift.rest.earliest_s), ready_s
        if number < len(services):
            start_s = begins(windows[number], ready_s)
            left_s = start_s + services[number]
            times.append((arrive_s, start_s, left_s))
    return times, rest_s

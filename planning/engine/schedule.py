"""A sequence of visits as a timetable that people can follow: each time as early as it can be."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from data.model import Route, Stop
from planning.engine.route import after_break, earliest_start
from planning.engine.week import (
    BREAK_S,
    EARLIEST_S,
    END_AT,
    HAS_BREAK,
    LATEST_S,
    SERVICE_S,
    START_AT,
    START_S,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planning.engine.week import Week
    from planning.problem import Problem


def timetable(problem: Problem, week: Week, shift: int, stops: Sequence[int]) -> Route:
    """
    Set the times of one shift's route.

    Parameters
    ----------
    problem, week
        The problem and its arrays.
    shift, stops
        Number of the shift, and the visits in order, which must fit.

    Returns
    -------
    route
        The break lies where the route is over earliest; where that is equal, as early as may be.
        If both fit before it, driving comes first and the break at the next place.
    """
    gaps = range(len(stops) + 1) if week.shifts[shift, HAS_BREAK] else [-1]
    tried = [_timed(week, shift, stops, gap) for gap in gaps]
    _, break_start_s, times = min(tried, key=lambda one: one[0])
    drive_s = sum(_legs(week, shift, stops))
    if not stops and break_start_s is not None:
        break_start_s = max(int(week.shifts[shift, EARLIEST_S]), int(week.shifts[shift, START_S]))
    return Route(
        shift=problem.shifts[shift].id,
        stops=tuple(
            Stop(problem.sites[site].id, *three) for site, three in zip(stops, times, strict=True)
        ),
        break_start_s=break_start_s,
        drive_s=drive_s,
        work_s=sum(int(week.sites[site, SERVICE_S]) for site in stops),
    )


def _legs(week: Week, shift: int, stops: Sequence[int]) -> list[int]:
    """List the ways from base to stop to stop to base; none if there is no stop."""
    if not stops:
        return []
    points = [int(week.shifts[shift, START_AT]), *stops, int(week.shifts[shift, END_AT])]
    return [int(week.way_s[a, b]) for a, b in pairwise(points)]


def _timed(
    week: Week, shift: int, stops: Sequence[int], gap: int
) -> tuple[int, int | None, list[tuple[int, int, int]]]:
    """Walk a route with its break before stop ``gap``; give its end, break and stops' times."""
    left_s, break_start_s = int(week.shifts[shift, START_S]), None
    times: list[tuple[int, int, int]] = []
    for number, leg_s in enumerate(_legs(week, shift, stops) or [0]):
        arrive_s = ready_s = left_s + leg_s
        if number == gap:
            ready_s = int(after_break(week.shifts, shift, left_s, leg_s))
            arrive_s, break_start_s = _rest(week, shift, left_s, leg_s)
        if number == len(stops):
            return ready_s, break_start_s, times
        start_s = int(earliest_start(week.windows, stops[number], shift, ready_s))
        left_s = start_s + int(week.sites[stops[number], SERVICE_S])
        times.append((arrive_s, start_s, left_s))
    return left_s, break_start_s, times


def _rest(week: Week, shift: int, left_s: int, leg_s: int) -> tuple[int, int]:
    """Say when a team arrives and when its break begins, if the break is on this leg."""
    earliest_s, latest_s = int(week.shifts[shift, EARLIEST_S]), int(week.shifts[shift, LATEST_S])
    if left_s + leg_s <= latest_s:
        return left_s + leg_s, max(left_s + leg_s, earliest_s)
    return left_s + leg_s + int(week.shifts[shift, BREAK_S]), max(left_s, earliest_s)

"""A week put together again: the past as it was driven, before a plan of what lies ahead."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from data.model import Plan, Route
from planning.problem import FrozenStop, Problem, has_way
from planning.replan import within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planning.problem import ProblemShift
    from planning.replan import Remainder, Stops


def join_week(remainder: Remainder, ahead: Plan) -> tuple[Problem, Plan]:
    """
    Put the past before a plan of the rest.

    Parameters
    ----------
    remainder
        From :func:`cut_week`.
    ahead
        A plan of ``remainder.rest``.

    Returns
    -------
    problem, plan
        The whole week, past stops frozen, past ways as long as they were when they were driven;
        a shift that is out of reach of its end by then ends when its team is back. A team that a
        closure cuts off from its base goes home as it came.
    """
    routes = {route.shift: route for route in ahead.routes}
    joined = [
        (shift, _joined(remainder, shift, routes.get(shift.id)))
        for shift in remainder.asked.shifts
        if remainder.begun.get(shift.id) or shift.id in routes
    ]
    patched = _as_driven(remainder, joined)
    shifts = tuple(_held_shift(patched, remainder, shift, route) for shift, route in joined)
    known = {shift.id for shift in shifts}
    sites = tuple(within(site, known) for site in patched.sites)
    whole = replace(patched, sites=sites, shifts=shifts)
    past = {stop.site for stops in remainder.begun.values() for stop in stops}
    earned = sum(site.prize for site in whole.sites if site.id in past)
    plan = replace(
        ahead,
        routes=tuple(
            replace(route, drive_s=_drive_s(whole, shift, route)) for shift, route in joined
        ),
        prize=ahead.prize + earned,
        bound=ahead.bound + earned,
    )
    return whole, plan


def cut_off(remainder: Remainder, plan: Plan) -> tuple[str, ...]:
    """
    List shifts that have no way home from where their team is.

    Parameters
    ----------
    remainder, plan
        The week that was cut, and its plan from :func:`join_week`.

    Returns
    -------
    shifts
        Ids. Such a team makes no further stop, and is reckoned to go home as it came: by the ways
        of its stops, in the time that they took.
    """
    asked = remainder.asked
    found = []
    for route in plan.routes:
        past = remainder.begun.get(route.shift, ())
        if past and past == route.stops:
            home = asked.shifts[asked.shift_index[route.shift]].last_node
            if not has_way(int(asked.duration_s[_nodes(asked, past)[-1], home])):
                found.append(route.shift)
    return tuple(found)


def _joined(remainder: Remainder, shift: ProblemShift, ahead: Route | None) -> Route:
    """Put a shift's past stops before those ahead; the way is measured later."""
    past = remainder.begun.get(shift.id, ())
    former = remainder.routes.get(shift.id)
    break_s = None if former is None else former.break_start_s
    if ahead is not None and ahead.break_start_s is not None:
        break_s = ahead.break_start_s
    stops = (*past, *(() if ahead is None else ahead.stops))
    return Route(
        shift=shift.id,
        stops=stops,
        break_start_s=break_s,
        drive_s=0,
        work_s=sum(stop.end_s - stop.start_s for stop in stops),
    )


def _as_driven(remainder: Remainder, joined: Sequence[tuple[ProblemShift, Route]]) -> Problem:
    """Give the ways already driven the time that they took, whatever was closed since."""
    asked, ways = remainder.asked, np.array(remainder.asked.duration_s)
    for shift, route in joined:
        past, left_s = remainder.begun.get(shift.id, ()), shift.start_s
        former = remainder.routes.get(shift.id, route)
        nodes = [shift.node, *_nodes(asked, past)]
        for (start, end), stop in zip(pairwise(nodes), past, strict=True):
            took_s = stop.arrive_s - left_s - _paused_s(shift, former, left_s, stop.arrive_s)
            follows = (stop.site, left_s) in _neighbours(shift, former)
            ways[start, end] = took_s if follows else min(int(ways[start, end]), took_s)
            left_s = stop.end_s
        if past and past == route.stops == former.stops:
            ways[nodes[-1], shift.last_node] = _way_home_s(shift, former)
        if past and past == route.stops and not has_way(int(ways[nodes[-1], shift.last_node])):
            out_s = sum(int(ways[start, end]) for start, end in pairwise(nodes))
            ways[nodes[-1], shift.last_node] = out_s
    return replace(asked, duration_s=ways)


def _neighbours(shift: ProblemShift, route: Route) -> set[tuple[str, int]]:
    """Pair each stop of a route with when the team left for it."""
    left = [shift.start_s, *(stop.end_s for stop in route.stops)]
    return {(stop.site, left_s) for stop, left_s in zip(route.stops, left, strict=False)}


def _way_home_s(shift: ProblemShift, route: Route) -> int:
    """Take the way home of a route that is all past as it was planned."""
    out_s, left_s = 0, shift.start_s
    for stop in route.stops:
        out_s += stop.arrive_s - left_s - _paused_s(shift, route, left_s, stop.arrive_s)
        left_s = stop.end_s
    return route.drive_s - out_s


def _paused_s(shift: ProblemShift, route: Route, from_s: int, to_s: int) -> int:
    """Seconds of the break within a span of time."""
    if shift.rest is None or route.break_start_s is None:
        return 0
    over_s = route.break_start_s + shift.rest.duration_s
    return max(0, min(to_s, over_s) - max(from_s, route.break_start_s))


def _held_shift(
    problem: Problem, remainder: Remainder, shift: ProblemShift, route: Route
) -> ProblemShift:
    """Freeze the past of a shift, and let it end when its team is back."""
    past = remainder.begun.get(shift.id, ())
    frozen = tuple(FrozenStop(stop.site, stop.start_s) for stop in past)
    end_s = shift.end_s
    if past and past == route.stops:
        last = past[-1]
        way_s = int(problem.duration_s[_nodes(problem, past)[-1], shift.last_node])
        if has_way(way_s):
            back_s = last.end_s + way_s
            end_s = max(end_s, back_s + _paused_s(shift, route, last.end_s, end_s))
    return replace(shift, frozen=frozen, end_s=end_s)


def _nodes(problem: Problem, stops: Stops) -> list[int]:
    return [problem.sites[problem.site_index[stop.site]].node for stop in stops]


def _drive_s(problem: Problem, shift: ProblemShift, route: Route) -> int:
    if not route.stops:
        return 0
    nodes = [shift.node, *_nodes(problem, route.stops), shift.last_node]
    return sum(int(problem.duration_s[start, end]) for start, end in pairwise(nodes))

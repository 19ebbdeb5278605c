"""Routes timed and weighed by arithmetic that shares nothing with the rooms under test."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from data.model import BrokenPromise, Plan, Route, Stop, Unplanned

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planning.problem import Problem, ProblemShift, ProblemSite

NO_WAY = 2**31 - 1
LATE = 10**9


def walked(asked: Problem, shift: ProblemShift, stops: Sequence[ProblemSite]) -> Route | None:
    """Time a route with its break tried on every leg; the one that is over first."""
    found = []
    for leg in range(len(stops) + 1):
        times, rest_s, over_s = _timed(asked, shift, stops, leg)
        if over_s <= shift.end_s:
            found.append((over_s, leg, times, rest_s))
    if not found:
        return None
    _, _, times, rest_s = min(found, key=lambda one: one[:2])
    return Route(
        shift.id,
        tuple(Stop(s.id, *three) for s, three in zip(stops, times, strict=True)),
        rest_s,
        drive_s(asked, shift, stops),
        sum(stop.service_s for stop in stops),
    )


def drive_s(asked: Problem, shift: ProblemShift, stops: Sequence[ProblemSite]) -> int:
    """Sum the ways of a route."""
    nodes = [shift.node, *(stop.node for stop in stops), shift.last_node]
    return sum(int(asked.duration_s[a, b]) for a, b in pairwise(nodes)) if stops else 0


def _timed(asked: Problem, shift: ProblemShift, stops: Sequence[ProblemSite], leg: int) -> tuple:
    now, here, rest, rest_s, times = shift.start_s, shift.node, shift.rest, None, []
    for number in range(len(stops) + 1):
        there = stops[number].node if number < len(stops) else shift.last_node
        way_s = int(asked.duration_s[here, there]) if stops else 0
        if way_s == NO_WAY:
            return times, rest_s, LATE
        arrive_s = ready_s = now + way_s
        if rest is not None and number == leg:
            if now > rest.latest_s:
                return times, rest_s, LATE
            on_way = arrive_s > rest.latest_s
            rest_s = max(now if on_way else arrive_s, rest.earliest_s)
            ready_s = (arrive_s if on_way else rest_s) + rest.duration_s
            if on_way:
                ready_s = max(ready_s, rest_s + rest.duration_s + way_s - (rest_s - now))
                arrive_s = ready_s
        if number == len(stops):
            return times, rest_s, ready_s
        starts = [max(ready_s, a) for a, b in stops[number].windows if ready_s <= b]
        if not starts:
            return times, rest_s, LATE
        now = min(starts) + stops[number].service_s
        times.append((arrive_s, min(starts), now))
        here = there
    raise AssertionError


def swapped(asked: Problem, plan: Plan, route: Route) -> Plan:
    """Put a route in the place of another, and list afresh what is left out and broken."""
    routes = tuple(route if one.shift == route.shift else one for one in plan.routes)
    visited = {stop.site for one in routes for stop in one.stops}
    return replace(
        plan,
        routes=routes,
        unplanned=tuple(
            Unplanned(site.id, "lost_to_better") for site in asked.sites if site.id not in visited
        ),
        broken=tuple(BrokenPromise(one) for one in broken(asked, visited)),
        prize=sum(site.prize for site in asked.sites if site.id in visited),
        bound=10.0**9,
    )


def broken(asked: Problem, visited: set[str]) -> list[str]:
    """Name the promises that a set of visits breaks; problems of tests freeze nothing."""
    musts = [
        f"must:{site.id}" if site.must else f"pin:{site.id}"
        for site in asked.sites
        if (site.must or site.pin) and site.id not in visited
    ]
    covers = [
        f"cover:{cover.name}"
        for cover in asked.cover
        if len(visited.intersection(cover.sites)) < cover.at_least
    ]
    return musts + covers


def ways_in(
    asked: Problem, shift: ProblemShift, route: Sequence[ProblemSite], site: ProblemSite
) -> Iterator[tuple[tuple[ProblemSite, ...], Route]]:
    """Try every set of stops to drop and every place; give what was dropped, and the route."""
    for size in range(len(route) + 1):
        for gone in combinations(range(len(route)), size):
            rest = [stop for number, stop in enumerate(route) if number not in gone]
            for place in range(len(rest) + 1):
                made = walked(asked, shift, [*rest[:place], site, *rest[place:]])
                if made is not None:
                    yield tuple(route[number] for number in gone), made


def beside(asked: Problem, plan: Plan, site: ProblemSite) -> ProblemSite:
    """Take out of a visit's windows what is too near to another visit of its place."""
    at = {one.id: one for one in asked.sites}
    windows = list(site.windows)
    for stop in (stop for route in plan.routes for stop in route.stops):
        other = at[stop.site]
        if other.id != site.id and (other.visit_of or other.id) == (site.visit_of or site.id):
            gap_s = max(site.min_gap_s, other.min_gap_s)
            last_s, first_s = stop.start_s - gap_s - site.service_s, stop.end_s + gap_s
            before = [(a, min(b, last_s)) for a, b in windows]
            after = [(max(a, first_s), b) for a, b in windows]
            windows = [(a, b) for a, b in before + after if a <= b]
    return replace(site, windows=tuple(windows))

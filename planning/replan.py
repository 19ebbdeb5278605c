"""A week cut at a moment: what is past stays, the rest is a smaller problem of its own."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from data.model import Plan, Route, Stop
from planning.problem import FrozenStop, Problem, has_way

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planning.problem import Break, Cover, ProblemShift, ProblemSite

Stops = tuple[Stop, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """
    What is known when a week is planned anew.

    Attributes
    ----------
    from_s
        The moment, seconds of the week.
    undone
        Past stops that the records say were not made.
    seen
        Places that the records say were visited this week, planned or not.
    away
        Ids of shifts whose team does not work from the moment on.
    """

    from_s: int
    undone: frozenset[str] = field(default_factory=frozenset)
    seen: frozenset[str] = field(default_factory=frozenset)
    away: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Remainder:
    """
    A week cut at a moment.

    Attributes
    ----------
    rest
        The problem of what lies ahead: each shift begins where and when its team is free.
    begun
        Stops made or under way, by shift id; a team that has left for a stop makes it.
    routes
        The earlier plan's routes, by shift id.
    asked
        The whole week's problem, without what was seen outside the plan.
    """

    rest: Problem
    begun: dict[str, Stops]
    routes: dict[str, Route]
    asked: Problem


def cut_week(problem: Problem, plan: Plan, moment: Moment) -> Remainder:
    """
    Cut a week at a moment.

    Parameters
    ----------
    problem
        The week's problem with the ways as they are now and whatever was added; what its shifts
        hold as frozen is found anew.
    plan
        The plan that was followed until now.
    moment
        When, and what is known then.

    Returns
    -------
    remainder
        Nobody in ``rest`` moves before the moment. A team on its way home is reckoned to turn
        round and go back to its last stop first, which is never too fast.
    """
    routes = {route.shift: route for route in plan.routes}
    begun = {
        shift.id: _begun(shift, routes[shift.id], moment)
        for shift in problem.shifts
        if shift.id in routes
    }
    held = {stop.site for stops in begun.values() for stop in stops}
    gone = moment.seen - held
    asked = replace(
        problem,
        sites=tuple(site for site in problem.sites if site.id not in gone),
        shifts=tuple(replace(shift, frozen=()) for shift in problem.shifts),
        cover=_covers(problem.cover, gone),
    )
    shifts = tuple(
        ahead
        for shift in asked.shifts
        if (ahead := _ahead(asked, shift, begun, routes, moment)) is not None
    )
    rest = replace(
        asked,
        sites=tuple(
            _after(asked, site, begun)
            for site in _free_sites(asked.sites, held, {shift.id for shift in shifts})
        ),
        shifts=shifts,
        cover=_covers(asked.cover, held),
    )
    return Remainder(rest=rest, begun=begun, routes=routes, asked=asked)


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
        a shift that is out of reach of its end by then ends when its team is back.
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
    sites = tuple(site if site.pin in known else replace(site, pin=None) for site in patched.sites)
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


def _begun(shift: ProblemShift, route: Route, moment: Moment) -> Stops:
    """List the stops that were made, or that the team has left for."""
    kept, left_s = [], shift.start_s
    for stop in route.stops:
        counts_s = stop.start_s if shift.id in moment.away else left_s
        if counts_s >= moment.from_s:
            break
        if stop.start_s >= moment.from_s or stop.site not in moment.undone:
            kept.append(stop)
        left_s = stop.end_s
    return tuple(kept)


def _covers(covers: Sequence[Cover], visited: Iterable[str]) -> tuple[Cover, ...]:
    """Count visits that were made towards the coverage that was promised."""
    done = set(visited)
    return tuple(
        replace(
            cover,
            sites=tuple(site for site in cover.sites if site not in done),
            at_least=max(0, cover.at_least - len(done.intersection(cover.sites))),
        )
        for cover in covers
    )


def _free_sites(
    sites: Sequence[ProblemSite], held: set[str], shifts: set[str]
) -> tuple[ProblemSite, ...]:
    """Keep what may still be visited; a pin to a shift that is over or away is let go."""
    return tuple(
        site if site.pin in shifts else replace(site, pin=None)
        for site in sites
        if site.id not in held
    )


def _after(problem: Problem, site: ProblemSite, begun: dict[str, Stops]) -> ProblemSite:
    """Keep the gap that a visit must have from one of the same place that was made."""
    free_s = 0
    for stop in (stop for stops in begun.values() for stop in stops):
        other = problem.sites[problem.site_index[stop.site]]
        if other.place == site.place:
            free_s = max(free_s, stop.end_s + max(site.min_gap_s, other.min_gap_s))
    if not free_s:
        return site
    windows = tuple((max(a, free_s), b) for a, b in site.windows if b >= free_s)
    return replace(site, windows=windows)


def _ahead(
    problem: Problem,
    shift: ProblemShift,
    begun: dict[str, Stops],
    routes: dict[str, Route],
    moment: Moment,
) -> ProblemShift | None:
    """Say where and when a team is free; ``None`` where its day is over."""
    stops, route = begun.get(shift.id, ()), routes.get(shift.id)
    if shift.id in moment.away:
        return None
    if not stops and moment.from_s <= shift.start_s:
        return shift
    free_s, node = max(moment.from_s, shift.start_s), shift.node
    if stops:
        node = problem.sites[problem.site_index[stops[-1].site]].node
        free_s = _free_s(problem, shift, stops[-1], moment.from_s)
    planned_s = None if route is None else route.break_start_s
    free_s, rest, fits = _break_ahead(shift, free_s, planned_s)
    if not fits or free_s >= shift.end_s:
        return None
    return replace(shift, start_s=free_s, node=node, end_node=shift.last_node, rest=rest)


def _free_s(problem: Problem, shift: ProblemShift, last: Stop, from_s: int) -> int:
    """Say when a team can leave its last stop; one on its way home has to come back to it."""
    if last.end_s >= from_s:
        return last.end_s
    node = problem.sites[problem.site_index[last.site]].node
    home_s = int(problem.duration_s[node, shift.last_node])
    gone_s = from_s - last.end_s
    return from_s + (min(gone_s, home_s) if has_way(home_s) else gone_s)


def _break_ahead(
    shift: ProblemShift, free_s: int, planned_s: int | None
) -> tuple[int, Break | None, bool]:
    """Keep a break that is still to come; one that has begun is waited for and is over then."""
    rest = shift.rest
    if rest is None:
        return free_s, None, True
    if planned_s is not None and planned_s < free_s:
        return max(free_s, planned_s + rest.duration_s), None, True
    earliest_s = max(rest.earliest_s, free_s)
    fits = earliest_s <= rest.latest_s and earliest_s + rest.duration_s <= shift.end_s
    return free_s, replace(rest, earliest_s=earliest_s) if fits else None, fits


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
        if past and route.stops == former.stops:
            ways[nodes[-1], shift.last_node] = _way_home_s(asked, shift, former, remainder)
    return replace(asked, duration_s=ways)


def _neighbours(shift: ProblemShift, route: Route) -> set[tuple[str, int]]:
    """Pair each stop of a route with when the team left for it."""
    left = [shift.start_s, *(stop.end_s for stop in route.stops)]
    return {(stop.site, left_s) for stop, left_s in zip(route.stops, left, strict=False)}


def _way_home_s(problem: Problem, shift: ProblemShift, route: Route, remainder: Remainder) -> int:
    """Take the way home of a route that stays whole, where all of it is past, as it was planned."""
    now_s = int(problem.duration_s[_nodes(problem, route.stops)[-1], shift.last_node])
    if remainder.begun.get(shift.id, ()) != route.stops:
        return now_s
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

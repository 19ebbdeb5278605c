"""The order of visits that people have in hand, kept where nothing asks for another."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from planning.whynot.hours import Hours
from planning.whynot.walk import timetable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.model import Plan, Route
    from planning.problem import Problem, ProblemShift, ProblemSite


def in_former_order(problem: Problem, plan: Plan, former: Plan) -> Plan:
    """
    Let each shift make its visits in the order of an earlier plan, as far as it can.

    A search finds a route no better than another that runs the other way round, and people who
    hold the earlier plan see every visit at another time.

    Parameters
    ----------
    problem
        What is asked.
    plan
        A plan that keeps the rules; who makes which visit stays.
    former
        The plan that people have in hand.

    Returns
    -------
    plan
        Visits that a shift had before follow each other as before, new ones where they cost the
        least driving; a shift whose hours do not allow that stays as it was, as does one with a
        visit of a place that is wanted twice: another shift's visit may hang on its time.
    """
    order = {
        route.shift: {stop.site: number for number, stop in enumerate(route.stops)}
        for route in former.routes
    }
    visits = Counter(site.place for site in problem.sites)
    single = {site.id for site in problem.sites if visits[site.place] == 1}
    hours = Hours(problem, plan)
    routes = [
        _unturned(problem, route, order.get(route.shift, {}), hours)
        if all(stop.site in single for stop in route.stops)
        else route
        for route in plan.routes
    ]
    return replace(plan, routes=tuple(routes))


def _unturned(problem: Problem, route: Route, order: dict[str, int], hours: Hours) -> Route:
    """Give the route in its former order, or as it is."""
    stops = [problem.sites[problem.site_index[stop.site]] for stop in route.stops]
    kept = sorted((stop for stop in stops if stop.id in order), key=lambda stop: order[stop.id])
    if [stop for stop in stops if stop.id in order] == kept:
        return route
    shift = problem.shifts[problem.shift_index[route.shift]]
    for stop in stops:
        if stop.id not in order:
            kept = _with(problem, shift, kept, stop, hours)
    found = timetable(problem, shift, kept, hours=hours.of) if len(kept) == len(stops) else None
    return route if found is None else found


def _with(
    problem: Problem,
    shift: ProblemShift,
    stops: Sequence[ProblemSite],
    new: ProblemSite,
    hours: Hours,
) -> list[ProblemSite]:
    """Put a visit where it costs the least driving; nowhere where it fits nowhere."""
    best, least_s = list(stops), 0
    for place in range(len(stops) + 1):
        tried = [*stops[:place], new, *stops[place:]]
        route = timetable(problem, shift, tried, hours=hours.of)
        if route is not None and (len(best) == len(stops) or route.drive_s < least_s):
            best, least_s = tried, route.drive_s
    return best

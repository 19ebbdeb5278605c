"""Two plans of one problem, cut into parts that can be exchanged between them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from data.model import BrokenPromise, Unplanned
from planning.promises import broken_promises

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from data.model import Plan, Route
    from planning.problem import Problem

    Worth = Callable[[Plan], tuple[tuple[int, ...], float]]


def best_of_both(problem: Problem, plan: Plan, other: Plan, *, worth: Worth) -> Plan:
    """
    Take of another plan what makes this one worth more, and nothing else.

    Parameters
    ----------
    problem
        What is asked.
    plan, other
        Plans that keep its rules.
    worth
        Weighs a plan; larger is better.

    Returns
    -------
    plan
        The first plan with those parts of the other that are worth taking, one after the other.
        A part is the fewest shifts that exchange visits only with each other, so each keeps the
        rules by itself.
    """
    theirs = {route.shift: route for route in other.routes}
    parts = [
        {one: theirs.get(one) for one in sorted(part)} for part in _parts(problem, plan, other)
    ]
    best, gained = worth(plan), True
    while parts and gained:
        gained = False
        for part in list(parts):
            tried = with_routes(problem, plan, part)
            if worth(tried) > best:
                plan, best, gained = tried, worth(tried), True
                parts.remove(part)
    return plan


def with_routes(problem: Problem, plan: Plan, routes: dict[str, Route | None]) -> Plan:
    """
    Put routes in the place of those of their shifts.

    Parameters
    ----------
    problem, plan
        What is asked, and a plan of it.
    routes
        By shift; ``None`` where the shift is to have none.

    Returns
    -------
    plan
        Routes in the order of the shifts; prize, broken promises and what is left out anew,
        without reasons.
    """
    joined = {route.shift: route for route in plan.routes} | routes
    kept = tuple(joined[shift.id] for shift in problem.shifts if joined.get(shift.id))
    return restated(problem, replace(plan, routes=tuple(one for one in kept if one is not None)))


def restated(problem: Problem, plan: Plan) -> Plan:
    """Reckon prize, broken promises and what is left out of a plan's routes by a problem."""
    visited = {stop.site for route in plan.routes for stop in route.stops}
    prize = sum(site.prize for site in problem.sites if site.id in visited)
    left = (site.id for site in problem.sites if site.id not in visited)
    broken = (f"{kind}:{name}" for kind, name in broken_promises(problem, visited))
    return replace(
        plan,
        unplanned=tuple(Unplanned(site, "lost_to_better") for site in left),
        broken=tuple(BrokenPromise(one) for one in broken),
        prize=prize,
        bound=max(plan.bound, prize),
    )


def _parts(problem: Problem, plan: Plan, other: Plan) -> list[set[str]]:
    """Join shifts where they differ in who makes a visit, or one of visits of a single place."""
    ours, theirs = ({route.shift: route.stops for route in one.routes} for one in (plan, other))
    differ = {one for one in ours.keys() | theirs.keys() if ours.get(one) != theirs.get(one)}
    at: defaultdict[str, set[str]] = defaultdict(set)
    for routes in (ours, theirs):
        for shift in differ & routes.keys():
            for stop in routes[shift]:
                at[problem.sites[problem.site_index[stop.site]].place].add(shift)
    return _joined(differ, at.values())


def _joined(shifts: Iterable[str], groups: Iterable[set[str]]) -> list[set[str]]:
    """Join sets that share a member until none do; in an order that repeats."""
    parts = [{shift} for shift in sorted(shifts)]
    for group in groups:
        touched = [part for part in parts if part & group]
        parts = [part for part in parts if not part & group]
        parts.append(set().union(*touched))
    return sorted(parts, key=min)

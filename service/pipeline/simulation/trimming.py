"""A plan cut down to the visits that an office makes in a week."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from data.model import BrokenPromise, Unplanned
from planning.promises import broken_promises

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from data.model import Plan, Route
    from planning.problem import Problem

_NO_RANK = 99
"""After every rank that a promise has."""


def within(problem: Problem, plan: Plan, order: Sequence[str], visits: int) -> Plan:
    """
    Leave visits out until a plan has no more than an office makes in a week.

    Without it, whoever chooses many short looks from outside makes more visits in the same hours,
    and finds per visit would compare different things.

    Parameters
    ----------
    problem, plan
        What was asked and answered.
    order
        Ids of the visits, what is kept first first.
    visits
        The most that are made.

    Returns
    -------
    plan
        What is kept has the times it had; driving is that between what is kept.
    """
    stops = {stop.site for route in plan.routes for stop in route.stops}
    if len(stops) <= visits:
        return plan
    kept = set([site for site in order if site in stops][:visits])
    prize = sum(site.prize for site in problem.sites if site.id in kept)
    return replace(
        plan,
        routes=tuple(_shortened(problem, route, kept) for route in plan.routes),
        unplanned=tuple(
            Unplanned(site.id, "lost_to_better") for site in problem.sites if site.id not in kept
        ),
        broken=tuple(
            BrokenPromise(f"{kind}:{name}") for kind, name in broken_promises(problem, kept)
        ),
        prize=prize,
        bound=max(plan.bound, prize),
    )


def _shortened(problem: Problem, route: Route, kept: Collection[str]) -> Route:
    """Keep some stops of a route."""
    shift = next(one for one in problem.shifts if one.id == route.shift)
    stops = tuple(stop for stop in route.stops if stop.site in kept)
    sites = [problem.sites[problem.site_index[stop.site]] for stop in stops]
    end = shift.node if shift.end_node is None else shift.end_node
    nodes = [shift.node, *(site.node for site in sites), end] if sites else []
    return replace(
        route,
        stops=stops,
        drive_s=sum(int(problem.duration_s[one, other]) for one, other in pairwise(nodes)),
        work_s=sum(site.service_s for site in sites),
    )


def by_weight(problem: Problem, plan: Plan) -> list[str]:
    """List the visits of a plan as it weighs them: promises, villages, what was drawn, points."""
    stops = {stop.site for route in plan.routes for stop in route.stops}
    weight = {
        site.id: (site.must_rank if site.must else _NO_RANK, -site.prize, site.id)
        for site in problem.sites
        if site.id in stops
    }
    for cover in problem.cover:
        here = sorted((site for site in cover.sites if site in stops), key=weight.__getitem__)
        for site in here[: cover.at_least]:
            weight[site] = (min(weight[site][0], cover.must_rank), *weight[site][1:])
    return sorted(stops, key=weight.__getitem__)

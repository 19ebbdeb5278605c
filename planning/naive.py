"""Weeks as offices plan them by hand, under the same rules: what a plan is compared with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from data.model import BrokenPromise, Plan, Unplanned
from planning.alike import untimed
from planning.engine.reach import Reach
from planning.engine.week import windows_in
from planning.promises import broken_promises
from planning.reasons import Trial

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planning.problem import Problem, ProblemShift, ProblemSite
    from planning.steady import Solver

_MOST_MISSES = 40
"""Places in a row that do not fit any more before a day is called full."""


def village_order(problem: Problem) -> tuple[str, ...]:
    """List visits as an office does: what is promised first, then the rest, village by village."""
    ranked = sorted(
        enumerate(problem.sites),
        key=lambda one: (not one[1].must, one[1].village is None, one[1].village or "", one[0]),
    )
    return tuple(site.id for _, site in ranked)


def random_order(problem: Problem, *, seed: int) -> tuple[str, ...]:
    """List visits in random order, what is promised first."""
    dice = np.random.default_rng(seed)
    order = [problem.sites[number] for number in dice.permutation(len(problem.sites))]
    return tuple(site.id for site in sorted(order, key=lambda site: not site.must))


def walked(
    problem: Problem,
    orders: Mapping[str, Sequence[str]],
    *,
    search: Solver,
) -> Plan:
    """
    Let the teams go through lists of visits, each day as far as they come.

    Parameters
    ----------
    problem
        What is asked; frozen stops are not known here.
    orders
        By shift id, the visits that it takes in turn: all that still fit, none twice, and of
        several visits of one place only one.
    search
        Sets the times of a plan whose visits are all there are.

    Returns
    -------
    plan
        It keeps every rule; what it does not visit has the reason ``lost_to_better``. Its bound
        says nothing: it is its own prize.
    """
    trial, reach, used = Trial(problem, None), Reach(problem), set[str]()
    routes: dict[str, tuple[str, ...]] = {}
    for shift in sorted(problem.shifts, key=lambda shift: (shift.start_s, shift.id)):
        taken = _day(trial, reach, shift, orders.get(shift.id, ()), used)
        routes[shift.id] = tuple(site.id for site in taken)
    timed = _timed(problem, routes, search)
    visited = {stop.site for route in timed.routes for stop in route.stops}
    prize = sum(site.prize for site in problem.sites if site.id in visited)
    return replace(
        timed,
        unplanned=tuple(
            Unplanned(site.id, "lost_to_better") for site in problem.sites if site.id not in visited
        ),
        broken=tuple(
            BrokenPromise(f"{kind}:{name}") for kind, name in broken_promises(problem, visited)
        ),
        prize=prize,
        bound=prize,
    )


def _day(
    trial: Trial, reach: Reach, shift: ProblemShift, order: Sequence[str], used: set[str]
) -> list[ProblemSite]:
    """Take visits in turn while they fit behind each other; ``used`` grows by their places."""
    problem = trial.problem
    taken: list[ProblemSite] = []
    misses = 0
    for name in order:
        site = problem.sites[problem.site_index[name]]
        if site.place in used or not windows_in(problem, site, shift, {}, reach):
            continue
        if trial.follows(shift, [*taken, site]):
            taken.append(site)
            used.add(site.place)
            misses = 0
        else:
            misses += 1
            if misses > _MOST_MISSES:
                break
    return taken


def _timed(problem: Problem, routes: Mapping[str, Sequence[str]], search: Solver) -> Plan:
    """Set the times of routes; nothing else is there to be visited."""
    kept = {site for sites in routes.values() for site in sites}
    bare = replace(
        problem, sites=tuple(site for site in problem.sites if site.id in kept), cover=()
    )
    start = Plan(
        routes=untimed(routes),
        unplanned=(),
        broken=(),
        prize=0.0,
        bound=0.0,
        seed=0,
        iterations=0,
    )
    return search(bare, start, steps=0)

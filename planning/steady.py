"""The plan that moves least among plans of nearly equal worth."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from planning.reasons import with_reasons
from planning.sequence import in_former_order
from planning.worth import plan_worth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.model import Plan
    from planning.problem import Problem

NEARLY = 0.01
"""Share of the prize that staying may cost."""
QUIET_STEPS = (0, 30, 300)
"""Moves of the first searches, by which little can change place: none and few."""

BRIEF_STEPS = (0, 300)
"""Moves of the searches that only mend."""


class Solver(Protocol):
    """Something that solves a problem, beginning with a plan."""

    def __call__(self, problem: Problem, start: Plan, *, steps: int | None = None) -> Plan:
        """Make so many moves, each for the better; ``None``: search for as long as is allowed."""


def held_in_place(problem: Problem, plan: Plan) -> Problem:
    """
    Let every visit of a plan stay in its shift or be dropped, and go nowhere else.

    Parameters
    ----------
    problem
        The problem; visits of shifts that it does not have, and pinned ones, are free.
    plan
        The plan that people have in hand.

    Returns
    -------
    problem
        The same with one more rule: a skill that only the visit's own shift has. Whatever plan
        keeps it keeps the rules of ``problem`` too.
    """
    known = set(problem.shift_index)
    place = {
        stop.site: route.shift
        for route in plan.routes
        if route.shift in known
        for stop in route.stops
    }
    sites = tuple(
        replace(site, needs=site.needs | {_badge(place[site.id])})
        if site.id in place and site.pin is None
        else site
        for site in problem.sites
    )
    shifts = tuple(
        replace(shift, skills=shift.skills | {_badge(shift.id)}) for shift in problem.shifts
    )
    return replace(problem, sites=sites, shifts=shifts)


def steady_plan(
    problem: Problem,
    plan: Plan,
    *,
    search: Solver,
    last: Solver | None = None,
    explain: bool = True,
) -> Plan:
    """
    Plan anew, and move only what is worth moving.

    Parameters
    ----------
    problem
        What is asked now.
    plan
        The plan that people have in hand.
    search
        Finds a plan, and begins with the one it is given.
    last
        Makes the last search, whose bound is that of the answer: those before need none, and a
        bound costs more than they do. ``None`` for ``search``.
    explain
        Whether each place left out and each broken promise is told its reason.

    Returns
    -------
    plan
        Among plans found after few moves and many, with visits held in their shifts and free: of
        those that break the fewest promises and are worth nearly as much as the best, the one
        that changes the fewest visits; each shift makes them in the order that it had.
    """
    held = held_in_place(problem, plan)
    found = [search(held, plan, steps=steps) for steps in QUIET_STEPS]
    found.append(search(held, found[-1]))
    found += [search(problem, found[-1], steps=steps) for steps in QUIET_STEPS[1:]]
    found.append((last or search)(problem, found[-1]))
    chosen = in_former_order(problem, _calmest(problem, plan, found), plan)
    return with_reasons(problem, chosen) if explain else chosen


def settled_plan(problem: Problem, plan: Plan, *, search: Solver) -> Plan:
    """
    Plan anew in a moment: what is broken is mended, and little else is looked at.

    Parameters
    ----------
    problem, plan, search
        As in :func:`steady_plan`; only short searches are made.

    Returns
    -------
    plan
        The calmest of a few plans, without reasons for what it leaves out.
    """
    held = held_in_place(problem, plan)
    found = [search(held, plan, steps=steps) for steps in BRIEF_STEPS]
    found.append(search(problem, found[-1], steps=BRIEF_STEPS[-1]))
    return _calmest(problem, plan, found)


def _calmest(problem: Problem, plan: Plan, found: Sequence[Plan]) -> Plan:
    """Take, of plans that are about as good as the best, the one that changes least."""
    promises = [plan_worth(problem, one)[0] for one in found]
    kept = [one for one, some in zip(found, promises, strict=True) if some == max(promises)]
    enough = (1 - NEARLY) * max(one.prize for one in kept)
    chosen = min((one for one in kept if one.prize >= enough), key=lambda one: _moves(plan, one))
    done = sum(one.iterations for one in found)
    bound = max(found[-1].bound, chosen.prize)
    return replace(chosen, bound=bound, iterations=done)


def _moves(before: Plan, after: Plan) -> int:
    """Count visits that come, go, or change their shift."""
    return len(_placed(before) ^ _placed(after))


def _placed(plan: Plan) -> set[tuple[str, str]]:
    return {(stop.site, route.shift) for route in plan.routes for stop in route.stops}


def _badge(shift: str) -> str:
    return f"stays:{shift}"

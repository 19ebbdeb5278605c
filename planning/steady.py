"""The plan in hand, changed where it must be or where a change clearly pays."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from planning.exchange import best_of_both, restated
from planning.problem import MOST_WORTH
from planning.reasons import with_reasons
from planning.sequence import in_former_order
from planning.toll import Toll

if TYPE_CHECKING:
    from collections.abc import Collection

    from data.model import Plan
    from planning.problem import Problem

SHORT_STEPS = (10, 100, 300)
"""Moves of the short searches: the fewer, the less can change place."""


class Solver(Protocol):
    """Something that solves a problem, beginning with a plan."""

    def __call__(self, problem: Problem, start: Plan, *, steps: int | None = None) -> Plan:
        """Make so many moves, each for the better; ``None``: search for as long as is allowed."""


def steady_plan(
    problem: Problem,
    plan: Plan,
    *,
    search: Solver,
    last: Solver | None = None,
    former: Plan | None = None,
    explain: bool = True,
) -> Plan:
    """
    Plan anew, and move only what is worth moving.

    Parameters
    ----------
    problem
        What is asked now.
    plan
        The plan that people have in hand, each stop where they want it now.
    search
        Finds a plan, and begins with the one it is given.
    last
        Makes the last search, whose bound is that of the answer: those before need none, and a
        bound costs more than they do. ``None`` for ``search``.
    former
        The plan in hand as it was before; ``None`` where nobody wants a stop elsewhere.
    explain
        Whether each place left out and each broken promise is told its reason.

    Returns
    -------
    plan
        The plan in hand mended, and of plans found after few moves, with visits held in their
        shifts and free, those parts that keep more promises or are worth more than the price of
        what they change (:class:`planning.toll.Toll`). A long search is made only where a
        visit has lost its place, and visits may leave their shifts only where a promise is newly
        broken or a visit whose shift is gone has found no other. Each shift keeps the order that
        it had.
    """
    former = former or plan
    toll = Toll.of(problem, former=former, wanted=plan)
    best = _mended(plan, former, toll, search)
    if _is_hurt(best, former, toll, anywhere=True):
        best = _better(best, search(_held(best, toll), best), plan, toll)
    if _is_hurt(best, former, toll):
        best = _better(best, search(_priced(toll), best), plan, toll)
        best = _taken_back(best, plan, toll, search)
    found = (last or search)(problem, best, steps=0)
    best = replace(_better(best, found, plan, toll), bound=max(found.bound, best.prize))
    return with_reasons(problem, best) if explain else best


def settled_plan(
    problem: Problem, plan: Plan, *, search: Solver, former: Plan | None = None
) -> Plan:
    """
    Plan anew in a moment: what is broken is mended, and little else is looked at.

    Parameters
    ----------
    problem, plan, search, former
        As in :func:`steady_plan`; only short searches are made.

    Returns
    -------
    plan
        The plan in hand, changed as by :func:`steady_plan`, without reasons for what it leaves out.
    """
    former = former or plan
    toll = Toll.of(problem, former=former, wanted=plan)
    return _mended(plan, former, toll, search)


def held_in_place(
    problem: Problem, plan: Plan, *, opened: Collection[str] | None = None
) -> Problem:
    """
    Let every visit of a plan stay in its shift or be dropped, and go nowhere else.

    Parameters
    ----------
    problem
        The problem; visits of shifts that it does not have, and pinned ones, are free.
    plan
        The plan that people have in hand.
    opened
        Ids of the only shifts that may take visits which the plan does not make; ``None``: all.

    Returns
    -------
    problem
        The same with one more rule: a skill that only the visit's own shift has. Whatever plan
        keeps it keeps the rules of ``problem`` too.
    """
    known = set(problem.shift_index)
    opened = known if opened is None else opened
    place = {
        stop.site: _badge(route.shift)
        for route in plan.routes
        if route.shift in known
        for stop in route.stops
    }
    sites = tuple(
        site
        if site.pin is not None
        else replace(site, needs=site.needs | {place.get(site.id, _OPEN)})
        for site in problem.sites
    )
    shifts = tuple(
        replace(
            shift,
            skills=shift.skills | {_badge(shift.id)} | ({_OPEN} if shift.id in opened else set()),
        )
        for shift in problem.shifts
    )
    return replace(problem, sites=sites, shifts=shifts)


_OPEN = "stays:open"


def _badge(shift: str) -> str:
    return f"stays:in:{shift}"


def _mended(plan: Plan, former: Plan, toll: Toll, search: Solver) -> Plan:
    """Mend the plan in hand: in the shifts that were named, in all, freely where that helps."""
    named = _held(plan, toll, opened=toll.asked)
    found = restated(toll.problem, search(named, plan, steps=0))
    best = in_former_order(toll.problem, found, plan)
    if toll.asked:
        best = _better(best, search(named, best, steps=SHORT_STEPS[-1]), plan, toll)
    held = _held(plan, toll)
    best = _better(best, search(held, best, steps=SHORT_STEPS[-1]), plan, toll)
    for steps in SHORT_STEPS:
        if _is_hurt(best, former, toll):
            best = _better(best, search(_priced(toll), best, steps=steps), plan, toll)
    return best


def _taken_back(best: Plan, plan: Plan, toll: Toll, search: Solver) -> Plan:
    """
    Give routes that nobody named their stops back, one after the other, where that is worth more.

    What keeps a promise comes with moves that only made a way a little shorter.
    """
    for route in plan.routes:
        had = {stop.site for stop in route.stops}
        has = {stop.site for one in best.routes if one.shift == route.shift for stop in one.stops}
        if route.shift in toll.asked or has == had or route.shift not in toll.problem.shift_index:
            continue
        others = (
            replace(one, stops=tuple(stop for stop in one.stops if stop.site not in had))
            for one in best.routes
            if one.shift != route.shift
        )
        start = replace(best, routes=(route, *others))
        found = search(_held(start, toll), start, steps=SHORT_STEPS[1])
        best = _better(best, found, plan, toll)
    return best


def _is_hurt(plan: Plan, former: Plan, toll: Toll, *, anywhere: bool = False) -> bool:
    """
    Say whether a promise is newly broken, or a visit whose shift is gone has found no other.

    ``anywhere`` counts visits that lost their place in a shift that is still there too.
    """
    visited = {stop.site for route in plan.routes for stop in route.stops}
    known = () if anywhere else toll.problem.shift_index
    lost = (site for site in toll.was.keys() - visited if toll.was[site][0] not in known)
    broken, before = ({one.promise for one in one.broken} for one in (plan, former))
    return any(lost) or not broken <= before


def _held(plan: Plan, toll: Toll, *, opened: Collection[str] | None = None) -> Problem:
    return held_in_place(_priced(toll), plan, opened=opened)


def _priced(toll: Toll) -> Problem:
    """Add to the prize of every visit in hand what it costs that it goes."""
    sites = tuple(
        replace(site, prize=min(site.prize + toll.going(site.id), MOST_WORTH))
        for site in toll.problem.sites
    )
    return replace(toll.problem, sites=sites)


def _better(best: Plan, found: Plan, plan: Plan, toll: Toll) -> Plan:
    """Take of a plan that was found what pays."""
    problem, done = toll.problem, best.iterations + found.iterations
    found = in_former_order(problem, restated(problem, found), plan)
    chosen = best_of_both(problem, best, found, worth=toll.worth)
    return replace(chosen, iterations=done, run={**best.run, **found.run})

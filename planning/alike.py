"""
Weeks of nearly equal worth, drawn so that nobody can guess when the teams come.

The search always finds much the same week: the red sites first, in the order of the roads. A draw
exchanges the routes of two shifts, each perhaps driven the other way round, wherever every rule
allows it. That costs little: the visits stay the same, only their day, team and order change.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from data.model import Plan, Route, Stop
from planning.dealer import Dealer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from planning.dealer import Routes
    from planning.owner import Owner
    from planning.problem import Problem
    from planning.rulebook import UnpredictableRules
    from planning.steady import Solver


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """
    A plan drawn among nearly equal ones.

    Attributes
    ----------
    plan
        The plan to follow; the one that was searched where no other was near enough.
    draws
        How many were drawn to choose from.
    lost_share
        Share of the searched plan's prize that was given up, >= 0.
    more_drive_s
        Seconds of driving added; negative where the drawn plan drives less.
    moved
        Stops that changed their day or team.
    """

    plan: Plan
    draws: int
    lost_share: float
    more_drive_s: int
    moved: int


def draw_alike(
    problem: Problem,
    plan: Plan,
    *,
    owner: Owner,
    rules: UnpredictableRules,
    monday: date,
    search: Solver,
) -> Drawn:
    """
    Draw a week that is worth nearly as much as the one found, and hard to guess.

    Parameters
    ----------
    problem, plan
        What was asked, and what the search found. Frozen and pinned stops stay in their shifts.
    owner
        Whom the week is to surprise. Of the weeks drawn, and the one found, that is taken of which
        the owner guesses the fewest weekdays and parts of the day; a drawn one among equals.
    rules
        What may be given up, and how many weeks are drawn; 0: the plan stays as it is.
    monday
        First day of the week; with the plan's seed it decides the draw, so that an office that
        always gives the same seed is not found out by it.
    search
        Sets the times of a plan and offers its free hours to visits left out.

    Returns
    -------
    drawn
        Its plan keeps every rule and every promise that ``plan`` keeps.
    """
    dealer = Dealer(problem, plan, rules, monday=monday)
    dice = np.random.default_rng([plan.seed, monday.toordinal()])
    found = dealer.routes
    weeks = [dealer.dealt(dice) for _ in range(rules.draws)] if len(dealer.free) else []
    ranked = sorted([*weeks, found], key=lambda week: _guessed(dealer, week, owner))
    for week in ranked:
        if week is found:
            break
        timed = _timed(search, problem, plan, week)
        if dealer.is_near(timed):
            return _drawn(plan, timed, draws=len(weeks))
    return Drawn(plan=plan, draws=len(weeks), lost_share=0.0, more_drive_s=0, moved=0)


def untimed(routes: Mapping[str, Sequence[str]]) -> tuple[Route, ...]:
    """Write sites in order, by shift id, as routes whose times a solver has to set."""
    return tuple(
        Route(shift, tuple(Stop(site, 0, 0, 0) for site in sites), None, 0, 0)
        for shift, sites in routes.items()
    )


def _guessed(dealer: Dealer, week: Routes, owner: Owner) -> float:
    guess = owner.guess(dealer.placements(week))
    return round((guess.weekday or 0.0) + (guess.part or 0.0), 9)


def _timed(search: Solver, problem: Problem, plan: Plan, week: Routes) -> Plan:
    """Set the times of drawn routes; seed, moves and bound stay those of the search."""
    timed = search(problem, replace(plan, routes=untimed(week)), steps=0)
    bound = max(plan.bound, timed.prize)
    return replace(timed, seed=plan.seed, iterations=plan.iterations, bound=bound, run=plan.run)


def _drawn(plan: Plan, timed: Plan, *, draws: int) -> Drawn:
    before, after = _shift_of(plan), _shift_of(timed)
    lost = max(0.0, plan.prize - timed.prize)
    return Drawn(
        plan=timed,
        draws=draws,
        lost_share=lost / plan.prize if plan.prize > 0 else 0.0,
        more_drive_s=_drive_s(timed) - _drive_s(plan),
        moved=sum(before[site] != shift for site, shift in after.items() if site in before),
    )


def _shift_of(plan: Plan) -> dict[str, str]:
    return {stop.site: route.shift for route in plan.routes for stop in route.stops}


def _drive_s(plan: Plan) -> int:
    return sum(route.drive_s for route in plan.routes)

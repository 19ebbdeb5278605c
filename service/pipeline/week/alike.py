"""The draw among nearly equal weeks, for a plan that is made; what hand changes do to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planning.alike import draw_alike
from planning.engine import SearchParams, solve
from planning.owner import Owner
from planning.placements import part_of_day, placements_of, weekday_of
from service.pipeline.week.placed import read_past
from service.pipeline.week.posing import refuse_faults
from service.results.guess import GuessChangeResult, UnpredictableResult

if TYPE_CHECKING:
    from datetime import date

    from data.model import Plan
    from data.ports import ChosenRows
    from planning.owner import PlanGuess
    from planning.problem import Problem
    from planning.rulebook import UnpredictableRules

_CLEARLY = 0.01
"""Share of weekdays guessed, or of the surprise, by which a change must be worse to be told."""
_QUIET = SearchParams(hot=1e-6, cold=1e-6)


def surprising_plan(
    store: ChosenRows, problem: Problem, plan: Plan, *, rules: UnpredictableRules, monday: date
) -> tuple[Plan, UnpredictableResult]:
    """
    Draw among weeks of nearly equal worth one that the past does not give away.

    Parameters
    ----------
    store
        With the visits and plans of past weeks.
    problem, plan
        What was asked, and what the search found.
    rules
        What may be given up.
    monday
        First day of the week.

    Raises
    ------
    PlanError
        If the independent check finds a fault in the plan drawn.
    """
    owner = _owner(store, problem, monday)
    drawn = draw_alike(problem, plan, owner=owner, rules=rules, monday=monday, search=set_times)
    refuse_faults(problem, drawn.plan)
    before = owner.guess(placements_of(problem, plan, monday))
    after = owner.guess(placements_of(problem, drawn.plan, monday))
    return drawn.plan, UnpredictableResult(
        draws=drawn.draws,
        moved=drawn.moved,
        lost_share=drawn.lost_share,
        more_drive_s=drawn.more_drive_s,
        judged=after.judged,
        blind=after.blind_weekday,
        weekday_before=before.weekday,
        weekday_after=after.weekday,
        part_before=before.part,
        part_after=after.part,
        bits_before=before.bits,
        bits_after=after.bits,
    )


def guess_change(
    store: ChosenRows, problem: Problem, *, earlier: Plan, plan: Plan, monday: date
) -> GuessChangeResult:
    """
    Say whether a change made a week easier to guess.

    Parameters
    ----------
    store
        With the visits and plans of past weeks.
    problem
        What is asked now; stops of ``earlier`` that it does not have are left aside.
    earlier, plan
        The week before the change and after it.
    monday
        First day of the week.
    """
    owner = _owner(store, problem, monday)
    before = owner.guess(placements_of(problem, earlier, monday))
    after = owner.guess(placements_of(problem, plan, monday))
    return GuessChangeResult(
        judged=after.judged,
        blind=after.blind_weekday,
        weekday_before=before.weekday,
        weekday_after=after.weekday,
        bits_before=before.bits,
        bits_after=after.bits,
        is_worse=_is_worse(before, after),
    )


def _is_worse(before: PlanGuess, after: PlanGuess) -> bool:
    """Tell whether an owner has clearly more to go by, and more than luck."""
    if before.weekday is None or after.weekday is None:
        return False
    is_guessed = after.weekday > before.weekday + _CLEARLY
    is_dull = (after.bits or 0.0) < (before.bits or 0.0) * (1 - _CLEARLY)
    return after.weekday > after.blind_weekday and (is_guessed or is_dull)


def _owner(store: ChosenRows, problem: Problem, monday: date) -> Owner:
    shifts = problem.shifts
    return Owner(
        read_past(store, before=monday),
        weekdays=[weekday_of(shift.start_s) for shift in shifts],
        parts=[
            part_of_day(second) for shift in shifts for second in (shift.start_s, shift.end_s - 1)
        ],
    )


def set_times(problem: Problem, start: Plan, *, steps: int | None = None) -> Plan:
    """
    Keep the routes of a plan, set their times, and offer free hours to what is left out.

    The bound is that of the search; a closer one is not worth its time here.
    """
    return solve(
        problem,
        seed=start.seed,
        iterations=steps or 0,
        params=_QUIET,
        start=start,
        bound_steps=0,
    )

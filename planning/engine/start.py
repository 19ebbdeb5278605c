"""What a search begins with: the frozen stops, and what an earlier plan holds that still fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.errors import ProblemError
from planning.engine.route import FRESH, RESTED, keeps_gap
from planning.engine.week import NEVER
from planning.reasons import Trial

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.model import Plan
    from planning.engine.route import Tour
    from planning.engine.scratch import Scratch
    from planning.engine.week import Week
    from planning.problem import Problem, ProblemShift


def begin(problem: Problem, week: Week, tour: Tour, scratch: Scratch, plan: Plan | None) -> None:
    """
    Lay out as the best so far what a search begins with.

    Parameters
    ----------
    problem, week
        The problem and its arrays.
    tour, scratch
        An empty plan, which stays empty, and the room that holds the best plan.
    plan
        An earlier plan, or ``None`` for the frozen stops alone. Of an earlier plan, each visit is
        taken in turn that every rule allows beside those before it.
    """
    trial = Trial(problem, None)
    earlier = {} if plan is None else {route.shift: route.stops for route in plan.routes}
    for number, shift in enumerate(problem.shifts):
        names = [stop.site for stop in earlier.get(shift.id, ())]
        wanted = [problem.site_index[name] for name in names if name in problem.site_index]
        stops = _held(problem, shift)
        _add_earlier(trial, week, tour, number, stops, wanted)
        scratch.best_length[number] = len(stops)
        scratch.best_stops[number, : len(stops)] = stops
    tour.shift_of[:] = -1


def _held(problem: Problem, shift: ProblemShift) -> list[int]:
    """List the frozen stops of a shift by their times."""
    held = sorted(shift.frozen, key=lambda one: one.start_s)
    return [problem.site_index[stop.site] for stop in held]


def _add_earlier(  # one step of begin
    trial: Trial, week: Week, tour: Tour, shift: int, stops: list[int], wanted: Sequence[int]
) -> None:
    """Put the wanted visits among the frozen ones, in the order that they had."""
    after = 0
    for site in wanted:
        if site in stops:
            after = stops.index(site) + 1
        elif _is_allowed(week, tour, shift, site) and len(stops) < tour.stops.shape[1]:
            for place in range(after, len(stops) + 1):
                if _follows(trial, shift, [*stops[:place], site, *stops[place:]]):
                    stops.insert(place, site)
                    tour.shift_of[site] = shift
                    after = place + 1
                    break


def _is_allowed(week: Week, tour: Tour, shift: int, site: int) -> bool:
    """Test the rules that do not depend on the route."""
    opens = int(week.windows[site, shift, 0, 0]) < NEVER
    return opens and tour.shift_of[site] < 0 and keeps_gap(week, tour, shift, site)


def _follows(trial: Trial, shift: int, stops: Sequence[int]) -> bool:
    sites = [trial.problem.sites[site] for site in stops]
    return trial.follows(trial.problem.shifts[shift], sites)


def check_frozen(problem: Problem, tour: Tour) -> None:
    """
    Make sure that the frozen stops can be made; whatever else a route holds fits beside them.

    Raises
    ------
    ProblemError
        If a frozen stop cannot be reached by its time, or leaves no break or no way back.
    """
    trial = Trial(problem, None)
    for number, shift in enumerate(problem.shifts):
        if not shift.frozen:
            continue
        times, last = tour.times[number], tour.length[number]
        if times[last, [FRESH, RESTED]].min() >= NEVER:
            raise ProblemError(
                f"Shift {shift.id!r}: its frozen stops cannot be made at their times.",
                zh=f"班次 {shift.id}：已固定的点位无法按所定时间走完。",
            )
        stops = tour.stops[number, :last].tolist()
        if not _follows(trial, number, stops):
            raise ProblemError(
                f"Shift {shift.id!r}: its frozen stops leave no time for break or way back.",
                zh=f"班次 {shift.id}：走完已固定的点位后，来不及休息或返回。",
            )

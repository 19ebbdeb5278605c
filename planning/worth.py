"""What a plan is worth, as DESIGN section 6 orders plans; plans of one problem compare by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.units import SECONDS_PER_HOUR, SECONDS_PER_MINUTE

if TYPE_CHECKING:
    from data.model import Plan
    from planning.problem import Problem


def plan_worth(problem: Problem, plan: Plan) -> tuple[tuple[int, ...], float]:
    """
    Weigh a plan.

    Returns
    -------
    promises, soft
        Minus the promises broken, by rank, rank 0 first; then prize less driving and imbalance.
        The larger pair is the better plan.
    """
    return _promises(problem, plan), plan.prize - _driving(problem, plan) - _uneven(problem, plan)


def _promises(problem: Problem, plan: Plan) -> tuple[int, ...]:
    """Count by rank; pins and frozen stops are of rank 0."""
    ranks = {f"cover:{cover.name}": cover.must_rank for cover in problem.cover}
    ranks |= {f"must:{site.id}": site.must_rank for site in problem.sites}
    broken = [ranks.get(one.promise, 0) for one in plan.broken]
    return tuple(-broken.count(rank) for rank in sorted({0, *ranks.values()}))


def _driving(problem: Problem, plan: Plan) -> float:
    return problem.travel_weight * sum(route.drive_s for route in plan.routes) / SECONDS_PER_MINUTE


def _uneven(problem: Problem, plan: Plan) -> float:
    hours = dict.fromkeys((shift.team for shift in problem.shifts), 0.0)
    for route in plan.routes:
        team = problem.shifts[problem.shift_index[route.shift]].team
        hours[team] += route.work_s / SECONDS_PER_HOUR
    mean = sum(hours.values()) / max(len(hours), 1)
    return problem.balance * sum((one - mean) ** 2 for one in hours.values())

"""What a plan is worth, as DESIGN section 6 orders plans; plans of one problem compare by it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from data.units import SECONDS_PER_HOUR, SECONDS_PER_MINUTE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
    broken = broken_by_rank(promise_ranks(problem), (one.promise for one in plan.broken))
    work_s = {route.shift: route.work_s for route in plan.routes}
    soft = plan.prize - _driving(problem, plan) - problem.balance * unevenness(problem, work_s)
    return tuple(-count for count in broken), soft


def promise_ranks(problem: Problem) -> dict[str, int]:
    """Give the rank of each promise that has one of its own, by what ``Plan.broken`` calls it."""
    ranks = {f"cover:{cover.name}": cover.must_rank for cover in problem.cover}
    return ranks | {f"must:{site.id}": site.must_rank for site in problem.sites}


def broken_by_rank(ranks: Mapping[str, int], broken: Iterable[str]) -> tuple[int, ...]:
    """
    Count broken promises by rank, rank 0 first.

    Parameters
    ----------
    ranks
        Of ``promise_ranks``; pins and frozen stops, which are not in it, are of rank 0.
    broken
        Promises as ``Plan.broken`` calls them.
    """
    counts = Counter(ranks.get(promise, 0) for promise in broken)
    return tuple(counts[rank] for rank in sorted({0, *ranks.values()}))


def unevenness(problem: Problem, work_s: Mapping[str, int]) -> float:
    """
    Sum over teams the squared hours of work away from their mean.

    Parameters
    ----------
    problem
        Whose teams, those without work included.
    work_s
        Seconds of work by shift id; 0 for a shift that is not in it.
    """
    hours = dict.fromkeys((shift.team for shift in problem.shifts), 0.0)
    for shift in problem.shifts:
        hours[shift.team] += work_s.get(shift.id, 0) / SECONDS_PER_HOUR
    mean = sum(hours.values()) / max(len(hours), 1)
    return sum((one - mean) ** 2 for one in hours.values())


def _driving(problem: Problem, plan: Plan) -> float:
    return problem.travel_weight * sum(route.drive_s for route in plan.routes) / SECONDS_PER_MINUTE

"""The plans of a county's parts as one plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.model import BrokenPromise, Plan
from planning.county.bound import county_bound
from planning.promises import broken_promises

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from planning.county.near import Near
    from planning.county.standing import Standing
    from planning.problem import Cover


def stitched(
    standing: Standing,
    told: Sequence[Plan],
    *,
    near: Near,
    bound: float | None,
    made: tuple[int, int],
) -> Plan:
    """
    Put the county's plan together.

    Parameters
    ----------
    standing
        The routes of all shifts.
    told
        For each part, its plan with the reasons of what it leaves out.
    near
        The nearest nodes of each node, for the bound.
    bound
        The bound where a search knew one for the whole; ``None`` to reckon the county's.
    made
        Seed and moves.

    Returns
    -------
    plan
        Routes in the order of the problem's shifts, sites left out in that of its sites. A
        promise is broken if the county breaks it, whoever's it is.
    """
    problem = standing.problem
    routes = tuple(standing.routes[shift.id] for shift in problem.shifts)
    visited = {stop.site for route in routes for stop in route.stops}
    reasons = {left.site: left for plan in told for left in plan.unplanned}
    details = {one.promise: one.detail for plan in told for one in plan.broken}
    covers = {cover.name: cover for cover in problem.cover}
    broken = []
    for kind, name in broken_promises(problem, visited):
        promise = f"{kind}:{name}"
        detail = dict(details.get(promise, {}))
        if kind == "cover":
            detail |= _cover_figures(
                covers[name], visited, {s: r.reason for s, r in reasons.items()}
            )
        broken.append(BrokenPromise(promise, detail))
    prize = sum(site.prize for site in problem.sites if site.id in visited)
    return Plan(
        routes=routes,
        unplanned=tuple(reasons[site.id] for site in problem.sites if site.id not in visited),
        broken=tuple(broken),
        prize=prize,
        bound=max(county_bound(problem, near) if bound is None else bound, prize),
        seed=made[0],
        iterations=made[1],
    )


def _cover_figures(cover: Cover, visited: set[str], reason_of: Mapping[str, str]) -> dict[str, Any]:
    """Say how far a cover is from being kept, over all parts that hold sites of it."""
    counts: dict[str, int] = {}
    for site in cover.sites:
        if site not in visited:
            counts[reason_of[site]] = counts.get(reason_of[site], 0) + 1
    seen = sum(site in visited for site in cover.sites)
    return {"at_least": cover.at_least, "visited": seen, "reasons": counts}

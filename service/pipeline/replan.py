"""The rest of a week planned anew from a moment on; what was done until then stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import orjson

from data.model import Unplanned
from data.units import DAYS_PER_WEEK, week_monday
from planning.calendar import absences
from planning.demand import Demand
from planning.diff import plan_changes
from planning.driven import nodes_of
from planning.engine import SearchParams, solve
from planning.replan import cut_week, join_week
from planning.sentences import promise_sheets
from planning.steady import steady_plan
from service.pipeline.filing import FiledPlan, file_plan
from service.pipeline.midweek import read_midweek, refuse_second_visits
from service.pipeline.posing import input_hash, refuse_faults
from service.pipeline.reposing import repose, visit_types
from service.pipeline.searching import how_searched, run_search, told_stopped
from service.pipeline.travel import travel_params
from service.pipeline.week import plan_result, site_names, told_why
from service.replan_results import ChangeResult, ReplanResult

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.model import Plan, Route
    from data.ports import Progress
    from data.store import Store
    from planning.problem import Problem
    from planning.replan import Remainder
    from planning.visits import Want
    from service.pipeline.midweek import Midweek
    from service.pipeline.reposing import Reposed
    from service.pipeline.search import Search
    from service.pipeline.wishes import Wishes
    from service.results import PlanResult

_WEEK = timedelta(days=DAYS_PER_WEEK)
QUIET = SearchParams(hot=1e-6, cold=1e-6)
"""A search that takes only what is better."""
COOL = SearchParams(hot=0.05)
"""A search that begins with a plan need not be as hot as one that begins with none."""


def replan_week(
    store: Store, *, week: str, wishes: Wishes, search: Search, progress: Progress | None = None
) -> ReplanResult:
    """
    Plan the rest of a week anew, and keep the plan as its next version.

    Parameters
    ----------
    store
        Holds a plan of the week, sites, scores, records, teams and roads.
    week
        ISO week such as ``2026-W48``.
    wishes
        The moment, visits to add, teams that are away.
    search
        Limits; half of them for plans that move nothing, half for all others. The seed is that of
        the plan, whose random draw stands.
    progress
        Told how far the search has come.

    Raises
    ------
    NotFoundError
        If the week has no plan, or a site or team is unknown.
    ConfigError
        If the moment is not in the week, or the wishes contradict the plan.
    PlanError
        If the independent check finds a fault; nothing is stored then.
    """
    started = search.clock()
    midweek = read_midweek(store, week=week, wishes=wishes)
    search = replace(search, seed=midweek.planned.plan.seed)
    posed = repose(midweek)
    remainder = cut_week(posed.problem, midweek.planned.plan, midweek.moment)
    refuse_second_visits(midweek, {s.site for stops in remainder.begun.values() for s in stops})
    whole, plan = _solved(remainder, midweek, search, progress)
    filed = _filed(midweek, posed, remainder, whole, plan, limit_s=search.limit_s)
    plan_id, version = file_plan(store, filed)
    result = plan_result(filed, plan_id, version, seconds=search.clock() - started)
    return _result(midweek, remainder, filed, result)


def _solved(
    remainder: Remainder, midweek: Midweek, search: Search, progress: Progress | None
) -> tuple[Problem, Plan]:
    """Search, check the rest by itself and the week as a whole, and say why places are left out."""
    with search.stopping() as stop:
        half = search.halved(stop)

        def run(problem: Problem, start: Plan, *, steps: int | None = None) -> Plan:
            if steps is None:
                return run_search(problem, half, progress=progress, params=COOL, start=start)
            return solve(
                problem,
                seed=search.seed,
                iterations=steps,
                params=QUIET,
                start=start,
                stop=stop,
                bound_steps=0,
            )

        ahead = steady_plan(remainder.rest, midweek.planned.plan, search=run)
        ahead = told_stopped(ahead, stop)
    refuse_faults(remainder.rest, ahead)
    whole, plan = join_week(remainder, ahead)
    refuse_faults(whole, plan)
    return whole, replace(plan, unplanned=told_why(plan.unplanned, midweek.lost))


def _filed(
    midweek: Midweek,
    posed: Reposed,
    remainder: Remainder,
    whole: Problem,
    plan: Plan,
    *,
    limit_s: float | None,
) -> FiledPlan:
    """Put together what the store keeps; draw, rules and day of the scores are the first plan's."""
    row, wishes = midweek.planned.row, midweek.wishes
    names = site_names(midweek.places, midweek.teams, midweek.shifts)
    off = absences(midweek.teams)
    asked = {
        "of": midweek.planned.plan_id,
        "from": wishes.since.isoformat(),
        "add": midweek.added,
        "absent": [[team, day.isoformat()] for team, day in wishes.absent],
    }
    made = {"limit_s": limit_s, "travel": travel_params(midweek.travel), "replan": asked}
    made |= how_searched(plan)
    return FiledPlan(
        week=midweek.planned.week,
        as_of=row["as_of"].date(),
        plan=plan,
        problem=whole,
        metres=_metres(midweek, posed, remainder, whole, plan),
        demand=_demand(midweek, posed, whole, plan),
        shifts={shift.id: shift for shift in midweek.shifts},
        promises=promise_sheets(whole, plan, names=names),
        names=names,
        params=orjson.loads(row["params"]) | made,
        input_hash=input_hash(whole),
        later_rows=0,
        absences={str(midweek.teams["name"][team]): days for team, days in off.items()},
    )


def _demand(midweek: Midweek, posed: Reposed, whole: Problem, plan: Plan) -> Demand:
    """Keep the wishes of the week: what was seen outside the plan is left out with its day."""
    visited = [stop.site for route in plan.routes for stop in route.stops]
    types = visit_types(midweek, posed, visited)
    wants: list[Want] = [
        replace(posed.wants[site.id], visit_type=types.get(site.id, "patrol"))
        for site in whole.sites
    ]
    offered = set(whole.site_index)
    asked = {site.id for site in posed.problem.sites}
    until = (week_monday(midweek.planned.week) + _WEEK).isoformat()
    seen = [
        Unplanned(site, "not_due", {"last_visit": midweek.seen_on[site], "not_before": until})
        for site in asked - offered
        if site in midweek.seen_on
    ]
    seen.sort(key=lambda left: left.site)
    standing = set(midweek.sites.index)
    left = [
        one
        for one in midweek.planned.plan.unplanned
        if one.site not in asked and one.site in standing
    ]
    draw: dict[str, float] = orjson.loads(midweek.planned.row["draw"])
    return Demand(tuple(wants), whole.cover, (*seen, *left), draw, ())


def _metres(
    midweek: Midweek, posed: Reposed, remainder: Remainder, whole: Problem, plan: Plan
) -> dict[tuple[int, int], float]:
    """Measure the ways ahead; ways that were driven are as long as they were."""
    driven: dict[tuple[int, int], float] = {}
    for route in plan.routes:
        driven |= _driven(midweek, remainder, whole, route)
    pairs = {pair for route in plan.routes for pair in pairwise(nodes_of(whole, route))}
    ahead = sorted(pairs - set(driven))
    legs = midweek.travel.network.legs([(posed.spots[a], posed.spots[b]) for a, b in ahead])
    return driven | {pair: leg.metres for pair, leg in zip(ahead, legs, strict=True)}


def _driven(
    midweek: Midweek, remainder: Remainder, whole: Problem, route: Route
) -> dict[tuple[int, int], float]:
    """Give the ways to past stops, where they were driven in this order, and home after them."""
    team = whole.shifts[whole.shift_index[route.shift]].team
    past = remainder.begun.get(route.shift, ())
    if not past:
        return {}
    is_over = past == route.stops
    ids = [team, *(stop.site for stop in past), *([team] if is_over else [])]
    nodes = nodes_of(whole, route)[: len(ids)]
    known = midweek.planned.leg_m
    return {
        pair: known[way]
        for pair, way in zip(pairwise(nodes), pairwise(ids), strict=True)
        if way in known
    }


def _result(
    midweek: Midweek, remainder: Remainder, filed: FiledPlan, result: PlanResult
) -> ReplanResult:
    planned, travel = midweek.planned, midweek.travel
    whys = {want.site_id: want.why for want in filed.demand.wants}
    changes = plan_changes(
        planned.plan, filed.plan, names=filed.names, whys=whys, seen=midweek.seen_on
    )
    begun = {stop.site for stops in remainder.begun.values() for stop in stops}
    before, after = _shift_of(planned.plan), _shift_of(filed.plan)
    prize = {site.id: site.prize for site in filed.problem.sites}
    return ReplanResult(
        since=midweek.wishes.since.isoformat(sep=" ", timespec="minutes"),
        earlier=planned.plan_id,
        begun=len(begun),
        recorded=len(begun & set(midweek.seen_on)),
        stayed=sum(before.get(site) == after[site] for site in set(after) - begun),
        prize_before=sum(prize.get(site, 0.0) for site in before),
        changes=tuple(
            ChangeResult(kind=one.kind, site_id=one.site, zh=one.zh, en=one.en) for one in changes
        ),
        plan=replace(
            result,
            closures=travel.closures,
            unreachable=midweek.lost,
            spread_share=travel.speeds.spread_share,
            speed_legs=travel.legs,
        ),
    )


def _shift_of(plan: Plan) -> Mapping[str, str]:
    return {stop.site: route.shift for route in plan.routes for stop in route.stops}

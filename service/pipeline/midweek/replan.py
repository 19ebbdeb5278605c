"""The rest of a week planned anew from a moment on; what was done until then stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import orjson

from data.model import Unplanned
from data.schema import SWEEP, as_table
from data.units import DAYS_PER_WEEK, week_monday
from planning.calendar import absences
from planning.changes import price_orders
from planning.changes.cost import placed
from planning.changes.sentences import causes
from planning.demand import Demand
from planning.diff import plan_changes
from planning.driven import nodes_of
from planning.engine import SearchParams, solve
from planning.engine.bound import BOUND_STEPS
from planning.rejoin import cut_off, join_week
from planning.sentences import promise_sheets
from planning.steady import steady_plan
from service.pipeline.midweek.costs import costs_of, cut_off_notes, notes_of, told_changes
from service.pipeline.midweek.known import read_midweek, refuse_second_visits
from service.pipeline.midweek.reposing import repose, situation_of, visit_types
from service.pipeline.places.namelist import site_names
from service.pipeline.places.sites import text_of
from service.pipeline.plans.figures import plan_result
from service.pipeline.plans.filing import FiledPlan, file_plan, next_plan
from service.pipeline.plans.law import refuse_unlawful
from service.pipeline.roads.travel import travel_params
from service.pipeline.week.alike import guess_change
from service.pipeline.week.posing import input_hash, refuse_faults
from service.pipeline.week.searching import how_searched, run_search, told_stopped
from service.pipeline.week.unreached import told_plan
from service.results.replan import ChangeResult, ReplanResult

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.model import Plan, Route
    from data.ports import Progress
    from data.store import Store
    from planning.changes import Case, Situation
    from planning.problem import Problem
    from planning.replan import Remainder
    from planning.steady import Solver
    from planning.visits import Want
    from service.pipeline.midweek.known import Midweek
    from service.pipeline.midweek.reposing import Reposed
    from service.pipeline.midweek.wishes import Wishes
    from service.pipeline.plans.daysoff import Dates
    from service.pipeline.week.search import Search
    from service.results.week import PlanResult

_WEEK = timedelta(days=DAYS_PER_WEEK)
QUIET = SearchParams(hot=1e-6, cold=1e-6)
"""A search that takes only what is better."""
COOL = SearchParams(hot=0.05)
"""A search that begins with a plan need not be as hot as one that begins with none."""


def replan_week(
    store: Store,
    *,
    week: str,
    wishes: Wishes,
    search: Search,
    keep: bool = True,
    progress: Progress | None = None,
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
        The moment, visits to add, teams that are away, hand changes.
    search
        Limits; half of them for plans that move nothing, half for all others. The seed is that of
        the plan, whose random draw stands.
    keep
        Whether the plan is stored; without it, only what it would be and cost is told.
    progress
        Told how far the search has come.

    Raises
    ------
    NotFoundError
        If the week has no plan, or a site or team is unknown.
    ConfigError
        If the moment is not in the week, or the wishes contradict the plan.
    ChangeError
        If a hand change cannot be; nothing is stored then.
    StaleError
        If another plan of the week was stored meanwhile; nothing is stored then.
    PlanError
        If an independent check finds a fault, of the plan or of the law; nothing is stored then.
    """
    started = search.clock()
    midweek = read_midweek(store, week=week, wishes=wishes)
    search = replace(search, seed=midweek.planned.plan.seed)
    posed = repose(midweek)
    situation = situation_of(midweek, posed)
    with search.stopping() as stop:
        solver = _solver(replace(search, is_bounded=False), progress, stop)
        last = _solver(search, progress, stop)
        case, whole, plan = _found(situation, midweek, solver, last)
        plan = told_stopped(plan, stop)
        filed = _filed(midweek, posed, case, whole, plan, limit_s=search.limit_s)
        refuse_unlawful(
            filed,
            sites=midweek.sites,
            scores=midweek.scores,
            inspections=midweek.past["inspection"],
            rules=midweek.rules,
            kept=midweek.planned.visit_types.keys() - midweek.added.keys(),
        )
        plan_id, version = file_plan(store, filed) if keep else next_plan(store, filed)
        result = plan_result(filed, plan_id, version, seconds=search.clock() - started)
        guess = guess_change(
            store, whole, earlier=midweek.planned.plan, plan=plan, monday=week_monday(week)
        )
        told = replace(
            _result(midweek, case.remainder, filed, result),
            kept=keep,
            notes=(*notes_of(case), *cut_off_notes(cut_off(case.remainder, plan), situation.names)),
            guess=guess,
        )
        if not midweek.orders:
            return told
        prices = price_orders(situation, midweek.orders, made=plan, search=solver)
    return replace(told, costs=costs_of(prices, situation.names))


def _found(
    situation: Situation, midweek: Midweek, solver: Solver, last: Solver
) -> tuple[Case, Problem, Plan]:
    """Plan with all changes; what was promised for a day that has no room may come later."""
    case = situation.case(midweek.orders)
    begun = {stop.site for stops in case.remainder.begun.values() for stop in stops}
    refuse_second_visits(midweek, begun)
    whole, plan = _solved(case, midweek, solver, last)
    made = placed(plan)
    if all(order.site in made for order in midweek.orders if order.due_s):
        return case, whole, plan
    patient = [
        order if order.site in made else replace(order, due_s=()) for order in midweek.orders
    ]
    case = situation.case(patient)
    return case, *_solved(case, midweek, solver, last)


def _solver(search: Search, progress: Progress | None, stop: Callable[[], bool]) -> Solver:
    """Make searches of so many steps, or of half the budget; none is explained by itself."""
    half = search.halved(stop)

    def run(problem: Problem, start: Plan, *, steps: int | None = None) -> Plan:
        if steps is None:
            return run_search(
                problem, half, progress=progress, params=COOL, start=start, explain=False
            )
        return solve(
            problem,
            seed=search.seed,
            iterations=steps,
            params=QUIET,
            start=start,
            stop=stop,
            bound_steps=BOUND_STEPS if search.is_bounded else None,
            explain=False,
        )

    return run


def _solved(case: Case, midweek: Midweek, solver: Solver, last: Solver) -> tuple[Problem, Plan]:
    """Search, check the rest by itself and the week as a whole, and say why places are left out."""
    remainder = case.remainder
    ahead = steady_plan(
        remainder.rest, case.plan, search=solver, last=last, former=midweek.planned.plan
    )
    refuse_faults(remainder.rest, ahead)
    whole, plan = join_week(remainder, ahead)
    refuse_faults(whole, plan)
    return whole, told_plan(plan, midweek.lost)


def _filed(
    midweek: Midweek,
    posed: Reposed,
    case: Case,
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
        **told_changes(wishes.changes),
    }
    made = {"limit_s": limit_s, "travel": travel_params(midweek.travel), "replan": asked}
    made["hand"] = {"hours": case.hours}
    made["unpredictable"] = None  # the draw was that of the first version
    made |= how_searched(plan)
    params = orjson.loads(row["params"])
    params.pop("restored", None)  # the plan before may repeat another; this one does not
    return FiledPlan(
        week=midweek.planned.week,
        as_of=row["as_of"].date(),
        plan=plan,
        problem=whole,
        metres=_metres(midweek, posed, case.remainder, whole, plan),
        demand=_demand(midweek, posed, whole, plan),
        shifts={shift.id: shift for shift in midweek.shifts},
        promises=promise_sheets(whole, plan, names=names, wants=posed.wants.values()),
        names=names,
        params=params | made,
        input_hash=input_hash(whole),
        lots=orjson.loads(text_of(row["lots"]) or "{}"),
        sweeps=as_table([], SWEEP),
        later_rows=0,
        absences={str(midweek.teams["name"][team]): days for team, days in off.items()},
        away=_away(midweek),
        follows=midweek.planned.plan_id,
    )


def _away(midweek: Midweek) -> Dates:
    """Name the days that teams are away by what is asked for: the week's page lists them too."""
    shifts = {shift.id: shift for shift in midweek.shifts}
    named = [
        shifts[key] for order in midweek.orders if order.do == "absent" for key in order.shifts
    ]
    return {
        team: frozenset(shift.day for shift in named if shift.team == team)
        for team in {shift.team for shift in named}
    }


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
    for shift in cut_off(remainder, plan):
        *ways, home = pairwise(nodes_of(whole, plan.routes[_number(plan, shift)]))
        driven.setdefault(home, sum(driven[way] for way in ways))
    pairs = {pair for route in plan.routes for pair in pairwise(nodes_of(whole, route))}
    ahead = sorted(pairs - set(driven))
    legs = midweek.travel.network.legs([(posed.spots[a], posed.spots[b]) for a, b in ahead])
    return driven | {pair: leg.metres for pair, leg in zip(ahead, legs, strict=True)}


def _number(plan: Plan, shift: str) -> int:
    return [route.shift for route in plan.routes].index(shift)


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
        planned.plan,
        filed.plan,
        names=filed.names,
        whys=whys,
        seen=midweek.seen_on,
        causes=causes(midweek.orders, placed(planned.plan), placed(filed.plan)),
    )
    begun = {stop.site for stops in remainder.begun.values() for stop in stops}
    before, after = placed(planned.plan), placed(filed.plan)
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

"""The week: shifts, demand, travel times, the problem, its solution, the check, the store."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from data.chances import is_chance
from planning.calendar import absences
from planning.demand import weekly_demand
from planning.sentences import promise_sheets
from service.pipeline.places.namelist import site_names
from service.pipeline.plans.figures import later_rows, plan_result
from service.pipeline.plans.filing import FiledPlan, file_plan
from service.pipeline.plans.law import refuse_unlawful
from service.pipeline.roads.travel import travel_params
from service.pipeline.rules.ruling import rules_in_force, ruling_params
from service.pipeline.week.alike import surprising_plan
from service.pipeline.week.compare import Measured, compare_plans, plan_figures, rival_plan
from service.pipeline.week.county import near_points, solve_county_checked
from service.pipeline.week.posing import (
    driven_metres,
    input_hash,
    place_nodes,
    pose_problem,
    solve_checked,
)
from service.pipeline.week.searching import how_searched
from service.pipeline.week.sweep import drawn_rows
from service.pipeline.week.town import WeekTown, read_week_town
from service.pipeline.week.unreached import reachable, told_plan, told_why

if TYPE_CHECKING:
    import pandas as pd

    from data.model import Plan
    from data.ports import Progress
    from data.sheets import PromiseSheet
    from data.store import Store
    from planning.demand import Demand
    from planning.problem import Problem
    from service.pipeline.rules.ruling import Ruling
    from service.pipeline.week.county import SolvedCounty
    from service.pipeline.week.search import Search
    from service.results.compare import PlanFigures
    from service.results.week import PlanResult


def plan_week(
    store: Store,
    *,
    week: str,
    search: Search,
    ruling: Ruling | None = None,
    progress: Progress | None = None,
    compare: str | None = None,
) -> PlanResult:
    """
    Plan one week for every team, check the plan, and keep it.

    Parameters
    ----------
    store
        Holds scored sites, their history, teams and roads.
    week
        ISO week such as ``2026-W48``.
    search
        Seed and limits.
    ruling
        The rules to plan by; ``None``: those kept with the store, else the defaults.
    progress
        Told how far the search has come.
    compare
        Another way to plan the same week, of ``service.pipeline.week.compare.RIVAL_PLANS``; it is
        measured, not kept.

    Raises
    ------
    NotFoundError
        If sites, scores or roads are missing, or last week's plan that is to be compared.
    ConfigError
        If there is no such way, or the week is none or began before the day of the scores, there is
        no team, or nobody works in it.
    PlanError
        If an independent check finds a fault, of the plan or of the law; nothing is stored then.
    """
    started = search.clock()
    rival = rival_plan(store, compare, week=week)
    draft = _drafted(store, week, search=search, ruling=ruling, progress=progress)
    town, demand, problem, points = draft.town, draft.demand, draft.problem, draft.points
    plan, county, network = draft.plan, draft.county, town.travel.network
    surprise = None
    if county is None:
        plan, surprise = surprising_plan(
            store, problem, plan, rules=town.rules.unpredictable, monday=town.monday
        )
    plan = told_plan(plan, town.lost)
    metres = driven_metres(plan, problem, points=points, network=network)
    solved = _Solved(demand=demand, problem=problem, plan=plan, metres=metres, county=county)
    filed = _filed(town, solved, limit_s=search.limit_s)
    refuse_unlawful(
        filed,
        sites=town.sites,
        scores=town.scores,
        inspections=town.past["inspection"],
        rules=town.rules,
    )
    filed.params["unpredictable"] = None if surprise is None else asdict(surprise)
    beside = None if rival is None else compare_plans(rival, plan, _ground(town, problem, points))
    plan_id, version = file_plan(store, filed)
    result = plan_result(filed, plan_id, version, seconds=search.clock() - started)
    return replace(
        result,
        closures=town.travel.closures,
        unreachable=town.lost,
        spread_share=town.travel.speeds.spread_share,
        speed_legs=town.travel.legs,
        unpredictable=surprise,
        compare=beside,
        county=county.facts if county is not None else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Draft:
    """A week as it was searched, before anything is drawn or kept."""

    town: WeekTown
    demand: Demand
    problem: Problem
    points: pd.DataFrame
    plan: Plan
    county: SolvedCounty | None


def _drafted(
    store: Store,
    week: str,
    *,
    search: Search,
    ruling: Ruling | None,
    progress: Progress | None,
) -> _Draft:
    town = read_week_town(store, week, ruling or rules_in_force(store))
    demand = _demand(town, seed=search.seed)
    points = place_nodes(demand, sites=town.places, teams=town.teams)
    problem = pose_problem(
        demand, town.shifts, points=points, teams=town.teams, network=town.travel.network
    )
    plan, county = _searched(town, demand, problem, search=search, progress=progress)
    return _Draft(
        town=town, demand=demand, problem=problem, points=points, plan=plan, county=county
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rehearsal:
    """
    A week that was planned and not kept.

    Attributes
    ----------
    figures
        The plan in figures.
    promises
        All promises with their sentences, kept or not.
    visits
        The sites that are visited, and sweeps.
    """

    figures: PlanFigures
    promises: tuple[PromiseSheet, ...]
    visits: frozenset[str]


def rehearse_week(
    store: Store,
    *,
    week: str,
    search: Search,
    ruling: Ruling | None = None,
    progress: Progress | None = None,
) -> Rehearsal:
    """
    Plan one week as :func:`plan_week` would, by any rules, and keep nothing of it.

    Raises
    ------
    PatrolError
        As ``plan_week`` does, where nothing can be planned.
    """
    draft = _drafted(store, week, search=search, ruling=ruling, progress=progress)
    town, problem = draft.town, draft.problem
    plan = told_plan(draft.plan, town.lost)
    names = site_names(town.places, town.teams, town.shifts)
    ground = _ground(town, problem, draft.points)
    return Rehearsal(
        figures=plan_figures(plan, ground),
        promises=promise_sheets(problem, plan, names=names, wants=draft.demand.wants),
        visits=frozenset(stop.site for route in plan.routes for stop in route.stops),
    )


def _searched(
    town: WeekTown,
    demand: Demand,
    problem: Problem,
    *,
    search: Search,
    progress: Progress | None,
) -> tuple[Plan, SolvedCounty | None]:
    """Search the week as one, or town by town where so much is offered."""
    if demand.towns is None:
        return solve_checked(problem, search, progress), None
    points = place_nodes(demand, sites=town.places, teams=town.teams)
    near = near_points(points, town.travel.network)
    county = solve_county_checked(
        problem, demand.towns, near, rules=town.rules, search=search, progress=progress
    )
    return county.plan, county


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Solved:
    """What was asked and answered; ``county`` where towns were searched apart."""

    demand: Demand
    problem: Problem
    plan: Plan
    metres: dict[tuple[int, int], float]
    county: SolvedCounty | None


def _demand(town: WeekTown, *, seed: int) -> Demand:
    """Say what the week should hold; what no car reaches is left out with its distance."""
    demand = weekly_demand(
        town.sites,
        town.scores,
        town.past["inspection"],
        town.past["finding"],
        town.past["tip"],
        shifts=town.shifts,
        monday=town.monday,
        as_of=town.as_of,
        rules=town.rules,
        seed=seed,
        reachable=reachable(town.sites, town.lost),
        ground=town.ground,
    )
    return replace(demand, left_out=told_why(demand.left_out, town.lost))


def _ground(town: WeekTown, problem: Problem, points: pd.DataFrame) -> Measured:
    """Say what plans of this week are measured on."""
    return Measured(
        problem=problem,
        points=points,
        network=town.travel.network,
        sites=town.sites,
        risk=town.scores["risk"],
        is_chance=is_chance(str(town.scores["model"].iloc[0])),
    )


def _filed(town: WeekTown, solved: _Solved, *, limit_s: float | None) -> FiledPlan:
    """Put together what the store keeps of a plan."""
    names = site_names(town.places, town.teams, town.shifts)
    off = absences(town.teams)
    return FiledPlan(
        week=town.week,
        as_of=town.as_of,
        plan=solved.plan,
        problem=solved.problem,
        metres=solved.metres,
        demand=solved.demand,
        shifts={shift.id: shift for shift in town.shifts},
        promises=promise_sheets(
            solved.problem, solved.plan, names=names, wants=solved.demand.wants
        ),
        names=names,
        params={
            **ruling_params(town.ruling),
            "limit_s": limit_s,
            **how_searched(solved.plan),
            "travel": travel_params(town.travel),
        },
        input_hash=input_hash(solved.problem, times=solved.county.times if solved.county else None),
        lots=solved.demand.lots.listed(),
        sweeps=drawn_rows(town.blind, list(solved.demand.lots.sweeps)),
        later_rows=later_rows(town.past, town.as_of, town.monday),
        absences={str(town.teams["name"][team]): days for team, days in off.items()},
        days_off={
            str(town.teams["name"][team]): tuple(sorted(map(str, days)))
            for team, days in town.away.items()
        },
    )

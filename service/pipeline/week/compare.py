"""A planned week beside the same week planned in another way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from data.errors import ConfigError
from data.model import SWEEP
from data.units import DAYS_PER_WEEK, SECONDS_PER_HOUR, SECONDS_PER_MINUTE, week_monday, week_of
from planning.driven import nodes_of
from planning.matrix import clean_matrix
from planning.naive import random_order, village_order, walked
from service.pipeline.plans.planned import read_planned
from service.pipeline.week.alike import set_times
from service.pipeline.week.posing import driven_metres, refuse_faults
from service.results.compare import CompareResult, PlanFigures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.model import Plan
    from data.ports import TravelTimes
    from data.store import Store
    from planning.problem import Problem, ProblemSite
    from service.pipeline.plans.planned import Planned

NAIVE, LAST_WEEK, RANDOM = RIVAL_PLANS = ("naive", "last-week", "random")


@dataclass(frozen=True, slots=True, kw_only=True)
class RivalPlan:
    """Another way to plan a week: one of ``RIVAL_PLANS``; ``earlier`` is last week's plan."""

    name: str
    earlier: Planned | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measured:
    """
    What plans of one week are measured on.

    Attributes
    ----------
    problem, points, network
        What is asked, where its nodes are, and the roads.
    sites
        Table ``SITE`` of all that stand.
    risk
        By site id, 0-1; ``is_chance`` says whether it is the chance of a find.
    """

    problem: Problem
    points: pd.DataFrame
    network: TravelTimes
    sites: pd.DataFrame
    risk: pd.Series[float]
    is_chance: bool


def rival_plan(store: Store, name: str | None, *, week: str) -> RivalPlan | None:
    """
    Look at once whether a week can be planned in another way, before anybody waits for a search.

    Parameters
    ----------
    name
        One of ``RIVAL_PLANS``; ``None``: no comparison is wanted.
    week
        ISO week.

    Raises
    ------
    ConfigError
        If there is no such way.
    NotFoundError
        If last week's plan is wanted and there is none.
    """
    if name is None:
        return None
    if name not in RIVAL_PLANS:
        raise ConfigError(
            f"Expected --compare with {', '.join(RIVAL_PLANS)}, got {name!r}.",
            zh=f"--compare 应为 {'、'.join(RIVAL_PLANS)} 之一，现为“{name}”。",
        )
    if name != LAST_WEEK:
        return RivalPlan(name=name)
    before = week_of(week_monday(week) - timedelta(days=DAYS_PER_WEEK))
    return RivalPlan(name=name, earlier=read_planned(store, before))


def compare_plans(rival: RivalPlan, plan: Plan, ground: Measured) -> CompareResult:
    """
    Plan the week in another way, check that plan too, and put both side by side.

    Raises
    ------
    PlanError
        If the independent check finds a fault in the other plan.
    """
    ours = plan_figures(plan, ground)
    repeated = unwanted = 0
    if rival.earlier is None:
        other = naive_plan(rival.name, ground.problem, seed=plan.seed)
    else:
        known = set(ground.problem.site_index)
        ground = _with_earlier(ground, rival.earlier)
        orders = {
            route.shift: [
                stop.site for stop in route.stops if stop.site in ground.problem.site_index
            ]
            for route in rival.earlier.plan.routes
        }
        other = walked(ground.problem, orders, search=set_times)
        visited = {stop.site for route in other.routes for stop in route.stops}
        repeated, unwanted = len(visited), len(visited - known)
    refuse_faults(ground.problem, other)
    return CompareResult(
        rival=rival.name,
        is_chance=ground.is_chance,
        ours=ours,
        theirs=plan_figures(other, ground),
        repeated=repeated,
        unwanted=unwanted,
    )


def naive_plan(name: str, problem: Problem, *, seed: int) -> Plan:
    """Plan village by village, or in random order."""
    order = village_order(problem) if name == NAIVE else random_order(problem, seed=seed)
    return walked(problem, {shift.id: order for shift in problem.shifts}, search=set_times)


def plan_figures(plan: Plan, ground: Measured) -> PlanFigures:
    """Put a plan into figures."""
    problem = ground.problem
    visited = [stop.site for route in plan.routes for stop in route.stops]
    drive_s = sum(route.drive_s for route in plan.routes)
    work_s = sum(route.work_s for route in plan.routes)
    hours = (drive_s + work_s) / SECONDS_PER_HOUR
    scored = [site for site in visited if not site.startswith(SWEEP)]
    expected = float(ground.risk.reindex(scored).fillna(ground.risk.mean()).sum())
    promises = sum(site.must or site.pin is not None for site in problem.sites)
    promises += len(problem.cover)
    metres = driven_metres(plan, problem, points=ground.points, network=ground.network)
    return PlanFigures(
        stops=len(visited),
        promises=promises,
        kept=promises - len(plan.broken),
        prize=plan.prize,
        expected=expected,
        hours=hours,
        expected_per_hour=expected / hours if hours else 0.0,
        distance_m=_distance_m(plan, problem, metres),
        drive_min_per_visit=drive_s / SECONDS_PER_MINUTE / len(visited) if visited else 0.0,
    )


def _distance_m(plan: Plan, problem: Problem, metres: Mapping[tuple[int, int], float]) -> float:
    ways = [nodes_of(problem, route) for route in plan.routes]
    return sum(metres[pair] for way in ways for pair in pairwise(way))


def _with_earlier(ground: Measured, earlier: Planned) -> Measured:
    """
    Add last week's stops that this week does not want: patrols that are worth nothing.

    An inspection may be more than the law allows so soon; a look from outside is always allowed.
    """
    problem = ground.problem
    visited = [stop.site for route in earlier.plan.routes for stop in route.stops]
    asked = {site.id: site for site in earlier.problem.sites}
    extra = [
        site for site in visited if site not in problem.site_index and site in ground.sites.index
    ]
    if not extra:
        return ground
    points = pd.concat([ground.points, ground.sites.loc[extra, ["lon_deg", "lat_deg"]]])
    matrix = ground.network.matrix(points["lon_deg"].to_numpy(), points["lat_deg"].to_numpy())
    sites = tuple(
        _patrol(asked[site], node) for node, site in enumerate(extra, start=len(ground.points))
    )
    larger = replace(
        problem, sites=(*problem.sites, *sites), duration_s=clean_matrix(matrix.duration_s)
    )
    return replace(ground, problem=larger, points=points)


def _patrol(site: ProblemSite, node: int) -> ProblemSite:
    return replace(
        site,
        node=node,
        prize=0.0,
        must=False,
        pin=None,
        barred=None,
        visit_of=None,
        min_gap_s=0,
        needs=frozenset(),
        card_holders=0,
    )

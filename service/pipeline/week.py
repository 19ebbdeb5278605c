"""The week: shifts, demand, travel times, the problem, its solution, the check, the store."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import orjson
import pandas as pd

from data.errors import ConfigError, PlanError
from data.units import week_monday
from geo.card import default_card
from geo.town import planning_worth
from planning.assembly import build_problem
from planning.calendar import absences, knows_holidays, week_shifts
from planning.check import check_plan
from planning.demand import weekly_demand
from planning.engine import solve
from planning.problem_json import write_problem
from planning.rules import default_rules
from planning.sentences import promise_sheets
from service.pipeline.filing import FiledPlan, file_plan, nodes_of
from service.pipeline.roadcheck import lost_sites
from service.pipeline.scores import read_scores, standing_sites
from service.pipeline.travel import town_travel, travel_params
from service.pipeline.villages import tell_villages_apart
from service.results import BrokenResult, PlanResult

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from data.model import Plan, Unplanned
    from data.ports import Progress, TravelTimes
    from data.store import Store
    from planning.calendar import Shift
    from planning.demand import Demand
    from planning.problem import Problem
    from planning.rules import Rules
    from service.pipeline.travel import Travel
    from service.road_results import LostSite

DEFAULT_TIME_LIMIT_S = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """
    How the search for a plan is run.

    Parameters
    ----------
    seed
        Of every draw, in demand and in search, 0 or more.
    iterations
        Steps to search: the plan then repeats exactly.
    time_limit_s
        Seconds to search, > 0; without either, 20.
    clock
        Seconds from any start; read only where a time limit is set.

    Raises
    ------
    ConfigError
        If both limits are given, or a value is outside its range.
    """

    seed: int
    iterations: int | None = None
    time_limit_s: float | None = None
    clock: Callable[[], float]

    def __post_init__(self) -> None:
        if self.iterations is not None and self.time_limit_s is not None:
            raise ConfigError(
                "Expected --iterations or --time-limit, got both.",
                zh="--iterations 和 --time-limit 只能给一个。",
            )
        if self.seed < 0:
            raise ConfigError(
                f"Expected a seed of 0 or more, got {self.seed}.",
                zh=f"种子 --seed 不能小于 0，现为 {self.seed}。",
            )
        if self.iterations is not None and self.iterations < 1:
            raise ConfigError(
                f"Expected at least 1 iteration, got {self.iterations}.",
                zh=f"迭代次数 --iterations 至少为 1，现为 {self.iterations}。",
            )
        if self.time_limit_s is not None and not self.time_limit_s > 0:
            raise ConfigError(
                f"Expected a time limit above 0 s, got {self.time_limit_s}.",
                zh=f"时限 --time-limit 必须大于 0 秒，现为 {self.time_limit_s}。",
            )

    @property
    def limit_s(self) -> float | None:
        """Return the time limit that holds; ``None`` where steps are counted."""
        if self.iterations is not None:
            return None
        return self.time_limit_s or DEFAULT_TIME_LIMIT_S


def plan_week(
    store: Store, *, week: str, search: Search, progress: Progress | None = None
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
    progress
        Told how far the search has come.

    Raises
    ------
    NotFoundError
        If sites, scores or roads are missing.
    ConfigError
        If the week is none or began before the day of the scores, there is no team, or nobody
        works in it.
    PlanError
        If the independent check finds a fault; nothing is stored then.
    """
    started = search.clock()
    town = _read_town(store, week)
    demand = _demand(town, seed=search.seed)
    points = _points(demand, sites=town.sites, teams=town.teams)
    network = town.travel.network
    problem = _pose(demand, town.shifts, points=points, teams=town.teams, network=network)
    plan = _solve(problem, search, progress)
    plan = replace(plan, unplanned=_told_why(plan.unplanned, town.lost))
    metres = _metres(plan, problem, points=points, network=network)
    solved = _Solved(demand=demand, problem=problem, plan=plan, metres=metres)
    filed = _filed(town, solved, limit_s=search.limit_s)
    plan_id, version = file_plan(store, filed)
    result = _result(filed, plan_id, version, seconds=search.clock() - started)
    return replace(
        result,
        closures=town.travel.closures,
        unreachable=town.lost,
        spread_share=town.travel.speeds.spread_share,
        speed_legs=town.travel.legs,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Town:
    """
    What is known of a town before its week is planned, read once.

    Attributes
    ----------
    week, monday
        The ISO week, and the day it begins.
    sites, scores, teams
        Tables of the store, without sites that are gone.
    past
        Tables ``inspection``, ``finding`` and ``tip``.
    as_of
        The day of the scores.
    shifts
        Who works when.
    travel
        The roads as they are driven on these days.
    lost
        Sites that no car reaches.
    """

    week: str
    monday: date
    rules: Rules
    sites: pd.DataFrame
    scores: pd.DataFrame
    teams: pd.DataFrame
    past: dict[str, pd.DataFrame]
    as_of: date
    shifts: Sequence[Shift]
    travel: Travel
    lost: tuple[LostSite, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Solved:
    """What was asked and answered: wanted visits, problem, plan, metres from node to node."""

    demand: Demand
    problem: Problem
    plan: Plan
    metres: dict[tuple[int, int], float]


def _read_town(store: Store, week: str) -> _Town:
    """Read what the week is planned from; refuse what no office could know."""
    monday, rules = week_monday(week), default_rules()
    sites = tell_villages_apart(store, standing_sites(store), "village")
    scores = read_scores(store, sites)
    scores = scores.assign(worth=planning_worth(scores, default_card()))
    teams = tell_villages_apart(store, store.read("team"), "home_village")
    shifts = week_shifts(teams, store.read("shift"), monday=monday, rules=rules)
    travel = town_travel(store, days={shift.day for shift in shifts})
    as_of: date = scores["as_of"].max().date()
    _refuse_hindsight(week, monday, as_of)
    return _Town(
        week=week,
        monday=monday,
        rules=rules,
        sites=sites,
        scores=scores,
        teams=teams,
        past={table: store.read(table) for table in ("inspection", "finding", "tip")},
        as_of=as_of,
        shifts=shifts,
        travel=travel,
        lost=lost_sites(sites, teams, travel, limit_m=rules.reach.walk_m),
    )


def _demand(town: _Town, *, seed: int) -> Demand:
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
        reachable=_reachable(town.sites, town.lost),
    )
    return replace(demand, left_out=_told_why(demand.left_out, town.lost))


def _filed(town: _Town, solved: _Solved, *, limit_s: float | None) -> FiledPlan:
    """Put together what the store keeps of a plan."""
    names = _names(town.sites, town.teams, town.shifts)
    off = absences(town.teams)
    return FiledPlan(
        week=town.week,
        as_of=town.as_of,
        plan=solved.plan,
        problem=solved.problem,
        metres=solved.metres,
        demand=solved.demand,
        shifts={shift.id: shift for shift in town.shifts},
        promises=promise_sheets(solved.problem, solved.plan, names=names),
        names=names,
        params={"rules": town.rules, "limit_s": limit_s, "travel": travel_params(town.travel)},
        input_hash=_input_hash(solved.problem),
        later_rows=_later_rows(town.past, town.as_of),
        absences={str(town.teams["name"][team]): days for team, days in off.items()},
    )


def _refuse_hindsight(week: str, monday: date, as_of: date) -> None:
    """Refuse to plan with scores that know what the week brought: no office can."""
    if as_of > monday:
        raise ConfigError(
            f"The scores are as of {as_of}, after {week} begins; "
            f"run `gridpatrol score --as-of {monday}` first.",
            zh=f"评分截至 {as_of}，晚于 {week} 的周一；"
            f"请先运行 gridpatrol score --as-of {monday}。",
        )


def _later_rows(past: dict[str, pd.DataFrame], as_of: date) -> int:
    """Count dated rows that the scores were too early to know, such as those imported since."""
    days = (past["inspection"]["day"], past["finding"]["found"], past["tip"]["day"])
    return sum(int((column >= pd.Timestamp(as_of)).sum()) for column in days)


def _reachable(sites: pd.DataFrame, lost: Sequence[LostSite]) -> pd.Series[bool]:
    known = {site.site_id for site in lost}
    return pd.Series(~sites.index.isin(list(known)), index=sites.index)


def _told_why(left_out: Sequence[Unplanned], lost: Sequence[LostSite]) -> tuple[Unplanned, ...]:
    """Put the distance to the nearest road behind what no car reaches."""
    known = {site.site_id: {"access_m": site.access_m, "cause": site.cause} for site in lost}
    return tuple(
        replace(one, detail={**one.detail, **known[one.site]})
        if one.reason == "unreachable" and one.site in known
        else one
        for one in left_out
    )


def _points(demand: Demand, *, sites: pd.DataFrame, teams: pd.DataFrame) -> pd.DataFrame:
    """List where the nodes of the problem are: the bases, then the wanted sites."""
    wanted = [want.site_id for want in demand.wants]
    where = ["lon_deg", "lat_deg"]
    return pd.concat([teams[where], sites.loc[wanted, where]])


def _pose(
    demand: Demand,
    shifts: Sequence[Shift],
    *,
    points: pd.DataFrame,
    teams: pd.DataFrame,
    network: TravelTimes,
) -> Problem:
    """Measure the ways between bases and wanted sites, and pose the problem on them."""
    matrix = network.matrix(points["lon_deg"].to_numpy(), points["lat_deg"].to_numpy())
    wanted = [want.site_id for want in demand.wants]
    return build_problem(
        demand,
        shifts,
        node_of={site: number for number, site in enumerate(wanted, start=len(teams))},
        base_of={str(team): number for number, team in enumerate(teams.index)},
        duration_s=matrix.duration_s,
    )


def _metres(
    plan: Plan, problem: Problem, *, points: pd.DataFrame, network: TravelTimes
) -> dict[tuple[int, int], float]:
    """Measure the ways that a plan drives, node to node: nobody asks for the length of others."""
    nodes = [nodes_of(problem, route) for route in plan.routes]
    driven = sorted({pair for way in nodes for pair in pairwise(way)})
    spots = list(zip(points["lon_deg"].tolist(), points["lat_deg"].tolist(), strict=True))
    legs = network.legs([(spots[start], spots[end]) for start, end in driven])
    return {pair: leg.metres for pair, leg in zip(driven, legs, strict=True)}


def _solve(problem: Problem, search: Search, progress: Progress | None) -> Plan:
    """Solve, explain, and let nothing pass that the independent check refuses."""
    plan = solve(
        problem,
        seed=search.seed,
        iterations=search.iterations,
        time_limit_s=search.limit_s,
        clock=search.clock,
        progress=progress,
    )
    faults = check_plan(problem, plan)
    if faults:
        raise PlanError(
            f"The plan breaks {len(faults)} rule(s) of its problem and was not stored; "
            f"the first: {faults[0]}",
            zh=f"计划违反 {len(faults)} 条规则，未存入；第一条：{faults[0]}",
        )
    return plan


def _names(sites: pd.DataFrame, teams: pd.DataFrame, shifts: Sequence[Shift]) -> dict[str, str]:
    """Say what people call sites and shifts."""
    called = {str(site): str(name) for site, name in sites["name"].items()}
    team_names = teams["name"].to_dict()
    return called | {
        shift.id: f"{team_names[shift.team]} {shift.day.isoformat()}" for shift in shifts
    }


def _input_hash(problem: Problem) -> str:
    """Fingerprint everything the engine was given."""
    listed = orjson.dumps(write_problem(problem, duration_file="-"), option=orjson.OPT_SORT_KEYS)
    times = np.ascontiguousarray(problem.duration_s).tobytes()
    return hashlib.sha256(listed + times).hexdigest()


def _result(filed: FiledPlan, plan_id: str, version: int, *, seconds: float) -> PlanResult:
    plan = filed.plan
    reasons = pd.Series([left.reason for left in plan.unplanned], dtype=str).value_counts()
    return PlanResult(
        plan_id=plan_id,
        week=filed.week,
        version=version,
        as_of=filed.as_of.isoformat(),
        seed=plan.seed,
        iterations=plan.iterations,
        routes=sum(1 for route in plan.routes if route.stops),
        stops=sum(len(route.stops) for route in plan.routes),
        drive_s=sum(route.drive_s for route in plan.routes),
        work_s=sum(route.work_s for route in plan.routes),
        distance_m=filed.distance_m(),
        prize=plan.prize,
        bound=plan.bound,
        promises=len(filed.promises),
        broken=tuple(
            BrokenResult(promise=one.promise, zh=one.zh, en=one.en)
            for one in filed.promises
            if not one.kept
        ),
        unplanned=len(plan.unplanned),
        unplanned_reasons={str(reason): int(count) for reason, count in reasons.items()},
        later_rows=filed.later_rows,
        absences=filed.absences,
        holidays_known=knows_holidays(week_monday(filed.week)),
        run={**plan.run, "total_s": round(seconds, 3)},
    )

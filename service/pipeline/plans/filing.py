"""A solved week as rows of the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import orjson

from data.schema import PLAN, PROMISE, ROUTE, STOP, UNPLANNED, as_table
from planning.driven import nodes_of
from planning.problem_json import write_problem
from planning.promises import covers_kept_alone
from planning.sentences import cover_why, unplanned_words
from service.pipeline.plans.daysoff import add_days_off
from service.pipeline.plans.lots import DrawnVisits
from service.pipeline.plans.versioning import next_plan_id

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from data.model import Plan, Route, Stop, Why
    from data.sheets import PromiseSheet
    from data.store import Store
    from data.store.unit import Unit
    from planning.calendar import Shift
    from planning.demand import Demand, Want
    from planning.problem import Problem
    from service.pipeline.plans.daysoff import Dates

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledPlan:
    """
    Everything a stored plan is made of.

    Attributes
    ----------
    week, as_of
        ISO week, and the day the scores are as of.
    plan, problem
        What was found, and what was asked.
    metres
        Length of the ways that the plan drives, from node to node of the problem.
    demand, shifts, promises
        Why each visit was wanted, who works when (by id), and what was promised.
    names
        What people call sites and shifts, by id.
    params
        Rules and limits of the run, ready for JSON.
    lots
        What was drawn beside the random share, as ``planning.lots.Lots.listed`` has it.
    sweeps
        Places in no ledger that were drawn, by schema ``SWEEP``; those stored already may lack.
    absences
        Weekdays off by team name, as the team list has them.
    days_off
        Days of the week on which teams are away beside, ISO text by team name.
    away
        Days off by team id that this plan is the first to tell of; filed with it.
    follows
        The plan that this one changes; ``None`` for one made anew.
    later_rows
        Dated rows in the store that the scores were too early to know.
    input_hash
        Fingerprint of the problem.
    """

    week: str
    as_of: date
    plan: Plan
    problem: Problem
    metres: Mapping[tuple[int, int], float]
    demand: Demand
    shifts: dict[str, Shift]
    promises: tuple[PromiseSheet, ...]
    names: dict[str, str]
    params: dict[str, Any]
    input_hash: str
    lots: dict[str, Any]
    sweeps: pd.DataFrame
    later_rows: int
    absences: dict[str, tuple[int, ...]]
    days_off: dict[str, tuple[str, ...]] = field(default_factory=dict)
    away: Dates = field(default_factory=dict)
    follows: str | None = None

    def leg_m(self, start: int, end: int) -> float:
        """Measure the way between two nodes of the problem, metres."""
        return self.metres[start, end]

    def leg_s(self, start: int, end: int) -> int:
        """Time the way between two nodes of the problem, seconds."""
        return int(self.problem.duration_s[start, end])

    def drawn_visits(self) -> DrawnVisits:
        """Say what was drawn by lot, and what of it the plan holds."""
        stops = [stop for route in self.plan.routes for stop in route.stops]
        return DrawnVisits(
            whys={want.site_id: want.why[0].code for want in self.demand.wants},
            lots=self.lots,
            visited={stop.site: stop.end_s - stop.start_s for stop in stops},
        )

    def nodes_of(self, route: Route) -> list[int]:
        """List the nodes of a route, base to base; empty without a stop."""
        return nodes_of(self.problem, route)

    def distance_m(self) -> float:
        """Sum the ways of all routes, metres."""
        nodes = [self.nodes_of(route) for route in self.plan.routes]
        return sum(self.leg_m(start, end) for way in nodes for start, end in pairwise(way))


def file_plan(store: Store, filed: FiledPlan) -> tuple[str, int]:
    """
    Store a plan as the next version of its week.

    Returns
    -------
    plan_id, version
        What it is stored under.

    Raises
    ------
    StaleError
        If another plan came after the one that it follows; nothing is stored then.
    """
    with store.writing() as unit:
        plan_id, version = next_plan(unit, filed, follows=filed.follows)
        if len(filed.sweeps):
            unit.upsert("sweep", filed.sweeps)
        unit.append("plan", as_table([_plan_row(filed, plan_id, version)], PLAN))
        unit.append("route", as_table(_route_rows(filed, plan_id), ROUTE))
        unit.append("stop", as_table(_stop_rows(filed, plan_id), STOP))
        unit.append("unplanned", as_table(_unplanned_rows(filed, plan_id), UNPLANNED))
        unit.append("promise", as_table(_promise_rows(filed, plan_id), PROMISE))
        add_days_off(unit, filed.away)
    return plan_id, version


def next_plan(
    store: Store | Unit, filed: FiledPlan, *, follows: str | None = None
) -> tuple[str, int]:
    """Say under which id and version a plan would be stored now; ``next_plan_id`` says the rest."""
    return next_plan_id(store, filed.week, input_hash=filed.input_hash, follows=follows)


def _json(value: object) -> str:
    return orjson.dumps(value, default=_plain, option=orjson.OPT_SORT_KEYS).decode()


def _plain(value: object) -> object:
    """Turn what rules are made of into what JSON knows, always in the same order."""
    if isinstance(value, frozenset | set):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"Expected something JSON can hold, got {type(value).__name__}.")


def _plan_row(filed: FiledPlan, plan_id: str, version: int) -> Row:
    plan, problem = filed.plan, filed.problem
    return {
        "plan_id": plan_id,
        "week": filed.week,
        "version": version,
        "as_of": filed.as_of,
        "seed": plan.seed,
        "iterations": plan.iterations,
        "prize": plan.prize,
        "bound": plan.bound,
        "input_hash": filed.input_hash,
        "params": _json(filed.params),
        "problem": _json(_without_matrix(problem)),
        "wants": _json({want.site_id: _whys(want.why) for want in filed.demand.wants}),
        "draw": _json(filed.demand.draw),
        "lots": _json(filed.lots),
    }


def _without_matrix(problem: Problem) -> Row:
    """Write the problem alone: its ways can be measured again on the stored roads."""
    listed = write_problem(problem, duration_file="")
    del listed["duration_file"]
    return listed


def _whys(whys: tuple[Why, ...]) -> list[Row]:
    return [asdict(why) for why in whys]


def _route_id(plan_id: str, shift: str) -> str:
    return f"{plan_id}:{shift}"


def _route_rows(filed: FiledPlan, plan_id: str) -> list[Row]:
    return [_route_row(filed, plan_id, route) for route in filed.plan.routes]


def _route_row(filed: FiledPlan, plan_id: str, route: Route) -> Row:
    shift = filed.shifts[route.shift]
    back = filed.nodes_of(route)[-2:]
    return {
        "route_id": _route_id(plan_id, route.shift),
        "plan_id": plan_id,
        "shift": route.shift,
        "team_id": shift.team,
        "day": shift.day,
        "start_s": shift.start_s,
        "end_s": shift.end_s,
        "break_start_s": route.break_start_s,
        "break_s": shift.rest.duration_s if shift.rest else 0,
        "drive_s": route.drive_s,
        "work_s": route.work_s,
        "back_s": filed.leg_s(*back) if back else 0,
        "back_m": filed.leg_m(*back) if back else 0.0,
    }


def _stop_rows(filed: FiledPlan, plan_id: str) -> list[Row]:
    wants = {want.site_id: want for want in filed.demand.wants}
    visited = {stop.site for route in filed.plan.routes for stop in route.stops}
    alone = covers_kept_alone(filed.problem, visited)
    rows = []
    for route in filed.plan.routes:
        nodes = filed.nodes_of(route)
        for position, stop in enumerate(route.stops, start=1):
            leg = (nodes[position - 1], nodes[position])
            rows.append(
                _stop_row(stop, wants[stop.site], alone.get(stop.site, ()))
                | {
                    "stop_id": f"{_route_id(plan_id, route.shift)}:{position}",
                    "plan_id": plan_id,
                    "route_id": _route_id(plan_id, route.shift),
                    "position": position,
                    "leg_s": filed.leg_s(*leg),
                    "leg_m": filed.leg_m(*leg),
                }
            )
    return rows


def _stop_row(stop: Stop, want: Want, covers: tuple[str, ...]) -> Row:
    return {
        "site_id": stop.site,
        "visit_type": want.visit_type,
        "card_holders": want.card_holders,
        "arrive_s": stop.arrive_s,
        "start_s": stop.start_s,
        "end_s": stop.end_s,
        "why": _json(_whys((*want.why, *(cover_why(cover) for cover in covers)))),
    }


def _unplanned_rows(filed: FiledPlan, plan_id: str) -> list[Row]:
    wants = {want.site_id: want for want in filed.demand.wants}
    rows = []
    for left in (*filed.plan.unplanned, *filed.demand.left_out):
        want = wants.get(left.site)
        zh, en = unplanned_words(left, names=filed.names)
        rows.append(
            {
                "unplanned_id": f"{plan_id}:{left.site}",
                "plan_id": plan_id,
                "site_id": left.site,
                "must": want.must if want else False,
                "reason": left.reason,
                "detail": _json(left.detail),
                "zh": zh,
                "en": en,
                "why": _json(_whys(want.why) if want else []),
            }
        )
    return rows


def _promise_rows(filed: FiledPlan, plan_id: str) -> list[Row]:
    details = {one.promise: one.detail for one in filed.plan.broken}
    return [
        {
            "promise_id": f"{plan_id}:{one.promise}",
            "plan_id": plan_id,
            "promise": one.promise,
            "kept": one.kept,
            "detail": _json(details.get(one.promise, {})),
            "zh": one.zh,
            "en": one.en,
        }
        for one in filed.promises
    ]

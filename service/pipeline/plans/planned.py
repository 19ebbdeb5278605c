"""A stored plan read back: what was asked, what was planned, why, and what its ways measured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import pandas as pd

from data.model import BrokenPromise, Plan, Route, Stop, Unplanned, Why
from data.schema import as_records
from data.units import week_monday
from planning.calendar import Shift
from planning.problem_json import read_problem
from service.pipeline.plans.sheets import latest_plan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.store import Store
    from planning.problem import Problem, ProblemShift

Row = dict[str, Any]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Planned:
    """
    The newest plan of a week.

    Attributes
    ----------
    plan_id, week, row
        Its id, its week, and its row of the table ``plan``.
    problem
        What was asked, without ways: its matrix says that there is no way anywhere.
    plan
        What was planned; ``unplanned`` holds all places left out, wanted or not.
    whys, visit_types
        Why each wanted visit is wanted, and of which type each stop is, by site id.
    leg_m
        Metres driven from place to place of a route, by ids; a team's base is its team id.
    ends_s
        When each shift is over, seconds of the week, the time kept free at its end included.
    """

    plan_id: str
    week: str
    row: Mapping[Any, Any]
    problem: Problem
    plan: Plan
    whys: dict[str, tuple[Why, ...]]
    visit_types: dict[str, str]
    leg_m: dict[Pair, float]
    ends_s: dict[str, int]

    def shifts(self, teams: pd.DataFrame, hours: pd.DataFrame) -> tuple[Shift, ...]:
        """Write the plan's shifts as the calendar has them, from tables ``team`` and ``shift``."""
        kinds = {str(name): str(kind) for name, kind in hours["kind"].items()}
        return tuple(
            _shift(shift, teams.loc[[shift.team]].iloc[0], self, kinds)
            for shift in self.problem.shifts
        )


def read_planned(store: Store, week: str) -> Planned:
    """
    Read the newest plan of a week.

    Raises
    ------
    NotFoundError
        If the week has no plan.
    """
    row = latest_plan(store, week)
    routes, stops = _driven(store, str(row.name))
    listed = orjson.loads(row["problem"])
    size = 1 + max([one["node"] for one in (*listed["sites"], *listed["shifts"])], default=0)
    nowhere = np.where(np.eye(size, dtype=bool), 0, -1)
    wants = orjson.loads(row["wants"])
    return Planned(
        plan_id=str(row.name),
        week=week,
        row=row.to_dict(),
        problem=read_problem(listed, duration_s=nowhere),
        plan=stored_plan(store, row),
        whys={site: tuple(Why(**why) for why in whys) for site, whys in wants.items()},
        visit_types={stop["site_id"]: stop["visit_type"] for stop in stops},
        leg_m=_leg_m(routes, stops),
        ends_s={route["shift"]: int(route["end_s"]) for route in routes},
    )


def stored_plan(store: Store, row: pd.Series[Any]) -> Plan:
    """Read what any version planned; ``row`` is its row of the table ``plan``."""
    mine = {"plan_id": [str(row.name)]}
    routes, stops = _driven(store, str(row.name))
    return Plan(
        routes=tuple(_route(route, stops) for route in routes),
        unplanned=_unplanned(store.read("unplanned", where=mine)),
        broken=_broken(store.read("promise", where=mine)),
        prize=float(row["prize"]),
        bound=float(row["bound"]),
        seed=int(row["seed"]),
        iterations=int(row["iterations"]),
    )


def _driven(store: Store, plan_id: str) -> tuple[list[Row], list[Row]]:
    """Read the routes of a plan, and its stops in their order."""
    mine = {"plan_id": [plan_id]}
    stops = store.read("stop", where=mine).sort_values(["route_id", "position"])
    return as_records(store.read("route", where=mine)), as_records(stops)


def _route(row: Row, stops: Sequence[Row]) -> Route:
    rest = row["break_start_s"]
    return Route(
        shift=row["shift"],
        stops=tuple(
            Stop(stop["site_id"], int(stop["arrive_s"]), int(stop["start_s"]), int(stop["end_s"]))
            for stop in stops
            if stop["route_id"] == row["route_id"]
        ),
        break_start_s=None if pd.isna(rest) else int(rest),
        drive_s=int(row["drive_s"]),
        work_s=int(row["work_s"]),
    )


def _unplanned(table: pd.DataFrame) -> tuple[Unplanned, ...]:
    return tuple(
        Unplanned(row["site_id"], row["reason"], orjson.loads(row["detail"]))
        for row in as_records(table)
    )


def _broken(table: pd.DataFrame) -> tuple[BrokenPromise, ...]:
    return tuple(
        BrokenPromise(row["promise"], orjson.loads(row["detail"]))
        for row in as_records(table)
        if not row["kept"]
    )


def _leg_m(routes: Sequence[Row], stops: Sequence[Row]) -> dict[Pair, float]:
    metres: dict[Pair, float] = {}
    for route in routes:
        here = route["team_id"]
        for stop in stops:
            if stop["route_id"] == route["route_id"]:
                metres[here, stop["site_id"]] = float(stop["leg_m"])
                here = stop["site_id"]
        metres[here, route["team_id"]] = float(route["back_m"])
    return metres


def _shift(
    shift: ProblemShift, team: pd.Series[Any], planned: Planned, kinds: Mapping[str, str]
) -> Shift:
    """Write one shift: its day is that of its start, its kind that of the hours it comes from."""
    hours, _, number = shift.id.rpartition("-")
    return Shift(
        id=shift.id,
        team=shift.team,
        day=week_monday(planned.week) + timedelta(days=int(number)),
        kind=kinds.get(hours, "day"),
        start_s=shift.start_s,
        end_s=max(planned.ends_s.get(shift.id, 0), shift.end_s),
        back_s=shift.end_s,
        skills=shift.skills,
        card_holders=shift.card_holders,
        home_village=shift.home_village,
        rest=shift.rest,
        lon_deg=float(team["lon_deg"]),
        lat_deg=float(team["lat_deg"]),
    )

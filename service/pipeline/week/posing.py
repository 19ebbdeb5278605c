"""The problem of a week: where its nodes are, the ways between them, the plan that passes."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import orjson
import pandas as pd

from data.errors import PlanError
from planning.assembly import build_problem
from planning.check import check_plan
from planning.county.times import MeasuredTimes
from planning.driven import nodes_of
from planning.problem_json import write_problem
from service.pipeline.week.searching import run_search

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float64, int32, int64
    from numpy.typing import NDArray

    from data.model import Plan
    from data.ports import Progress, TravelTimes
    from planning.calendar import Shift
    from planning.demand import Demand
    from planning.problem import Problem
    from service.pipeline.week.search import Search


def place_nodes(demand: Demand, *, sites: pd.DataFrame, teams: pd.DataFrame) -> pd.DataFrame:
    """List where the nodes of the problem are: the bases, then the wanted sites."""
    wanted = [want.site_id for want in demand.wants]
    where = ["lon_deg", "lat_deg"]
    return pd.concat([teams[where], sites.loc[wanted, where]])


def pose_problem(
    demand: Demand,
    shifts: Sequence[Shift],
    *,
    points: pd.DataFrame,
    teams: pd.DataFrame,
    network: TravelTimes,
) -> Problem:
    """
    Measure the ways between bases and wanted sites, and pose the problem on them.

    Where each town is planned by itself, ways are measured as they are asked for.
    """
    lon_deg, lat_deg = points["lon_deg"].to_numpy(), points["lat_deg"].to_numpy()
    is_county = demand.towns is not None
    wanted = [want.site_id for want in demand.wants]
    return build_problem(
        demand,
        shifts,
        node_of={site: number for number, site in enumerate(wanted, start=len(teams))},
        base_of={str(team): number for number, team in enumerate(teams.index)},
        duration_s=measured_times(network, lon_deg, lat_deg)
        if is_county
        else network.matrix(lon_deg, lat_deg).duration_s,
    )


def measured_times(
    network: TravelTimes, lon_deg: NDArray[float64], lat_deg: NDArray[float64]
) -> MeasuredTimes:
    """Measure the ways between points when they are asked for, and hold no matrix of them."""

    def measure(rows: NDArray[int64], columns: NDArray[int64]) -> NDArray[int32]:
        start, end = (lon_deg[rows], lat_deg[rows]), (lon_deg[columns], lat_deg[columns])
        return network.matrix_between(*start, *end).duration_s

    return MeasuredTimes(len(lon_deg), measure)


def driven_metres(
    plan: Plan, problem: Problem, *, points: pd.DataFrame, network: TravelTimes
) -> dict[tuple[int, int], float]:
    """Measure the ways that a plan drives, node to node: nobody asks for the length of others."""
    nodes = [nodes_of(problem, route) for route in plan.routes]
    driven = sorted({pair for way in nodes for pair in pairwise(way)})
    spots = list(zip(points["lon_deg"].tolist(), points["lat_deg"].tolist(), strict=True))
    legs = network.legs([(spots[start], spots[end]) for start, end in driven])
    return {pair: leg.metres for pair, leg in zip(driven, legs, strict=True)}


def solve_checked(problem: Problem, search: Search, progress: Progress | None) -> Plan:
    """Solve, explain, and let nothing pass that the independent check refuses."""
    plan = run_search(problem, search, progress=progress)
    refuse_faults(problem, plan)
    return plan


def refuse_faults(problem: Problem, plan: Plan) -> None:
    """
    Let nothing pass that the independent check refuses.

    Raises
    ------
    PlanError
        If it finds a fault.
    """
    faults = check_plan(problem, plan)
    if faults:
        raise PlanError(
            f"The plan breaks {len(faults)} rule(s) of its problem and was not stored; "
            f"the first: {faults[0]}",
            zh=f"计划违反 {len(faults)} 条规则，未存入；第一条：{faults[0]}",
        )


def input_hash(problem: Problem, *, times: bytes | None = None) -> str:
    """
    Fingerprint everything the engine was given.

    ``times`` is a fingerprint of the travel times; without it, the whole matrix is read.
    """
    listed = orjson.dumps(write_problem(problem, duration_file="-"), option=orjson.OPT_SORT_KEYS)
    times = np.ascontiguousarray(problem.duration_s).tobytes() if times is None else times
    return hashlib.sha256(listed + times).hexdigest()

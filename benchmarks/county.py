"""
Plan the week of an invented county and print a Markdown table of what it took and what it holds.

    python benchmarks/county.py [--sites N] [--towns N] [--teams N] [--seconds S] [--roads FILE]
                                [--long S] [--seed N] [--small]

Towns, sites, risks, visits and teams are invented. The week's candidates are chosen town by town,
then searched for S processor seconds of one thread: towns apart, then neighbours together. Beside
it stand the same search without borders, and, with ``--long``, one search of all candidates as a
whole (with a matrix of all of them) for as many seconds as given. Every plan is checked whole by
``planning.check``. Seconds are processor seconds; memory is the most that the process held, so
that the long search comes last. With ``--roads`` ways are those of a road file, else straight
lines at 36 km/h, 1.3 times as long. ``--small`` plans 600 sites of 3 towns for one second, and
fails where the checker finds a fault, a site is neither visited nor told of, or a town is skipped.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from benchmarks.county_parts.tables import MONDAY, invent_county
from benchmarks.county_parts.ways import road_ways, straight_ways
from planning.assembly import build_problem
from planning.calendar import week_shifts
from planning.check import check_plan
from planning.county import CountySearch, part_county, solve_county
from planning.demand import weekly_demand
from planning.engine import solve
from planning.rules import parse_rules
from service.pipeline.week.posing import place_nodes

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.county_parts.tables import County
    from data.model import Plan
    from planning.county import Near
    from planning.demand import Demand
    from planning.problem import Problem

SMALL = {"sites": 600, "towns": 3, "teams": 3, "seconds": 1.0}
HEAD = (
    "| plan | search, CPU-s | in all, CPU-s | memory, MB | moves | visits | prize | bound "
    "| promises broken | of another town | faults |"
)


@dataclass(frozen=True, slots=True)
class Week:
    """A county's week, posed."""

    demand: Demand
    problem: Problem
    near: Near


def posed(county: County, *, most_candidates: int, roads: Path | None, seed: int) -> Week:
    """Choose what the week offers, and pose it on straight lines or on roads."""
    rules = parse_rules({"county": {"most_candidates": most_candidates}})
    shifts = week_shifts(county.teams, county.shifts, monday=MONDAY, rules=rules)
    before = time.process_time()
    tables = (county.sites, county.scores, county.inspections, county.findings, county.tips)
    demand = weekly_demand(
        *tables, shifts=shifts, monday=MONDAY, as_of=MONDAY, rules=rules, seed=seed
    )
    told("demand", before)
    points = place_nodes(demand, sites=county.sites, teams=county.teams)
    before = time.process_time()
    times, near = (
        straight_ways(points)
        if roads is None
        else road_ways(points, teams=len(county.teams), roads=roads)
    )
    told("ways to the nearest", before)
    teams = {str(team): number for number, team in enumerate(county.teams.index)}
    nodes = {want.site_id: n for n, want in enumerate(demand.wants, start=len(teams))}
    problem = build_problem(demand, shifts, node_of=nodes, base_of=teams, duration_s=times)
    return Week(demand, problem, near)


def told(what: str, before: float) -> None:
    """Say beside the table what a step took."""
    print(f"{what}: {time.process_time() - before:.1f} CPU-s", file=sys.stderr, flush=True)


def row(
    name: str, seconds: float, problem: Problem, plan_it: Callable[[], tuple[Plan, int]]
) -> tuple[str, int]:
    """Plan, check, and write one row; give how many faults there were."""
    before = time.process_time()
    plan, moved = plan_it()
    took = time.process_time() - before
    faults = len(check_plan(problem, plan))
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    cells = (
        name,
        f"{seconds:g}",
        f"{took:.1f}",
        f"{peak_mb:.0f}",
        f"{plan.iterations:,}",
        f"{sum(len(route.stops) for route in plan.routes):,}",
        f"{plan.prize:,.0f}",
        f"{plan.bound:,.0f}",
        f"{len(plan.broken)}",
        f"{moved}",
        f"{faults}",
    )
    return f"| {' | '.join(cells)} |", faults


def by_towns(week: Week, search: CountySearch, most_sites: int) -> tuple[Plan, int]:
    """Plan town by town, then over the borders."""
    parts = part_county(week.problem, week.demand.towns, most_sites=most_sites)
    planned = solve_county(week.problem, parts, near=week.near, search=search)
    return planned.plan, planned.moved


def as_one(week: Week, seconds: float, seed: int) -> tuple[Plan, int]:
    """Search all candidates at once, with a matrix of all of them."""
    whole = replace(week.problem, duration_s=np.array(week.problem.duration_s))
    clock = time.process_time
    return solve(whole, seed=seed, time_limit_s=seconds, clock=clock, explain=False), 0


def main() -> int:
    """Measure what the command line asks for; 1 where something is wrong with a plan."""
    asked = parsed()
    before = time.process_time()
    county = invent_county(asked.sites, towns=asked.towns, teams=asked.teams, seed=asked.seed)
    most = 100 if asked.small else 3_000
    told("invented", before)
    week = posed(county, most_candidates=most, roads=asked.roads, seed=asked.seed)
    listed = len(week.demand.wants) + len(week.demand.left_out)
    print(f"{len(week.demand.wants):,} candidates of {asked.sites:,} sites", file=sys.stderr)
    print(HEAD, "| --- " * HEAD.count(" | ") + "| --- |", sep="\n", flush=True)
    search = CountySearch(
        seed=asked.seed,
        time_limit_s=asked.seconds,
        clock=time.process_time,
        most_rounds=asked.rounds,
    )
    plans = {
        "towns and borders": lambda: by_towns(week, search, 3_000),
        "towns alone": lambda: by_towns(week, replace(search, most_rounds=0), 3_000),
    }
    faults = listed != asked.sites or week.demand.towns is None
    for name, plan_it in plans.items():
        line, found = row(name, asked.seconds, week.problem, plan_it)
        print(line, flush=True)
        faults += found
    if asked.long:
        line, found = row(
            "as one", asked.long, week.problem, lambda: as_one(week, asked.long, asked.seed)
        )
        print(line, flush=True)
        faults += found
    return int(faults > 0)


def parsed() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Plan the week of an invented county.")
    parser.add_argument("--sites", type=int, default=20_000)
    parser.add_argument("--towns", type=int, default=15)
    parser.add_argument("--teams", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--roads", type=Path)
    parser.add_argument("--long", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--small", action="store_true")
    asked = parser.parse_args()
    if asked.small:
        vars(asked).update(SMALL)
    return asked


if __name__ == "__main__":
    sys.exit(main())

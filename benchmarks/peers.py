"""
Plan weeks with this engine, VROOM, PyVRP and OR-Tools, and print what each collected.

Usage: ``python benchmarks/peers.py FOLDER [--weeks week_200_1 ...] [--seed N] [--engines ...]``

Needs ``pip install gridpatrol[peers]``; an engine that is not installed is named and left out.
Every engine gets one thread and the seconds of the processor that ``benchmarks/weeks.py`` gives.
VROOM knows only the wall clock, so where the machine was busy it is run once more with more of it;
the seconds that each really used, in all, stand in the table. Every plan is re-timed with real
breaks and passes ``planning.check``; visits that do not fit then are taken out, those of least
prize first, and counted.

VROOM knows breaks and several windows; musts have priority 100, others a share of 90 by prize. The
other two see every day as the same hours, with one hour of lunch cut out in the middle of the
break's span, and who may visit what as vehicles (a travel matrix each in PyVRP, which needs 16
bytes a pair: more than 1 GB is refused). Their musts are visits of a very large prize.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.weeks import budget_s, read_week
from data.model import BrokenPromise, Plan, Unplanned
from planning.check import check_plan
from planning.engine import solve
from planning.engine.bound import prize_bound
from planning.engine.schedule import timetable
from planning.engine.week import NEVER, lay_out
from planning.promises import broken_promises
from planning.reasons import Trial

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from planning.engine.week import Week
    from planning.problem import Problem, ProblemShift

HEAD = "| week | engine | CPU-s | prize | share of bound | musts missed | taken out | faults |"
MUST_PRIORITY, MOST_PRIORITY = 100, 90
MUST_PRIZE, SCALE = 1000, 100
FAR_S = 1_000_000
MOST_BYTES = 1 << 30

Orders = dict[str, list[str]]
"""Sites in the order of their visits, by shift."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One week as every engine is asked for it."""

    problem: Problem
    week: Week
    seed: int
    limit_s: float

    @property
    def able(self) -> NDArray[np.bool_]:
        """Shape ``(sites, shifts)``: which shift may make which visit."""
        return np.asarray(self.week.windows[:, :, 0, 0] < NEVER)


def day_clock(shift: ProblemShift, at_s: int) -> int:
    """Tell the time since the shift began, with the break cut out of the middle of its span."""
    since_s = at_s - shift.start_s
    if shift.rest is None:
        return since_s
    cut_s = (shift.rest.earliest_s + shift.rest.latest_s) // 2 - shift.start_s
    if since_s <= cut_s:
        return since_s
    return max(cut_s, since_s - shift.rest.duration_s)


def day_window(asked: Asked, site: int) -> tuple[int, int]:
    """Join the hours of a site on all days into one window on the clock of a day."""
    hours = [
        (day_clock(shift, int(open_s)), day_clock(shift, int(close_s)))
        for number, shift in enumerate(asked.problem.shifts)
        for open_s, close_s in asked.week.windows[site, number]
        if open_s < NEVER
    ]
    return min((one[0] for one in hours), default=0), max((one[1] for one in hours), default=0)


def priorities(problem: Problem) -> list[int]:
    """Give musts 100, others 1 to 90 by prize."""
    most = max((site.prize for site in problem.sites if not site.must), default=1.0)
    return [
        MUST_PRIORITY if site.must else max(1, round(MOST_PRIORITY * site.prize / most))
        for site in problem.sites
    ]


def fitting(trial: Trial, shift: ProblemShift, order: Sequence[str]) -> list[str]:
    """Take out visits, those of least prize first, until the rest keeps the rules in this order."""
    sites = [trial.problem.sites[trial.problem.site_index[name]] for name in order]
    sites = [site for site in sites if shift.refuses(site) is None and not site.barred]
    while sites and not trial.follows(shift, sites):
        sites.remove(min(sites, key=lambda site: (site.must, site.prize)))
    return [site.id for site in sites]


def retimed(asked: Asked, orders: Orders) -> tuple[Plan, int]:
    """Set the times of the visits as people would make them; say how many did not fit."""
    problem, trial, routes, taken_out = asked.problem, Trial(asked.problem, None), [], 0
    for number, shift in enumerate(problem.shifts):
        order = orders.get(shift.id, [])
        kept = fitting(trial, shift, order)
        taken_out += len(order) - len(kept)
        stops = [problem.site_index[name] for name in kept]
        routes.append(timetable(problem, asked.week, number, stops))
    visited = {stop.site for route in routes for stop in route.stops}
    prize = sum(site.prize for site in problem.sites if site.id in visited)
    left = [site.id for site in problem.sites if site.id not in visited]
    broken = tuple(BrokenPromise(f"{k}:{name}") for k, name in broken_promises(problem, visited))
    plan = Plan(
        routes=tuple(routes),
        unplanned=tuple(Unplanned(name, "lost_to_better") for name in left),
        broken=broken,
        prize=prize,
        bound=sum(site.prize for site in problem.sites),
        seed=asked.seed,
        iterations=0,
    )
    return plan, taken_out


def ours(asked: Asked) -> Orders:
    """Plan with this engine."""
    plan = solve(
        asked.problem,
        seed=asked.seed,
        time_limit_s=asked.limit_s,
        clock=time.process_time,
        bound_steps=0,
    )
    return {route.shift: [stop.site for stop in route.stops] for route in plan.routes}


def vroom_orders(asked: Asked) -> Orders:
    """Plan with VROOM, exploration level 1; each visit needs a skill that its shifts have."""
    import vroom  # noqa: PLC0415  # a peer need not be installed

    problem, able = asked.problem, asked.able
    kinds = {row.tobytes(): number for number, row in enumerate(able)}
    asked_for = vroom.Input()
    asked_for.set_durations_matrix("car", np.minimum(problem.duration_s, FAR_S).astype(np.uint32))
    for number, shift in enumerate(problem.shifts):
        rest = shift.rest
        breaks = rest and [
            vroom.Break(
                1,
                time_windows=[vroom.TimeWindow(rest.earliest_s, rest.latest_s)],
                service=rest.duration_s,
            )
        ]
        asked_for.add_vehicle(
            vroom.Vehicle(
                number,
                start=shift.node,
                end=shift.last_node,
                skills={kinds[row.tobytes()] for row in able if row[number]},
                time_window=vroom.TimeWindow(shift.start_s, shift.end_s),
                breaks=breaks or [],
            )
        )
    for number, (site, priority) in enumerate(zip(problem.sites, priorities(problem), strict=True)):
        if able[number].any():
            asked_for.add_job(
                vroom.Job(
                    number,
                    location=site.node,
                    default_service=site.service_s,
                    skills={kinds[able[number].tobytes()]},
                    priority=priority,
                    time_windows=[vroom.TimeWindow(*window) for window in site.windows],
                )
            )
    found = timed(
        lambda limit_s: asked_for.solve(1, nb_threads=1, timeout=timedelta(seconds=limit_s)),
        asked.limit_s,
    )
    orders: Orders = {}
    for row in found.routes[found.routes["type"] == "job"].to_dict("records"):
        shift = problem.shifts[row["vehicle_id"]].id
        orders.setdefault(shift, []).append(problem.sites[int(row["id"])].id)
    return orders


def timed(run: Callable[[float], Any], limit_s: float) -> Any:  # noqa: ANN401  # a peer's own
    """Run for seconds of the wall clock; again for more where the processor gave fewer."""
    spent_s, begun_s = time.process_time(), time.perf_counter()
    found = run(limit_s)
    spent_s, passed_s = time.process_time() - spent_s, time.perf_counter() - begun_s
    if passed_s > 0.95 * limit_s > spent_s > 0:
        found = run(limit_s * limit_s / spent_s)
    return found


def pyvrp_orders(asked: Asked) -> Orders:
    """Plan with PyVRP: a vehicle type a shift, a profile for every set of visits it may make."""
    import pyvrp  # noqa: PLC0415  # a peer need not be installed

    problem, able = asked.problem, asked.able
    bases = sorted({node for shift in problem.shifts for node in (shift.node, shift.last_node)})
    sites = np.flatnonzero(able.any(axis=1))
    nodes = np.array([*bases, *(problem.sites[site].node for site in sites)])
    columns = [able[sites, number] for number in range(len(problem.shifts))]
    profiles = list({column.tobytes(): column for column in columns}.values())
    needed = len(profiles) * len(nodes) ** 2 * 16
    if needed > MOST_BYTES:
        raise MemoryError(f"{len(profiles)} profiles need {needed / 1e9:.1f} GB")
    ways = np.minimum(problem.duration_s[np.ix_(nodes, nodes)], FAR_S).astype(np.int64)
    matrices = []
    for profile in profiles:
        matrix = ways.copy()
        matrix[:, len(bases) :][:, ~profile] = FAR_S
        np.fill_diagonal(matrix, 0)
        matrices.append(matrix)
    clients = []
    for place, site in enumerate(sites, start=len(bases)):
        asked_site, (open_s, close_s) = problem.sites[site], day_window(asked, int(site))
        clients.append(
            pyvrp.Client(
                place,
                service_duration=asked_site.service_s,
                tw_early=open_s,
                tw_late=close_s,
                prize=prize_of(asked, int(site)),
                required=False,
            )
        )
    index = {column.tobytes(): number for number, column in enumerate(profiles)}
    vehicles = [
        pyvrp.VehicleType(
            start_depot=bases.index(shift.node),
            end_depot=bases.index(shift.last_node),
            tw_late=day_clock(shift, shift.end_s),
            profile=index[columns[number].tobytes()],
        )
        for number, shift in enumerate(problem.shifts)
    ]
    given = pyvrp.ProblemData(
        [pyvrp.Location(0, 0) for _ in nodes],
        clients,
        [pyvrp.Depot(number) for number in range(len(bases))],
        vehicles,
        matrices,
        matrices,
    )
    until_s = time.process_time() + asked.limit_s
    found = pyvrp.solve(
        given, lambda *_: time.process_time() > until_s, seed=asked.seed, collect_stats=False
    )
    return {
        problem.shifts[route.vehicle_type()].id: [
            problem.sites[sites[stop.idx]].id for stop in route if stop.is_client()
        ]
        for route in found.best.routes()
    }


def prize_of(asked: Asked, site: int) -> int:
    """Weigh a visit in the whole numbers that PyVRP and OR-Tools count in, per second driven."""
    one = asked.problem.sites[site]
    return int((one.prize + MUST_PRIZE * one.must) * SCALE)


def ortools_orders(asked: Asked) -> Orders:
    """Plan with OR-Tools: guided local search from the cheapest insertions, visits optional."""
    from ortools.constraint_solver import (  # noqa: PLC0415  # a peer need not be installed
        pywrapcp,
        routing_enums_pb2,
    )

    problem, able = asked.problem, asked.able
    sites = np.flatnonzero(able.any(axis=1)).tolist()
    ends = [(shift.node, shift.last_node) for shift in problem.shifts]
    bases = sorted({node for pair in ends for node in pair})
    nodes = np.array([*bases, *(problem.sites[site].node for site in sites)])
    ways = np.minimum(problem.duration_s[np.ix_(nodes, nodes)], FAR_S).astype(np.int64)
    stays = np.array([0] * len(bases) + [problem.sites[site].service_s for site in sites])
    manager = pywrapcp.RoutingIndexManager(
        len(nodes), len(ends), [bases.index(a) for a, _ in ends], [bases.index(b) for _, b in ends]
    )
    routing = pywrapcp.RoutingModel(manager)
    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitMatrix(ways.tolist()))
    passing = routing.RegisterTransitMatrix((ways + stays[:, None]).tolist())
    longest = [day_clock(shift, shift.end_s) for shift in problem.shifts]
    routing.AddDimensionWithVehicleCapacity(passing, FAR_S, longest, True, "time")  # noqa: FBT003
    clock = routing.GetDimensionOrDie("time")
    for number, site in enumerate(sites, start=len(bases)):
        index = manager.NodeToIndex(number)
        open_s, close_s = day_window(asked, site)
        clock.CumulVar(index).SetRange(open_s, close_s)
        routing.AddDisjunction([index], prize_of(asked, site))
        routing.VehicleVar(index).SetValues([-1, *np.flatnonzero(able[site]).tolist()])
    params = pywrapcp.DefaultRoutingSearchParameters()
    strategies = routing_enums_pb2.FirstSolutionStrategy
    params.first_solution_strategy = strategies.PARALLEL_CHEAPEST_INSERTION
    metaheuristics = routing_enums_pb2.LocalSearchMetaheuristic
    params.local_search_metaheuristic = metaheuristics.GUIDED_LOCAL_SEARCH
    until_s = time.process_time() + asked.limit_s
    params.time_limit.FromSeconds(int(20 * asked.limit_s) + 1)
    routing.AddSearchMonitor(routing.solver().CustomLimit(lambda: time.process_time() > until_s))
    found = routing.SolveWithParameters(params)
    orders: Orders = {}
    for number, shift in enumerate(problem.shifts if found else ()):
        index, order = found.Value(routing.NextVar(routing.Start(number))), []
        while not routing.IsEnd(index):
            order.append(problem.sites[sites[manager.IndexToNode(index) - len(bases)]].id)
            index = found.Value(routing.NextVar(index))
        orders[shift.id] = order
    return orders


ENGINES: dict[str, tuple[str, Callable[[Asked], Orders]]] = {
    "gridpatrol": ("planning", ours),
    "VROOM": ("vroom", vroom_orders),
    "PyVRP": ("pyvrp", pyvrp_orders),
    "OR-Tools": ("ortools", ortools_orders),
}
"""Name to the package it needs and the function that plans with it."""


def row(week: str, engine: str, asked: Asked, bound: float) -> tuple[str, int]:
    """Plan with one engine; give its row of the table, and how many faults the checker found."""
    begun_s = time.process_time()
    try:
        orders = ENGINES[engine][1](asked)
    except MemoryError as error:
        return f"| {week} | {engine} | not run: {error} | - | - | - | - | - |", 0
    spent_s = time.process_time() - begun_s
    plan, taken_out = retimed(asked, orders)
    faults = check_plan(asked.problem, plan)
    return told(week, engine, (spent_s, plan, taken_out, len(faults)), bound), len(faults)


def told(week: str, engine: str, found: tuple[float, Plan, int, int], bound: float) -> str:
    """Write one row of the table."""
    spent_s, plan, taken_out, faults = found
    missed = sum(one.promise.startswith("must:") for one in plan.broken)
    cells = (
        week,
        engine,
        f"{spent_s:.1f}",
        f"{plan.prize:,.0f}",
        f"{plan.prize / bound:.1%}" if bound else "-",
        f"{missed}",
        f"{taken_out}",
        f"{faults}",
    )
    return f"| {' | '.join(cells)} |"


def main() -> int:
    """Measure what the command line asks for; 1 where any plan breaks a rule."""
    parser = argparse.ArgumentParser(description="Plan weeks with this engine and its peers.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--weeks", nargs="*", default=None)
    parser.add_argument("--engines", nargs="*", default=list(ENGINES), choices=list(ENGINES))
    parser.add_argument("--seconds", type=float, default=None)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    here = [name for name in given.engines if find_spec(ENGINES[name][0]) is not None]
    for name in sorted(set(given.engines) - set(here)):
        print(f"{name} is not installed: pip install gridpatrol[peers]", file=sys.stderr)
    names = given.weeks or sorted(path.stem for path in given.folder.glob("week*.json"))
    print(HEAD, "| --- " * HEAD.count(" | ") + "| --- |", sep="\n", flush=True)
    faults = 0
    for name in names:
        problem = read_week(given.folder / f"{name}.json")
        limit_s = given.seconds or budget_s(len(problem.sites))
        asked = Asked(problem, lay_out(problem), given.seed, limit_s)
        bound = prize_bound(asked.week, promises_kept=True)
        for engine in here:
            line, found = row(name, engine, asked, bound)
            print(line, flush=True)
            faults += found
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())

"""
Change a running week again and again, and print a Markdown table of seconds and of what moved.

Usage: ``python benchmarks/replans.py FOLDER [--week NAME] [--small]``

The folder holds weeks by the planning contract, with their matrices beside them. A week is planned
for five processor-seconds, cut on its third day at eleven, and changed in one way after the other.
Seconds are of the processor, one thread, machine code made before: what it takes to make the
change (``search``), and to explain all places left out (``reasons``). Moved beyond need are stops
that change their shift, come or go and are neither asked for nor of a team that is away, less one
dropped for each visit that needs room. ``--small`` takes the week of 200 sites, one way only.
The script ends with 1 where a plan breaks a rule.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from weeks import read_week

from planning.changes import Order, Situation
from planning.changes.cost import placed
from planning.check import check_plan
from planning.engine import SearchParams, solve
from planning.engine.bound import BOUND_STEPS
from planning.reasons import with_reasons
from planning.rejoin import join_week
from planning.replan import Moment
from planning.steady import settled_plan, steady_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.model import Plan
    from planning.problem import Problem

MOMENT_S = 2 * 86_400 + 11 * 3600
PLAN_S, SMALL_PLAN_S = 5.0, 1.0
LONG_STEPS = 3000
HEAD = "| change | way | search s | reasons s | stops ahead | moved beyond need | broken | faults |"
SMALL, LARGE = "week_200_1.json", "week_1000_1.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One change done in one way."""

    search_s: float
    reasons_s: float
    ahead: int
    moved: int
    broken: int
    faults: int


def search(problem: Problem, start: Plan, *, steps: int | None = None) -> Plan:
    """Take only what is better; a long search is 3,000 moves, short ones need no close bound."""
    quiet = SearchParams(hot=1e-6, cold=1e-6)
    count, bound = (LONG_STEPS, BOUND_STEPS) if steps is None else (steps, 0)
    return solve(
        problem,
        seed=1,
        iterations=count,
        start=start,
        params=quiet,
        explain=False,
        bound_steps=bound,
    )


def afresh(problem: Problem, start: Plan, *, search: object) -> Plan:
    """Plan what lies ahead as if nobody had a plan in hand: what a replan without care does."""
    del start, search
    return solve(problem, seed=2, iterations=4 * LONG_STEPS, explain=False)


def changes(week: Situation) -> dict[str, tuple[Order, ...]]:
    """Choose changes that a week of any kind can have."""
    rest = week.case(()).remainder.rest
    where = placed(week.plan)
    ahead = [site.id for site in rest.sites if site.id in where]
    left = [site for site in rest.sites if site.id not in where]
    teams = list(dict.fromkeys(shift.team for shift in rest.shifts))
    away = tuple(shift.id for shift in rest.shifts if shift.team == teams[0])[:1]
    target = next(shift.id for shift in reversed(rest.shifts) if _takes(week, ahead[0], shift.id))
    tip = next(site for site in left if any(not s.refuses(site) for s in rest.shifts))
    return {
        "nothing": (),
        "a tip-off": (_order("add", tip.id),),
        "a team away for a day": (Order(number=1, do="absent", shifts=away),),
        "one visit moved": (_order("move", ahead[0], target),),
        "one visit forbidden": (_order("forbid", ahead[1], *(s.id for s in rest.shifts)),),
    }


def _order(do: str, site: str, *shifts: str) -> Order:
    return Order(number=1, do=do, site=site, shifts=shifts)


def _takes(week: Situation, site: str, shift: str) -> bool:
    try:
        week.case((_order("move", site, shift),))
    except ValueError:
        return False
    return placed(week.plan)[site] != shift


def with_tip(week: Situation, orders: tuple[Order, ...]) -> Situation:
    """Promise the visit that a tip-off asks for."""
    added = {order.site for order in orders if order.do == "add"}
    if not added:
        return week
    former = {site.id: site for site in week.problem.sites if site.id in added}
    sites = tuple(
        replace(site, must=True) if site.id in added else site for site in week.problem.sites
    )
    return replace(week, problem=replace(week.problem, sites=sites), former=former)


def measured(week: Situation, orders: tuple[Order, ...], way: Callable[..., Plan]) -> Measured:
    """Do a change in one way, check the plan, and count what moved."""
    week = with_tip(week, orders)
    begun_s = time.process_time()
    case = week.case(orders)
    ahead = way(case.remainder.rest, case.plan, search=search)
    searched_s = time.process_time()
    with_reasons(case.remainder.rest, ahead)
    explained_s = time.process_time()
    whole, plan = join_week(case.remainder, ahead)
    begun = {stop.site for stops in case.remainder.begun.values() for stop in stops}
    return Measured(
        search_s=searched_s - begun_s,
        reasons_s=explained_s - searched_s,
        ahead=len(placed(plan).keys() - begun),
        moved=_beyond_need(week.plan, plan, orders),
        broken=len(plan.broken),
        faults=len(check_plan(whole, plan)),
    )


def _beyond_need(before: Plan, after: Plan, orders: tuple[Order, ...]) -> int:
    """Count visits that come, go or move though nobody asked and no team is away."""
    was, now = placed(before), placed(after)
    asked = {order.site for order in orders}
    away = {shift for order in orders if order.do == "absent" for shift in order.shifts}
    touched = [
        site
        for site in was.keys() | now.keys()
        if was.get(site) != now.get(site) and site not in asked and was.get(site) not in away
    ]
    makes_room = sum(order.do in ("add", "move") for order in orders)
    dropped = sum(site not in now for site in touched)
    return len(touched) - min(dropped, makes_room)


def table(path: Path, *, small: bool) -> tuple[list[str], int]:
    """Change one week in every way; give rows, and how many faults the checker found."""
    problem = read_week(path)
    plan = solve(
        problem,
        seed=1,
        time_limit_s=SMALL_PLAN_S if small else PLAN_S,
        clock=time.process_time,
        explain=False,
    )
    week = Situation(problem=problem, plan=plan, moment=Moment(from_s=MOMENT_S))
    ways = {"steady": steady, "brief": settled_plan, "afresh": afresh}
    ways = {"steady": steady} if small else ways
    rows, faults = [], 0
    for name, orders in changes(week).items():
        for called, way in ways.items():
            one = measured(week, orders, way)
            faults += one.faults
            cells = (name, called, f"{one.search_s:.2f}", f"{one.reasons_s:.2f}", one.ahead)
            cells = (*cells, one.moved, one.broken, one.faults)
            rows.append(f"| {' | '.join(map(str, cells))} |")
    return rows, faults


def steady(problem: Problem, plan: Plan, *, search: Callable[..., Plan]) -> Plan:
    """Do as ``gridpatrol replan``; reasons are measured by themselves."""
    return steady_plan(problem, plan, search=search, explain=False)


def main() -> int:
    """Measure what the command line asks for; 1 where any plan breaks a rule."""
    parser = argparse.ArgumentParser(description="Change a running week in several ways.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--week", default=LARGE)
    parser.add_argument("--small", action="store_true")
    asked = parser.parse_args()
    path = asked.folder / (SMALL if asked.small else asked.week)
    rows, faults = table(path, small=asked.small)
    print(HEAD, "| --- " * (HEAD.count("|") - 1) + "|", *rows, sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

"""
Plan every week of a folder and print a Markdown table of what was collected.

Usage: ``python benchmarks/weeks.py FOLDER [--small] [--seed N]``

The folder holds ``week*.json`` problems by the planning contract, with their matrices beside them.
Seconds are CPU-seconds of one thread; machine code is made before the clock starts. ``--small``
plans the week of 200 sites for one second, and fails where the checker finds a fault.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from planning.check import check_plan
from planning.engine import solve
from planning.problem_json import read_problem

if TYPE_CHECKING:
    from planning.problem import Problem

BUDGETS_S = {200: 5.0, 500: 10.0, 1000: 15.0, 2000: 20.0}
SMALL, SMALL_S = "week_200_1.json", 1.0
HEAD = "| week | CPU-s | moves | prize | bound | share | musts missed | faults |"


def read_week(path: Path) -> Problem:
    """Read one week and the matrix it names."""
    listed = json.loads(path.read_text(encoding="utf-8"))
    if "duration_file" not in listed:
        return read_problem(listed)
    matrix = np.load(path.parent / listed["duration_file"])
    return read_problem(listed, duration_s=matrix["duration_s"])


def budget_s(sites: int) -> float:
    """Give the seconds for a week of so many sites: those of the next larger size known."""
    return next((limit_s for size, limit_s in BUDGETS_S.items() if sites <= size), 20.0)


def measured(path: Path, *, seed: int, limit_s: float | None) -> tuple[str, int]:
    """Plan one week; give its row of the table, and how many faults the checker found."""
    problem = read_week(path)
    limit_s = limit_s or budget_s(len(problem.sites))
    plan = solve(problem, seed=seed, time_limit_s=limit_s, clock=time.process_time)
    faults = len(check_plan(problem, plan))
    cells = (
        path.stem,
        f"{limit_s:g}",
        f"{plan.iterations:,}",
        f"{plan.prize:,.0f}",
        f"{plan.bound:,.1f}",
        f"{plan.prize / plan.bound:.1%}" if plan.bound else "-",
        f"{sum(one.promise.startswith('must:') for one in plan.broken)}",
        f"{faults}",
    )
    return f"| {' | '.join(cells)} |", faults


def main() -> int:
    """Measure what the command line asks for; 1 where any plan breaks a rule."""
    parser = argparse.ArgumentParser(description="Plan every week of a folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    names = (
        [SMALL] if asked.small else sorted(path.name for path in asked.folder.glob("week*.json"))
    )
    print(HEAD, "| --- " * HEAD.count(" | ") + "| --- |", sep="\n", flush=True)
    faults = 0
    for name in names:
        limit_s = SMALL_S if asked.small else None
        row, found = measured(asked.folder / name, seed=asked.seed, limit_s=limit_s)
        print(row, flush=True)
        faults += found
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())

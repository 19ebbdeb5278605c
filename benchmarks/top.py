"""
Solve Chao's team orienteering instances and print how far the engine stays below the best known.

Usage: ``python benchmarks/top.py FOLDER [--every N] [--seconds S] [--seed N] [--small]``

The folder holds ``best_known.txt`` and the instances in folders of their own. An instance is a
problem of the planning contract: its paths are shifts from the first point to the last, its points
are sites without service time, and Euclidean distances are rounded up to hundred-thousandths, so
that no path is longer than allowed. Seconds are CPU-seconds of one thread. A best known score of 0
counts as no gap. ``--small`` solves every 60th instance for a quarter of a second each, and fails
where the checker finds a fault.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from planning.check import check_plan
from planning.engine import solve
from planning.problem_json import read_problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planning.problem import Problem

SCALE = 100_000
SMALL_EVERY, SMALL_S = 60, 0.25
HEAD = "| set | instances | at best known | mean gap | worst gap | faults |"


@dataclass(frozen=True, slots=True)
class Result:
    """What one instance came to; the gap is a share of the best known score."""

    name: str
    score: float
    best: float
    faults: int

    @property
    def gap(self) -> float:
        """Share of the best known score that is missing; below 0 where it was beaten."""
        return 0.0 if self.best == 0 else (self.best - self.score) / self.best


def read_instance(text: str) -> Problem:
    """Read one instance as a problem; a route may visit any point but the first and the last."""
    words = [line.split() for line in text.splitlines() if line.strip()]
    paths, longest = int(words[1][1]), float(words[2][1])
    points = np.array([[float(word) for word in line] for line in words[3:]])
    steps = points[:, None, :2] - points[None, :, :2]
    ways = np.ceil(np.hypot(steps[..., 0], steps[..., 1]) * SCALE - 1e-6).astype(np.int64)
    end = int(longest * SCALE)
    last = len(points) - 1
    sites = [
        {"id": f"{n}", "node": n, "service_s": 0, "prize": points[n, 2], "windows": [[0, end]]}
        for n in range(1, last)
    ]
    shifts = [
        {"id": f"{n}", "team": f"{n}", "start_s": 0, "end_s": end, "node": 0, "end_node": last}
        for n in range(paths)
    ]
    # All driving together costs less than half a point: it only parts plans of equal score.
    weight = 0.5 / max(paths * end / 60, 1.0)
    listed = {"sites": sites, "shifts": shifts, "duration_s": ways.tolist()}
    return read_problem(listed | {"travel_weight": weight})


def read_best(text: str) -> dict[str, float]:
    """Read the best known score of each instance."""
    pairs = (line.split() for line in text.splitlines() if line.strip())
    return {name: float(score) for name, score in pairs}


def measured(path: Path, best: float, *, seed: int, limit_s: float) -> Result:
    """Solve one instance and check the plan."""
    problem = read_instance(path.read_text(encoding="utf-8"))
    plan = solve(problem, seed=seed, time_limit_s=limit_s, clock=time.process_time)
    return Result(path.name, plan.prize, best, len(check_plan(problem, plan)))


def row(name: str, results: Sequence[Result]) -> str:
    """Sum up a set."""
    gaps = [result.gap for result in results]
    cells = (
        name,
        f"{len(results)}",
        f"{sum(gap <= 0 for gap in gaps)}",
        f"{np.mean(gaps):.2%}",
        f"{max(gaps):.2%}",
        f"{sum(result.faults for result in results)}",
    )
    return f"| {' | '.join(cells)} |"


def main() -> int:
    """Measure what the command line asks for; 1 where any plan breaks a rule."""
    parser = argparse.ArgumentParser(description="Solve team orienteering instances.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--small", action="store_true")
    asked = parser.parse_args()
    every, limit_s = (SMALL_EVERY, SMALL_S) if asked.small else (asked.every, asked.seconds)
    best = read_best((asked.folder / "best_known.txt").read_text(encoding="utf-8"))
    paths = sorted(path for path in asked.folder.glob("*/*.txt") if path.name in best)[::every]
    print(HEAD, "| --- " * HEAD.count(" | ") + "| --- |", sep="\n", flush=True)
    every_one: list[Result] = []
    for name, group in groupby(paths, key=lambda path: path.parent.name):
        results = [
            measured(path, best[path.name], seed=asked.seed, limit_s=limit_s) for path in group
        ]
        print(row(name, results), flush=True)
        every_one += results
    print(row("all", every_one))
    for result in sorted(every_one, key=lambda result: -result.gap)[:10]:
        if result.gap > 0:
            print(f"{result.name}: {result.score:g} of {result.best:g} ({result.gap:.2%})")
    return int(any(result.faults for result in every_one))


if __name__ == "__main__":
    sys.exit(main())

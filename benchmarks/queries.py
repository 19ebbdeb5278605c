"""
Time the two questions that maps and lists ask most, on both engines, and print a table.

Usage: ``python benchmarks/queries.py [--sites N] [--times N] [--goal MS] [--engine file|server]``

The county is invented: N sites spread evenly over 1 x 1 degree and 20 towns, one in 20 of them red.
A question is a call of ``Store.read_graded``, from asking to the finished table. The box is 0.3 x
0.3 degrees at a random place; the town is a random one. Own CPU is that of the asking program, and
tells more than the clock where the machine does other things as well.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from data.schema import SCORE, SITE, as_table
from data.store import Store, open_store
from tests.postgres.server import programs, running_server

if TYPE_CHECKING:
    from collections.abc import Iterator

ENGINES = ("file", "server")
TOWNS, GRADES, ONE_IN = 20, ("orange", "yellow", "blue"), 20
SIDE_DEG = 0.3
GOAL_MS = 50.0
HEAD = "| engine | question | rows | p50, ms | p99, ms | own CPU p50, ms |"


def county(sites: int, rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    """Invent sites and their scores."""
    keys = pd.Index([f"S{number:06d}" for number in range(sites)], name="site_id")
    site = as_table(
        [{"site_id": "S", "kind": "enterprise", "name": "厂", "status": "operating"}], SITE
    )
    site = site.loc[["S"] * sites].set_axis(keys)
    site["lon_deg"], site["lat_deg"] = 115 + rng.random(sites), 35 + rng.random(sites)
    site["town"] = [f"镇{number % TOWNS}" for number in range(sites)]
    common = {"as_of": "2026-01-05", "model": "m1", "risk": 0.5, "uncertainty": 0.5}
    score = as_table([{"site_id": "S", "grade": "red", "reasons": "[]", **common}], SCORE)
    score = score.loc[["S"] * sites].set_axis(keys)
    shuffled = rng.permutation(sites)
    score["grade"] = [
        GRADES[number % len(GRADES)] if number % ONE_IN else "red" for number in shuffled
    ]
    return {"site": site, "score": score}


@contextmanager
def open_engine(engine: str) -> Iterator[Store]:
    """Give an empty store of one kind."""
    with tempfile.TemporaryDirectory() as folder:
        if engine == "file":
            with open_store(str(Path(folder) / "county.gpkg"), create=True) as store:
                yield store
            return
        found = programs()
        if found is None:
            raise SystemExit("PostgreSQL with PostGIS is not here: see .ci/run")
        with running_server(found) as server:
            server.query("CREATE DATABASE county")
            with open_store(server.address("county"), create=True) as store:
                yield store


def boxes() -> dict[str, Any]:
    """Choose red sites in a random box."""
    west, south = (115 + random.uniform(0, 1 - SIDE_DEG), 35 + random.uniform(0, 1 - SIDE_DEG))  # noqa: S311
    return {"grades": ["red"], "box": (west, south, west + SIDE_DEG, south + SIDE_DEG)}


def towns() -> dict[str, Any]:
    """Choose red sites of a random town."""
    return {"grades": ["red"], "towns": [f"镇{random.randrange(TOWNS)}"]}  # noqa: S311


def measured(store: Store, engine: str, *, sites: int, times: int) -> list[tuple[str, float]]:
    """Fill one store and ask; give the rows of the table, each with its p99."""
    with store.writing() as unit:
        for table, rows in county(sites, np.random.default_rng(1)).items():
            unit.upsert(table, rows)
    rows = []
    for name, choose in (("box + grade", boxes), ("town + grade", towns)):
        found, taken_ms, cpu_ms = [], [], []
        for _ in range(times):
            choice = choose()
            began, cpu_began = time.perf_counter(), time.process_time()
            found.append(len(store.read_graded(**choice)))
            taken_ms.append(1000 * (time.perf_counter() - began))
            cpu_ms.append(1000 * (time.process_time() - cpu_began))
        p50, p99 = np.percentile(taken_ms, [50, 99])
        numbers = (f"{p50:.1f}", f"{p99:.1f}", f"{np.median(cpu_ms):.1f}")
        cells = (engine, name, f"{np.median(found):,.0f}", *numbers)
        rows.append((f"| {' | '.join(cells)} |", float(p99)))
    return rows


def main() -> int:
    """Measure what the command line asks for; 1 where a p99 misses the goal."""
    parser = argparse.ArgumentParser(description="Time the hot questions of a store.")
    parser.add_argument("--sites", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--goal", type=float, default=GOAL_MS, help="largest p99, milliseconds")
    parser.add_argument("--engine", choices=ENGINES, action="append")
    asked = parser.parse_args()
    random.seed(asked.seed)
    print(HEAD, "| --- " * (HEAD.count("|") - 1) + "|", sep="\n", flush=True)
    slowest_ms = 0.0
    for engine in asked.engine or ENGINES:
        with open_engine(engine) as store:
            for row, p99_ms in measured(store, engine, sites=asked.sites, times=asked.times):
                print(row, flush=True)
                slowest_ms = max(slowest_ms, p99_ms)
    return int(slowest_ms > asked.goal)


if __name__ == "__main__":
    sys.exit(main())

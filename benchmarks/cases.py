"""
Let findings live through whatever an office may try, on both engines, and count what broke.

Usage: ``python benchmarks/cases.py [--runs N] [--steps N] [--engine file|server|both] [--small]``

Each run draws steps, dates, due days, teams and reasons, most of them impossible, and holds the
store against a plain model after each: a refused step changes nothing, no step of the past changes
or goes missing, the row is the fold of its steps, what is closed has a proof, counts add up.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from data.store import open_store
from tests.postgres.server import programs, running_server
from tests.service.lives import lives_on, prepare

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = "| engine | runs | steps a run, at most | findings | steps stored | broken | seconds |"


def addresses(engine: str, folder: Path) -> Iterator[tuple[str, str]]:
    """Give the stores to try: a new file, and a database of a server of our own."""
    if engine != "server":
        yield "file", str(folder / "town.gpkg")
    bins = programs()
    if engine != "file" and bins is not None:
        with running_server(bins) as server:
            server.query("CREATE DATABASE cases")
            server.query("CREATE EXTENSION postgis", database="cases")
            yield "server", server.address("cases")


def live(address: str, *, runs: int, steps: int) -> tuple[int, int]:
    """Run the machine; the first broken promise ends it with the steps that led there."""
    tries = settings(
        max_examples=runs,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    with open_store(address, create=True) as store:
        prepare(store)
        run_state_machine_as_test(lives_on(store), settings=tries)  # type: ignore[no-untyped-call]
        return len(store.read("finding")), len(store.read("finding_step"))


def main() -> None:
    """Print one row for each engine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--steps", type=int, default=50)
    parser.add_argument("--engine", choices=("file", "server", "both"), default="both")
    parser.add_argument("--small", action="store_true", help="two runs of 15 steps on a file")
    asked = parser.parse_args()
    if asked.small:
        asked.runs, asked.steps, asked.engine = 2, 15, "file"
    print(HEAD)
    print("| --- " * (HEAD.count("|") - 1) + "|")
    with tempfile.TemporaryDirectory() as folder:
        for engine, address in addresses(asked.engine, Path(folder)):
            began = time.perf_counter()
            findings, stored = live(address, runs=asked.runs, steps=asked.steps)
            seconds = time.perf_counter() - began
            facts = (engine, asked.runs, asked.steps, findings, stored, 0, f"{seconds:.0f}")
            print("|", " | ".join(map(str, facts)), "|")


if __name__ == "__main__":
    main()

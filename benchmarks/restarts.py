"""
Restart a PostgreSQL server under writers, as if the power failed, and count what was lost.

Usage: ``python benchmarks/restarts.py [--restarts N] [--writers N] [--seed N]``

Writers store units of several rows in two tables without a pause, and note each unit whose end they
were told. The server is stopped with ``-m immediate`` and started again N times. At the end every
unit noted must be there whole, and no unit may be there in part. A unit that is there although its
writer was not told ("extra") is no fault: the answer was lost, not the rows.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from data.errors import StoreError
from data.schema import FINDING, INSPECTION, as_table
from data.store import Store, open_store
from tests.postgres.server import Server, programs, running_server

ROWS = 5
"""Rows of one unit in each of its two tables."""
PAUSE_S = (0.3, 1.5)
"""Shortest and longest time between two restarts."""
AGAIN_S = 0.1
STOP = "stop"
HEAD = "| restarts | writers | units told | lost | in part | extra | clear errors | other errors |"


class Told(NamedTuple):
    """What the writers were told: units that were stored, and how many units failed and how."""

    stored: set[str]
    refused: int
    strange: list[str]


def write_units(address: str, writer: str, stop: Path) -> None:
    """Store one unit after another until a file appears; say after each what became of it."""
    number = 0
    with open_store(address) as store:
        while not stop.exists():
            number += 1
            try:
                write_unit(store, f"{writer}-{number:06d}")
            except StoreError as error:
                print("refused", error, flush=True)
                time.sleep(AGAIN_S)
            else:
                print("stored", f"{writer}-{number:06d}", flush=True)


def write_unit(store: Store, name: str) -> None:
    """Store a few inspections and their findings at once."""
    visits = [
        {
            "inspection_id": f"{name}/{row}",
            "site_id": "S1",
            "day": "2026-01-05",
            "result": "finding",
        }
        for row in range(ROWS)
    ]
    finds = [
        {
            "finding_id": f"{name}/{row}",
            "site_id": "S1",
            "found": "2026-01-05",
            "level": "major",
            "state": "found",
        }
        for row in range(ROWS)
    ]
    with store.writing() as unit:
        unit.append("inspection", as_table(visits, INSPECTION))
        unit.append("finding", as_table(finds, FINDING))


def restart_under_writers(server: Server, address: str, *, restarts: int, writers: int) -> Told:
    """Run the writers, restart the server under them, and gather what they were told."""
    with tempfile.TemporaryDirectory() as named:
        folder = Path(named)
        started = [start_writer(address, f"w{number}", folder) for number in range(writers)]
        while not all(log.stat().st_size for log in folder.glob("*.said")):
            time.sleep(AGAIN_S)
        for _ in range(restarts):
            time.sleep(random.uniform(*PAUSE_S))  # noqa: S311 (when the power fails)
            server.restart("immediate")
        time.sleep(PAUSE_S[1])
        (folder / STOP).touch()
        ends = [(process.communicate()[1], process.returncode) for process in started]
        lines = [line for log in folder.glob("*.said") for line in log.read_text().splitlines()]
    return Told(
        stored={line.split()[1] for line in lines if line.startswith("stored")},
        refused=sum(line.startswith("refused") for line in lines),
        strange=[complaint for complaint, code in ends if code],
    )


def start_writer(address: str, name: str, folder: Path) -> subprocess.Popen[str]:
    """Start a writer as a program of its own, which says in a file what it was told."""
    with (folder / f"{name}.said").open("w") as said:
        return subprocess.Popen(  # noqa: S603 (this file)
            [sys.executable, __file__, "--writer", name, str(folder / STOP), address],
            stdout=said,
            stderr=subprocess.PIPE,
            text=True,
        )


def stored_rows(address: str) -> Counter[str]:
    """Count the rows of each unit that the store holds, over both tables."""
    with open_store(address) as store:
        keys = [*store.read("inspection").index, *store.read("finding").index]
    return Counter(key.partition("/")[0] for key in keys)


def measured(*, restarts: int, writers: int) -> tuple[str, bool]:
    """Run the whole trial; give its row of the table, and whether it went well."""
    folder = programs()
    if folder is None:
        raise SystemExit("PostgreSQL with PostGIS is not here: apt install postgresql-15-postgis-3")
    with running_server(folder) as server:
        server.query("CREATE DATABASE town")
        address = server.address("town")
        open_store(address, create=True).close()
        told = restart_under_writers(server, address, restarts=restarts, writers=writers)
        held = stored_rows(address)
    whole = {name for name, rows in held.items() if rows == 2 * ROWS}
    lost, in_part = told.stored - whole, set(held) - whole
    print(*told.strange, sep="\n", end="", file=sys.stderr)
    extra = whole - told.stored
    numbers = (restarts, writers, len(told.stored), len(lost), len(in_part), len(extra))
    cells = [f"{number:,}" for number in (*numbers, told.refused, len(told.strange))]
    is_well = bool(told.stored) and not (lost or in_part or told.strange)
    return f"| {' | '.join(cells)} |", is_well


def main() -> int:
    """Run the trial that the command line asks for; 1 where anything was lost or torn."""
    parser = argparse.ArgumentParser(description="Restart PostgreSQL under writers.")
    parser.add_argument("--restarts", type=int, default=50)
    parser.add_argument("--writers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--writer", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.writer:
        name, stop, address = asked.writer
        write_units(address, name, Path(stop))
        return 0
    random.seed(asked.seed)
    row, is_well = measured(restarts=asked.restarts, writers=asked.writers)
    print(HEAD, "| --- " * (HEAD.count("|") - 1) + "|", row, sep="\n")
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())

"""
Let an office of many work while a week is planned, and time every kind of request.

    python benchmarks/load.py [--people 200] [--seconds 300] [--store server|file] [--seed 1]
                              [--ledgers FOLDER --roads FILE.osm] [--no-plan]
                              [--keep FILE.gpkg] [--town FILE.gpkg] [--small]

Starts a PostgreSQL server, ``gridpatrol serve`` and ``gridpatrol worker`` as processes of their
own, with a town that is scored, planned and published; without ``--ledgers`` it is the invented
one. People of all roles have signed in; in one further process each does one thing after another
with 1 to 5 s of thought in between: the overview, the week, risk, findings, a route by its link,
results from a phone, a tip-off with an ``Idempotency-Key``, lists, and map windows. A worker plans
the week again and again meanwhile. The first ``WARM_S`` seconds are lived but not counted. Prints
a Markdown row for each kind of request, and the share of one processor that each program took.
Exit code 1 if any request failed.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.load_parts.programs import Program, cpu_s
from benchmarks.load_parts.table import kinds_table, shares_row
from benchmarks.load_parts.town import BY, PLANNER, add_people, make_town, written_down
from data.errors import StoreError
from data.store import open_store
from data.store.backup import back_up
from data.store.restoring import restore
from data.units import next_week, week_of
from service.access.clock import now, office_day
from service.jobs.job import find_job
from service.jobs.queue import enqueue
from tests.postgres.server import programs, running_server

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from data.store import Store

WARM_S = 15.0
PLAN_S = 60.0
"""How long each plan is searched that runs meanwhile."""


def main() -> int:
    """Run the benchmark and print its tables."""
    asked = read_arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was started is stopped
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        address, database_pid = place(asked.store, folder, stack)
        week, people, box = prepare(address, asked)
        server, worker = start_programs(address, asked, folder, stack)
        pids = {"server": server.pid, "client": 0}
        pids |= {} if worker is None else {"worker": worker.pid}
        pids |= {} if database_pid is None else {"database": database_pid}
        errand = {"host": server.host, "port": server.port, "week": week, "seed": asked.seed}
        errand |= {"box": box, "day": office_day(now).isoformat()}
        seen, spent, plans = work(address, asked, people, errand, pids)
    print(kinds_table(seen))
    print(shares_row(spent, asked.seconds, requests=len(seen), plans=plans))
    return int(any(not 200 <= status < 400 for _, status, _ in seen))  # noqa: PLR2004


def read_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--store", choices=["file", "server"], default="server")
    parser.add_argument("--ledgers", type=Path, help="folder of .xlsx and .csv")
    parser.add_argument("--roads", type=Path, help="an .osm file")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-plan", action="store_true", help="nothing is planned meanwhile")
    parser.add_argument("--keep", type=Path, help="where a copy of the town goes")
    parser.add_argument("--town", type=Path, help="such a copy, instead of a new town")
    parser.add_argument("--small", action="store_true", help="10 people, 5 seconds")
    asked = parser.parse_args()
    if asked.small:
        asked.people, asked.seconds = 10, 5.0
    return asked


def place(kind: str, folder: Path, stack: ExitStack) -> tuple[str, int | None]:
    """Make an empty store; give its address and the process of its server."""
    if kind == "file":
        address = str(folder / "town.gpkg")
        open_store(address, create=True).close()
        return address, None
    found = programs()
    if found is None:
        raise SystemExit("PostgreSQL with PostGIS is not here: apt install postgresql-15-postgis-3")
    server = stack.enter_context(running_server(found))
    server.query("CREATE DATABASE load")
    server.query("CREATE EXTENSION postgis", database="load")
    open_store(server.address("load"), create=True).close()
    return server.address("load"), server.pid


def prepare(address: str, asked: argparse.Namespace) -> tuple[str, list[Any], list[float]]:
    """Fill the store; give the week, its people and where the town lies."""
    week = week_of(office_day(now))
    if asked.town is not None:
        restore(asked.town, address, by=BY)
    with open_store(address) as opened:
        store = opened.signed(BY)
        if asked.town is None:
            week = make_town(store, ledgers=asked.ledgers, roads=asked.roads)
        if asked.keep is not None:
            back_up(store, asked.keep)
        people = add_people(store, asked.people, week=week)
        sites = store.read("site")
        edges = [sites["lon_deg"].min(), sites["lat_deg"].min()]
        edges += [sites["lon_deg"].max(), sites["lat_deg"].max()]
    return week, people, [float(one) for one in edges]


def start_programs(
    address: str, asked: argparse.Namespace, folder: Path, stack: ExitStack
) -> tuple[Program, Program | None]:
    """Start the server and, beside a server of data, a worker; a file's server works itself."""
    is_file = asked.store == "file"
    words = ["serve", "--port", "0", "--workers", "1" if is_file else "0"]
    server = Program(words, address, folder / "server.log")
    started = [server]
    if not is_file:
        started.append(Program(["worker"], address, folder / "worker.log"))
    for one in started:
        one.start()
        stack.callback(one.stop)
    return server, None if is_file else started[1]


def work(
    address: str,
    asked: argparse.Namespace,
    people: list[Any],
    errand: dict[str, Any],
    pids: dict[str, int],
) -> tuple[list[Any], Mapping[str, float], int]:
    """Let everybody work; give what was seen, the CPU seconds of each program, plans done."""
    is_over = threading.Event()
    done: list[str] = []
    planner = threading.Thread(target=plan_on, args=(address, is_over, done))
    if not asked.no_plan:
        planner.start()
    try:
        live(people, errand | {"seconds": WARM_S if not asked.small else 1.0}, lambda _: None)
        before: dict[str, float] = {}

        def begin(client: int) -> None:
            pids["client"] = client
            before.update({name: cpu_s(pid) for name, pid in pids.items()})

        after: dict[str, float] = {}
        seen = live(
            people,
            errand | {"seconds": asked.seconds},
            begin,
            lambda: after.update({name: cpu_s(pid) for name, pid in pids.items()}),
        )
    finally:
        is_over.set()
        if not asked.no_plan:
            planner.join()
    return seen, {name: after[name] - before[name] for name in pids}, len(done)


def live(
    people: list[Any],
    errand: dict[str, Any],
    begin: Callable[[int], None],
    end: Callable[[], None] = lambda: None,
) -> list[Any]:
    """Play the people in a process of its own; give kind, status, milliseconds of each request."""
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "benchmarks.load_parts.people"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": str(Path(__file__).resolve().parents[1]), "PATH": "/usr/bin:/bin"},
    ) as player:
        begin(player.pid)
        assert player.stdin is not None  # noqa: S101 - it is a pipe
        assert player.stdout is not None  # noqa: S101 - it is a pipe
        player.stdin.write(written_down(people, **errand))
        player.stdin.close()
        said = player.stdout.read(1)
        end()
        seen: list[Any] = json.loads(said + player.stdout.read())
    return seen


def plan_on(address: str, is_over: threading.Event, done: list[str]) -> None:
    """Ask for one plan of the next week after another, as long as people work."""
    week = next_week(week_of(office_day(now)))
    with open_store(address) as store:
        while not is_over.is_set():
            wanted = {"week": week, "time_limit_s": PLAN_S, "seed": len(done)}
            job_id = enqueue(store, "plan", wanted, actor=PLANNER, clock=now)
            while not is_over.wait(1.0):
                if has_ended(store, job_id):
                    done.append(job_id)
                    break


def has_ended(store: Store, job_id: str) -> bool:
    """Tell whether a job is over; a store that is away is asked again."""
    try:
        return find_job(store, job_id).is_over
    except StoreError:
        return False


if __name__ == "__main__":
    sys.exit(main())

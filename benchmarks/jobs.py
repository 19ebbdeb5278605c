"""
Kill workers and their children under a queue of jobs, and see that each ends exactly once.

    python benchmarks/jobs.py [--jobs 300] [--kills 20] [--restarts 0] [--workers 3]
                              [--store file|server] [--seed 1] [--http] [--small]

Each job counts two settings up by one, in two units, and rests before its answer is stored. While
the queue is worked off, workers (with their lease of five seconds) and children are killed at
random moments (SIGKILL); on a server, the server too is stopped with ``-m immediate`` and started
again. With ``--http`` the jobs are asked for over HTTP meanwhile, each with a key, and the service
is killed too: one kill in three hits it. In the end every job must be done, every setting be 1, and
the audit tell of each unit once. Among the jobs is one that kills its own process: it must have
failed after three tries, with the rest done. At last a job that runs is cancelled, and the time
until it is over is measured. Prints a Markdown table; exit code 1 if anything was wrong.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.jobs_parts.asking import asked_over_http
from benchmarks.jobs_parts.kinds import MARK, POISON, SLOW, add_kinds, setting_of
from benchmarks.jobs_parts.yard import Yard
from data.errors import StoreError
from data.store import open_store
from service.access.actors import Actor, permissions_of
from service.access.clock import now
from service.jobs import queue
from service.jobs.job import ENDED
from service.jobs.leases import TRIES
from tests.postgres.server import programs, running_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.store import Store
    from service.jobs.job import Job
    from tests.postgres.server import Server

LEASE_S = 5.0
PATIENCE_S = 3600.0
REST_S = 0.2
HEAD = (
    "| store | jobs | kills of workers | of children | of the service | restarts | done | once "
    "| begun again | poison | cancel, s | minutes | wrong |"
)
ACTOR = Actor(account_id="", name="campaign", role="planner", permissions=permissions_of("planner"))


@dataclass
class Outcome:
    """What became of a campaign; ``wrong`` lists every broken promise in words."""

    kills: dict[str, int]
    done: int = 0
    once: int = 0
    again: int = 0
    poison: str = ""
    cancel_s: float = 0.0
    minutes: float = 0.0
    wrong: list[str] = field(default_factory=list)


def main() -> None:
    """Run the campaign and print its table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--jobs", type=int, default=300)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--restarts", type=int, default=0, help="of the database server")
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--store", choices=["file", "server"], default="file")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--http", action="store_true", help="ask over HTTP, kill the service too")
    parser.add_argument("--small", action="store_true", help="3 jobs, 1 kill, 2 workers")
    options = parser.parse_args()
    if options.small:
        options.jobs, options.kills, options.workers = 3, 1, 2
    queue.WAITING_LIMIT = options.jobs + 10
    add_kinds()
    with place(options.store) as (address, server):
        found = campaign(address, options, server=server)
    print(HEAD)
    print("| --- " * (HEAD.count("|") - 1) + "|")
    kills = found.kills
    cells = (options.store, options.jobs, kills["worker"], kills["child"], kills["service"])
    cells += (options.restarts, found.done, found.once, found.again, found.poison)
    cells += (f"{found.cancel_s:.1f}", f"{found.minutes:.1f}", len(found.wrong))
    print("| " + " | ".join(map(str, cells)) + " |")
    print("\n".join(found.wrong))
    sys.exit(1 if found.wrong else 0)


@contextmanager
def place(kind: str) -> Iterator[tuple[str, Server | None]]:
    """Make an empty store, in a file or on a server of our own."""
    with tempfile.TemporaryDirectory() as named:
        if kind == "file":
            address = str(Path(named) / "town.gpkg")
            open_store(address, create=True).close()
            yield address, None
            return
        folder = programs()
        if folder is None:
            raise SystemExit(
                "PostgreSQL with PostGIS is not here: apt install postgresql-15-postgis-3"
            )
        with running_server(folder) as server:
            server.query("CREATE DATABASE jobs")
            server.query("CREATE EXTENSION postgis", database="jobs")
            open_store(server.address("jobs"), create=True).close()
            yield server.address("jobs"), server


def campaign(address: str, options: argparse.Namespace, *, server: Server | None) -> Outcome:
    """Ask for the jobs, kill while they are done, and look at what is stored."""
    chance = random.Random(options.seed)  # noqa: S311 (no secret)
    yard = Yard(address=address, count=options.workers, lease_s=LEASE_S, chance=chance)
    found, started = Outcome(yard.kills), time.perf_counter()
    with ExitStack() as stack:
        store = stack.enter_context(open_store(address))
        half = options.jobs // 2
        asking = None
        if options.http:
            asking = stack.enter_context(asked_over_http(store, address, options, yard))
        else:
            ask_all(store, range(half))
        poison = queue.enqueue(store, POISON, {}, actor=ACTOR, clock=now)
        if not options.http:
            ask_all(store, range(half, options.jobs))
        stack.callback(yard.stop)
        yard.start()
        trouble(store, yard, options, total=options.jobs + 1, server=server)
        if asking is not None:
            found.wrong += asking.ended()
        judge(store, found, options.jobs, poison)
        found.cancel_s = cancelled_s(store)
    found.minutes = (time.perf_counter() - started) / 60
    if found.again > options.kills + options.restarts * options.workers:
        found.wrong.append(f"{found.again} jobs were begun again after {options.kills} kills")
    if found.cancel_s > 2:  # noqa: PLR2004 - the promise
        found.wrong.append(f"a cancel took {found.cancel_s:.1f} s")
    return found


def ask_all(store: Store, numbers: range) -> None:
    """Ask for jobs without a service."""
    for number in numbers:
        ask(store, MARK, number)


def ask(store: Store, kind: str, number: int) -> str:
    """Ask for one job."""
    argument = {"number": number, "rest_s": REST_S}
    return queue.enqueue(store, kind, argument, actor=ACTOR, clock=now)


def trouble(
    store: Store,
    yard: Yard,
    options: argparse.Namespace,
    *,
    total: int,
    server: Server | None,
) -> None:
    """Kill and restart, spread over the jobs, until every one is over."""
    deeds = ["kill"] * options.kills + ["restart"] * options.restarts
    yard.chance.shuffle(deeds)
    marks = sorted(yard.chance.uniform(0, 0.95 * total) for _ in deeds)
    until_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < until_s:
        over = ended(store)
        while deeds and over >= marks[0]:
            marks.pop(0)
            time.sleep(yard.chance.uniform(0, 1))
            if deeds.pop() == "kill":
                yard.kill()
            elif server is not None:
                server.restart("immediate")
        if over >= total:
            return
        time.sleep(0.2)


def ended(store: Store) -> int:
    """Count the jobs that are over; a server that is away is asked again."""
    while True:
        with suppress(StoreError):
            return len(store.rows("job", where={"state": list(ENDED)}, columns=("job_id",)))
        time.sleep(0.2)


def judge(store: Store, found: Outcome, count: int, poison: str) -> None:
    """Compare what is stored with what was promised."""
    ids = [row["job_id"] for row in store.rows("job", where={"kind": [MARK]})]
    jobs = {job_id: queue.find_job(store, job_id) for job_id in ids}
    numbers = Counter(job.argument["number"] for job in jobs.values())
    if len(ids) != count or len(numbers) != count:
        found.wrong.append(f"{len(ids)} jobs for {count} that were asked for")
    settings, audits = store.settings(), Counter(row["what"] for row in store.rows("audit"))
    found.done = sum(job.state == "done" for job in jobs.values())
    found.again = sum(job.attempts - 1 for job in jobs.values())
    for job in jobs.values():
        fault = wrong_with(job, settings, job.argument["number"])
        found.once += not fault
        found.wrong += fault
    if audits[MARK] != 2 * len(ids):
        found.wrong.append(f"{audits[MARK]} units in the audit, expected {2 * len(ids)}")
    last = queue.find_job(store, poison)
    found.poison = f"{last.state} after {last.attempts}"
    if (last.state, last.attempts) != ("failed", TRIES):
        found.wrong.append(f"the poison job is {found.poison}")


def wrong_with(job: Job, settings: dict[str, str], number: int) -> list[str]:
    """Say what is wrong with one job; nothing where it was published exactly once."""
    name = setting_of(number)
    counts = (settings.get(name), settings.get(f"{name}-again"))
    is_right = job.state == "done" and counts == ("1", "1") and job.result == {"count": 1}
    return [] if is_right else [f"{name}: {job.state}, counted {counts}, told {job.result}"]


def cancelled_s(store: Store) -> float:
    """Cancel a job that runs; give the seconds until it is over."""
    job_id = ask(store, SLOW, 0)
    while queue.find_job(store, job_id).state != "running":
        time.sleep(0.1)
    time.sleep(2)
    started = time.perf_counter()
    queue.wish_end(store, job_id, clock=now)
    while not queue.find_job(store, job_id).is_over:
        time.sleep(0.02)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()

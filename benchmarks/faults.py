"""
Let databases restart, services die and disks fill up under writes over HTTP; count what was lost.

    python benchmarks/faults.py restarts [--times 10] [--writes 2000] [--at-once 8] [--small]
    python benchmarks/faults.py kills [--times 10] [--writes 2000] [--at-once 8] [--small]
    python benchmarks/faults.py disk [--megabytes 12] [--at-once 4]
    python benchmarks/jobs.py --http [--store server]      kills of the service and of workers

``gridpatrol serve`` runs as a process of its own. Tip-offs are sent with an ``Idempotency-Key``;
one that is refused, or whose connection broke, is sent again with the same key until it is answered
for good. ``restarts``: the PostgreSQL server is restarted with ``-m immediate``, as if the power
had failed, at random moments spread over the writes. ``kills``: the service itself is killed so
(SIGKILL), on a store in a file, and started again. ``disk``: the store is a file on a disk of a few
megabytes (a tmpfs, for which one must be root); when it is full, the refusals are read, room is
made, and all go on. In the end every write that was acknowledged must be there once, none twice,
and but for the full disk every write acknowledged. ``longest`` is the time from the first try of a
write to its answer. Prints a Markdown row; exit code 1 if anything was wrong.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.load_parts.desk import Desk, Write
from benchmarks.load_parts.programs import Program
from benchmarks.load_parts.town import one_planner
from data.store import open_store
from data.store.health import examine
from service.access.clock import now, office_day
from tests.postgres.server import programs, running_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Found = tuple[Desk, Counter[str], int]
    """Who wrote, what the store holds in the end, and how often something bad was done."""

HEAD = (
    "| fault | times | writes | acknowledged | lost | twice | of those: answer lost "
    "| longest, s | asked to come again | other answers | seconds |"
)
PATH = "/api/v1/tips"
LAST = 0.95
"""Share of the writes after which the last restart comes at the latest."""
PATIENCE_S = 1800.0
FULL_TRIES = 3


def main() -> int:
    """Run one campaign and print its row."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("what", choices=sorted(FAULTS))
    parser.add_argument("--times", "--restarts", type=int, default=10, help="restarts, or kills")
    parser.add_argument("--writes", type=int, default=2000, help="at most")
    parser.add_argument("--megabytes", type=int, default=12)
    parser.add_argument("--at-once", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--small", action="store_true", help="once, 20 writes")
    asked = parser.parse_args()
    if asked.small:
        asked.times, asked.writes = 1, 20
    started_s = time.perf_counter()
    desk, stored, times = FAULTS[asked.what](asked)
    return told(asked.what, desk, stored, times=times, took_s=time.perf_counter() - started_s)


def told(what: str, desk: Desk, stored: Counter[str], *, times: int, took_s: float) -> int:
    """Print the row of a campaign; 1 if anything was wrong."""
    lost = desk.told - stored.keys()
    twice = [key for key, count in stored.items() if count > 1]
    again = ", ".join(f"{count} of {status}" for status, count in sorted(desk.refused.items()))
    cells = [what, times, sum(stored.values()), len(desk.told), len(lost), len(twice)]
    cells += [
        desk.lost,
        f"{desk.longest_s:.1f}",
        again or 0,
        len(desk.wrong),
        round(took_s),
    ]
    print(HEAD, "| --- " * (HEAD.count("|") - 1) + "|", sep="\n")
    print("| " + " | ".join(map(str, cells)) + " |\n")
    print("\n".join([*sorted(desk.sentences), *desk.wrong[:5]]))
    return int(bool(lost or twice or desk.wrong or not desk.told))


def tips(first: int, count: int) -> list[Write]:
    """Write so many tip-offs down, each with its key in its text."""
    day = office_day(now).isoformat()
    return [
        Write(PATH, {"day": day, "what": f"tip-{number:06d}", "place": "x"}, f"tip-{number:06d}")
        for number in range(first, first + count)
    ]


def stored_tips(address: str) -> Counter[str]:
    """Count the tip-offs that the store holds, by text."""
    with open_store(address) as store:
        return Counter(str(row["what"]) for row in store.rows("tip"))


@contextmanager
def office(address: str, folder: Path) -> Iterator[tuple[Desk, Program]]:
    """Run a service on a store, with one person who writes."""
    with open_store(address, create=True) as store:
        who = one_planner(store)
    service = Program(["serve", "--port", "0", "--workers", "0"], address, folder / "log")
    service.start()
    try:
        yield Desk(service.host, service.port, who), service
    finally:
        service.stop()


def restarts(asked: argparse.Namespace) -> Found:
    """Restart the database under writes."""
    found = programs()
    if found is None:
        raise SystemExit("PostgreSQL with PostGIS is not here: apt install postgresql-15-postgis-3")
    with tempfile.TemporaryDirectory() as folder, running_server(found) as server:
        server.query("CREATE DATABASE faults")
        server.query("CREATE EXTENSION postgis", database="faults")
        address = server.address("faults")
        with office(address, Path(folder)) as (desk, _):
            trouble(desk, asked, lambda: server.restart("immediate"))
            return desk, stored_tips(address), asked.times


def kills(asked: argparse.Namespace) -> Found:
    """Kill the service under writes, and start it again at the same address."""
    with tempfile.TemporaryDirectory() as folder:
        address = str(Path(folder) / "town.gpkg")
        with office(address, Path(folder)) as (desk, service):
            service.words = ["serve", "--port", str(service.port), "--workers", "0"]

            def kill() -> None:
                service.kill()
                service.start()

            trouble(desk, asked, kill)
            return desk, stored_tips(address), asked.times


def trouble(desk: Desk, asked: argparse.Namespace, deed: Callable[[], None]) -> None:
    """Write, and do something bad at random moments, spread over the writes."""
    chance = random.Random(asked.seed)  # noqa: S311 (when the power fails)
    writes = tips(0, asked.writes)
    writing = threading.Thread(target=desk.write, args=(writes,), kwargs=_at_once(asked))
    writing.start()
    for mark in sorted(chance.uniform(0, LAST * asked.writes) for _ in range(asked.times)):
        while writing.is_alive() and len(desk.told) < mark:
            time.sleep(chance.uniform(0, 0.2))
        deed()
    writing.join(PATIENCE_S)
    writes.clear()
    if len(desk.told) != asked.writes:
        desk.wrong.append(f"{asked.writes - len(desk.told)} writes were never acknowledged")


def full_disk(asked: argparse.Namespace) -> Found:
    """Write until the disk is full, look at what is said, make room, and go on."""
    with tempfile.TemporaryDirectory() as folder, small_disk(asked.megabytes) as disk:
        address, ballast = str(disk / "town.gpkg"), disk / "ballast"
        ballast.write_bytes(bytes(asked.megabytes << 19))  # half of it
        with office(address, Path(folder)) as (desk, _):
            desk.write(tips(0, asked.writes), tries=FULL_TRIES, **_at_once(asked))
            if not desk.refused:
                desk.wrong.append("the disk never was full: ask for more --writes")
            ballast.unlink()
            before = len(desk.told)
            desk.write(tips(asked.writes, 50), **_at_once(asked))
            if len(desk.told) != before + 50:
                desk.wrong.append(f"{len(desk.told) - before} of 50 writes after room was made")
        with open_store(address) as store:
            desk.wrong += [str(fault) for fault in examine(store).faults]
        return desk, stored_tips(address), 1


def _at_once(asked: argparse.Namespace) -> dict[str, int]:
    return {"at_once": asked.at_once}


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """Mount a disk of so many megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder]
        subprocess.run(words, check=True)  # noqa: S603
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)  # noqa: S603, S607


FAULTS = {"restarts": restarts, "kills": kills, "disk": full_disk}


if __name__ == "__main__":
    sys.exit(main())

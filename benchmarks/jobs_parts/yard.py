"""Workers in processes of their own, some of which are killed, with or without their children."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

    from benchmarks.load_parts.programs import Program

MODULE = "benchmarks.jobs_parts.worker"


@dataclass
class Yard:
    """
    Some workers on one store.

    Parameters
    ----------
    address
        Of the store.
    count
        How many workers.
    lease_s
        How long a silent owner keeps a job.
    chance
        Chooses whom to kill.
    service
        Killed too, where there is one, and started again.
    """

    address: str = field(repr=False)
    count: int
    lease_s: float
    chance: random.Random
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    kills: dict[str, int] = field(default_factory=lambda: {"worker": 0, "child": 0, "service": 0})
    service: Program | None = None

    def start(self) -> None:
        """Start what is missing."""
        self.workers = [one for one in self.workers if one.poll() is None]
        while len(self.workers) < self.count:
            self.workers.append(
                subprocess.Popen(  # noqa: S603 - our own module
                    [sys.executable, "-P", "-m", MODULE, self.address, str(self.lease_s)],
                    stdin=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
                )
            )

    def kill(self) -> None:
        """Kill one at random: a worker, which its job must outlive, or the child that works."""
        if self.service is not None and self.chance.random() < 1 / 3:
            self.service.kill()
            self.service.start()
            self.kills["service"] += 1
            return
        busy = [(worker, child) for worker in self.workers for child in children(worker.pid)]
        if busy and self.chance.random() < 1 / 2:
            _, child = self.chance.choice(busy)
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            self.kills["child"] += 1
            return
        chosen = self.chance.choice(busy)[0] if busy else self.chance.choice(self.workers)
        chosen.kill()
        chosen.wait()
        self.kills["worker"] += 1
        self.start()

    def stop(self) -> None:
        """Let all of them end as they do when a service stops."""
        for worker in self.workers:
            worker.communicate(timeout=60)


def children(pid: int) -> list[int]:
    """List the processes that a process started."""
    listed = Path(f"/proc/{pid}/task")
    with suppress(OSError):
        return [
            int(child)
            for task in listed.iterdir()
            for child in (task / "children").read_text().split()
        ]
    return []

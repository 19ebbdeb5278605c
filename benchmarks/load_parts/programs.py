"""Programs of an office, as processes of their own: started, asked for their CPU time, stopped."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TICKS = os.sysconf("SC_CLK_TCK")
_ADDRESS = re.compile(r"(https?)://([^:/ ]+):(\d+)")
_PATIENCE_S = 60.0


@dataclass
class Program:
    """
    One process of ``gridpatrol``; its log goes to a file.

    Parameters
    ----------
    words
        Of the command line, such as ``["serve", "--port", "0"]``.
    address
        Of the store; given by the environment, so that no list of processes shows a password.
    log
        Where standard error goes.
    module
        What is run; anything else than the command line says an address when it is ready.
    """

    words: Sequence[str]
    address: str = field(repr=False)
    log: Path
    module: str = "service.cli"
    more: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[str] | None = None
    host: str = ""
    port: int = 0

    def start(self) -> None:
        """Start it and wait until it says that it is ready."""
        env = {**os.environ, "GRIDPATROL_STORE": self.address, **self.more}
        env["PYTHONPATH"] = os.pathsep.join(sys.path)
        with self.log.open("a") as said:
            self.process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-P", "-m", self.module, *self.words],
                stdout=subprocess.PIPE,
                stderr=said,
                text=True,
                env=env,
            )
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        assert self.process is not None  # noqa: S101 - just started
        assert self.process.stdout is not None  # noqa: S101 - it is a pipe
        is_server = self.words[0] != "worker"
        for line in self.process.stdout:
            found = _ADDRESS.search(line)
            if found:
                self.host, self.port = found[2], int(found[3])
            if found or not is_server:
                return
        raise RuntimeError(self.log.read_text()[-2000:])

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self.process is not None  # noqa: S101 - started by the caller
        return self.process.pid

    def kill(self) -> None:
        """Kill it as if the power had failed."""
        assert self.process is not None  # noqa: S101 - started by the caller
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """Let it end as a service is stopped; kill it where it does not."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.kill()


def cpu_s(pid: int) -> float:
    """Sum the processor seconds of a process, its children, and those of them that ended."""
    total = 0.0
    for one in (pid, *descendants(pid)):
        with suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            total += sum(map(int, fields[11:15])) / _TICKS
    return total


def descendants(pid: int) -> list[int]:
    """List the processes that a process started, and theirs."""
    found: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += [int(child), *descendants(int(child))]
    return found

"""A child process that does one job: started, listened to, and killed with all it started."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

logger = logging.getLogger(__name__)

COMMAND = (sys.executable, "-P", "-m", "service.jobs.child")
_SAFE_LINE = re.compile(
    r'^(\s*File "[^"]*", line \d+( in |, in )?.*|Fatal Python error: [\w ]+|\w+(Error|Exception))$',
    re.ASCII,
)
"""Lines of its standard error that say where something broke; others may name people."""
_KEPT_LINES = 60


class Child:
    """
    One running child.

    Attributes
    ----------
    progress, note
        What it told last.
    ending
        Its last word: ``{"end": true}`` or ``{"error": …, "again": …}``; ``None`` without one.
    started_s
        When it was started, by ``time.monotonic``.
    """

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.progress = 0.0
        self.note = ""
        self.ending: dict[str, Any] | None = None
        self.started_s = time.monotonic()
        self._ears = [
            threading.Thread(target=self._listen, args=(process.stdout,), daemon=True),
            threading.Thread(target=_log, args=(process.stderr, process.pid), daemon=True),
        ]
        for ear in self._ears:
            ear.start()

    @property
    def pid(self) -> int:
        """Its process id, which is that of its group too."""
        return self._process.pid

    def wait(self, seconds: float) -> int | None:
        """Wait a while for its end; gives its exit code, or ``None`` while it runs."""
        try:
            code = self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        for ear in self._ears:
            ear.join(1.0)
        return code

    def kill(self) -> None:
        """Kill it, with all that it started, and wait until it is gone."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _listen(self, said: IO[bytes]) -> None:
        for line in said:
            try:
                told = json.loads(line)
            except ValueError:
                continue  # cut off in the middle of a line
            if "done" in told:
                self.progress, self.note = float(told["done"]), str(told["note"])
            else:
                self.ending = told


def start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start a child in a group of its own; it waits for its errand."""
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        list(command),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env=_environment(),
    )


@contextmanager
def child_of(
    errand: Mapping[str, Any],
    *,
    command: Sequence[str] = COMMAND,
    spare: subprocess.Popen[bytes] | None = None,
) -> Iterator[Child]:
    """
    Run a child for the length of a block; at its end it is killed if it still runs.

    Parameters
    ----------
    errand
        What ``service.jobs.child`` reads: no secret of it is seen in a list of processes.
    command
        What to start.
    spare
        A child that waits for an errand already, in place of a new one.
    """
    with spare or start(command) as process:
        child = Child(process)
        assert process.stdin is not None  # noqa: S101 - it is a pipe
        try:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(json.dumps(errand).encode() + b"\n")
                process.stdin.flush()  # it stays open: its end tells the child that we are gone
            yield child
        finally:
            child.kill()
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()


def _environment() -> dict[str, str]:
    """Give the service's own environment, where to import from, and one thread of algebra."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONSTARTUP"}
    paths = os.pathsep.join(filter(os.path.isabs, sys.path))
    return kept | {"PYTHONPATH": paths, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def _log(said: IO[bytes], pid: int) -> None:
    """Put into the log where something broke, and how much else was said."""
    kept: list[str] = []
    others = 0
    for raw in said:
        line = raw.decode("utf-8", "replace").rstrip()
        if _SAFE_LINE.match(line):
            kept = [*kept, line.strip()][-_KEPT_LINES:]
        elif line:
            others += 1
    if kept:
        logger.warning("job process %d: %s", pid, " | ".join(kept))
    if others:
        logger.info("job process %d: %d further lines of output are not kept", pid, others)

"""A child process that has its libraries loaded, for work that somebody sits and waits for."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from typing import TYPE_CHECKING

from service.jobs.process import start

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Sequence

KEPT_S = 900.0
"""How long a process waits for an errand that does not come: it holds some 300 MB meanwhile."""
READY = "--ready"


class Spare:
    """
    At most one child that waits for its errand; safe to be used by several threads.

    Parameters
    ----------
    command
        What starts a child; ``--ready`` after it lets the child load its libraries at once.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._command = (*command, READY)
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._wanted_s = 0.0
        self._closed = False

    def expect(self) -> None:
        """Have a child ready soon, for a while: somebody is about to ask."""
        with self._lock:
            self._wanted_s = time.monotonic()
            if not self._closed and not self._waits():
                self._end()
                self._process = start(self._command)

    def take(self) -> subprocess.Popen[bytes] | None:
        """Hand the child over, if one waits; whoever takes it ends it."""
        with self._lock:
            if not self._waits():
                return None
            process, self._process = self._process, None
            return process

    def tire(self) -> None:
        """End a child that nobody has asked for in a long while."""
        with self._lock:
            if self._process is not None and time.monotonic() - self._wanted_s > KEPT_S:
                self._end()

    def close(self) -> None:
        """End the child, and have none any more."""
        with self._lock:
            self._closed = True
            self._end()

    def _waits(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        with contextlib.suppress(BrokenPipeError):
            process.communicate()

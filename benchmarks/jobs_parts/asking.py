"""Jobs asked for over HTTP, each with a key, from a service that may be killed meanwhile."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.load_parts.desk import Desk, Write
from benchmarks.load_parts.programs import Program
from benchmarks.load_parts.town import one_planner

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from benchmarks.jobs_parts.yard import Yard
    from data.store import Store

MODULE, PATH = "benchmarks.jobs_parts.office", "/api/v1/marks"
REST_S = 0.2
AT_ONCE = 4


@dataclass
class Asking:
    """Somebody who asks for jobs in a thread, until each was acknowledged."""

    desk: Desk
    thread: threading.Thread
    count: int

    def ended(self) -> list[str]:
        """Wait until all were asked for; say what went wrong."""
        self.thread.join(300)
        missing = self.count - len(self.desk.told)
        return self.desk.wrong + ([f"{missing} jobs were never acknowledged"] if missing else [])


@contextmanager
def asked_over_http(
    store: Store, address: str, options: argparse.Namespace, yard: Yard
) -> Iterator[Asking]:
    """Run a service that can be asked for jobs, and begin to ask."""
    who = one_planner(store)
    with TemporaryDirectory() as folder:
        most = str(options.jobs + 10)
        service = Program(["0", most], address, Path(folder) / "log", module=MODULE)
        service.start()
        service.words = [str(service.port), most]
        yard.service = service
        desk = Desk(service.host, service.port, who)
        writes = [
            Write(PATH, {"number": number, "rest_s": REST_S}, f"mark-{number:05d}")
            for number in range(options.jobs)
        ]
        thread = threading.Thread(
            target=desk.write, args=(writes,), kwargs={"at_once": AT_ONCE}, daemon=True
        )
        thread.start()
        try:
            yield Asking(desk, thread, options.jobs)
        finally:
            service.stop()

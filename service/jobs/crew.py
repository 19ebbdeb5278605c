"""Several workers in one process: started together, told together to stop."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from data.store import open_store
from service.jobs.kinds import KINDS
from service.jobs.spare import Spare
from service.jobs.worker import Worker

if TYPE_CHECKING:
    from data.store import Store
    from service.jobs.worker import Bench

logger = logging.getLogger(__name__)

BUSY_S = 1.0
"""How long a worker waits for other writers: it must hear of a cancel meanwhile."""
_LONGEST_STOP_S = 40.0
_REST_S = 1.0


class Crew:
    """
    Workers in threads; each watches a child process, and computes nothing itself.

    Parameters
    ----------
    count
        How many, >= 0.
    bench
        What they work with.
    """

    def __init__(self, count: int, bench: Bench) -> None:
        self._count = count
        self._bench = bench
        self._store: Store | None = None
        self._spare: Spare | None = None
        self._workers: list[Worker] = []
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """
        Begin to take jobs.

        Raises
        ------
        PatrolError
            If the store cannot be opened.
        """
        if not self._count:
            return
        self._store = open_store(self._bench.address, busy_s=BUSY_S)
        self._spare = Spare(self._bench.command)
        self._workers = [Worker(self._store, self._bench, self._spare) for _ in range(self._count)]
        self._threads = [
            threading.Thread(target=_at_work, args=(worker,), name=f"worker-{number}", daemon=True)
            for number, worker in enumerate(self._workers, start=1)
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Take no further jobs, and wait for those under way: they end soon or are given back."""
        for worker in self._workers:
            worker.stop()
        for thread in self._threads:
            thread.join(_LONGEST_STOP_S)
        if self._spare is not None:
            self._spare.close()
        if self._store is not None:
            self._store.close()
            self._store = None

    def expect(self) -> None:
        """Get ready for work that somebody will wait for: libraries take longer than the work."""
        if self._spare is not None:
            self._spare.expect()

    def interrupt(self, job_id: str) -> bool:
        """End a job that runs here, at once; tell whether one does."""
        told = [worker.interrupt(job_id) for worker in self._workers]
        return any(told)

    def is_alive(self) -> bool:
        """Tell whether every worker is at work, or there are to be none."""
        return all(thread.is_alive() for thread in self._threads)


def every_kind() -> frozenset[str]:
    """Name the kinds that a worker beside the service may do."""
    return frozenset(KINDS)


def kinds_elsewhere() -> frozenset[str]:
    """Name the kinds that a worker on another machine may do: it has none of our files."""
    return frozenset(kind.name for kind in KINDS.values() if not kind.is_local)


def _at_work(worker: Worker) -> None:
    """Run a worker; one that breaks takes up again, so that a bug does not end the queue."""
    while True:
        try:
            worker.run()
        except Exception as error:  # noqa: BLE001 - in the log by its kind; the queue must go on
            logger.error("worker broke off: %s", type(error).__name__)  # noqa: TRY400
            time.sleep(_REST_S)
        else:
            return

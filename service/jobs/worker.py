"""One worker: takes jobs one after another, and watches the child process of each."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data.errors import PatrolError, StoreError
from service.access.accounts import account
from service.jobs import leases
from service.jobs.kinds import KINDS
from service.jobs.leases import LEASE_S, Standing
from service.jobs.process import COMMAND, child_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from data.store import Store
    from service.access.clock import Clock
    from service.jobs.leases import Claim
    from service.jobs.process import Child
    from service.jobs.spare import Spare

logger = logging.getLogger(__name__)

POLL_S = 0.5
LOOK_S = 0.25
BEAT_S = 2.0
GRACE_S = 8.0
"""How long a job may still run when its worker is told to stop."""
_BY = "gridpatrol"
_OUT_OF_TIME = {
    "en": "It took longer than a job may; divide the work, or set a shorter search.",
    "zh": "运行时间超过任务上限，请拆分后再试，或缩短搜索时限。",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """
    What a worker works with.

    Attributes
    ----------
    address
        Of the store, as ``open_store`` takes it, password included.
    kinds
        Those that it may do.
    clock
        Tells the moment, for what is written into the store.
    command
        Starts a child.
    lease_s, grace_s
        How long a silent owner keeps a job, and how long a job may still run at a stop.
    """

    address: str = field(repr=False)
    kinds: Collection[str]
    clock: Clock
    command: Sequence[str] = COMMAND
    lease_s: float = LEASE_S
    grace_s: float = GRACE_S


class Worker:
    """
    Takes jobs until it is told to stop.

    Parameters
    ----------
    store
        A store of its own, that waits for other writers a second or two, not longer.
    bench
        What it works with.
    spare
        Keeps a child ready for work that somebody waits for; ``None`` keeps none.
    """

    def __init__(self, store: Store, bench: Bench, spare: Spare | None = None) -> None:
        self._store = store
        self._spare = spare
        self._bench = bench
        self._stop = threading.Event()
        self._unwanted: set[str] = set()
        self._stop_s = float("inf")
        self.job_id: str | None = None

    def run(self) -> None:
        """Work until told to stop; a store that is away is asked again."""
        while not self._stop.is_set():
            try:
                is_busy = self.turn()
            except StoreError as error:
                logger.warning("worker: %s", error)
                is_busy = False
            if not is_busy:
                self._stop.wait(POLL_S)

    def turn(self) -> bool:
        """Do one job, if there is one; tell whether there was."""
        if self._spare is not None:
            self._spare.tire()
        leases.sweep(self._store, clock=self._bench.clock)
        held = leases.claim(
            self._store,
            _new_owner(),
            kinds=self._bench.kinds,
            clock=self._bench.clock,
            lease_s=self._bench.lease_s,
        )
        if held is None:
            return False
        self.job_id = held.job.job_id
        try:
            self._do(held)
        finally:
            self._unwanted.discard(held.job.job_id)
            self.job_id = None
        return True

    def stop(self) -> None:
        """Take no further job; the one under way may end within the grace, else is given back."""
        self._stop_s = time.monotonic() + self._bench.grace_s
        self._stop.set()

    def interrupt(self, job_id: str) -> bool:
        """
        End a job that this worker runs; tell whether it does.

        The store need not be asked: on a file, the job itself may be what keeps it from writing.
        """
        if self.job_id != job_id:
            return False
        self._unwanted.add(job_id)
        return True

    def _do(self, held: Claim) -> None:
        errand = {
            "store": self._bench.address,
            "job_id": held.job.job_id,
            "owner": held.owner,
            "kind": held.job.kind,
            "who": self._who(held),
        }
        logger.info("job %s (%s) begun", held.job.job_id, held.job.kind)
        spare = self._spare if KINDS[held.job.kind].is_prompt else None
        ready = None if spare is None else spare.take()
        with child_of(errand, command=self._bench.command, spare=ready) as child:
            verdict = self._watch(held, child)
        logger.info("job %s: %s", held.job.job_id, verdict)
        if verdict != "lost":
            self._settle(held, child, verdict)
        if spare is not None:
            spare.expect()  # one change seldom comes alone

    def _who(self, held: Claim) -> str:
        """Name who asked, for the audit; an account that is gone has no name any more."""
        if held.job.creator is None:
            return _BY
        try:
            return account(self._store, held.job.creator).name
        except PatrolError:
            return _BY

    def _watch(self, held: Claim, child: Child) -> str:
        """Watch a child until it ends, or must end; say in a word why it is over."""
        beaten_s = time.monotonic()
        limit_s = KINDS[held.job.kind].limits.wall_s
        while True:
            code = child.wait(LOOK_S)
            if code is not None:
                return "ended" if child.ending is not None else f"broke off ({_death(code)})"
            now_s = time.monotonic()
            if held.job.job_id in self._unwanted:
                return "cancelled"
            if now_s - child.started_s > limit_s:
                return "out of time"
            if now_s > self._stop_s:
                return "given back"
            stands = self._look(held, child, beats=now_s - beaten_s >= BEAT_S)
            if now_s - beaten_s >= BEAT_S:
                beaten_s = now_s
            if stands.is_unwanted and stands.is_held:
                return "cancelled"
            if not stands.is_held and not stands.is_done:
                return "lost"

    def _look(self, held: Claim, child: Child, *, beats: bool) -> Standing:
        """Ask how the claim stands; while the store cannot be asked, it stands as it stood."""
        try:
            if beats:
                return leases.beat(
                    self._store,
                    held,
                    progress=child.progress,
                    note=child.note,
                    lease_s=self._bench.lease_s,
                )
            return leases.standing(self._store, held)
        except StoreError as error:
            logger.info("job %s: no beat: %s", held.job.job_id, error)
            return Standing(is_held=True)

    def _settle(self, held: Claim, child: Child, verdict: str) -> None:
        """
        Write down how it ended; where its answer is stored already, nothing changes.

        A store that is away is asked again for as long as the lease runs; then others see to it.
        """
        until_s = time.monotonic() + self._bench.lease_s
        while True:
            try:
                self._write_down(held, child, verdict)
            except StoreError as error:
                if time.monotonic() > until_s:
                    raise
                logger.info("job %s: not written down yet: %s", held.job.job_id, error)
                time.sleep(POLL_S)
            else:
                return

    def _write_down(self, held: Claim, child: Child, verdict: str) -> None:
        store, clock = self._store, self._bench.clock
        if verdict == "cancelled":
            leases.cancelled(store, held, clock=clock)
        elif verdict == "given back":
            leases.give_back(store, held, clock=clock)
        elif verdict == "out of time":
            leases.fail(store, held, _OUT_OF_TIME, clock=clock)
        elif child.ending is None:
            self._broke_off(held, verdict)
        elif "error" in child.ending and child.ending["again"]:
            leases.try_again(store, held, child.ending["error"], clock=clock)
        elif "error" in child.ending:
            leases.fail(store, held, child.ending["error"], clock=clock)

    def _broke_off(self, held: Claim, verdict: str) -> None:
        if verdict.endswith("SIGXCPU)"):
            leases.fail(self._store, held, _OUT_OF_TIME, clock=self._bench.clock)
            return
        reason = {
            "en": f"Its process {verdict}.",
            "zh": f"任务进程中断{verdict.removeprefix('broke off ')}。",
        }
        leases.try_again(self._store, held, reason, clock=self._bench.clock)


def _new_owner() -> str:
    return f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(8)}"


def _death(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"

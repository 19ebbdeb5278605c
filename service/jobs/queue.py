"""The queue of long work, in the store."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from data.errors import NotFoundError
from data.store.tables import sql_table
from service.access.clock import written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.store import Store
    from service.access.actors import Actor
    from service.access.clock import Clock

ENDED = frozenset({"done", "failed", "cancelled"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One piece of long work; the columns of ``JOB``, JSON read."""

    job_id: str
    kind: str
    argument: Mapping[str, Any]
    state: str
    progress: float
    note: str
    result: Mapping[str, Any] | None
    error: Mapping[str, str] | None
    creator: str | None
    queued: str
    started: str | None
    ended: str | None

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more will happen to it."""
        return self.state in ENDED


def enqueue(
    store: Store, kind: str, argument: Mapping[str, Any], *, actor: Actor, clock: Clock
) -> str:
    """
    Ask for a piece of long work.

    Parameters
    ----------
    kind
        One of ``service.jobs.kinds.KINDS``.
    argument
        What JSON knows; the kind says what it reads.

    Returns
    -------
    job_id
        Later jobs have later ids: they are begun in this order.
    """
    moment = written(clock())
    row = {
        "job_id": f"{moment}-{uuid.uuid4().hex[:8]}",
        "kind": kind,
        "argument": json.dumps(argument, ensure_ascii=False, sort_keys=True),
        "state": "queued",
        "attempts": 0,
        "written": 0,
        "cancel": False,
        "creator": actor.account_id or None,
        "towns": None if actor.towns is None else json.dumps(sorted(actor.towns)),
        "queued": moment,
    }
    with store.aside() as connection:
        connection.execute(insert(sql_table("job")), [row])
    return str(row["job_id"])


def find_job(store: Store, job_id: str) -> Job:
    """
    Find how far a piece of work is.

    Raises
    ------
    NotFoundError
        If there is no such job.
    """
    rows = store.rows("job", where={"job_id": [job_id]})
    if not rows:
        raise NotFoundError(f"There is no job {job_id!r}.", zh=f"没有任务“{job_id}”。")
    row = rows[0]
    return Job(
        job_id=row["job_id"],
        kind=row["kind"],
        argument=json.loads(row["argument"]),
        state=row["state"],
        progress=row["progress"] or 0.0,
        note=row["note"] or "",
        result=None if row["result"] is None else json.loads(row["result"]),
        error=None if row["error"] is None else json.loads(row["error"]),
        creator=row["creator"],
        queued=row["queued"],
        started=row["started"],
        ended=row["ended"],
    )

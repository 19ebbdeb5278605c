"""One piece of long work, as the store knows it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from data.errors import NotFoundError
from data.store.tables import sql_table
from service.jobs.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from data.store import Store
    from service.access.actors import Actor

ENDED = frozenset({"done", "failed", "cancelled"})
LISTED = 50
"""Jobs that are listed at once unless told otherwise."""
_LARGE = frozenset({"result"})
_FIGURES = "{"


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
    attempts: int = 0
    cancel: bool = False
    figures: Mapping[str, float] | None = None

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more will happen to it."""
        return self.state in ENDED

    def is_seen_by(self, actor: Actor) -> bool:
        """
        Tell whether an actor may see it: who asked, and who may ask the same.

        Work reads every town, so nobody of some towns sees any, also not what they asked before.
        """
        if actor.towns is not None:
            return False
        if self.creator is not None and self.creator == actor.account_id:
            return True
        kind = KINDS.get(self.kind)
        return kind is not None and kind.may_be_asked_by(actor)


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
    return read_job(rows[0])


def newest_jobs(
    store: Store,
    *,
    creator: str | None = None,
    kinds: Collection[str] = (),
    before: str | None = None,
    limit: int = LISTED,
    results: bool = False,
) -> list[Job]:
    """
    List jobs, the newest first.

    Parameters
    ----------
    creator
        Only those of one account; ``None`` for those of everybody.
    kinds
        Only these; none named is every kind.
    before
        Only those older than the job of this id.
    limit
        How many at most, >= 1.
    results
        Whether what they answered is read, too; it may be large.
    """
    table = sql_table("job")
    columns = [column for column in table.c if results or column.name not in _LARGE]
    query = select(*columns).order_by(table.c.job_id.desc()).limit(limit)
    if creator is not None:
        query = query.where(table.c.creator == creator)
    if kinds:
        query = query.where(table.c.kind.in_(sorted(kinds)))
    if before is not None:
        query = query.where(table.c.job_id < before)
    with store.connection() as connection:
        return [read_job(dict(row)) for row in connection.execute(query).mappings()]


def seen_jobs(
    store: Store,
    actor: Actor,
    *,
    of_all: bool = False,
    before: str | None = None,
    limit: int = LISTED,
) -> list[Job]:
    """
    List the jobs that an actor may see, the newest first: its own, or everybody's too.

    Parameters
    ----------
    of_all
        Whether those of others are listed that the actor may see.
    """
    if actor.towns is not None:
        return []
    if not of_all:
        return newest_jobs(store, creator=actor.account_id, before=before, limit=limit)
    found: list[Job] = []
    while len(found) < limit:
        some = newest_jobs(store, before=before, limit=limit)
        found += [job for job in some if job.is_seen_by(actor)]
        if len(some) < limit:
            break
        before = some[-1].job_id
    return found[:limit]


def read_job(row: Mapping[str, Any]) -> Job:
    """Read a row of the table."""
    note = row["note"] or ""
    has_figures = note.startswith(_FIGURES)
    return Job(
        job_id=row["job_id"],
        kind=row["kind"],
        argument=json.loads(row["argument"]),
        state=row["state"],
        progress=row["progress"] or 0.0,
        note="" if has_figures else note,
        result=_read(row.get("result")),
        error=_read(row["error"]),
        creator=row["creator"],
        queued=row["queued"],
        started=row["started"],
        ended=row["ended"],
        attempts=row["attempts"],
        cancel=bool(row["cancel"]),
        figures=json.loads(note) if has_figures else None,
    )


def _read(text: str | None) -> Any:  # noqa: ANN401 - of what JSON knows
    return None if text is None else json.loads(text)

"""The queue of long work, in the store: asking for it, and asking that it end."""

from __future__ import annotations

import hashlib
import json
import secrets
import uuid
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, insert, or_, select, update

from data.errors import InputError, ScopeError, TooManyError
from data.store.tables import sql_table
from service.access.clock import written
from service.jobs.job import ENDED, Job, find_job
from service.jobs.kinds import KINDS, SEED_LIMIT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from data.store import Store
    from service.access.actors import Actor
    from service.access.clock import Clock
    from service.jobs.kinds import Kind

__all__ = ["ENDED", "WAITING_LIMIT", "Job", "enqueue", "find_job", "wish_end"]

WAITING_LIMIT = 20
"""Pieces of work that one person may have waiting."""
_AT = "@"


def enqueue(
    store: Store, kind: str, argument: Mapping[str, Any], *, actor: Actor, clock: Clock
) -> str:
    """
    Ask for a piece of long work.

    The same work that waits already, or runs and reads what is stored now, is joined, not done
    twice.

    Parameters
    ----------
    kind
        One of ``service.jobs.kinds.KINDS``.
    argument
        What JSON knows; the kind says what it reads.

    Returns
    -------
    job_id
        Later jobs have later ids, and are begun in this order; those of one millisecond in any.

    Raises
    ------
    InputError, ConfigError
        If there is no such kind, or its argument is wrong; nothing is asked then.
    ScopeError
        If the actor may not ask for it: work reads every town, whoever asked.
    TooManyError
        If the actor has too much waiting.
    """
    asked = _kind(kind)
    _check_asker(asked, actor)
    checked = dict(argument) if asked.check is None else asked.check(argument)
    wanted = _hash(kind, checked)
    if asked.is_drawn:
        checked.setdefault("seed", secrets.randbelow(SEED_LIMIT))
    moment = written(clock())
    row: dict[str, Any] = {
        "job_id": f"{moment}-{uuid.uuid4().hex[:8]}",
        "kind": kind,
        "argument": json.dumps(checked, ensure_ascii=False, sort_keys=True),
        "state": "queued",
        "attempts": 0,
        "written": 0,
        "cancel": False,
        "creator": actor.account_id or None,
        "queued": moment,
    }
    with store.aside() as connection:
        _one_at_a_time(connection, wanted)
        row["input_hash"] = f"{wanted}{_AT}{_newest_audit(connection)}"
        same = _same_work(connection, wanted, row["input_hash"])
        if same is not None:
            return same
        _check_waiting(connection, row["creator"])
        connection.execute(insert(sql_table("job")), [row])
    return str(row["job_id"])


def wish_end(store: Store, job_id: str, *, clock: Clock) -> None:
    """
    Ask that a job end: one that waits is over at once, one that runs within two seconds.

    Of one that is over already nothing changes.
    """
    table = sql_table("job")
    mine = table.c.job_id == job_id
    waiting = update(table).where(mine, table.c.state == "queued")
    running = update(table).where(mine, table.c.state == "running")
    with store.aside() as connection:
        connection.execute(
            waiting.values(state="cancelled", cancel=True, ended=written(clock()), owner=None)
        )
        connection.execute(running.values(cancel=True))


def _kind(name: str) -> Kind:
    try:
        return KINDS[name]
    except KeyError as error:
        raise InputError(
            f"Expected a job of the kinds {', '.join(KINDS)}, got {name!r}.",
            zh=f"任务种类应为 {'、'.join(KINDS)} 之一，现为“{name}”。",
        ) from error


def _check_asker(kind: Kind, actor: Actor) -> None:
    if not kind.may_be_asked_by(actor):
        raise ScopeError(
            f"You may not ask for the work {kind.name!r}, which reads every town.",
            zh=f"您不能提交“{kind.name}”任务：它要读取全部乡镇的数据。",
        )


def _hash(kind: str, argument: Mapping[str, Any]) -> str:
    asked = json.dumps([kind, argument], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(asked.encode()).hexdigest()


def _one_at_a_time(connection: Connection, wanted: str) -> None:
    """Let two who ask the same in one moment be told of one job; a file has one writer anyway."""
    if connection.dialect.name == "postgresql":
        key = int(wanted[:15], 16)
        connection.execute(select(func.pg_advisory_xact_lock(key)))


def _newest_audit(connection: Connection) -> str:
    newest = select(func.max(sql_table("audit").c.audit_id))
    return connection.execute(newest).scalar() or ""


def _same_work(connection: Connection, wanted: str, now: str) -> str | None:
    """Find a job that will read, or has read, the same: one that waits reads when it begins."""
    table = sql_table("job")
    waits = and_(table.c.state == "queued", table.c.input_hash.startswith(f"{wanted}{_AT}"))
    runs = and_(table.c.state == "running", table.c.input_hash == now, ~table.c.cancel)
    found = select(table.c.job_id).where(or_(waits, runs)).order_by(table.c.job_id).limit(1)
    return connection.execute(found).scalar()


def _check_waiting(connection: Connection, creator: str | None) -> None:
    table = sql_table("job")
    is_mine = table.c.creator.is_(None) if creator is None else table.c.creator == creator
    counted = select(func.count()).where(table.c.state == "queued", is_mine)
    waiting = connection.execute(counted.select_from(table)).scalar_one()
    if waiting >= WAITING_LIMIT:
        raise TooManyError(
            f"You have {waiting} jobs waiting; wait for some to end, or cancel some.",
            zh=f"您已有 {waiting} 个任务在排队，请等待其中一些完成或取消一些。",
        )

"""
Who runs a job: claimed by one owner at a time, held by a lease, given back or ended.

Every statement names the owner, and an owner is new at every claim: what a worker says that lost
its job changes nothing. Leases are of the database's clock, for workers of several machines.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, and_, cast, func, literal_column, or_, select, update

from data.store.tables import sql_table
from service.access.clock import written
from service.jobs.job import read_job

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import ColumnElement, Connection

    from data.store import Store
    from service.access.clock import Clock
    from service.jobs.job import Job

LEASE_S = 30.0
"""A job whose owner was silent for so long may be taken by another."""
TRIES = 3
"""How often a job is begun at most."""
WORN_OUT = {
    "en": f"It was begun {TRIES} times and broke off each time, whoever ran it; look into the log "
    "of the service.",
    "zh": f"已尝试 {TRIES} 次，每次都中断，请查看服务日志。",
}
_DAYS_TO_1970 = 2_440_587.5
_MS_PER_DAY = 86_400_000


@dataclass(frozen=True, slots=True)
class Claim:
    """A job, and the name under which it is held."""

    job: Job
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """
    How a claim stands.

    Attributes
    ----------
    is_held
        Whether it is still the claimant's.
    is_done
        Whether its work has stored its answer under this claim.
    is_unwanted
        Whether somebody asked that it end.
    """

    is_held: bool
    is_done: bool = False
    is_unwanted: bool = False


def claim(
    store: Store, owner: str, *, kinds: Collection[str], clock: Clock, lease_s: float = LEASE_S
) -> Claim | None:
    """
    Take the first job that waits, or whose owner was silent too long; in one statement.

    Parameters
    ----------
    owner
        A name that was never used before.
    kinds
        Those that this worker can do.

    Returns
    -------
    claim
        ``None`` where there is nothing to do.
    """
    if not _is_any(store, kinds):
        return None  # without a writer's lock, which a file has but one of
    table = sql_table("job")
    with store.aside() as connection:
        now = now_ms(connection)
        first = select(table.c.job_id).where(_claimable(now, kinds)).order_by(table.c.job_id)
        first = first.limit(1).with_for_update(skip_locked=True)
        taking = update(table).where(table.c.job_id == first.scalar_subquery())
        taking = taking.values(
            state="running",
            attempts=table.c.attempts + 1,
            owner=owner,
            lease_ms=now + round(1000 * lease_s),
            started=written(clock()),
            progress=0.0,
            note=None,
        )
        row = connection.execute(taking.returning(*table.c)).mappings().first()
    return None if row is None else Claim(read_job(dict(row)), owner)


def beat(
    store: Store, held: Claim, *, progress: float, note: str, lease_s: float = LEASE_S
) -> Standing:
    """Renew the lease, and tell how far the work is."""
    table = sql_table("job")
    with store.aside() as connection:
        until = now_ms(connection) + round(1000 * lease_s)
        renewed = _mine(held).values(
            lease_ms=until, progress=min(max(progress, 0.0), 1.0), note=note or None
        )
        row = connection.execute(renewed.returning(table.c.cancel)).first()
    return (
        standing(store, held)
        if row is None
        else Standing(is_held=True, is_unwanted=bool(row.cancel))
    )


def standing(store: Store, held: Claim) -> Standing:
    """Look how a claim stands, without writing."""
    table = sql_table("job")
    mine = (table.c.job_id == held.job.job_id) & (table.c.owner == held.owner)
    with store.connection() as connection:
        row = connection.execute(select(table.c.state, table.c.cancel).where(mine)).first()
    if row is None:
        return Standing(is_held=False)
    return Standing(
        is_held=row.state == "running",
        is_done=row.state == "done",
        is_unwanted=bool(row.cancel),
    )


def finish(
    connection: Connection,
    held: Claim,
    result: Mapping[str, Any],
    *,
    clock: Clock,
    locked_s: float = 0.0,
) -> bool:
    """
    Store the answer, in the very transaction that holds what the work wrote.

    On a file, where one writes and all others wait, the leases of the others grow by the time for
    which they could not be renewed; those that had run out before do not.

    Parameters
    ----------
    locked_s
        For how long this transaction has kept others from writing, seconds.

    Returns
    -------
    is_held
        False where the job was lost: the caller takes everything back.
    """
    table = sql_table("job")
    ended = _mine(held).values(
        state="done",
        progress=1.0,
        note=None,
        error=None,
        written=table.c.written + 1,
        result=json.dumps(result, ensure_ascii=False),
        ended=written(clock()),
    )
    is_held = connection.execute(ended).rowcount == 1
    if is_held and connection.dialect.name == "sqlite":
        locked_ms = round(1000 * locked_s)
        ran = table.c.lease_ms >= now_ms(connection) - locked_ms
        others = update(table).where(table.c.state == "running", ran)
        connection.execute(others.values(lease_ms=table.c.lease_ms + locked_ms))
    return is_held


def fail(store: Store, held: Claim, reason: Mapping[str, str], *, clock: Clock) -> None:
    """End a job with a reason, ``en`` and ``zh``; of a job that was lost nothing changes."""
    _end(store, held, state="failed", reason=reason, clock=clock)


def cancelled(store: Store, held: Claim, *, clock: Clock) -> None:
    """End a job because somebody asked for it."""
    _end(store, held, state="cancelled", reason=None, clock=clock)


def try_again(store: Store, held: Claim, reason: Mapping[str, str], *, clock: Clock) -> None:
    """
    Let a job wait again, unless it was its last try or somebody asked that it end.

    After the last try it has failed, with the reason; one that nobody wants has ended as asked.
    """
    table = sql_table("job")
    last = {key: f"{WORN_OUT[key]} {text}" for key, text in reason.items()}
    with store.aside() as connection:
        again = _mine(held).where(table.c.attempts < TRIES, ~table.c.cancel)
        waits = connection.execute(
            again.values(state="queued", owner=None, lease_ms=None, error=_json(reason))
        ).rowcount
    if waits:
        return
    if standing(store, held).is_unwanted:
        cancelled(store, held, clock=clock)
    else:
        _end(store, held, state="failed", reason=last, clock=clock)


def give_back(store: Store, held: Claim, *, clock: Clock) -> None:
    """Let a job wait again as if it had not been begun: its worker is told to stop."""
    table = sql_table("job")
    with store.aside() as connection:
        back = _mine(held).where(~table.c.cancel)
        waits = connection.execute(
            back.values(
                state="queued",
                owner=None,
                lease_ms=None,
                attempts=table.c.attempts - 1,
                progress=0.0,
                note=None,
            )
        ).rowcount
    if not waits:
        cancelled(store, held, clock=clock)


def sweep(store: Store, *, clock: Clock) -> int:
    """
    End what nobody runs and nobody may take: its tries are used up, or it is unwanted.

    Returns
    -------
    ended
        How many jobs.
    """
    if not _is_any_lapsed(store):
        return 0
    table = sql_table("job")
    with store.aside() as connection:
        lapsed = and_(table.c.state == "running", table.c.lease_ms < now_ms(connection))
        unwanted = update(table).where(lapsed, table.c.cancel)
        worn_out = update(table).where(lapsed, ~table.c.cancel, table.c.attempts >= TRIES)
        moment = written(clock())
        one = connection.execute(unwanted.values(state="cancelled", ended=moment)).rowcount
        other = connection.execute(
            worn_out.values(state="failed", ended=moment, error=_json(WORN_OUT))
        ).rowcount
    return one + other


def now_ms(connection: Connection) -> ColumnElement[int]:
    """Ask the database's clock, ms since 1970."""
    if connection.dialect.name == "postgresql":
        seconds = func.extract("epoch", func.clock_timestamp())
        return cast(seconds * 1000, BigInteger)
    days = func.julianday(literal_column("'now'")) - _DAYS_TO_1970
    return cast(days * _MS_PER_DAY, BigInteger)


def _end(
    store: Store, held: Claim, *, state: str, reason: Mapping[str, str] | None, clock: Clock
) -> None:
    with store.aside() as connection:
        connection.execute(
            _mine(held).values(
                state=state,
                ended=written(clock()),
                error=None if reason is None else _json(reason),
            )
        )


def _mine(held: Claim) -> Any:  # noqa: ANN401 - SQLAlchemy's Update, whose type has no clauses
    table = sql_table("job")
    return update(table).where(
        table.c.job_id == held.job.job_id,
        table.c.owner == held.owner,
        table.c.state == "running",
    )


def _claimable(now: ColumnElement[int], kinds: Collection[str]) -> ColumnElement[bool]:
    table = sql_table("job")
    lapsed = and_(table.c.state == "running", table.c.lease_ms < now, ~table.c.cancel)
    waits = table.c.state == "queued"
    return and_(or_(waits, lapsed), table.c.attempts < TRIES, table.c.kind.in_(sorted(kinds)))


def _is_any(store: Store, kinds: Collection[str]) -> bool:
    with store.connection() as connection:
        found = select(sql_table("job").c.job_id).where(_claimable(now_ms(connection), kinds))
        return connection.execute(found.limit(1)).first() is not None


def _is_any_lapsed(store: Store) -> bool:
    table = sql_table("job")
    with store.connection() as connection:
        lapsed = and_(table.c.state == "running", table.c.lease_ms < now_ms(connection))
        return connection.execute(select(table.c.job_id).where(lapsed).limit(1)).first() is not None


def _json(reason: Mapping[str, str]) -> str:
    return json.dumps(reason, ensure_ascii=False)

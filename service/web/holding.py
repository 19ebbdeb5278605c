"""
Who holds the key of a write, and until when: a lease of seconds that the request renews.

The lease only spares work. That a write is done once rests on the name of the attempt, which lands
with the change: an attempt whose key was taken over meanwhile stores nothing. So a lease may be
short, and a request that could not renew it in time costs an answer, never a second change.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, and_, select, update

from data.errors import StoreError
from data.store.tables import sql_table
from service.jobs.leases import now_ms
from service.web.problems import RefusalError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from sqlalchemy import ColumnElement

    from data.store import Store

logger = logging.getLogger(__name__)

LEASE_S = 5.0
"""A request that was silent for so long is taken for dead, and whoever asks again does it."""
BEAT_S = 1.0
SOON_S = 1


@dataclass(frozen=True, slots=True)
class Once:
    """
    One write under way, by its key.

    Attributes
    ----------
    once_id
        Hash of the account and its key.
    attempt
        A name that was never used before, as JSON: no clock is asked who came last.
    """

    once_id: str
    attempt: str


def rows_of(once: Once) -> ColumnElement[bool]:
    """Find the row of an attempt, while no other has taken it over and no answer is kept."""
    table = sql_table("once")
    return and_(table.c.once_id == once.once_id, table.c.headers == once.attempt)


def held(connection: Connection, once: Once) -> dict[str, str]:
    """Say who holds a key and until when, by the database's clock, where an answer will stand."""
    until_ms = _now_ms(connection) + round(1000 * LEASE_S)
    return {"headers": once.attempt, "answer": str(until_ms)}


def check_silent(connection: Connection, known: Mapping[Any, Any]) -> None:
    """
    Make sure that the attempt which holds a key is dead, or may be taken for dead.

    Raises
    ------
    RefusalError
        409 while it may be alive.
    """
    if int(known["answer"] or 0) > _now_ms(connection):
        raise under_way()


def take_over(connection: Connection, once: Once, known: Mapping[Any, Any], *, moment: str) -> None:
    """
    Begin again what another attempt began and did not end; it has long been silent.

    Raises
    ------
    RefusalError
        409 if it, or a third, was faster.
    """
    table = sql_table("once")
    # As it was when we looked: on a server, its request may renew the lease at the same moment.
    seen = [table.c[name] == known[name] for name in ("once_id", "headers", "answer")]
    lapsed = update(table).where(*seen, table.c.status.is_(None))
    if not connection.execute(lapsed.values(held(connection, once) | {"moment": moment})).rowcount:
        raise under_way()


def hold(store: Store, once: Once) -> None:
    """Renew the lease of a request that takes long; of one that has landed nothing changes."""
    begun = rows_of(once) & sql_table("once").c.status.is_(None)
    with store.aside() as connection:
        connection.execute(update(sql_table("once")).where(begun).values(held(connection, once)))


@asynccontextmanager
async def holding(store: Store, asked: Callable[[], Once | None]) -> AsyncIterator[None]:
    """
    Renew the lease of a request for the length of a block.

    Parameters
    ----------
    store
        Where answers are kept.
    asked
        Gives the write, once its key was marked as begun.
    """
    beating = asyncio.create_task(_beat(store, asked))
    try:
        yield
    finally:
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating


async def _beat(store: Store, asked: Callable[[], Once | None]) -> None:
    while True:
        await asyncio.sleep(BEAT_S)
        if (once := asked()) is None:
            continue
        try:
            # Not in the threads of requests, all of which may be waiting for what takes so long.
            await asyncio.to_thread(hold, store, once)
        except StoreError as error:
            logger.info("a key was not renewed: %s", error)
        except Exception:  # whatever it is, the answer of what has landed must not die of it
            logger.exception("a key was not renewed")


def under_way() -> RefusalError:
    """Refuse for now: the same request is alive, or has just landed."""
    return RefusalError(
        409,
        "The same request is under way; ask again for its answer.",
        zh="同一请求正在处理，请稍后再取结果。",
        headers={"Retry-After": str(SOON_S)},
        kind="under-way",
        facts={"reason": "under-way"},
    )


def _now_ms(connection: Connection) -> int:
    return int(connection.execute(select(now_ms(connection))).scalar_one())

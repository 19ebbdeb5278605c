"""Connections to a store: the same settings and transactions on every one, file or server."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import NullPool

from data.errors import StoreError
from data.store.faults import sentence
from data.store.geometry import register_functions
from data.store.resting import watch
from data.store.shapes import Geometry

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

BUSY_TIMEOUT_S = 30.0
"""How long a writer waits for another one unless told otherwise."""

CONNECT_TIMEOUT_S = 10
"""How long a server may take to answer the first time."""

_WRITES = "gridpatrol_writes"
_ASIDE = "gridpatrol_aside"
_BUSY_MS = "gridpatrol_busy_ms"
_LOCK_CLASS = 0x67706174
"""Keeps our locks apart from those that other programs take in the same database: ``gpat``."""
_LOCK = f"SELECT pg_advisory_xact_lock({_LOCK_CLASS}, hashtext(current_schema()))"
_CACHE_KIB = 128 * 1024
"""Pages of a file kept in memory at most: an index larger than that is written again and again."""
_SESSION = {
    # Told to write through, whatever the server's own habit: what was said to be stored is stored.
    "synchronous_commit": "on",
    # A laptop that was closed in the middle of writing frees the store after two minutes.
    "tcp_keepalives_idle": "60",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "6",
}


def file_engine(path: Path, *, busy_s: float = BUSY_TIMEOUT_S) -> Engine:
    """
    Make the engine of one GeoPackage file; no connection is opened yet.

    Connections are not kept: the last one to close folds the write-ahead log back into the file, so
    that between two commands the store is one plain file to copy or open in QGIS.

    Parameters
    ----------
    path
        The file; it may not exist yet.
    busy_s
        Seconds a writer waits for another one before it gives up, >= 0.
    """
    url = URL.create("sqlite+pysqlite", database=str(path))
    # A large import settles in one thread and writes in another, never both at the same time.
    arguments = {"timeout": busy_s, "check_same_thread": False}
    engine = create_engine(url, poolclass=NullPool, connect_args=arguments)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def server_engine(address: URL, *, busy_s: float = BUSY_TIMEOUT_S) -> Engine:
    """
    Make the engine of one PostgreSQL database; no connection is opened yet.

    A transaction that reads sees one moment of the whole store. A connection left over from before
    a restart of the server is replaced unseen.

    Parameters
    ----------
    address
        With the driver psycopg; ``options`` in its query may name a schema.
    busy_s
        Seconds a writer waits for another one before it gives up, > 0.
    """
    engine = create_engine(
        address.difference_update_query(["options"]),
        connect_args={
            "connect_timeout": CONNECT_TIMEOUT_S,
            "application_name": "gridpatrol",
            "options": _options(address),
        },
    )
    names = getattr(engine.dialect, "ischema_names", {})
    engine.dialect.ischema_names = {**names, "geometry": Geometry}  # type: ignore[attr-defined]
    event.listen(engine, "begin", _begin_on_server)
    watch(engine)
    return engine.execution_options(**{_BUSY_MS: max(1, round(1000 * busy_s))})


def _options(address: URL) -> str:
    own = address.query.get("options", ())
    said = [own] if isinstance(own, str) else list(own)
    return " ".join([*(f"-c {name}={value}" for name, value in _SESSION.items()), *said])


def writing_engine(engine: Engine) -> Engine:
    """Make the same engine, but its transactions take the write lock at once."""
    return engine.execution_options(**{_WRITES: True})


def aside_engine(engine: Engine) -> Engine:
    """
    Make the same engine, but its transactions write beside those who write the town's tables.

    On a server they do not wait for a long import; a file has one writer at a time, whatever it
    writes.
    """
    return engine.execution_options(**{_WRITES: True, _ASIDE: True})


def _set_up(connection: sqlite3.Connection, _record: object) -> None:
    """Set up one connection; Python's own transactions are off, for they skip reads and DDL."""
    connection.isolation_level = None
    register_functions(connection)
    (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    if mode != "wal":
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")


def _begin(connection: Connection) -> None:
    """Begin; a plain BEGIN that writes later fails at once when another writer was faster."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_on_server(connection: Connection) -> None:
    """
    Read one moment of the store, or take its one write lock; the end of the transaction frees it.

    Writers see what is stored before each of their statements: a snapshot taken before the lock was
    granted would be out of date, and a hand that edits in QGIS meanwhile makes no unit fail.
    """
    options = connection.get_execution_options()
    writes = bool(options.get(_WRITES, False))
    # Said by the driver together with BEGIN: a statement of its own is one more way there and back.
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101 - the only driver we open
    driver.isolation_level = None if writes else psycopg.IsolationLevel.REPEATABLE_READ
    driver.read_only = None if writes else True
    if not writes:
        return
    wait = f"SET LOCAL lock_timeout = {int(options[_BUSY_MS])}"
    # Both at once: the lock is held until the end, and each way there and back makes it longer.
    lock = "" if options.get(_ASIDE, False) else f"; {_LOCK}"
    connection.exec_driver_sql(wait + lock)


def take_lock(connection: Connection) -> None:
    """Take the lock of those who write the town's tables, until the transaction ends."""
    if connection.dialect.name != "sqlite":  # a file has one writer, whatever it writes
        connection.exec_driver_sql(_LOCK)


@contextmanager
def store_errors(place: str) -> Iterator[None]:
    """
    Say what failed in one line that names the store.

    Parameters
    ----------
    place
        Path, or address without its password.

    Raises
    ------
    StoreError
        In place of any error of the database.
    """
    try:
        yield
    except (DBAPIError, PendingRollbackError, PoolTimeoutError) as error:
        en, zh = sentence(error)
        raise StoreError(f"{place}: {en}", zh=f"{place}：{zh}") from error

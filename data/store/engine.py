"""Connections to one store file: the same settings, functions and transactions on every one."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from data.errors import StoreError
from data.store.geometry import register_functions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

BUSY_TIMEOUT_S = 30.0
"""How long a writer waits for another one unless told otherwise."""

_WRITES = "gridpatrol_writes"


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
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": busy_s})
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def writing_engine(engine: Engine) -> Engine:
    """Make the same engine, but its transactions take the write lock at once."""
    return engine.execution_options(**{_WRITES: True})


def _set_up(connection: sqlite3.Connection, _record: object) -> None:
    """Set up one connection; Python's own transactions are off, for they skip reads and DDL."""
    connection.isolation_level = None
    register_functions(connection)
    (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    if mode != "wal":
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Connection) -> None:
    """Begin; a plain BEGIN that writes later fails at once when another writer was faster."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def store_errors(place: str) -> Iterator[None]:
    """
    Say what failed in one line that names the store.

    Raises
    ------
    StoreError
        In place of any error of the database.
    """
    try:
        yield
    except DBAPIError as error:
        en, zh = _sentence(str(error.orig))
        raise StoreError(f"{place}: {en}", zh=f"{place}：{zh}") from error


def _sentence(message: str) -> tuple[str, str]:
    """Say in English and Chinese what the database's own words mean."""
    if "locked" in message or "busy" in message:
        return (
            "another program is writing to it; try again when that is done.",
            "另一个程序正在写入，请等它完成后再试。",
        )
    if "disk is full" in message:
        return "the disk is full; the store is as it was before.", "磁盘已满，库未改动。"
    if "readonly" in message or "unable to open" in message:
        return (
            "cannot be written; check the rights of the file and of its folder.",
            "无法写入，请检查文件和所在文件夹的权限。",
        )
    if "malformed" in message or "not a database" in message:
        return (
            f"the file is damaged ({message}); restore a backup.",
            f"文件已损坏（{message}），请恢复备份。",
        )
    return f"the database answered: {message}.", f"数据库报告：{message}。"

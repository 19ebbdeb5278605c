"""What a database says is said again in one line that tells people what to do."""

from __future__ import annotations

import sqlite3

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from data.errors import StoreError
from data.store.engine import store_errors
from data.store.faults import sentence


def on_server(fault: type[psycopg.Error] | psycopg.Error) -> DBAPIError:
    """Wrap an error of the server's driver as SQLAlchemy does."""
    error = fault("words") if isinstance(fault, type) else fault
    wrapped = DBAPIError.instance("SELECT 1", None, error, psycopg.Error)
    assert isinstance(wrapped, DBAPIError)
    return wrapped


def in_file(words: str) -> DBAPIError:
    """Wrap an error of the file's driver."""
    return DBAPIError("SELECT 1", None, sqlite3.OperationalError(words))


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (psycopg.errors.LockNotAvailable, "another program is writing to it"),
        (psycopg.errors.DiskFull, "the disk is full; the store is as it was before"),
        (psycopg.errors.InsufficientPrivilege, "ask the administrator for the right"),
        (psycopg.errors.ReadOnlySqlTransaction, "name the main server, not its copy"),
        (psycopg.errors.AdminShutdown, "the connection to the server was lost"),
        (psycopg.errors.CannotConnectNow, "is starting or stopping; try again in a minute"),
        (psycopg.errors.TooManyConnections, "has no free connection"),
        (psycopg.errors.ConnectionFailure, "the connection to the server was lost"),
        (psycopg.errors.UndefinedTable, "the database answered: words; see with `gridpatrol doc"),
        (psycopg.OperationalError("consuming input failed: EOF"), "connection to the server was l"),
        (psycopg.OperationalError("connection failed: refused"), r"cannot be reached \(refused\)"),
        (psycopg.OperationalError("connection timeout expired"), "check that it runs"),
        (psycopg.OperationalError("FATAL: the database system is starting up"), "starting or stop"),
        (psycopg.OperationalError("FATAL: sorry, too many clients already"), "no free connection"),
        (psycopg.InterfaceError("the connection is closed"), "the connection to the server was l"),
        (psycopg.DataError("not a value"), "the database answered: not a value"),
    ],
    ids=str,
)
def test_server_errors_say_what_to_do(
    fault: type[psycopg.Error] | psycopg.Error, said: str
) -> None:
    """Connecting gives words and no sqlstate; a statement gives both."""
    with pytest.raises(StoreError, match=f"^at home: .*{said}") as caught, store_errors("at home"):
        raise on_server(fault)
    assert str(caught.value.zh).startswith("at home：")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("database is locked", "another program is writing to it"),
        ("database or disk is full", "the disk is full"),
        ("attempt to write a readonly database", "check the rights"),
        ("database disk image is malformed", "restore a backup"),
        ("no such table: x", "the database answered: no such table: x"),
    ],
)
def test_file_errors_say_what_to_do(words: str, said: str) -> None:
    """SQLite has words alone."""
    en, zh = sentence(in_file(words))
    assert said in en
    assert zh


def test_only_the_first_line_of_a_server_is_repeated() -> None:
    """Its hints and the SQL below are for the log of the server."""
    en, _ = sentence(on_server(psycopg.errors.UndefinedTable("no such thing.\nLINE 1: SELECT")))
    assert en.startswith("the database answered: no such thing; see with `gridpatrol doctor`")
    assert "LINE" not in en


def test_what_follows_a_lost_connection_is_that_too() -> None:
    """The driver's own words for it would puzzle everybody."""
    assert sentence(PendingRollbackError("Can't reconnect"))[0].startswith("the connection")


def test_an_exhausted_pool_asks_for_patience() -> None:
    """Too many pages at once, not a fault of the store."""
    assert "try again in a moment" in sentence(PoolTimeoutError("limit"))[0]

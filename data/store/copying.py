"""Many rows to a server at once, by COPY."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from data.store.faults import sqlstate
from data.store.statements import listed_names, overwriting

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from data.store.frames import Batch

_UNIQUE_VIOLATION = "23505"
_SAMPLED = 64
"""Keys that are looked up to guess whether rows are new."""


def copy_new(connection: Connection, batch: Batch) -> None:
    """
    Insert rows whose keys must be new.

    Raises
    ------
    DBAPIError
        If a key is there already; the transaction is then at an end, unless it was nested.
    """
    _copy(connection, batch, into=batch.table)


def copy_over(connection: Connection, batch: Batch) -> None:
    """
    Insert rows, or overwrite those whose key is there already.

    Rows that seem new go straight into the table; if that proves wrong, and for all others, they
    are copied beside it and taken over from there.
    """
    if not _seem_known(connection, batch):
        try:
            with connection.begin_nested():
                copy_new(connection, batch)
        except DBAPIError as error:
            if sqlstate(error) != _UNIQUE_VIOLATION:
                raise
        else:
            return
    _take_over(connection, batch)


def _seem_known(connection: Connection, batch: Batch) -> bool:
    keys = batch.columns[batch.key]
    some = keys[:: max(1, len(keys) // _SAMPLED)]
    found = connection.exec_driver_sql(
        f'SELECT 1 FROM "{batch.table}" WHERE "{batch.key}" = ANY(%s) LIMIT 1',  # noqa: S608
        (some,),
    ).first()
    return found is not None


def _take_over(connection: Connection, batch: Batch) -> None:
    beside, names = f"incoming_{batch.table}", listed_names(batch)
    connection.exec_driver_sql(
        f'CREATE TEMP TABLE IF NOT EXISTS "{beside}" ON COMMIT DROP '  # noqa: S608
        f'AS SELECT {names} FROM "{batch.table}" WITH NO DATA'
    )
    _copy(connection, batch, into=beside)
    connection.exec_driver_sql(
        f'INSERT INTO "{batch.table}" ({names}) SELECT {names} FROM "{beside}" '  # noqa: S608
        + overwriting(batch, connection.dialect)
    )
    connection.exec_driver_sql(f'TRUNCATE "{beside}"')


def _copy(connection: Connection, batch: Batch, *, into: str) -> None:
    """Send rows through the driver itself; its errors are made those of SQLAlchemy."""
    statement = f'COPY "{into}" ({listed_names(batch)}) FROM STDIN'
    driver = connection.connection.driver_connection
    if driver is None:  # pragma: no cover - a connection in use always has one
        return
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in batch.rows(connection.dialect):
                copy.write_row(row)
    except connection.dialect.loaded_dbapi.Error as error:
        raise DBAPIError.instance(
            statement,
            None,
            error,
            connection.dialect.loaded_dbapi.Error,
            dialect=connection.dialect,
        ) from error

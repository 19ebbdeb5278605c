"""Many rows to a server at once, by COPY."""

from __future__ import annotations

from itertools import islice
from types import NoneType
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

from data.store.faults import sqlstate
from data.store.statements import listed_names, overwriting

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from data.store.frames import Batch

_UNIQUE_VIOLATION = "23505"
_LINES_AT_ONCE = 2_000
_MISSING = r"\N"
_ESCAPED = {"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"}
_ESCAPES = str.maketrans(_ESCAPED)
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
            for lines in _lines(batch.values(connection.dialect)):
                copy.write(lines)
    except connection.dialect.loaded_dbapi.Error as error:
        raise DBAPIError.instance(
            statement,
            None,
            error,
            connection.dialect.loaded_dbapi.Error,
            dialect=connection.dialect,
        ) from error


def _lines(columns: Sequence[Sequence[Any]]) -> Iterator[str]:
    """Write rows as COPY reads them, column by column: a fifth of the time of row by row."""
    rows = zip(*(_texts(column) for column in columns), strict=True)
    while some := list(islice(rows, _LINES_AT_ONCE)):
        yield "\n".join(map("\t".join, some)) + "\n"


def _texts(values: Sequence[Any]) -> Sequence[str]:
    """Write a column as COPY reads it."""
    kinds = set(map(type, values))
    if not kinds <= {str, NoneType}:
        return [_text(value) for value in values]
    joined = "".join(filter(None, values))
    if any(sign in joined for sign in _ESCAPED):
        return [_text(value) for value in values]
    return values if kinds <= {str} else [_MISSING if v is None else v for v in values]


def _text(value: Any) -> str:  # noqa: ANN401 (whatever a column holds)
    if value is None:
        return _MISSING
    return value.translate(_ESCAPES) if isinstance(value, str) else str(value)

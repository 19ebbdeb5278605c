"""Rows into a table by the way that suits their number and the database."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from data.store.copying import copy_new, copy_over
from data.store.rtree import index_shapes, resting_triggers
from data.store.statements import insertion, overwriting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from data.store.frames import Batch

MANY_ROWS = 1_000
"""From here on the ways for many rows pay for what they set up."""
_ROWS_AT_ONCE = 2_500
"""Rows that one statement writes into a file: half the time of one by one, and Python is free."""
_VALUES_AT_ONCE = 30_000
"""Values that one statement binds; SQLite takes 32,766."""


def insert_batch(connection: Connection, batch: Batch) -> None:
    """
    Insert rows whose keys must be new.

    Raises
    ------
    DBAPIError
        If a key is there already; nest the transaction to go on after it.
    """
    if connection.dialect.name == "sqlite":
        _insert_in_file(connection, batch, after="")
    elif len(batch) < MANY_ROWS:
        _insert(connection, batch, insertion(batch, connection.dialect))
    else:
        copy_new(connection, batch)


def upsert_batch(connection: Connection, batch: Batch) -> None:
    """Insert rows, or overwrite those whose key is there already and who say something else."""
    after = overwriting(batch, connection.dialect)
    if connection.dialect.name == "sqlite":
        _insert_in_file(connection, batch, after=after)
    elif len(batch) < MANY_ROWS:
        _insert(connection, batch, insertion(batch, connection.dialect) + after)
    else:
        copy_over(connection, batch)


def _insert(connection: Connection, batch: Batch, statement: str) -> None:
    connection.exec_driver_sql(statement, batch.rows(connection.dialect))


def _insert_in_file(connection: Connection, batch: Batch, *, after: str) -> None:
    at_once = batch.shapes is not None and len(batch) >= MANY_ROWS
    with resting_triggers(connection, batch.table) if at_once else nullcontext():
        _insert_together(connection, batch, after=after)
        if at_once:
            index_shapes(connection, batch)


def _insert_together(connection: Connection, batch: Batch, *, after: str) -> None:
    """Write some hundred rows with each statement, the rest one by one."""
    columns = batch.values(connection.dialect)
    size = min(_ROWS_AT_ONCE, _VALUES_AT_ONCE // len(columns))
    whole = len(batch) - len(batch) % size
    statement = insertion(batch, connection.dialect, rows=size) + after
    for first in range(0, whole, size):
        values = _row_by_row([column[first : first + size] for column in columns])
        connection.exec_driver_sql(statement, values)
    if rest := list(zip(*(column[whole:] for column in columns), strict=True)):
        connection.exec_driver_sql(insertion(batch, connection.dialect) + after, rest)


def _row_by_row(columns: Sequence[Sequence[Any]]) -> tuple[Any, ...]:
    """List the values of whole columns row by row; a tuple for each row would cost more than it."""
    values: list[Any] = [None] * sum(map(len, columns))
    for place, column in enumerate(columns):
        values[place :: len(columns)] = column
    return tuple(values)

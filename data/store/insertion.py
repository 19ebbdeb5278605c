"""Rows into a table by the way that suits their number and the database."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from data.store.copying import copy_new, copy_over
from data.store.rtree import index_shapes, resting_triggers
from data.store.statements import insertion, overwriting

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from data.store.frames import Batch

MANY_ROWS = 1_000
"""From here on the ways for many rows pay for what they set up."""


def insert_batch(connection: Connection, batch: Batch) -> None:
    """
    Insert rows whose keys must be new.

    Raises
    ------
    DBAPIError
        If a key is there already; nest the transaction to go on after it.
    """
    if connection.dialect.name == "sqlite":
        _insert_in_file(connection, batch, insertion(batch, connection.dialect))
    elif len(batch) < MANY_ROWS:
        _insert(connection, batch, insertion(batch, connection.dialect))
    else:
        copy_new(connection, batch)


def upsert_batch(connection: Connection, batch: Batch) -> None:
    """Insert rows, or overwrite those whose key is there already and who say something else."""
    statement = insertion(batch, connection.dialect) + overwriting(batch, connection.dialect)
    if connection.dialect.name == "sqlite":
        _insert_in_file(connection, batch, statement)
    elif len(batch) < MANY_ROWS:
        _insert(connection, batch, statement)
    else:
        copy_over(connection, batch)


def _insert(connection: Connection, batch: Batch, statement: str) -> None:
    connection.exec_driver_sql(statement, batch.rows(connection.dialect))


def _insert_in_file(connection: Connection, batch: Batch, statement: str) -> None:
    at_once = batch.shapes is not None and len(batch) >= MANY_ROWS
    with resting_triggers(connection, batch.table) if at_once else nullcontext():
        _insert(connection, batch, statement)
        if at_once:
            index_shapes(connection, batch)

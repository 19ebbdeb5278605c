"""Small answers about large tables: how many rows, and one column of some of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from data.store.tables import schema_of, sql_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

_KEYS_PER_QUERY = 10_000  # SQLite takes 32,766 bound values, PostgreSQL 65,535


def count_rows(connection: Connection, name: str) -> int:
    """
    Count the rows of a table.

    Raises
    ------
    NotFoundError
        If there is no such table.
    """
    counted = connection.execute(select(func.count()).select_from(sql_table(name))).scalar_one()
    return int(counted)


def read_column(
    connection: Connection, name: str, column: str, *, keys: Sequence[str]
) -> dict[str, object]:
    """
    Read one column of the rows with these keys, key to value; keys that are not there are left out.

    Raises
    ------
    NotFoundError
        If there is no such table.
    KeyError
        If it has no such column.
    """
    table = sql_table(name)
    key = table.c[schema_of(name).key]
    found: dict[str, object] = {}
    for first in range(0, len(keys), _KEYS_PER_QUERY):
        some = keys[first : first + _KEYS_PER_QUERY]
        rows = connection.execute(select(key, table.c[column]).where(key.in_(some)))
        found.update((row[0], row[1]) for row in rows)
    return found

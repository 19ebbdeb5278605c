"""Small answers about large tables: how many rows, which keys, and one column of some rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from data.errors import NotFoundError
from data.store.keys import listed_keys
from data.store.tables import schema_of, sql_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Table


def count_rows(connection: Connection, table: Table) -> int:
    """Count the rows of a table."""
    counted = connection.execute(select(func.count()).select_from(table)).scalar_one()
    return int(counted)


def known_keys(connection: Connection, name: str, *, keys: Sequence[str]) -> list[str]:
    """
    Tell which of these keys are in a table, in order; any number may be asked for.

    Raises
    ------
    NotFoundError
        If there is no such table.
    """
    key = sql_table(name).c[schema_of(name).key]
    return sorted(
        connection.execute(select(key).where(key.in_(listed_keys(connection, keys)))).scalars()
    )


def read_column(
    connection: Connection, name: str, column: str, *, keys: Sequence[str]
) -> dict[str, object]:
    """
    Read one column of the rows with these keys, key to value; keys that are not there are left out.

    Raises
    ------
    NotFoundError
        If there is no such table, or it has no such column.
    """
    table = sql_table(name)
    if column not in table.c:
        raise NotFoundError(
            f"Table {name!r} has no column {column!r}; it has {', '.join(table.c.keys())}.",
            zh=f"表 {name} 没有 {column} 列，只有 {'、'.join(table.c.keys())}。",
        )
    key = table.c[schema_of(name).key]
    chosen = key.in_(listed_keys(connection, keys))
    rows = connection.execute(select(key, table.c[column]).where(chosen))
    return {row[0]: row[1] for row in rows}

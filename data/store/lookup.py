"""Small answers about large tables: how many rows, which keys, and one column of some rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from data.errors import NotFoundError
from data.store.keys import listed_keys
from data.store.lens import WHOLE
from data.store.tables import schema_of, sql_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Table

    from data.store.lens import Lens


def count_rows(connection: Connection, table: Table, *, lens: Lens = WHOLE) -> int:
    """Count the rows of a table that a lens shows."""
    query = select(func.count()).select_from(table).where(*lens.rows(table))
    return int(connection.execute(query).scalar_one())


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
    connection: Connection, name: str, column: str, *, keys: Sequence[str], lens: Lens = WHOLE
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
    query = select(key, lens.column(table, column)).where(chosen, *lens.rows(table))
    rows = connection.execute(query).all()
    told = lens.tell(connection, name, column, [row[1] for row in rows])
    return {row[0]: value for row, value in zip(rows, told, strict=True)}

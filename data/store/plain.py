"""A few rows as plain values, for those who ask at every request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from data.store.reading import conditions
from data.store.tables import GEOM, schema_of, sql_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection


def read_rows(
    connection: Connection, name: str, where: Mapping[str, Sequence[str]] | None
) -> list[dict[str, Any]]:
    """
    Read rows of a table, ordered by its key, its shapes left out.

    Raises
    ------
    NotFoundError
        If there is no such table or column.
    """
    table = sql_table(name)
    columns = [column for column in table.c if column.name != GEOM]
    query = select(*columns).where(*conditions(connection, table, where))
    query = query.order_by(table.c[schema_of(name).key])
    return [dict(row) for row in connection.execute(query).mappings()]

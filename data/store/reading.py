"""Reading the store's tables through one connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from data.errors import NotFoundError
from data.store.frames import to_table
from data.store.graph import read_graph
from data.store.tables import GEOM, schema_of, sql_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pandas import DataFrame
    from sqlalchemy import ColumnElement, Connection, Table

    from data.model import Roads

Where = "Mapping[str, Sequence[str]]"
"""Column to the values it may have; all columns must fit."""

ROADS_SOURCE = "roads_source"
"""The setting that names the file the roads came from; its areas bear the same source."""


def read_table(
    connection: Connection, name: str, where: Mapping[str, Sequence[str]] | None
) -> DataFrame:
    """
    Read a table, typed by its schema and ordered by its key.

    Raises
    ------
    NotFoundError
        If there is no such table, or no such column to choose by.
    """
    schema, table = schema_of(name), sql_table(name)
    query = select(table).where(*conditions(table, where)).order_by(table.c[schema.key])
    rows = connection.execute(query).all()
    return to_table([column.name for column in table.c], [tuple(row) for row in rows], schema)


def conditions(
    table: Table, where: Mapping[str, Sequence[str]] | None
) -> tuple[ColumnElement[bool], ...]:
    """
    Turn a choice of rows into SQL, values bound.

    Raises
    ------
    NotFoundError
        If a column is not there, or is a position.
    """
    wanted = dict(where or {})
    known = [column.name for column in table.c if column.name != GEOM]
    strange = sorted(set(wanted) - set(known))
    if strange:
        raise NotFoundError(
            f"Table {table.name!r} cannot be chosen by {', '.join(strange)}; "
            f"it has {', '.join(known)}."
        )
    return tuple(table.c[name].in_(list(values)) for name, values in wanted.items())


def read_settings(connection: Connection) -> dict[str, str]:
    """Read what the store knows of itself, name to value."""
    table = sql_table("setting")
    rows = connection.execute(select(table.c.name, table.c.value).order_by(table.c.name))
    return {name: value for name, value in rows}  # noqa: C416 (rows are no plain pairs to mypy)


def read_roads(connection: Connection) -> Roads:
    """
    Read the road graph and the places that came with it.

    Raises
    ------
    NotFoundError
        If no roads were loaded yet.
    """
    source = read_settings(connection).get(ROADS_SOURCE, "")
    places = read_table(connection, "area", {"source": [source]})
    return read_graph(connection, places=places, source=source)

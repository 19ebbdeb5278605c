"""A few rows as plain values, for those who ask at every request."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Text, bindparam, func, select

from data.errors import NotFoundError
from data.store.keys import rows_of_keys, written_keys
from data.store.lens import WHOLE, Lens
from data.store.reading import check_names
from data.store.tables import GEOM, schema_of, sql_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection, Select

    from data.store.scope import Scope

_BOUND = "keys_of_"


def read_rows(
    connection: Connection,
    name: str,
    where: Mapping[str, Sequence[str]] | None,
    *,
    columns: Sequence[str] | None = None,
    lens: Lens = WHOLE,
) -> list[dict[str, Any]]:
    """
    Read the rows of a table that a lens shows, ordered by its key, its shapes left out.

    Parameters
    ----------
    columns
        Only these; ``None`` reads all.

    Raises
    ------
    NotFoundError
        If there is no such table or column.
    """
    asked = _Asked(name, None if columns is None else tuple(columns), tuple(sorted(where or {})))
    query, wanted = _query(asked, lens.scope, connection.dialect.name)
    keys = {_BOUND + column: written_keys(values) for column, values in (where or {}).items()}
    rows = [dict(zip(wanted, row, strict=True)) for row in connection.execute(query, keys)]
    for column in lens.retold(name).keys() & set(wanted):
        told = lens.tell(connection, name, column, [row[column] for row in rows])
        for row, value in zip(rows, told, strict=True):
            row[column] = value
    return rows


class _Asked(NamedTuple):
    """What a query of a few rows asks for, but for the values that rows are chosen by."""

    table: str
    columns: tuple[str, ...] | None
    where: tuple[str, ...]


@lru_cache(maxsize=500)
def _query(asked: _Asked, scope: Scope, dialect: str) -> tuple[Select[Any], tuple[str, ...]]:
    """Make a query, and name its columns: to make it takes longer than to have it answered."""
    table, lens = sql_table(asked.table), Lens(scope)
    wanted = [column.name for column in table.c if column.name != GEOM]
    if asked.columns is not None:
        check_names(asked.columns, asked.table, wanted)
        wanted = list(asked.columns)
    retold = lens.retold(asked.table)
    known = [column.name for column in table.c if column.name not in {GEOM, *retold}]
    check_names(asked.where, asked.table, known)
    chosen = (
        lens.column(table, name).in_(
            rows_of_keys(bindparam(_BOUND + name, type_=Text()), dialect, kind=table.c[name].type)
        )
        for name in asked.where
    )
    query = select(*(lens.column(table, column) for column in wanted))
    query = query.where(*chosen, *lens.rows(table))
    return query.order_by(table.c[schema_of(asked.table).key]), tuple(wanted)


def read_records(
    connection: Connection,
    name: str,
    where: Mapping[str, Sequence[str]] | None,
    *,
    lens: Lens = WHOLE,
) -> dict[str, dict[str, Any]]:
    """
    Read rows of a table without shapes as its schema types them, key to row.

    Days are days and flags are flags, whichever database keeps them; what is missing is ``None``.

    Raises
    ------
    NotFoundError
        If there is no such table or column, or the table has shapes.
    """
    schema = schema_of(name)
    rows = read_rows(connection, name, where, columns=(schema.key, *schema.names), lens=lens)
    for column in schema.columns:
        told = _TELLING.get(column.type)
        if told is not None:
            for row in rows:
                value = row[column.name]
                row[column.name] = None if value is None else told(value)
    return {row[schema.key]: row for row in rows}


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


_TELLING: dict[str, Callable[[Any], object]] = {"date": _day, "flag": bool, "number": float}
"""Types of columns that the databases give in different ways."""


def distinct_values(
    connection: Connection, name: str, column: str, *, lens: Lens = WHOLE
) -> list[Any]:
    """
    Read what stands in one column of the rows that a lens shows, each value once, sorted.

    Raises
    ------
    NotFoundError
        If there is no such table or column.
    """
    table = sql_table(name)
    if column not in table.c or column == GEOM:
        raise NotFoundError(
            f"Table {name!r} has no column {column!r} of values.",
            zh=f"表 {name} 没有可列出取值的列“{column}”。",
        )
    query = select(lens.column(table, column)).where(*lens.rows(table)).distinct()
    told = lens.tell(connection, name, column, list(connection.execute(query).scalars()))
    return sorted({value for value in told if value is not None})


def latest_day(
    connection: Connection, name: str, column: str, *, lens: Lens = WHOLE
) -> date | None:
    """Give the last day of a column among the rows that a lens shows; ``None`` where none is."""
    table = sql_table(name)
    query = select(func.max(lens.column(table, column))).where(*lens.rows(table))
    found = connection.execute(query).scalar()
    return date.fromisoformat(str(found)[:10]) if found else None

"""Every row of a store, with its number and the moment it was made, into another store."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    insert,
    select,
    text,
)
from sqlalchemy.types import DateTime

from data.schema import TABLES
from data.store.lookup import count_rows
from data.store.tables import ROAD_EDGE, ROAD_NODE, sql_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection
    from sqlalchemy.types import TypeEngine

    from data.ports import Progress

_ROWS_AT_ONCE = 10_000


class Moment(TypeDecorator[str]):
    """A moment as a file writes it, such as ``2026-11-21T08:15:30.250Z``, on both engines."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose text in a file, a moment with its zone on a server."""
        is_file = dialect.name == "sqlite"
        return dialect.type_descriptor(Text() if is_file else DateTime(timezone=True))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ANN401
        """Read the text for a server."""
        if value is None or dialect.name == "sqlite":
            return value
        return datetime.fromisoformat(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:  # noqa: ANN401
        """Write what a server gives; it holds thousandths of a second, as a file does."""
        if value is None or dialect.name == "sqlite":
            return value
        moment: datetime = value.astimezone(UTC)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


@cache
def whole_tables() -> tuple[Table, ...]:
    """List every table with all its columns, those first that others refer to."""
    return tuple(
        Table(
            table.name,
            MetaData(),
            Column("fid", BigInteger),
            *(Column(column.name, column.type) for column in table.c),
            Column("created_at", Moment),
        )
        for table in chain(map(sql_table, TABLES), (ROAD_NODE, ROAD_EDGE))
    )


def count_tables(connection: Connection) -> dict[str, int]:
    """Count the rows of every table, of the roads too."""
    return {table.name: count_rows(connection, table) for table in whole_tables()}


def copy_rows(
    source: Connection,
    target: Connection,
    *,
    tables: Sequence[Table] | None = None,
    progress: Progress | None = None,
) -> dict[str, int]:
    """
    Copy all rows from one store into another, which must be empty and of the same version.

    Parameters
    ----------
    source, target
        Of any engine each; both inside a transaction.
    tables
        Those of an older version, those first that others refer to; else those of today.
    progress
        Told how many rows were copied, of how many.

    Returns
    -------
    rows
        Table to number of rows copied.
    """
    chosen = whole_tables() if tables is None else tables
    total = sum(count_rows(source, table) for table in chosen)
    copied: dict[str, int] = {}
    for table in chosen:
        copied[table.name] = 0
        for stretch in _copy_table(source, target, table):
            copied[table.name] += stretch
            if progress:
                progress(sum(copied.values()), total)
    return copied


def _copy_table(source: Connection, target: Connection, table: Table) -> Iterator[int]:
    """Copy stretch by stretch; yields how many rows each had."""
    rows = source.execution_options(yield_per=_ROWS_AT_ONCE).execute(
        select(table).order_by(table.c.fid)
    )
    for stretch in rows.mappings().partitions():
        target.execute(insert(table), [dict(row) for row in stretch])
        yield len(stretch)
    _count_on(target, table)


def _count_on(target: Connection, table: Table) -> None:
    """Let a server number new rows after those that brought their numbers; a file does."""
    if target.dialect.name == "sqlite":
        return
    target.execute(
        text(
            f"SELECT setval(pg_get_serial_sequence('\"{table.name}\"', 'fid'), max(fid)) "  # noqa: S608
            f'FROM "{table.name}" HAVING max(fid) IS NOT NULL'
        )
    )

"""How a migration writes down a table, free of today's schema and of one database's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.migrations import geopackage, postgis
from data.migrations.dialects import dialect_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from data.migrations.dialects import SqlDialect


@dataclass(frozen=True, slots=True)
class FrozenTable:
    """
    A table as it was when its migration was written.

    Attributes
    ----------
    name, meaning
        Name of the table, and one line for people who open the file in QGIS.
    columns
        One column a line: name, type, ``!`` where every row must have a value. The geometry column
        is always called ``geom``; its type is ``point``, ``line`` or ``shape``.
    rules
        Further lines of SQL, such as ``UNIQUE (u, v, key)``.
    """

    name: str
    meaning: str
    columns: str
    rules: tuple[str, ...] = ()


def create_core(connection: Connection) -> None:
    """Make an empty database ready for tables: a file becomes a GeoPackage, a server is ready."""
    if dialect_of(connection).is_file:
        geopackage.create_core(connection)


def create_table(connection: Connection, table: FrozenTable) -> None:
    """Create a table with a row number, ``created_at``, and what its engine keeps beside it."""
    words, dialect = _words(table), dialect_of(connection)
    lines = [_column(dialect, *column) for column in words]
    body = ",\n  ".join([dialect.row_number, *lines, dialect.created_at, *table.rules])
    connection.exec_driver_sql(f'CREATE TABLE "{table.name}" (\n  {body})')
    shapes = [geopackage.SHAPES[kind] for name, kind, *_ in words if name == "geom"]
    engine = geopackage if dialect.is_file else postgis
    engine.register(connection, table.name, table.meaning, shapes[0] if shapes else None)


def add_column(connection: Connection, table: str, column: str) -> None:
    """
    Add a column to a table, empty in every row.

    Parameters
    ----------
    column
        Name and type, as a line of ``FrozenTable.columns``; rows there have no value for it yet.
    """
    name, kind = column.split()
    kind = dialect_of(connection).types[kind]
    connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")


def create_index(connection: Connection, table: str, columns: Sequence[str]) -> None:
    """Create an index named for its table and columns, such as ``inspection_site_id_day_idx``."""
    name = "_".join((table, *columns, "idx"))
    listed = ", ".join(f'"{column}"' for column in columns)
    connection.exec_driver_sql(f'CREATE INDEX "{name}" ON "{table}" ({listed})')


def _words(table: FrozenTable) -> list[list[str]]:
    return [line.split() for line in table.columns.strip().splitlines()]


def _column(dialect: SqlDialect, name: str, kind: str, must: str = "") -> str:
    return f'"{name}" {dialect.types[kind]}{" NOT NULL" if must else ""}'

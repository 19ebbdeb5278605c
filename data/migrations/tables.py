"""How a migration writes down a table, free of today's schema and of one database's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.migrations.geopackage import register

if TYPE_CHECKING:
    from sqlalchemy import Connection

_SQL_TYPES = {
    "text": "TEXT",
    "json": "TEXT",
    "number": "DOUBLE",
    "integer": "INTEGER",
    "flag": "BOOLEAN",
    "date": "DATE",
    "point": "POINT",
    "line": "LINESTRING",
    "shape": "GEOMETRY",
}
_CREATED_AT = "created_at DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))"


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


def create_table(connection: Connection, table: FrozenTable) -> None:
    """Create a table with a row number, ``created_at``, and its entry in the GeoPackage's list."""
    words = [line.split() for line in table.columns.strip().splitlines()]
    lines = [_column(*column) for column in words]
    body = ",\n  ".join(
        ["fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", *lines, _CREATED_AT, *table.rules]
    )
    connection.exec_driver_sql(f'CREATE TABLE "{table.name}" (\n  {body})')
    shapes = [_SQL_TYPES[kind] for name, kind, *_ in words if name == "geom"]
    register(connection, table.name, table.meaning, shapes[0] if shapes else None)


def _column(name: str, kind: str, must: str = "") -> str:
    return f'"{name}" {_SQL_TYPES[kind]}{" NOT NULL" if must else ""}'

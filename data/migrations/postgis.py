"""What a table of a PostgreSQL store has beside its columns: its meaning, and a spatial index."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection


def register(connection: Connection, table: str, meaning: str, shape: str | None) -> None:
    """
    Say what a table is for, and index its shapes.

    Parameters
    ----------
    meaning
        One line for people who open the database in QGIS or psql.
    shape
        Type of the column ``geom``; ``None`` for a table without one.
    """
    quoted = meaning.replace("'", "''")
    connection.exec_driver_sql(f"COMMENT ON TABLE \"{table}\" IS '{quoted}'")
    if shape:
        connection.exec_driver_sql(
            f'CREATE INDEX "{table}_geom_idx" ON "{table}" USING GIST (geom)'
        )

"""What a server knows of its tables when it chooses how to answer a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

MANY_ROWS = 5_000
"""Rows written from which on a server is to look at a table again."""


def refresh_statistics(connection: Connection, written: Mapping[str, int]) -> None:
    """
    Let a server look at tables that many rows were written to, within the same transaction.

    It does so by itself a minute later, or never where the office has switched that off. Until then
    it takes a new county for an empty table, and looks each site of a map up one by one. A file has
    no such statistics.

    Parameters
    ----------
    written
        Name of a table to rows written to it, > 0.
    """
    if connection.dialect.name == "sqlite":
        return
    for table in sorted(table for table, rows in written.items() if rows >= MANY_ROWS):
        connection.exec_driver_sql(f'ANALYZE "{table}"')

"""Sites within other sites' walls, and what their meters count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.migrations.tables import FrozenTable, add_column, create_table

if TYPE_CHECKING:
    from sqlalchemy import Connection

_POWER_READING = FrozenTable(
    "power_reading",
    "electricity one meter counted in one month",
    """
    power_reading_id text !
    site_id text
    meter text !
    customer text
    month text !
    kwh number !
    source text
    """,
    ('UNIQUE ("power_reading_id")',),
)


def upgrade(connection: Connection) -> None:
    """Add the parent of a site and the table of power readings."""
    add_column(connection, "site", "parent_id text")
    create_table(connection, _POWER_READING)

"""Indexes for what is asked again and again: the past of a site, a week's plan, a town's grades."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.migrations.tables import create_index

if TYPE_CHECKING:
    from sqlalchemy import Connection

_INDEXES = (
    ("site", ("town", "village")),
    ("inspection", ("site_id", "day")),
    ("finding", ("site_id",)),
    ("finding", ("state", "due")),
    ("score", ("grade", "site_id")),
    ("power_reading", ("site_id", "month")),
    ("import_row", ("file_hash",)),
    ("plan", ("week", "version")),
    ("route", ("plan_id",)),
    ("stop", ("plan_id",)),
    ("stop", ("site_id",)),
    ("unplanned", ("plan_id",)),
    ("promise", ("plan_id",)),
)


def upgrade(connection: Connection) -> None:
    """Add the indexes; what the tables hold stays as it is."""
    for table, columns in _INDEXES:
        create_index(connection, table, columns)

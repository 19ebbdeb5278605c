"""How firmly a site keeps its colour, and what would lower its score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.migrations.tables import add_column

if TYPE_CHECKING:
    from sqlalchemy import Connection


def upgrade(connection: Connection) -> None:
    """Add both to the scores; a score of before has neither until the town is scored anew."""
    add_column(connection, "score", "stability number")
    add_column(connection, "score", "advice json")

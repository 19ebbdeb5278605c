"""What the roads are made of, and the order in which a hierarchy contracts their junctions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.migrations.tables import add_column

if TYPE_CHECKING:
    from sqlalchemy import Connection


def upgrade(connection: Connection) -> None:
    """Add surface and stated speed of an edge, and the rank of a junction."""
    add_column(connection, "road_edge", "surface text")
    add_column(connection, "road_edge", "speed_km_h number")
    add_column(connection, "road_node", "rank integer")

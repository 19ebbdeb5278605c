"""What the roads are made of, and the order in which a hierarchy contracts their junctions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.migrations.tables import add_column, create_index

if TYPE_CHECKING:
    from sqlalchemy import Connection


def upgrade(connection: Connection) -> None:
    """
    Add surface and stated speed of an edge, and the rank of a junction.

    Without the index a server would look at every edge for each junction that is removed.
    """
    add_column(connection, "road_edge", "surface text")
    add_column(connection, "road_edge", "speed_km_h number")
    add_column(connection, "road_node", "rank integer")
    create_index(connection, "road_edge", ("v",))

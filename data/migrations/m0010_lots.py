"""Places in no ledger that are swept, what came of it, and all that a plan drew by lot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.migrations.tables import FrozenTable, add_column, create_table

if TYPE_CHECKING:
    from sqlalchemy import Connection

_SWEEP = FrozenTable(
    "sweep",
    "one place in no ledger that a plan drew to be looked through for unknown sites",
    """
    sweep_id text !
    name text !
    village text
    land_ha number !
    idle integer !
    tips integer !
    lane_km number !
    geom point !
    """,
    ('UNIQUE ("sweep_id")',),
)

_SWEEP_VISIT = FrozenTable(
    "sweep_visit",
    "what came of one sweep",
    """
    sweep_visit_id text !
    sweep_id text !
    day date !
    team text
    result text !
    site_id text
    note text
    edited_at text
    source text
    """,
    ('UNIQUE ("sweep_visit_id")',),
)


def upgrade(connection: Connection) -> None:
    """Add both tables, and the lots of a plan: one of before drew only its random share."""
    create_table(connection, _SWEEP)
    create_table(connection, _SWEEP_VISIT)
    add_column(connection, "plan", "lots json")

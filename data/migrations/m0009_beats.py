"""What a grid cell is called, holds and foretells; alerts of cells; and the beats of teams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.migrations.tables import FrozenTable, add_column, create_table

if TYPE_CHECKING:
    from sqlalchemy import Connection

_OF_CELLS = """
    name text
    area_km2 number
    enterprises integer
    idle_factories integer
    red integer
    orange integer
    yellow integer
    blue integer
    overdue integer
    expected_harm number
    keeper text
    area_keeper text
    town_keeper text
    outlier text
    trend text
    expected_next number
    next_place integer
    next_top flag
    beat_id text
    alert_months integer
"""

_CELL_ALERT = FrozenTable(
    "cell_alert",
    "one cell that stood out for the worse in one month",
    """
    alert_id text !
    month text !
    cell_id text !
    kind text !
    value number !
    before number
    months integer !
    escalated flag
    """,
    ('UNIQUE ("alert_id")',),
)

_BEAT = FrozenTable(
    "beat",
    "a contiguous part of the town for one team, with its share of the expected work",
    """
    beat_id text !
    name text
    keeper text
    team_id text
    as_of date !
    cells integer !
    sites integer !
    work_min number !
    share number
    compactness number
    contiguous flag
    moved_cells integer
    geom shape !
    """,
    ('UNIQUE ("beat_id")',),
)


def upgrade(connection: Connection) -> None:
    """
    Add the columns to cells and both tables.

    A cell of before keeps its figures and has none of the new ones until the hotspots are worked
    out anew.
    """
    for column in _OF_CELLS.strip().splitlines():
        add_column(connection, "cell", column)
    create_table(connection, _CELL_ALERT)
    create_table(connection, _BEAT)

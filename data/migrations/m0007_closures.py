"""Roads closed or slow for some days, when a visit began and ended, and indexes of rows told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.migrations.tables import FrozenTable, add_column, create_index, create_table

if TYPE_CHECKING:
    from sqlalchemy import Connection

_CLOSURE = FrozenTable(
    "closure",
    "roads that are closed, or slower than usual, from one day to another",
    """
    closure_id text !
    kind text !
    name text !
    ways json
    classes json
    from_day date !
    to_day date !
    speed_factor number !
    note text
    source text
    geom shape
    """,
    ('UNIQUE ("closure_id")',),
)


def upgrade(connection: Connection) -> None:
    """
    Add the table of closures, the times of day of a visit, and two indexes of ``import_row``.

    A record's past is looked up by ``target``, open questions by fate and kind. The fate comes
    first: a kind alone is most of the table, and a search by file must not take that index.
    """
    create_table(connection, _CLOSURE)
    add_column(connection, "inspection", "arrived_at text")
    add_column(connection, "inspection", "left_at text")
    create_index(connection, "import_row", ("target",))
    create_index(connection, "import_row", ("fate", "kind"))

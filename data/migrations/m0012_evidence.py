"""What a step of a finding rests on: the visit, the other office, the step it takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.migrations.tables import add_column

if TYPE_CHECKING:
    from sqlalchemy import Connection

_ADDED = ("inspection_id text", "handed_to text", "takes_back integer", "on_the_spot flag")


def upgrade(connection: Connection) -> None:
    """Add the columns, empty in every step of before."""
    for column in _ADDED:
        add_column(connection, "finding_step", column)

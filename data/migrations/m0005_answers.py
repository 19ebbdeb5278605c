"""What people answered about rows that were questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.migrations.tables import FrozenTable, create_table

if TYPE_CHECKING:
    from sqlalchemy import Connection

_ANSWER = FrozenTable(
    "answer",
    "what a person answered about a row of a ledger that was a question",
    """
    answer_id text !
    kind text !
    meaning text !
    said text
    site_id text
    source text
    """,
    ('UNIQUE ("answer_id")',),
)


def upgrade(connection: Connection) -> None:
    """Add the table of answers."""
    create_table(connection, _ANSWER)

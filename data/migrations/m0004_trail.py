"""Who changed the store, and what it held before: two tables to which rows are only ever added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.migrations.dialects import dialect_of
from data.migrations.tables import FrozenTable, create_index, create_table

if TYPE_CHECKING:
    from sqlalchemy import Connection

_AUDIT = FrozenTable(
    "audit",
    "one unit of writing that changed something; rows are only ever added",
    """
    audit_id text !
    moment text !
    who text !
    what text !
    counts json !
    detail json
    former_hash text
    hash text !
    """,
    ('UNIQUE ("audit_id")',),
)
_HISTORY = FrozenTable(
    "history",
    "what one row of another table was before it was changed or removed",
    """
    history_id text !
    audit_id text !
    table_name text !
    row_id text !
    change text !
    before json !
    after json
    """,
    ('UNIQUE ("history_id")',),
)
_SQLITE_GUARD = """CREATE TRIGGER "{table}_keeps_{act}" BEFORE {act} ON "{table}"
BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END"""
_POSTGRES_REFUSAL = """CREATE FUNCTION gridpatrol_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is only ever added to'; END $$"""
_POSTGRES_GUARD = """CREATE TRIGGER "{table}_keeps" BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}"
FOR EACH STATEMENT EXECUTE FUNCTION gridpatrol_refuse()"""


def upgrade(connection: Connection) -> None:
    """Add the two tables, find history by the row it is of, and refuse to change either."""
    if not dialect_of(connection).is_file:
        connection.exec_driver_sql(_POSTGRES_REFUSAL)
    for table in (_AUDIT, _HISTORY):
        create_table(connection, table)
        _guard(connection, table.name)
    create_index(connection, "history", ("row_id", "table_name"))
    create_index(connection, "history", ("audit_id",))


def _guard(connection: Connection, table: str) -> None:
    if not dialect_of(connection).is_file:
        connection.exec_driver_sql(_POSTGRES_GUARD.format(table=table))
        return
    for act in ("UPDATE", "DELETE"):
        connection.exec_driver_sql(_SQLITE_GUARD.format(table=table, act=act))

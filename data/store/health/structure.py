"""Whether a store has every table, column, index and trigger that the program makes."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import inspect, text

from data.migrations.steps import upgrade
from data.store.engine import file_engine, writing_engine
from data.store.health.fault import fault
from data.store.health.package import shape_tables
from data.store.transfer import whole_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from data.store.health.fault import Fault


class Made(NamedTuple):
    """One object of a database: ``index`` or ``trigger``, its name, its table and its SQL."""

    kind: str
    name: str
    table: str
    sql: str


def expected_objects(connection: Connection) -> list[Made]:
    """
    List the indexes and triggers that a store of this engine should have.

    They are read from a store made in memory by the same steps, so that nobody keeps a second list.
    Of a server, only those indexes are known that it shares with a file, and those of its shapes.
    """
    listed = _made_in_memory()
    if connection.dialect.name == "sqlite":
        return list(listed)
    shared = [made for made in listed if made.kind == "index"]
    return shared + [_shape_index(table) for table in shape_tables()] + _guards()


@cache
def _made_in_memory() -> tuple[Made, ...]:
    """Read them once: the steps of a program do not change while it runs."""
    with writing_engine(file_engine(Path(":memory:"))).begin() as memory:
        upgrade(memory)
        found = memory.execute(text(_OBJECTS)).all()
    return tuple(Made(*row) for row in found)


_OBJECTS = """SELECT type, name, tbl_name, sql FROM sqlite_master
WHERE type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY type, name"""


def _shape_index(table: str) -> Made:
    name = f"{table}_geom_idx"
    sql = f'CREATE INDEX "{name}" ON "{table}" USING GIST (geom)'
    return Made("index", name, table, sql)


def _guards() -> list[Made]:
    return [
        Made(
            "trigger",
            f"{table}_keeps",
            table,
            f'CREATE TRIGGER "{table}_keeps" BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}" '
            "FOR EACH STATEMENT EXECUTE FUNCTION gridpatrol_refuse()",
        )
        for table in ("audit", "history")
    ]


def missing_objects(connection: Connection) -> list[Made]:
    """List the indexes and triggers that are not there, of tables that are."""
    tables = set(inspect(connection).get_table_names())
    query = _OBJECTS if connection.dialect.name == "sqlite" else _SERVER_OBJECTS
    present = {(row[0], row[1]) for row in connection.execute(text(query))}
    return [
        made
        for made in expected_objects(connection)
        if (made.kind, made.name) not in present and made.table in tables
    ]


_SERVER_OBJECTS = """SELECT 'index', c.relname
FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid
WHERE i.indisvalid AND c.relnamespace = current_schema()::regnamespace
UNION ALL SELECT 'trigger', t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND t.tgenabled <> 'D'
AND c.relnamespace = current_schema()::regnamespace"""


def structure_faults(connection: Connection) -> Iterator[Fault]:
    """Find what is missing of tables, columns, indexes and triggers."""
    inspector = inspect(connection)
    present = set(inspector.get_table_names())
    absent = [table.name for table in whole_tables() if table.name not in present]
    if absent:
        yield fault("no_table", count=len(absent), example=absent[0])
    for table in whole_tables():
        if table.name in present:
            columns = {column["name"] for column in inspector.get_columns(table.name)}
            lacking = [column.name for column in table.c if column.name not in columns]
            if lacking:
                yield fault("no_column", table.name, count=len(lacking), example=lacking[0])
    for kind in ("index", "trigger"):
        gone = [made for made in missing_objects(connection) if made.kind == kind]
        if gone:
            yield fault(f"no_{kind}", count=len(gone), example=gone[0].name)

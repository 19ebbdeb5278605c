"""The list of all migrations, and how the missing ones are applied."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import inspect, text

from data.migrations.dialects import dialect_of
from data.migrations.m0001_first import upgrade as first
from data.migrations.m0002_premises import upgrade as premises
from data.migrations.m0003_indexes import upgrade as indexes
from data.migrations.m0004_trail import upgrade as trail
from data.migrations.m0005_answers import upgrade as answers
from data.migrations.m0006_roads import upgrade as roads
from data.migrations.m0007_closures import upgrade as closures
from data.migrations.m0008_advice import upgrade as advice
from data.migrations.m0009_beats import upgrade as beats
from data.migrations.m0010_lots import upgrade as lots
from data.migrations.m0011_loop import upgrade as loop
from data.migrations.m0012_evidence import upgrade as evidence
from data.migrations.m0013_office import upgrade as office

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

LOG_TABLE = "gridpatrol_migration"
"""Which steps a store has seen; its presence says that a database is a store of ours."""


class Step(NamedTuple):
    """One migration: its number, its name in the log, and what it does."""

    number: int
    name: str
    upgrade: Callable[[Connection], None]


STEPS: tuple[Step, ...] = (
    Step(1, "first", first),
    Step(2, "premises", premises),
    Step(3, "indexes", indexes),
    Step(4, "trail", trail),
    Step(5, "answers", answers),
    Step(6, "roads", roads),
    Step(7, "closures", closures),
    Step(8, "advice", advice),
    Step(9, "beats", beats),
    Step(10, "lots", lots),
    Step(11, "loop", loop),
    Step(12, "evidence", evidence),
    Step(13, "office", office),
)
"""In order; numbers rise by one and a published step never changes."""


def version(connection: Connection) -> int:
    """
    Find how far a database has come.

    Returns
    -------
    number
        The highest step it has seen; 0 for an empty database.
    """
    inspector = inspect(connection)
    # Of a server the one schema: a store in another schema of the search path is another store.
    if LOG_TABLE not in inspector.get_table_names(schema=inspector.default_schema_name):
        return 0
    number = connection.execute(text(f"SELECT max(number) FROM {LOG_TABLE}")).scalar()  # noqa: S608
    return int(number or 0)


def upgrade(connection: Connection, steps: Sequence[Step] = STEPS) -> tuple[int, ...]:
    """
    Apply the steps a database has not seen, inside the caller's transaction.

    Parameters
    ----------
    connection
        Holds the write lock, so that of two programs opening an old store only one upgrades it.
    steps
        All steps, in order.

    Returns
    -------
    numbers
        Numbers of the steps applied; empty if nothing was missing.
    """
    seen = version(connection)
    if not seen:
        _create_log(connection)
    missing = [step for step in steps if step.number > seen]
    for step in missing:
        step.upgrade(connection)
        connection.execute(
            text(f"INSERT INTO {LOG_TABLE} (number, name) VALUES (:number, :name)"),  # noqa: S608
            {"number": step.number, "name": step.name},
        )
    return tuple(step.number for step in missing)


def _create_log(connection: Connection) -> None:
    connection.exec_driver_sql(f"""CREATE TABLE {LOG_TABLE} (
  number INTEGER PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  applied_at {dialect_of(connection).moment})""")

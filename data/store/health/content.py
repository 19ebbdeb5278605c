"""Whether every row holds what its column may hold, and names rows that are there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Text, and_, cast, exists, func, or_, select, type_coerce

from data.schema import TABLES
from data.store.health.fault import fault
from data.store.tables import POINT_COLUMNS, sql_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Table

    from data.schema import Column, TableSchema
    from data.store.health.fault import Fault

_KINDS = {
    "number": ("数字", "number"),
    "integer": ("整数", "whole number"),
    "flag": ("是否值", "truth value"),
    "date": ("日期（如 2026-11-21）", "day such as 2026-11-21"),
    "json": ("JSON", "JSON"),
}
REFERENCES = (
    ("inspection", "site_id", "site"),
    ("finding", "site_id", "site"),
    ("finding", "inspection_id", "inspection"),
    ("score", "site_id", "site"),
    ("site", "parent_id", "site"),
    ("power_reading", "site_id", "site"),
    ("shift", "team_id", "team"),
    ("cell", "beat_id", "beat"),
    ("cell_alert", "cell_id", "cell"),
    ("beat", "team_id", "team"),
    ("route", "plan_id", "plan"),
    ("route", "team_id", "team"),
    ("stop", "plan_id", "plan"),
    ("stop", "route_id", "route"),
    ("stop", "site_id", "site"),
    ("unplanned", "plan_id", "plan"),
    ("unplanned", "site_id", "site"),
    ("promise", "plan_id", "plan"),
    ("publication", "plan_id", "plan"),
    ("account", "team_id", "team"),
    ("link", "team_id", "team"),
    ("credential", "account_id", "account"),
    ("session", "account_id", "account"),
    ("token", "account_id", "account"),
    ("answer", "site_id", "site"),
    ("sweep_visit", "sweep_id", "sweep"),
    ("sweep_visit", "site_id", "site"),
    ("finding_step", "finding_id", "finding"),
    ("finding_step", "inspection_id", "inspection"),
    ("given_order", "site_id", "site"),
    ("given_order", "finding_id", "finding"),
    ("disposition", "site_id", "site"),
    ("expert_day", "team_id", "team"),
    ("page_record", "plan_id", "plan"),
    ("tip", "site_id", "site"),
    ("history", "audit_id", "audit"),
)
"""Table, column, and the table whose key it holds; missing values point nowhere."""
_OF_THEIR_TIME = frozenset(
    {
        *(("stop", "site_id"), ("unplanned", "site_id")),
        *(("finding", "inspection_id"), ("finding_step", "inspection_id")),
    }
)
"""
A finding and its steps may name a visit that a phone took back since.
A stored plan is what was planned: it may name a site that the office dropped since, as the history
tells, or a place in no ledger that was to be swept. One that is gone without a trace is a fault.
"""


def case_faults(connection: Connection) -> Iterator[Fault]:
    """Find findings whose row and last step disagree, or of whose life a step is missing."""
    finding, step = sql_table("finding"), sql_table("finding_step")
    last = select(
        step.c.finding_id, func.max(step.c.number).label("last"), func.count().label("steps")
    ).group_by(step.c.finding_id)
    lives = last.subquery()
    gaps = select(func.count(), func.min(lives.c.finding_id)).where(lives.c.last != lives.c.steps)
    count, example = connection.execute(gaps).one()
    if count:
        yield fault("steps_missing", "finding_step", count=count, example=example)
    standing = (
        select(func.count(), func.min(finding.c.finding_id))
        .join(lives, lives.c.finding_id == finding.c.finding_id)
        .join(step, and_(step.c.finding_id == lives.c.finding_id, step.c.number == lives.c.last))
        .where(finding.c.state != step.c.state)
    )
    count, example = connection.execute(standing).one()
    if count:
        yield fault("steps_differ", "finding", count=count, example=example)


def value_faults(connection: Connection) -> Iterator[Fault]:
    """Find values that are of another type, no known code, or out of range, as QGIS may write."""
    is_file = connection.dialect.name == "sqlite"
    for schema in TABLES.values():
        for column in schema.columns:
            if column.type == "geometry" or (schema.point and column.name in POINT_COLUMNS):
                continue
            if is_file and column.type in _KINDS:
                yield from _kind_faults(connection, schema, column)
            if column.codes is not None:
                yield from _code_faults(connection, schema, column)
            if column.low is not None or column.high is not None:
                yield from _bound_faults(connection, schema, column)


def _kind_faults(connection: Connection, schema: TableSchema, column: Column) -> Iterator[Fault]:
    """Look at the type of each value: a file keeps text even in a column of numbers."""
    stored = sql_table(schema.name).c[column.name]
    zh, en = _KINDS[column.type]
    yield from _value_fault(
        connection,
        "kind",
        (schema, column.name),
        and_(stored.is_not(None), _is_other(stored, column.type)),
        kind_zh=zh,
        kind_en=en,
    )


def _is_other(stored: ColumnElement[Any], kind: str) -> ColumnElement[bool]:
    written = func.typeof(stored)
    if kind == "number":
        return written.not_in(("integer", "real"))
    if kind == "integer":
        return written != "integer"
    if kind == "flag":
        return cast(stored, Text).not_in(("0", "1"))
    if kind == "json":
        return func.json_valid(stored) == 0
    day = type_coerce(stored, Text)
    # The sum turns a day that no month has into one of the next month.
    return func.date(day, "+0 days").is_distinct_from(day)


def _code_faults(connection: Connection, schema: TableSchema, column: Column) -> Iterator[Fault]:
    codes = sorted(column.codes or ())
    stored = sql_table(schema.name).c[column.name]
    yield from _value_fault(
        connection,
        "code",
        (schema, column.name),
        stored.not_in(codes),
        codes=", ".join(codes),
    )


def _bound_faults(connection: Connection, schema: TableSchema, column: Column) -> Iterator[Fault]:
    stored = sql_table(schema.name).c[column.name]
    sides = []
    if column.low is not None:
        sides.append(stored < column.low)
    if column.high is not None:
        sides.append(stored > column.high)
    if connection.dialect.name == "sqlite":
        # Text sorts after every number; that it is none is told by its type.
        numeric = func.typeof(stored) != "text"
        sides = [and_(numeric, side) for side in sides]
    low = "" if column.low is None else f"{column.low:g}"
    span = f"{low} – {column.high:g}" if column.high is not None else f"≥ {low}"
    yield from _value_fault(connection, "bounds", (schema, column.name), or_(*sides), range=span)


def _value_fault(
    connection: Connection,
    code: str,
    place: tuple[TableSchema, str],
    wrong: ColumnElement[bool],
    **figures: object,
) -> Iterator[Fault]:
    schema, name = place
    table = sql_table(schema.name)
    key = table.c[schema.key]
    count, example = connection.execute(select(func.count(), func.min(key)).where(wrong)).one()
    if count:
        value = type_coerce(cast(table.c[name], Text), Text)
        shown = connection.execute(select(value).where(key == example)).scalar()
        yield fault(
            code,
            schema.name,
            count=count,
            example=example,
            column=name,
            value=shown,
            **figures,
        )


def reference_faults(connection: Connection) -> Iterator[Fault]:
    """Find rows that name a row that is not there: a visit to a site that was removed."""
    for name, column, other in REFERENCES:
        table, target = sql_table(name), sql_table(other).alias("target")
        key = table.c[TABLES[name].key]
        is_lost = target.c[TABLES[other].key].is_(None)
        pairs = table.outerjoin(target, target.c[TABLES[other].key] == table.c[column])
        lost = and_(table.c[column].is_not(None), is_lost)
        if (name, column) in _OF_THEIR_TIME:
            swept = exists().where(sql_table("sweep").c["sweep_id"] == table.c[column])
            lost = and_(lost, ~_was_removed(other, table.c[column]), ~swept)
        query = select(func.count(), func.min(key)).select_from(pairs).where(lost)
        count, example = connection.execute(query).one()
        if count:
            value = _value_of(connection, table, column, example)
            yield fault(
                "orphan",
                name,
                count=count,
                example=example,
                column=column,
                other=other,
                value=value,
            )


def _was_removed(name: str, key: ColumnElement[Any]) -> ColumnElement[bool]:
    """Tell a row that the program removed, and wrote down what it was."""
    told = sql_table("history").c
    return exists().where(
        told["row_id"] == key, told["table_name"] == name, told["change"] == "removed"
    )


def _value_of(connection: Connection, table: Table, column: str, key: str) -> object:
    mine = table.c[TABLES[table.name].key] == key
    return connection.execute(select(table.c[column]).where(mine)).scalar()

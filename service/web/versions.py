"""Which unit of writing changed which table last, as the audit says: known from a few new rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import Text, bindparam, select

from data.store.tables import sql_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Select

    from data.store import Store

Row = tuple[str, str, str]
"""Id, hash and counts of a row of ``audit``."""
Version = tuple[int, str, str]
"""Equal ones stand for equal rows."""

_ADDED = {"new"}
"""Words of a table that was only added to."""
_FEW = 200
"""Changed rows of which a look learns which they are; of more it is enough that there are many."""
_MOST_ROWS = 2_000
"""Changed rows of one table that are remembered one by one."""


@dataclass(frozen=True, slots=True)
class Versions:
    """
    What the store's tables are at a moment.

    Attributes
    ----------
    trail
        Rises when the trail turns out to be another one, as after a restore.
    newest
        Id of the last unit of writing.
    of
        Table to the id of the last unit that wrote to it, since this process began.
    of_old
        The same for units that changed or removed rows, or may have, nobody knows which.
    of_rows
        Table to the key of a row to the last unit that changed or removed it.
    """

    trail: int = 0
    newest: str = ""
    of: Mapping[str, str] = field(default_factory=dict)
    of_old: Mapping[str, str] = field(default_factory=dict)
    of_rows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def table(self, name: str, keys: frozenset[str] | None = None) -> Version:
        """Give the version of a table, or of the rows alone that had these keys."""
        if keys is None:
            return self.trail, self.of.get(name, ""), ""
        rows = self.of_rows.get(name, {})
        last = max((unit for key, unit in rows.items() if key in keys), default="")
        return self.trail, self.of_old.get(name, ""), last

    @property
    def whole(self) -> tuple[int, str]:
        """Give the version of the whole store."""
        return self.trail, self.newest


class Trail:
    """Follows the audit of a store: each look reads what is new alone."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._last: Row | None = None
        self._versions = Versions()

    def look(self, store: Store) -> Versions:
        """Say what the tables are now; what was read before the look may be older."""
        with self._lock, store.connection() as connection:
            fresh = _rows(connection, self._last)
            if self._last is None or not fresh or fresh[0][:2] != self._last[:2]:
                self._begin_anew(_rows(connection, None))
            else:
                self._follow(fresh[1:], connection)
            return self._versions

    def _begin_anew(self, newest: list[Row]) -> None:
        if not newest and self._last is None:
            return
        self._last = newest[0] if newest else None
        last_id = newest[0][0] if newest else ""
        self._versions = Versions(trail=self._versions.trail + 1, newest=last_id)

    def _follow(self, fresh: list[Row], connection: Connection) -> None:
        if not fresh:
            return
        before, told = self._versions, {row[0]: orjson.loads(row[2]) for row in fresh}
        of, of_old = dict(before.of), dict(before.of_old)
        of_rows = {table: dict(rows) for table, rows in before.of_rows.items()}
        changed = _changed_rows(connection, told)
        for audit_id, tables in told.items():
            of |= dict.fromkeys(tables, audit_id)
            for table in (name for name, words in tables.items() if words.keys() != _ADDED):
                keys = changed.get((audit_id, table), [])
                rows = of_rows.setdefault(table, {})
                rows |= dict.fromkeys(keys, audit_id)
                if len(keys) != _count(tables[table]) or len(rows) > _MOST_ROWS:
                    of_old[table] = audit_id
                    rows.clear()
        self._last = fresh[-1]
        self._versions = Versions(before.trail, fresh[-1][0], of, of_old, of_rows)


def _count(words: Mapping[str, int]) -> int:
    """Count the rows that a unit changed or removed; -1 where the audit does not tell them."""
    return -1 if "written" in words else words.get("changed", 0) + words.get("removed", 0)


def _changed_rows(
    connection: Connection, told: Mapping[str, Mapping[str, Mapping[str, int]]]
) -> dict[tuple[str, str], list[str]]:
    """Read which rows some units changed, unit and table to keys; nothing where they are many."""
    counts = {unit: sum(max(_count(one), 0) for one in told[unit].values()) for unit in told}
    units = [unit for unit, count in counts.items() if 0 < count <= _FEW]
    if not units:
        return {}
    found: dict[tuple[str, str], list[str]] = {}
    for unit, table, key in connection.execute(_history(), {"units": units}):
        found.setdefault((unit, table), []).append(key)
    return found


@cache
def _history() -> Select[Any]:
    table = sql_table("history")
    chosen = table.c.audit_id.in_(bindparam("units", expanding=True))
    return select(table.c.audit_id, table.c.table_name, table.c.row_id).where(chosen)


def _rows(connection: Connection, last: Row | None) -> list[Row]:
    """Read the rows of the trail from the last known one on; without one, the newest alone."""
    newest, since = _queries()
    rows = connection.execute(newest if last is None else since, {"last": last and last[0]})
    return [(str(row[0]), str(row[1]), str(row[2])) for row in rows]


@cache
def _queries() -> tuple[Select[Any], Select[Any]]:
    """Make the queries for the newest row, and for those from one on: every request asks."""
    table = sql_table("audit")
    query = select(table.c.audit_id, table.c.hash, table.c.counts)
    since = query.where(table.c.audit_id >= bindparam("last", type_=Text()))
    return (
        query.order_by(table.c.audit_id.desc()).limit(1),
        since.order_by(table.c.audit_id),
    )

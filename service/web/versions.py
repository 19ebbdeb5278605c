"""Which unit of writing changed which table last, as the audit says: known from a few new rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

import orjson
from sqlalchemy import select

from data.store.tables import sql_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from data.store import Store

Row = tuple[str, str, str]
"""Id, hash and counts of a row of ``audit``."""

_ADDED = {"new"}
"""Words of a table that was only added to."""


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
        The same for units that changed or removed rows, or may have.
    """

    trail: int = 0
    newest: str = ""
    of: Mapping[str, str] = field(default_factory=dict)
    of_old: Mapping[str, str] = field(default_factory=dict)

    def table(self, name: str, *, with_new: bool = True) -> tuple[int, str]:
        """
        Give the version of a table: equal ones have equal rows.

        ``with_new`` false asks for the rows alone that were there before: new ones change nothing.
        """
        return self.trail, (self.of if with_new else self.of_old).get(name, "")

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
                self._follow(fresh[1:])
            return self._versions

    def _begin_anew(self, newest: list[Row]) -> None:
        if not newest and self._last is None:
            return
        self._last = newest[0] if newest else None
        last_id = newest[0][0] if newest else ""
        self._versions = Versions(trail=self._versions.trail + 1, newest=last_id)

    def _follow(self, fresh: list[Row]) -> None:
        if not fresh:
            return
        of, of_old = dict(self._versions.of), dict(self._versions.of_old)
        for audit_id, _, counts in fresh:
            told = orjson.loads(counts)
            of |= dict.fromkeys(told, audit_id)
            of_old |= {table: audit_id for table, words in told.items() if words.keys() != _ADDED}
        self._last, newest = fresh[-1], fresh[-1][0]
        trail = self._versions.trail
        self._versions = Versions(trail=trail, newest=newest, of=of, of_old=of_old)


def _rows(connection: Connection, last: Row | None) -> list[Row]:
    """Read the rows of the trail from the last known one on; without one, the newest alone."""
    table = sql_table("audit")
    query = select(table.c.audit_id, table.c.hash, table.c.counts)
    if last is None:
        query = query.order_by(table.c.audit_id.desc()).limit(1)
    else:
        query = query.where(table.c.audit_id >= last[0]).order_by(table.c.audit_id)
    return [(str(row[0]), str(row[1]), str(row[2])) for row in connection.execute(query)]

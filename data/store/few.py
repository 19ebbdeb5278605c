"""What a few rows were before a unit of writing changed them, kept in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, bindparam, select

from data.store.keys import rows_of_keys, written_keys
from data.store.tables import GEOM, schema_of, sql_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from data.store.keeping import Keeping

Values = dict[str, Any]
MOST = 200
"""Rows of one table in one unit; more are copied within the database."""


class Few:
    """
    The rows of one table that a unit names by their keys, as they were before it.

    To read them twice takes two statements; to copy them aside and compare the copies within the
    database takes six, of which three change its catalogue.
    """

    def __init__(self, connection: Connection, name: str, keeping: Keeping) -> None:
        self._connection = connection
        self._name = name
        self._keeping = keeping
        self.before: dict[str, Values | None] = {}

    @staticmethod
    def suits(keeping: Keeping) -> bool:
        """Tell whether rows of a table are compared in memory as the database would."""
        return not keeping.telling_of_ours and GEOM not in keeping.kept

    def has_room(self, keys: Sequence[str]) -> bool:
        """Tell whether so many further keys can be kept."""
        return len(self.before) + len(keys) <= MOST

    def keep_keys(self, keys: Sequence[str]) -> None:
        """Read the rows of these keys, but those read before; call it before they are written."""
        unknown = [key for key in dict.fromkeys(keys) if key not in self.before]
        if unknown:
            found = self._read(unknown)
            self.before |= {key: found.get(key) for key in unknown}

    def _read(self, keys: Sequence[str]) -> dict[str, Values]:
        table, names = sql_table(self._name), self._keeping.kept
        key = table.c[schema_of(self._name).key]
        listed = rows_of_keys(bindparam("keys", type_=Text()), self._connection.dialect.name)
        query = select(key, *(table.c[name] for name in names)).where(key.in_(listed))
        rows = self._connection.execute(query, {"keys": written_keys(keys)})
        return {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}

    def ended(self) -> tuple[dict[str, int], list[tuple[str, Values, Values | None]]]:
        """
        Compare what the rows were with what is stored now.

        Returns
        -------
        counts, changes
            As of ``Former.counts`` and ``Former.changes``.
        """
        after = self._read(list(self.before)) if self.before else {}
        told = {"new": 0, "changed": 0, "removed": 0}
        for key, before in self.before.items():
            if before is None:
                told["new"] += key in after
            elif key not in after:
                told["removed"] += 1
            else:
                told["changed"] += _differs(before, after[key], self._keeping.kept)
        counts = {word: number for word, number in told.items() if number}
        return counts, list(self._changes(after))

    def _changes(self, after: dict[str, Values]) -> Iterator[tuple[str, Values, Values | None]]:
        for key in sorted(self.before):
            before, now = self.before[key], after.get(key)
            if before is None:
                continue
            if now is None or _differs(before, now, self._keeping.telling):
                yield key, before, now


def _differs(before: Values, after: Values, names: Sequence[str]) -> bool:
    return any(
        before[name] != after[name] and not _are_nan(before[name], after[name]) for name in names
    )


def _are_nan(one: Any, other: Any) -> bool:  # noqa: ANN401 - values of any column
    """Tell two values that are no numbers, which a database takes for equal."""
    return bool(one != one and other != other)  # noqa: PLR0124 - true of nan alone

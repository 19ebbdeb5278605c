"""What was changed by one unit of writing: its row of ``audit``, and the former rows."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any

import orjson
import shapely
from sqlalchemy import insert

from data.store.audit import add_audit
from data.store.few import Few
from data.store.former import Former
from data.store.keeping import keeping_of
from data.store.tables import GEOM, POINT_COLUMNS, schema_of, sql_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection

    from data.store.audit import Author
    from data.store.former import Values

    Change = tuple[str, Values, Values | None]

_ENTRIES_AT_ONCE = 5_000
_NUMBER_DIGITS = 7
_ADDED = frozenset({"new", "written"})
"""Words of a table of which no row was changed or removed."""


class Trail:
    """
    Follows one unit of writing; whoever writes says so here before it does.

    At the end of the unit ``finish`` adds one row to ``audit`` if anything changed, and one to
    ``history`` for every row that is no longer what it was.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._formers: dict[str, Few | Former] = {}
        self._other: dict[str, Counter[str]] = {}
        self._detail: dict[str, object] = {}

    def before_insert(self, table: str, keys: Sequence[str]) -> None:
        """Say that rows with these keys, which are new, are about to be written."""
        former = self._former(table, keys)
        if former is None:
            self.wrote(table, len(keys))
        elif isinstance(former, Few):
            former.keep_keys(keys)

    def before_upsert(self, table: str, keys: Sequence[str]) -> None:
        """Say that the rows of these keys are about to be written."""
        former = self._former(table, keys)
        if former is None:
            self.wrote(table, len(keys))
        else:
            former.keep_keys(keys)

    def before_clear(self, table: str, conditions: Sequence[ColumnElement[bool]]) -> None:
        """Say that the rows that fit are about to be removed."""
        former = self._former(table, None)
        if isinstance(former, Former):
            former.keep_where(*conditions)

    def wrote(self, table: str, rows: int, *, word: str = "written") -> None:
        """Count rows of a table that keeps no history."""
        if rows > 0:
            self._other.setdefault(table, Counter())[word] += rows

    def removed(self, table: str, rows: int) -> None:
        """Count rows removed from a table; those of a table with a history are counted anyway."""
        if table not in self._formers:
            self.wrote(table, rows, word="removed")

    def note(self, name: str, value: object) -> None:
        """Add a fact, such as the names of the files, to what the audit will say."""
        self._detail[name] = value

    def _former(self, table: str, keys: Sequence[str] | None) -> Few | Former | None:
        """Give what keeps the former rows of a table; ``keys`` are written next, if known."""
        keeping = keeping_of(table)
        if keeping is None:
            return None
        held = self._formers.get(table)
        if isinstance(held, Former):
            return held
        few = held or (Few(self._connection, table, keeping) if Few.suits(keeping) else None)
        if few is not None and keys is not None and few.has_room(keys):
            self._formers[table] = few
            return few
        former = Former(self._connection, table, keeping, known=few.before if few else {})
        self._formers[table] = former
        return former

    def finish(self, author: Author) -> str | None:
        """
        Write down what changed; call it once, when the unit has written everything.

        Returns
        -------
        audit_id
            ``None`` where nothing changed, and nothing was written down.
        """
        ended = {table: _ended(former) for table, former in sorted(self._formers.items())}
        counts = {table: told for table, (told, _) in ended.items()}
        counts |= {table: dict(sorted(words.items())) for table, words in self._other.items()}
        counts = {table: words for table, words in sorted(counts.items()) if words}
        audit_id = None
        if counts:
            audit_id = add_audit(self._connection, author, counts=counts, detail=self._detail)
            changed = [table for table, words in counts.items() if words.keys() - _ADDED]
            entries = (
                entry
                for table in changed
                if table in ended
                for entry in _entries(table, ended[table][1])
            )
            self._write_history(audit_id, entries)
        for former in self._formers.values():
            if isinstance(former, Former):
                former.drop()
        return audit_id

    def _write_history(self, audit_id: str, entries: Iterator[Values]) -> None:
        number = 0
        while batch := list(islice(entries, _ENTRIES_AT_ONCE)):
            rows = [
                entry | {"audit_id": audit_id, "history_id": _history_id(audit_id, number + place)}
                for place, entry in enumerate(batch, start=1)
            ]
            self._connection.execute(insert(sql_table("history")), rows)
            number += len(batch)


def _history_id(audit_id: str, number: int) -> str:
    return f"{audit_id}-{number:0{_NUMBER_DIGITS}d}"


def _ended(former: Few | Former) -> tuple[dict[str, int], Iterable[Change]]:
    """Give the counts of a table and its changes, which a large one lists when they are asked."""
    return former.ended() if isinstance(former, Few) else (former.counts(), former.changes())


def _entries(table: str, changes: Iterable[Change]) -> Iterator[Values]:
    """Turn pairs of rows into rows of ``history``; a shape written otherwise is no change."""
    for key, before, after in changes:
        old = _plain(table, before)
        new = None if after is None else _plain(table, after)
        if new is not None:
            names = [name for name in old if old[name] != new[name]]
            old, new = ({name: row[name] for name in names} for row in (old, new))
        if old:
            yield {
                "table_name": table,
                "row_id": key,
                "change": "removed" if new is None else "changed",
                "before": orjson.dumps(old).decode(),
                "after": None if new is None else orjson.dumps(new).decode(),
            }


def _plain(table: str, row: Values) -> dict[str, Any]:
    """Write a row by the columns of its schema, its values as JSON knows them."""
    plain = {name: value for name, value in row.items() if name != GEOM}
    if GEOM in row:
        plain |= _place(row[GEOM], is_point=schema_of(table).point)
    return plain


def _place(shape: Any, *, is_point: bool) -> dict[str, Any]:  # noqa: ANN401 (shapely or nothing)
    if not is_point:
        return {"geometry": None if shape is None else shapely.to_wkt(shape, rounding_precision=9)}
    known = shape is not None and not shape.is_empty
    return dict(zip(POINT_COLUMNS, (shape.x, shape.y) if known else (None, None), strict=True))

"""
What rows were before a unit of writing changed them.

Rows about to be written are copied, as they are stored, into a temporary table; at the end of the
unit one query compares the copies with what is stored then. So a row written five times is one
change, a table emptied and filled anew is compared like any other, and rows that stay equal never
leave the database. Few rows that a unit names by their keys are kept in memory instead
(``data.store.few``), and a unit that only adds rows makes no such table.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Column,
    ColumnElement,
    MetaData,
    Table,
    and_,
    exists,
    false,
    func,
    insert,
    literal_column,
    or_,
    select,
    text,
)

from data.store.keys import listed_keys
from data.store.reading import ROADS_SOURCE, read_settings
from data.store.tables import schema_of, sql_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection, FromClause

    from data.store.keeping import Keeping

Values = dict[str, Any]
_FID: ColumnElement[int] = literal_column("fid")
_ROWS_AT_ONCE = 5_000


class Former:
    """
    The rows of one table as they were before a unit of writing.

    Make it before the unit writes the first row: rows that are new since then have higher row
    numbers, and nothing is copied of a table that was empty.

    Parameters
    ----------
    known
        What rows that the unit has written already were before, by key; ``None`` is a new one.
    """

    def __init__(
        self,
        connection: Connection,
        name: str,
        keeping: Keeping,
        *,
        known: Mapping[str, Values | None] | None = None,
    ) -> None:
        self._connection = connection
        self._keeping = keeping
        self._now = sql_table(name)
        self._key = self._now.c[schema_of(name).key]
        newest = select(func.max(_FID)).select_from(self._now)
        if fresh := [key for key, before in (known or {}).items() if before is None]:
            newest = newest.where(self._key.not_in(listed_keys(connection, fresh)))
        self._last_fid = int(connection.execute(newest).scalar() or 0)
        self._made: Table | None = None
        self._put({key: before for key, before in (known or {}).items() if before is not None})
        # A road file that is loaded in this unit notes another source at its end.
        self._roads = _roads_source(connection) if keeping.telling_of_ours else ""

    def _columns(self) -> list[Column[Any]]:
        return [self._key, *(self._now.c[name] for name in self._keeping.kept)]

    @property
    def _copies(self) -> Table:
        """Return the temporary table, made when the first row is copied."""
        if self._made is None:
            self._made = self._create_copies()
        return self._made

    def _create_copies(self) -> Table:
        """Make the temporary table; its types are those of the table itself."""
        copies, columns = _copies_of(self._now.name, self._keeping.kept), self._columns()
        name = copies.name
        self._connection.execute(select(*columns).where(false()).into(name, temporary=True))
        index = f'CREATE UNIQUE INDEX "{name}_key" ON "{name}" ("{self._key.name}")'
        self._connection.execute(text(index))
        return copies

    def _put(self, known: Mapping[str, Values]) -> None:
        """Take over what few rows were, as the unit had read them before it wrote."""
        if known:
            rows = [{self._key.name: key, **before} for key, before in known.items()]
            self._connection.execute(insert(self._copies), rows)

    def keep_keys(self, keys: Sequence[str]) -> None:
        """Copy the rows of these keys, but those copied before or made since."""
        if self._last_fid and keys:
            self.keep_where(self._key.in_(listed_keys(self._connection, keys)))

    def keep_where(self, *conditions: ColumnElement[bool]) -> None:
        """Copy the rows that fit all conditions, but those copied before or made since."""
        if not self._last_fid:
            return
        columns = self._columns()
        # The sum keeps SQLite from walking the row numbers instead of finding the keys.
        is_old = self._last_fid >= _FID + 0
        if self._made is None and not self._is_any(*conditions, is_old):
            return
        rows = select(*columns).where(*conditions, is_old, ~self._is_copied())
        names = [column.name for column in columns]
        self._connection.execute(insert(self._copies).from_select(names, rows))

    def _is_any(self, *conditions: ColumnElement[bool]) -> bool:
        """Tell whether there is a row to copy at all."""
        found = select(self._key).where(*conditions).limit(1)
        return self._connection.execute(found).first() is not None

    def _is_copied(self) -> ColumnElement[bool]:
        return exists().where(self._copies.c[self._key.name] == self._key)

    def counts(self) -> dict[str, int]:
        """Count the rows that are new, changed and removed by now; zeros are left out."""
        fresh = select(func.count()).select_from(self._now).where(self._last_fid < _FID)
        queries = {"new": fresh}
        if self._made is not None:
            pairs = select(func.count()).select_from(self._pairs())
            queries = {
                "new": fresh.where(~self._is_copied()),
                "changed": pairs.where(self._differs(self._keeping.kept)),
                "removed": pairs.where(self._key.is_(None)),
            }
        told = select(*(one.scalar_subquery().label(word) for word, one in queries.items()))
        found = self._connection.execute(told).mappings().one()
        return {word: int(number) for word, number in found.items() if number}

    def changes(self) -> Iterator[tuple[str, Values, Values | None]]:
        """
        List what changed, by key.

        Yields
        ------
        key, before, after
            Every kept column of the row, before and now; ``None`` of a row that is gone.
        """
        if self._made is None:
            return
        names, key = self._keeping.kept, self._key.name
        former = [self._copies.c[name] for name in (key, *names)]
        now = [self._now.c[name].label(f"now_{name}") for name in (key, *names)]
        query = select(*former, *now).select_from(self._pairs())
        query = query.where(self._is_told()).order_by(former[0])
        for row in self._connection.execute(query).yield_per(_ROWS_AT_ONCE):
            row_key, *values = row
            before, (now_key, *after) = values[: len(names)], values[len(names) :]
            is_gone = now_key is None
            yield (
                row_key,
                dict(zip(names, before, strict=True)),
                None if is_gone else dict(zip(names, after, strict=True)),
            )

    def _is_told(self) -> ColumnElement[bool]:
        """Tell a row whose end or change is worth a history."""
        keeping, is_gone = self._keeping, self._key.is_(None)
        if not keeping.telling_of_ours:
            return or_(is_gone, self._differs(keeping.telling))
        was_ours = self._copies.c["source"].is_distinct_from(self._roads)
        was_told = or_(*(self._copies.c[name].is_not(None) for name in keeping.telling))
        return or_(
            self._differs(keeping.telling),
            and_(is_gone, or_(was_ours, was_told)),
            and_(or_(was_ours, self._became_ours()), self._differs(keeping.telling_of_ours)),
        )

    def _pairs(self) -> FromClause:
        return self._copies.outerjoin(self._now, self._copies.c[self._key.name] == self._key)

    def _became_ours(self) -> ColumnElement[bool]:
        """Tell a row of the map that a ledger drew anew; a new road file only brings it again."""
        roads = {self._roads, _roads_source(self._connection)}
        return self._now.c["source"].not_in(sorted(roads))

    def _differs(self, names: Sequence[str]) -> ColumnElement[bool]:
        """Tell a row that is still there, with another value in one of these columns."""
        return and_(
            self._key.is_not(None),
            or_(*(self._copies.c[name].is_distinct_from(self._now.c[name]) for name in names)),
        )

    def drop(self) -> None:
        """Forget the copies."""
        if self._made is not None:
            self._connection.execute(text(f'DROP TABLE "{self._made.name}"'))


@cache
def _copies_of(name: str, kept: tuple[str, ...]) -> Table:
    """Describe the temporary table of a table, one and the same: its queries are compiled once."""
    table = sql_table(name)
    columns = [table.c[column] for column in (schema_of(name).key, *kept)]
    return Table(f"former_{name}", MetaData(), *(Column(one.name, one.type) for one in columns))


def _roads_source(connection: Connection) -> str:
    """Name the file that the roads came from."""
    return read_settings(connection).get(ROADS_SOURCE, "")

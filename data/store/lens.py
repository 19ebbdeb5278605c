"""The one place where every read of a store is cut down to what its reader may see."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import false, select

from data.store import blanks, retelling
from data.store.belonging import RULES, Own
from data.store.keys import listed_keys
from data.store.scope import EVERYTHING, Scope
from data.store.tables import GEOM, raw_columns, schema_of, sql_table

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pandas import DataFrame
    from sqlalchemy import ColumnElement, Connection, Table

    from data.store.retelling import Retold


class Lens:
    """
    Rows, columns and values of tables as one scope sees them.

    Every reading of the store asks here for its columns and its conditions, and has its values told
    by ``told``; a lens of everything changes nothing.

    Attributes
    ----------
    scope
        Whose towns, and whether contacts are shown.
    """

    def __init__(self, scope: Scope = EVERYTHING) -> None:
        self.scope = scope

    @cached_property
    def own(self) -> Own:
        """What belongs to the towns of the scope; only asked for where they are limited."""
        return Own(self.scope.towns or frozenset())

    def rows(self, table: Table) -> tuple[ColumnElement[bool], ...]:
        """Give the conditions that rows must fit to be seen."""
        if self.scope.towns is None:
            return ()
        rule = RULES.get(table.name)
        return (false() if rule is None else rule.rows(table, self.own),)

    def column(self, table: Table, name: str) -> ColumnElement[Any]:
        """Give one column, as it is seen; also to choose by, so that nobody can guess at it."""
        if not self.scope.contacts and name in blanks.PERSONAL.get(table.name, {}):
            return blanks.PERSONAL[table.name][name](table).label(name)
        if self.scope.towns is not None and name in blanks.FOREIGN.get(table.name, {}):
            return blanks.FOREIGN[table.name][name](table, self.own).label(name)
        return table.c[name]

    def columns(self, table: Table) -> list[ColumnElement[Any]]:
        """Give all columns of a table as they are seen, shapes as the database writes them."""
        if self.scope.is_whole:
            return raw_columns(table)
        return [
            raw if raw.name == GEOM else self.column(table, str(raw.name))
            for raw in raw_columns(table)
        ]

    def hidden(self, name: str) -> frozenset[str]:
        """Name the columns of a table whose values this scope may see otherwise than stored."""
        found: set[str] = set(self.retold(name))
        if not self.scope.contacts:
            found |= set(blanks.PERSONAL.get(name, {}))
        if self.scope.towns is not None:
            found |= set(blanks.FOREIGN.get(name, {}))
        return frozenset(found)

    def retold(self, name: str) -> dict[str, Retold]:
        """Give the columns of a table whose values are told anew; nobody chooses rows by them."""
        found: dict[str, Retold] = {}
        if not self.scope.contacts:
            found |= retelling.PERSONAL.get(name, {})
        if self.scope.towns is not None:
            found |= retelling.FOREIGN.get(name, {})
        return found

    def tell(
        self, connection: Connection, name: str, column: str, values: Sequence[Any]
    ) -> list[Any]:
        """Tell the values of one column as this scope may read them; ``None`` stays ``None``."""
        change = self.retold(name).get(column)
        if change is None:
            return list(values)
        visible = self._places(connection) if self.scope.towns is not None else ()
        return [None if value is None else change(value, visible) for value in values]

    def told(self, connection: Connection, name: str, table: DataFrame) -> DataFrame:
        """Give a table with its values told so."""
        retold = [column for column in self.retold(name) if column in table]
        if not retold or table.empty:
            return table
        fresh = {}
        for column in retold:
            values = table[column].astype(object).where(table[column].notna(), None)
            told = self.tell(connection, name, column, values.tolist())
            fresh[column] = table[column].array._from_sequence(told, dtype=table[column].dtype)  # noqa: SLF001
        return table.assign(**fresh)

    def _places(self, connection: Connection) -> Collection[str]:
        """List the ids of the sites and places to sweep that belong to the towns."""
        found = [*connection.execute(self.own.sites).scalars()]
        found += connection.execute(self.own.sweeps).scalars()
        return frozenset(map(str, found))

    def unseen(self, connection: Connection, name: str, keys: Sequence[str]) -> list[str]:
        """Tell which of these keys are in the store, but not to be seen."""
        if self.scope.towns is None:
            return []
        table = sql_table(name)
        key = table.c[schema_of(name).key]
        asked = select(key).where(key.in_(listed_keys(connection, keys)))
        seen = set(connection.execute(asked.where(*self.rows(table))).scalars())
        return sorted(set(connection.execute(asked).scalars()) - seen)


WHOLE = Lens()
"""Of the office itself."""

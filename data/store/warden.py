"""Watches what is written through a store that is cut down to some towns or columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from data.errors import ScopeError
from data.store.belonging import may_write, writable
from data.store.keys import listed_keys
from data.store.lookup import read_column
from data.store.tables import schema_of, sql_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from data.store.frames import Batch
    from data.store.lens import Lens


class Warden:
    """
    Lets a unit write rows of its own towns only, and keeps what its writer could not see.

    Parameters
    ----------
    connection
        That of the unit.
    lens
        What the unit sees; one of everything watches nothing.
    """

    def __init__(self, connection: Connection, lens: Lens) -> None:
        self._connection = connection
        self._lens = lens

    def may_write(self, table: str) -> None:
        """
        Refuse tables that nobody of some towns writes.

        Raises
        ------
        ScopeError
            If the table is one, and the towns are limited.
        """
        if self._lens.scope.towns is not None and not may_write(table):
            raise ScopeError(
                f"Only who may see every town may change {table}.",
                zh=f"只有能看到全部乡镇的人才能修改 {table}。",
            )

    def before(self, batch: Batch) -> Batch:
        """
        Look at rows about to be written.

        Returns
        -------
        batch
            The same, with the stored values of columns that the writer cannot see.

        Raises
        ------
        ScopeError
            If a row is one of another town, or would change what the writer cannot see.
        """
        self.may_write(batch.table)
        if self._lens.scope.is_whole:
            return batch
        if self._lens.unseen(self._connection, batch.table, batch.columns[batch.key]):
            raise _foreign()
        hidden = sorted(self._lens.hidden(batch.table) & set(batch.columns))
        kept = {name: self._kept(batch, name) for name in hidden}
        return replace(batch, columns={**batch.columns, **kept}) if kept else batch

    def _kept(self, batch: Batch, name: str) -> list[Any]:
        keys = batch.columns[batch.key]
        stored = read_column(self._connection, batch.table, name, keys=keys)
        seen = read_column(self._connection, batch.table, name, keys=keys, lens=self._lens)
        kept = []
        for key, value in zip(keys, batch.columns[name], strict=True):
            if key not in stored or stored[key] == seen[key]:
                kept.append(value)
            elif value in (seen[key], stored[key]):
                kept.append(stored[key])
            else:
                raise _unseen(key, name)
        return kept

    def after(self, batch: Batch) -> None:
        """
        Make sure that rows just written belong to the writer's towns.

        Raises
        ------
        ScopeError
            If one does not; the unit then leaves the store as it was.
        """
        if self._lens.scope.towns is None:
            return
        keys: Sequence[str] = batch.columns[batch.key]
        table = sql_table(batch.table)
        key = table.c[schema_of(batch.table).key]
        chosen = key.in_(listed_keys(self._connection, keys))
        query = select(key).where(chosen, writable(table, self._lens.own))
        found = set(self._connection.execute(query).scalars())
        if set(keys) - found:
            raise _foreign()


def _foreign() -> ScopeError:
    return ScopeError(
        "This concerns a place that is not in your towns; nothing was changed.",
        zh="涉及的地点不在您负责的乡镇内；未作任何改动。",
    )


def _unseen(key: str, column: str) -> ScopeError:
    return ScopeError(
        f"{key}: {column} holds what you may not see, so you may not change it.",
        zh=f"{key}：{column} 中有您无权查看的内容，不能修改。",
    )

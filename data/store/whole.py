"""A store all of whose writing is one transaction: it lands as a whole, or nothing of it does."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.store.engine import store_errors, writing_engine
from data.store.store import Store
from data.store.unit import Unit

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from sqlalchemy import Connection, Engine

    from data.store.audit import Author


@dataclass(slots=True)
class _Held:
    """The transaction, from the first unit of writing on."""

    connection: Connection | None = None


class WholeStore(Store):
    """
    Reads and writes as a store does, but what it writes waits for the end of the block.

    It begins as any reader; the first unit of writing takes the write lock and keeps it. From then
    on it reads what it has written. A unit that fails is undone by itself.
    """

    def __init__(
        self, engine: Engine, *, place: str, author: Author, held: _Held | None = None
    ) -> None:
        super().__init__(engine, place=place, author=author)
        self._held = held or _Held()

    def signed(self, author: Author) -> WholeStore:
        """Give the same store within the same transaction, signed by somebody else."""
        return WholeStore(self._engine, place=self.place, author=author, held=self._held)

    @contextmanager
    def writing(self, *, by: Author | None = None) -> Generator[Unit, None, None]:
        """Begin a unit of writing; an error inside takes back this unit alone."""
        with store_errors(self.place), self._hold().begin_nested():
            unit = Unit(self._hold())
            yield unit
            unit.sign(by or self.author)

    @contextmanager
    def connection(self, *, writes: bool = False) -> Generator[Connection, None, None]:
        """Give the transaction, or one to read while nothing was written."""
        if writes:
            with store_errors(self.place), self._hold().begin_nested():
                yield self._hold()
        else:
            with self._reading() as connection:
                yield connection

    @contextmanager
    def aside(self) -> Generator[Connection, None, None]:
        """Write on the service's own tables: with the rest once there is any, else at once."""
        if self._held.connection is None:
            with super().aside() as connection:
                yield connection
        else:
            with store_errors(self.place), self._held.connection.begin_nested():
                yield self._held.connection

    @contextmanager
    def _reading(self) -> Generator[Connection, None, None]:
        if self._held.connection is None:
            with super()._reading() as connection:
                yield connection
        else:
            with store_errors(self.place):
                yield self._held.connection

    def _hold(self) -> Connection:
        if self._held.connection is None:
            connection = writing_engine(self._engine).connect()
            try:
                connection.begin()
            except BaseException:
                connection.close()
                raise
            self._held.connection = connection
        return self._held.connection

    def _let_go(self, *, lands: bool) -> None:
        connection, self._held.connection = self._held.connection, None
        if connection is None:
            return
        with connection:  # closing one that did not commit rolls it back
            if lands:
                connection.commit()


@contextmanager
def as_one(store: Store) -> Iterator[WholeStore]:
    """
    Let everything that is written in a block land together at its end, or nothing.

    Parameters
    ----------
    store
        Whose author signs, unless a unit says.

    Raises
    ------
    StoreError
        If it cannot be written; nothing has landed then, but for a connection that broke in the
        very answer: who must know reads what was to be written.
    """
    whole = WholeStore(store._engine, place=store.place, author=store.author)  # noqa: SLF001 - of one family
    try:
        yield whole
    except BaseException:
        with store_errors(store.place):
            whole._let_go(lands=False)  # noqa: SLF001
        raise
    with store_errors(store.place):
        whole._let_go(lands=True)  # noqa: SLF001

"""A store all of whose writing is one transaction: it lands as a whole, or nothing of it does."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.store.engine import aside_engine, store_errors, take_lock, writing_engine
from data.store.store import Store
from data.store.unit import Unit

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from sqlalchemy import Connection

    from data.store.audit import Author


@dataclass(slots=True)
class _Held:
    """The transaction, from the first writing on, whether it has the write lock, and since when."""

    connection: Connection | None = None
    is_locked: bool = False
    since_s: float = 0.0


class WholeStore(Store):
    """
    Reads and writes as a store does, but what it writes waits for the end of the block.

    It begins as any reader; the first unit of writing takes the write lock and keeps it. From then
    on it reads what it has written. A unit that fails is undone by itself. It shows no more than
    the store it is made of. Whoever makes one ends it: ``land`` or ``undo``; ``as_one`` does both.

    Parameters
    ----------
    store
        Where it writes, whose author signs, whose scope it keeps.
    asides
        Whether what is written aside waits for the end, too, where no unit came before it: else it
        lands at once.
    """

    def __init__(self, store: Store, *, asides: bool = False) -> None:
        super().__init__(
            store._engine,  # noqa: SLF001 - of one family
            place=store.place,
            author=store.author,
        )
        self._lens = store._lens  # noqa: SLF001
        self._noted = store._noted  # noqa: SLF001
        self._held = _Held()
        self._asides = asides

    @property
    def has_written(self) -> bool:
        """Tell whether there is anything that waits to land."""
        return self._held.connection is not None

    @property
    def locked_s(self) -> float:
        """Return for how long it has kept others from writing, seconds; 0 before its first unit."""
        return time.monotonic() - self._held.since_s if self._held.is_locked else 0.0

    @contextmanager
    def writing(self, *, by: Author | None = None) -> Generator[Unit, None, None]:
        """Begin a unit of writing; an error inside takes back this unit alone."""
        with store_errors(self.place), self._hold().begin_nested():
            unit = Unit(self._hold(), lens=self._lens)
            yield unit
            unit.sign(by or self.author)

    @contextmanager
    def connection(self, *, writes: bool = False) -> Generator[Connection, None, None]:
        """Give the transaction, or one to read while nothing was written."""
        self._check_uncut()
        if writes:
            with store_errors(self.place), self._hold().begin_nested():
                yield self._hold()
        else:
            with self._reading() as connection:
                yield connection

    @contextmanager
    def aside(self) -> Generator[Connection, None, None]:
        """Write on the service's own tables: with the rest once there is any, else at once."""
        if self._held.connection is None and not self._asides:
            with super().aside() as connection:
                yield connection
        else:
            with store_errors(self.place), self._hold(locks=False).begin_nested():
                yield self._hold(locks=False)

    @contextmanager
    def _reading(self) -> Generator[Connection, None, None]:
        if self._held.connection is None:
            with super()._reading() as connection:
                yield connection
        else:
            with store_errors(self.place):
                yield self._held.connection

    def land(self) -> None:
        """
        Let everything that was written land; without any it does nothing.

        Raises
        ------
        StoreError
            As ``as_one`` says.
        """
        self._let_go(lands=True)

    def undo(self) -> None:
        """Take back everything that has not landed; without any it does nothing."""
        self._let_go(lands=False)

    def _hold(self, *, locks: bool = True) -> Connection:
        if self._held.connection is None:
            engine = (writing_engine if locks else aside_engine)(self._engine)
            connection = engine.connect()
            try:
                connection.begin()
            except BaseException:
                connection.close()
                raise
            self._held.connection = connection
        elif locks and not self._held.is_locked:
            take_lock(self._held.connection)
        if locks and not self._held.is_locked:
            self._held.is_locked, self._held.since_s = True, time.monotonic()
        return self._held.connection

    def _let_go(self, *, lands: bool) -> None:
        connection, self._held.connection = self._held.connection, None
        self._held.is_locked = False
        if connection is None:
            return
        with store_errors(self.place), connection:  # one that did not commit is rolled back
            if lands:
                connection.commit()


@contextmanager
def as_one(store: Store) -> Iterator[WholeStore]:
    """
    Let everything that is written in a block land together at its end, or nothing.

    A block within a block of the same store is part of it: it lands with the outer one.

    Parameters
    ----------
    store
        Whose author signs, unless a unit says; its scope holds in the block, too.

    Raises
    ------
    StoreError
        If it cannot be written; nothing has landed then, but for a connection that broke in the
        very answer: who must know reads what was to be written.
    """
    if isinstance(store, WholeStore):
        yield store
        return
    whole = WholeStore(store)
    try:
        yield whole
        whole.land()
    finally:
        whole.undo()

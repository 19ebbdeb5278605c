"""A store all of whose writing is one transaction: it lands as a whole, or nothing of it does."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data.store.engine import store_errors, writing_engine
from data.store.store import Store
from data.store.unit import Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from sqlalchemy import Connection

    from data.store.audit import Author


@dataclass(slots=True)
class _Held:
    """
    The transaction, from the first unit of writing on, and when it got the write lock.

    ``witnesses`` are those of all stores that wrote in it; each is told once, at its end.
    """

    connection: Connection | None = None
    since_s: float = 0.0
    witnesses: list[Callable[[Connection], None]] = field(default_factory=list)


class WholeStore(Store):
    """
    Reads and writes as a store does, but what it writes waits for the end of the block.

    It begins as any reader; the first unit of writing takes the write lock and keeps it. From then
    on it reads what it has written. A unit that fails is undone by itself. It shows no more than
    the store it is made of, and its witness is told when the whole lands.

    Parameters
    ----------
    store
        Where it writes, whose author signs, whose scope and witness it keeps.
    """

    def __init__(self, store: Store) -> None:
        super().__init__(
            store._engine,  # noqa: SLF001 - of one family
            place=store.place,
            author=store.author,
        )
        self._witness = store._witness  # noqa: SLF001
        self._lens = store._lens  # noqa: SLF001
        self._noted = store._noted  # noqa: SLF001
        self._held = _Held()

    @property
    def locked_s(self) -> float:
        """Return for how long it has kept others from writing, seconds; 0 before its first unit."""
        return 0.0 if self._held.connection is None else time.monotonic() - self._held.since_s

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
            self._held.connection, self._held.since_s = connection, time.monotonic()
        if self._witness is not None and self._witness not in self._held.witnesses:
            self._held.witnesses.append(self._witness)
        return self._held.connection

    def _let_go(self, *, lands: bool) -> None:
        connection, self._held.connection = self._held.connection, None
        if connection is None:
            return
        with connection:  # closing one that did not commit rolls it back
            if lands:
                for witness in self._held.witnesses:
                    witness(connection)
                connection.commit()


@contextmanager
def as_one(store: Store) -> Iterator[WholeStore]:
    """
    Let everything that is written in a block land together at its end, or nothing.

    A block within a block of the same store is part of it: it lands with the outer one.

    Parameters
    ----------
    store
        Whose author signs, unless a unit says; its scope and its witness hold in the block, too.

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
    except BaseException:
        with store_errors(store.place):
            whole._let_go(lands=False)  # noqa: SLF001
        raise
    with store_errors(store.place):
        whole._let_go(lands=True)  # noqa: SLF001

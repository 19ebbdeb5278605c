"""The store of one town or office, in a file or on a server: read, and written unit by unit."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from data.errors import InputError, ScopeError
from data.store.audit import UNNAMED
from data.store.engine import aside_engine, store_errors, writing_engine
from data.store.unit import Unit
from data.store.view import View

if TYPE_CHECKING:
    from collections.abc import Generator
    from types import TracebackType

    from sqlalchemy import Connection, Engine

    from data.store.audit import Author


class Store(View):
    """
    Reads tables, and hands out units of writing; get one from ``open_store``.

    Attributes
    ----------
    place
        Where it is, as messages name it.
    author
        Who writes, where a unit of writing does not say.
    """

    def __init__(self, engine: Engine, *, place: str, author: Author = UNNAMED) -> None:
        super().__init__(engine, place=place)
        self._writer = writing_engine(engine)
        self._aside = aside_engine(engine)
        self.author = author

    @property
    def file(self) -> Path | None:
        """Return the file it is in; ``None`` for a store on a server."""
        url = self._engine.url
        is_file = url.get_backend_name() == "sqlite" and url.database is not None
        return Path(str(url.database)) if is_file else None

    def check_apart(self, file: Path) -> None:
        """
        Refuse to write over the store itself, under whatever name.

        Raises
        ------
        InputError
            If the file is the store.
        """
        if self.file and self.file.exists() and file.exists() and file.samefile(self.file):
            raise InputError(
                f"{file} is the store itself; choose another name.",
                zh=f"{file} 就是库文件本身，请另取一个名字。",
            )

    def signed(self, author: Author) -> Self:
        """Give the same store, whose units of writing are this author's unless they say."""
        return self._with(author=author)

    @contextmanager
    def writing(self, *, by: Author | None = None) -> Generator[Unit, None, None]:
        """
        Begin a unit of writing; an error inside leaves the store as it was.

        A second writer, also of another program, waits until the first is done. A unit that changed
        something leaves one row in ``audit``, and in ``history`` what the rows were before.

        Parameters
        ----------
        by
            Who writes, and what for; ``None`` is the author of the store.

        Raises
        ------
        StoreError
            If the store cannot be written, or another program keeps it too long.
        """
        with store_errors(self.place), self._writer.begin() as connection:
            unit = Unit(connection, lens=self._lens)
            yield unit
            unit.sign(by or self.author)

    @contextmanager
    def connection(self, *, writes: bool = False) -> Generator[Connection, None, None]:
        """
        Give one transaction to those who look after the store as a whole.

        Parameters
        ----------
        writes
            Whether it takes the store's write lock; what it writes leaves no history.

        Raises
        ------
        ScopeError
            If the store is cut down to some towns or columns.
        StoreError
            In place of any error of the database inside.
        """
        self._check_uncut()
        engine = self._writer if writes else self._engine
        with store_errors(self.place), engine.begin() as connection:
            yield connection

    @contextmanager
    def aside(self) -> Generator[Connection, None, None]:
        """
        Give a short transaction on the service's own tables: sessions, jobs, kept answers.

        It leaves no history, and on a server it waits for no unit of writing of the town's tables.

        Raises
        ------
        StoreError
            In place of any error of the database inside.
        """
        with store_errors(self.place), self._aside.begin() as connection:
            yield connection

    def _check_uncut(self) -> None:
        if not self.scope.is_whole:
            raise ScopeError(
                "Only who may see every town may do this.",
                zh="只有能看到全部乡镇的人才能做这件事。",
            )

    def close(self) -> None:
        """Let go of the file or the server; closing twice does no harm."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        """Return the store itself; it is closed at the end of the block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the store."""
        self.close()

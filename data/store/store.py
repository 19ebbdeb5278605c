"""The store of one town or office: tables, roads and settings, in a file or on a server."""

from __future__ import annotations

from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from data.errors import InputError, ScopeError
from data.store.audit import UNNAMED
from data.store.engine import aside_engine, store_errors, writing_engine
from data.store.features import layer_extent, read_page
from data.store.graded import read_graded
from data.store.lens import WHOLE, Lens
from data.store.plain import distinct_values, latest_day, read_rows
from data.store.reading import Part, read_roads, read_settings, read_table
from data.store.unit import Unit

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence
    from datetime import date
    from types import TracebackType

    from pandas import DataFrame
    from sqlalchemy import Connection, Engine

    from data.model import Roads
    from data.store.audit import Author
    from data.store.features import Choice, FeaturePage
    from data.store.layers import Layer
    from data.store.scope import Scope
    from data.store.shapes import Box


class Store:
    """
    Reads tables, and hands out units of writing; get one from ``open_store``.

    Attributes
    ----------
    place
        Where it is, as messages name it.
    author
        Who writes, where a unit of writing does not say.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        place: str,
        author: Author = UNNAMED,
        lens: Lens = WHOLE,
        noted: set[str] | None = None,
    ) -> None:
        self._engine = engine
        self._writer = writing_engine(engine)
        self._aside = aside_engine(engine)
        self.place = place
        self.author = author
        self._lens = lens
        self._noted = noted

    @property
    def scope(self) -> Scope:
        """Return whose towns it is read for."""
        return self._lens.scope

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
        return self._like(author=author)

    def within(self, scope: Scope) -> Self:
        """
        Give the same store cut down to what a scope may see: rows, columns and values.

        Units of writing see no more, and write only rows that belong to its towns; what a row hides
        stays as it is stored. It shows no more than this store does.
        """
        both = self.scope.within(scope)
        return self._like(lens=Lens(both))

    def noting(self, noted: set[str]) -> Store:
        """
        Give the same store, which notes the name of every table that is read through it.

        Parameters
        ----------
        noted
            Grows.
        """
        return self._like(noted=noted)

    def _note(self, *tables: str) -> None:
        if self._noted is not None:
            self._noted.update(tables)

    def _like(
        self,
        *,
        author: Author | None = None,
        lens: Lens | None = None,
        noted: set[str] | None = None,
    ) -> Self:
        """Give the same store, but for what is named; one within a whole stays within it."""
        like = copy(self)
        like.author = author or self.author
        like._lens = lens or self._lens  # noqa: SLF001
        like._noted = self._noted if noted is None else noted  # noqa: SLF001
        return like

    def read(
        self,
        table: str,
        *,
        where: Mapping[str, Sequence[str]] | None = None,
        box: Box | None = None,
        after: str | None = None,
        limit: int | None = None,
    ) -> DataFrame:
        """
        Read a table.

        Parameters
        ----------
        table
            Name of a table of ``data.schema.TABLES``.
        where
            Column to the values it may have; all columns must fit. ``None`` reads every row.
        box
            west, south, east, north in WGS-84 degrees: only rows that touch it, edges included.
            ``None`` reads rows everywhere, also those without a position.
        after
            Only rows whose key comes after this one, in the order of the store.
        limit
            So many rows at most, >= 1; ``None`` reads all.

        Returns
        -------
        rows
            Typed as the schema says, indexed and ordered by the key.

        Raises
        ------
        NotFoundError
            If there is no such table or column, or a box is given and the table has no shapes.
        InputError
            If the box is inside out.
        StoreError
            If the store cannot be read.
        """
        self._note(table)
        with self._reading() as connection:
            part = Part(after, limit)
            return read_table(connection, table, where, box=box, part=part, lens=self._lens)

    def rows(
        self,
        table: str,
        *,
        where: Mapping[str, Sequence[str]] | None = None,
        columns: Sequence[str] | None = None,
    ) -> list[dict[str, Any]]:
        """
        Read a few rows as plain values, in a fraction of the time of ``read``.

        Parameters
        ----------
        table
            Name of a table of ``data.schema.TABLES``.
        where
            As ``read`` takes it.
        columns
            Only these, which spares the large ones, such as the problem of a plan; ``None``: all.

        Returns
        -------
        rows
            Ordered by the key; column to value as the database gives it, ``None`` where missing;
            shapes are left out.

        Raises
        ------
        NotFoundError
            If there is no such table or column.
        StoreError
            If the store cannot be read.
        """
        self._note(table)
        with self._reading() as connection:
            return read_rows(connection, table, where, columns=columns, lens=self._lens)

    def distinct(self, table: str, column: str) -> list[Any]:
        """
        Read what stands in one column, such as the villages of all sites.

        Returns
        -------
        values
            Each once, sorted, as the database gives them; none for rows where it is missing.

        Raises
        ------
        NotFoundError
            If there is no such table or column.
        StoreError
            If the store cannot be read.
        """
        self._note(table)
        with self._reading() as connection:
            return distinct_values(connection, table, column, lens=self._lens)

    def read_graded(
        self,
        *,
        grades: Sequence[str] | None = None,
        towns: Sequence[str] | None = None,
        box: Box | None = None,
    ) -> DataFrame:
        """
        Read scored sites, with what they were scored; the indexes of the store find them.

        For whoever shows part of a large town, such as the window of a map or the red sites of one
        office; a plan and a whole map read the tables.

        Parameters
        ----------
        grades
            Codes such as ``["red", "orange"]``; ``None`` for every grade.
        towns
            Names of towns as the ledgers write them; ``None`` for every town.
        box
            west, south, east, north in WGS-84 degrees, edges included; ``None`` for everywhere.

        Returns
        -------
        sites
            Columns of ``SITE`` and of ``SCORE``, indexed and ordered by site; sites without a score
            are left out.

        Raises
        ------
        InputError
            If the box is inside out.
        StoreError
            If the store cannot be read.
        """
        self._note("site", "score")
        with self._reading() as connection:
            return read_graded(connection, grades=grades, towns=towns, box=box, lens=self._lens)

    def features(self, layer: Layer, choice: Choice) -> FeaturePage:
        """
        Read one page of a layer of the map, ordered by key.

        Raises
        ------
        InputError
            If a box is inside out.
        StoreError
            If the store cannot be read.
        """
        self._note(layer.table)
        with self._reading() as connection:
            return read_page(connection, layer, choice, lens=self._lens)

    def extent(self, layer: Layer) -> Box | None:
        """
        Give west, south, east, north of all features of a layer; ``None`` where there is none.

        Raises
        ------
        StoreError
            If the store cannot be read.
        """
        self._note(layer.table)
        with self._reading() as connection:
            return layer_extent(connection, layer, lens=self._lens)

    def latest(self, table: str, column: str) -> date | None:
        """
        Give the last day that stands in a column; ``None`` where there is none.

        Raises
        ------
        NotFoundError
            If there is no such table.
        StoreError
            If the store cannot be read.
        """
        self._note(table)
        with self._reading() as connection:
            return latest_day(connection, table, column, lens=self._lens)

    def read_roads(self) -> Roads:
        """
        Read the road graph and the places that came with it.

        Raises
        ------
        NotFoundError
            If no roads were loaded yet; the message says which command loads them.
        StoreError
            If the store cannot be read.
        """
        self._note("road_node", "road_edge", "area", "setting")
        with self._reading() as connection:
            return read_roads(connection, lens=self._lens)

    def settings(self) -> dict[str, str]:
        """
        Read what the store knows of itself, name to value.

        Raises
        ------
        StoreError
            If the store cannot be read.
        """
        self._note("setting")
        with self._reading() as connection:
            return read_settings(connection, lens=self._lens)

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

    @contextmanager
    def _reading(self) -> Generator[Connection, None, None]:
        with store_errors(self.place), self._engine.begin() as connection:
            yield connection

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

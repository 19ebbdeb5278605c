"""Reading a store: its tables, roads and settings, as a lens shows them."""

from __future__ import annotations

from contextlib import contextmanager
from copy import copy
from typing import TYPE_CHECKING, Any, Self

from data.store.engine import store_errors
from data.store.features import layer_extent, read_page
from data.store.graded import read_graded
from data.store.lens import WHOLE, Lens
from data.store.plain import distinct_values, latest_day, read_records, read_rows
from data.store.reading import Part, read_roads, read_settings, read_table
from data.store.tables import schema_of

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence, Sized
    from datetime import date

    from pandas import DataFrame
    from sqlalchemy import Connection, Engine

    from data.model import Roads
    from data.store.features import Choice, FeaturePage
    from data.store.layers import Layer
    from data.store.scope import Scope
    from data.store.shapes import Box


class View:
    """
    What may be seen of a store; ``Store`` is one that can be written too.

    Attributes
    ----------
    place
        Where the store is, as messages name it.
    """

    def __init__(self, engine: Engine, *, place: str) -> None:
        self._engine = engine
        self.place = place
        self._lens = WHOLE
        self._noted: dict[str, frozenset[str] | None] | None = None
        self._moment: Connection | None = None

    @property
    def scope(self) -> Scope:
        """Return whose towns it is read for."""
        return self._lens.scope

    def within(self, scope: Scope) -> Self:
        """
        Give the same store cut down to what a scope may see: rows, columns and values.

        Units of writing see no more, and write only rows that belong to its towns; what a row hides
        stays as it is stored. It shows no more than this store does.
        """
        return self._with(_lens=Lens(self.scope.within(scope)))

    def noting(self, noted: dict[str, frozenset[str] | None]) -> Self:
        """
        Give the same store, which notes the name of every table that is read through it.

        Parameters
        ----------
        noted
            Grows: table to the keys of the rows that were read, where rows were asked for by their
            keys and each key had its row: no other row could change what was read. ``None`` where
            any row could, also a new one.
        """
        return self._with(_noted=noted)

    @contextmanager
    def one_moment(self) -> Generator[Self, None, None]:
        """
        Give the same store, read in one transaction: every table as it was at one moment.

        Also for whoever reads many things for one answer, as a page does: to begin and end a
        transaction takes longer than to read a row. It belongs to one thread, and does not show
        what is written meanwhile, so read first and write afterwards.

        Raises
        ------
        StoreError
            In place of any error of the database inside.
        """
        if self._moment is not None:
            yield self
            return
        with self._reading() as connection:
            yield self._with(_moment=connection)

    def _with(self, **changed: object) -> Self:
        """Give the same store, but for these attributes; one within a whole stays within it."""
        like = copy(self)
        vars(like).update(changed)
        return like

    def _note(self, *tables: str) -> None:
        if self._noted is not None:
            self._noted.update(dict.fromkeys(tables))

    def _note_rows(
        self, table: str, where: Mapping[str, Sequence[str]] | None, found: Sized
    ) -> None:
        """Note a table of which some rows were read."""
        if self._noted is None:
            return
        keys = frozenset((where or {}).get(schema_of(table).key, ()))
        before = self._noted.get(table, frozenset())
        is_all = where is not None and schema_of(table).key in where and len(found) == len(keys)
        self._noted[table] = before | keys if is_all and before is not None else None

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
        with self._reading() as connection:
            found = read_rows(connection, table, where, columns=columns, lens=self._lens)
        self._note_rows(table, where, found)
        return found

    def records(
        self, table: str, *, where: Mapping[str, Sequence[str]] | None = None
    ) -> dict[str, dict[str, Any]]:
        """
        Read a few rows as plain values of the schema's types, key to row.

        Parameters
        ----------
        table
            Name of a table of ``data.schema.TABLES`` that has no shapes.
        where
            As ``read`` takes it.

        Raises
        ------
        NotFoundError
            If there is no such table or column, or it has shapes.
        StoreError
            If the store cannot be read.
        """
        with self._reading() as connection:
            found = read_records(connection, table, where, lens=self._lens)
        self._note_rows(table, where, found)
        return found

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
    def _reading(self) -> Generator[Connection, None, None]:
        if self._moment is not None:
            with store_errors(self.place):
                yield self._moment
            return
        with store_errors(self.place), self._engine.begin() as connection:
            yield connection

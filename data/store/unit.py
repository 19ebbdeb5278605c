"""One unit of writing: everything in it lands, or nothing does."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from data.errors import InputError, TableError
from data.migrations.geopackage import touch
from data.schema import AREA, TABLES
from data.store.frames import listed_batch, to_batch
from data.store.graph import read_road_lines, write_graph
from data.store.history import Trail
from data.store.insertion import insert_batch, upsert_batch
from data.store.lens import WHOLE
from data.store.lookup import count_rows, known_keys, read_column
from data.store.plain import read_records, read_rows
from data.store.reading import ROADS_SOURCE, conditions, read_settings, read_table
from data.store.statistics import refresh_statistics
from data.store.tables import schema_of, sql_table
from data.store.warden import Warden

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pandas import DataFrame
    from shapely.geometry.base import BaseGeometry
    from sqlalchemy import Connection

    from data.model import Roads
    from data.store.audit import Author
    from data.store.frames import Batch
    from data.store.lens import Lens


_ONLY_ADDED = frozenset({"finding_step"})
"""Tables whose rows nobody changes or removes; to be told of another key is all they know."""


class Unit:
    """
    Writes to a store within one transaction; get it from ``Store.writing``.

    It reads what it has written itself. Every table is checked against its schema before a row of
    it is written.
    """

    def __init__(self, connection: Connection, *, lens: Lens = WHOLE) -> None:
        self._connection = connection
        self._lens = lens
        self._warden = Warden(connection, lens)
        self._trail = Trail(connection)
        self._written: Counter[str] = Counter()

    def read(self, table: str, *, where: Mapping[str, Sequence[str]] | None = None) -> DataFrame:
        """Read a table as ``Store.read`` does, with what this unit has written so far."""
        return read_table(self._connection, table, where, lens=self._lens)

    def rows(
        self,
        table: str,
        *,
        where: Mapping[str, Sequence[str]] | None = None,
        columns: Sequence[str] | None = None,
    ) -> list[dict[str, Any]]:
        """Read a few rows as ``Store.rows`` does, with what this unit has written so far."""
        return read_rows(self._connection, table, where, columns=columns, lens=self._lens)

    def records(
        self, table: str, *, where: Mapping[str, Sequence[str]] | None = None
    ) -> dict[str, dict[str, Any]]:
        """Read records as ``Store.records`` does, with what this unit has written so far."""
        return read_records(self._connection, table, where, lens=self._lens)

    def count(self, table: str) -> int:
        """Count the rows of a table, with what this unit has written so far."""
        return count_rows(self._connection, sql_table(table), lens=self._lens)

    def column(self, table: str, column: str, *, keys: Sequence[str]) -> dict[str, object]:
        """Read one column of the rows with these keys, key to value."""
        return read_column(self._connection, table, column, keys=keys, lens=self._lens)

    def road_lines(self) -> list[BaseGeometry]:
        """Read the lines of the roads, WGS-84; none where no roads were loaded yet."""
        return read_road_lines(self._connection)

    def upsert(self, table: str, rows: DataFrame) -> None:
        """
        Insert rows, or overwrite those whose key is there already.

        Parameters
        ----------
        table
            Name of a table of ``data.schema.TABLES``.
        rows
            Any number, by the table's schema. An overwritten row keeps its row number and its
            ``created_at``. Many chunks of some 50,000 rows are as fast as one.

        Raises
        ------
        NotFoundError
            If there is no such table.
        TableError
            If the rows break the schema.
        """
        if rows.empty and table in TABLES:
            return
        if table in _ONLY_ADDED:
            self.append(table, rows)
        else:
            self._upsert(to_batch(rows, schema_of(table)))

    def upsert_columns(self, table: str, columns: Mapping[str, Sequence[object]]) -> None:
        """
        Do the same with plain columns, several times faster where there are many rows.

        Parameters
        ----------
        table
            Name of a table that holds no shapes, numbers or flags.
        columns
            The key and every column of its schema to values of one length, missing ones ``None``.

        Raises
        ------
        NotFoundError
            If there is no such table.
        TableError
            If the columns break the schema.
        """
        self._upsert(listed_batch(columns, schema_of(table)))

    def upsert_rows(self, table: str, rows: Sequence[Mapping[str, object]]) -> None:
        """
        Do the same with a few rows of plain values, as ``rows`` reads them.

        Parameters
        ----------
        table
            As ``upsert_columns`` takes it.
        rows
            Column to value; what a row does not name is missing in it.

        Raises
        ------
        NotFoundError
            If there is no such table.
        TableError
            If a row names a column that there is not, or breaks the schema.
        """
        if rows:
            names = dict.fromkeys([schema_of(table).key, *schema_of(table).names])
            names |= dict.fromkeys(name for row in rows for name in row)
            self.upsert_columns(table, {name: [row.get(name) for row in rows] for name in names})

    def _upsert(self, batch: Batch) -> None:
        if len(batch):
            batch = self._warden.before(batch)
            self._trail.before_upsert(batch.table, batch.columns[batch.key])
            upsert_batch(self._connection, batch)
            self._warden.after(batch)
            self._wrote(batch.table, len(batch))

    def _wrote(self, table: str, rows: int) -> None:
        self._written[table] += rows
        touch(self._connection, table)

    def append(self, table: str, rows: DataFrame) -> None:
        """
        Insert rows whose keys must be new.

        Raises
        ------
        NotFoundError
            If there is no such table.
        TableError
            If the rows break the schema, or a key is there already.
        """
        batch = to_batch(rows, schema_of(table))
        if not len(batch):
            return
        self._warden.may_write(table)
        self._trail.before_insert(table, batch.columns[batch.key])
        try:
            with self._connection.begin_nested():
                insert_batch(self._connection, batch)
        except IntegrityError as error:
            known = known_keys(self._connection, table, keys=batch.columns[batch.key])
            faults = [f"key {key!r} is in the store already" for key in known]
            raise TableError(table, faults or [str(error.orig)]) from error
        self._warden.after(batch)
        self._wrote(table, len(batch))

    def clear(self, table: str, *, where: Mapping[str, Sequence[str]] | None = None) -> None:
        """
        Remove rows: all, or those whose columns hold one of the given values.

        Raises
        ------
        NotFoundError
            If there is no such table or column.
        InputError
            If rows of the table are only ever added.
        """
        if table in _ONLY_ADDED:
            raise InputError(
                f"Rows of {table} are only ever added.", zh=f"表 {table} 只能增加行，不能删除。"
            )
        self._warden.may_write(table)
        target = sql_table(table)
        chosen = conditions(self._connection, target, where, lens=self._lens)
        self._trail.before_clear(table, chosen)
        gone = self._connection.execute(delete(target).where(*chosen)).rowcount
        self._trail.removed(table, gone)
        touch(self._connection, table)

    def refer(self, table: str, column: str, names: Mapping[str, str]) -> None:
        """
        Let rows of a table without a history name what they refer to by its new key.

        Nothing else of them changes, so that rows that are only ever added stay as they were made.

        Parameters
        ----------
        table, column
            Where the former keys stand.
        names
            Former key to new key.
        """
        self._warden.may_write(table)
        target = sql_table(table)
        for former, fresh in names.items():
            moved = update(target).where(target.c[column] == former, *self._lens.rows(target))
            moved = moved.values({column: fresh})
            rows = self._connection.execute(moved).rowcount
            if rows:
                self._trail.wrote(table, rows)
                self._wrote(table, rows)

    def set(self, name: str, value: str) -> None:
        """Note what the store knows of itself, such as the name of its town."""
        self.upsert_rows("setting", [{"name": name, "value": value}])

    def settings(self) -> dict[str, str]:
        """Read what the store knows of itself, name to value."""
        return read_settings(self._connection, lens=self._lens)

    def save_roads(self, roads: Roads) -> None:
        """
        Put a road graph, and the places of its file, in the place of the former ones.

        Areas of other sources, such as grid cells drawn by the office, stay, and so do the
        keepers that a ledger named for places of the map.

        Raises
        ------
        TableError
            If the places break the schema ``AREA``, or an area of another source has their id.
        """
        self._warden.may_write("area")
        former = self.settings().get(ROADS_SOURCE)
        places = roads.places[list(AREA.names)].assign(source=roads.source)
        if former is not None:
            kept = self.read("area", where={"source": [former]})["keeper"].dropna()
            named = kept.reindex(places.index)
            places = places.assign(keeper=places["keeper"].where(named.isna(), named))
            self.clear("area", where={"source": [former]})
        write_graph(self._connection, roads)
        for table, rows in (("road_node", roads.nodes), ("road_edge", roads.edges)):
            self._trail.wrote(table, len(rows))
            self._wrote(table, len(rows))
        self.append("area", places)
        self.set(ROADS_SOURCE, roads.source)

    def note(self, name: str, value: object) -> None:
        """
        Add a fact to what the audit says of this unit.

        Parameters
        ----------
        name
            Such as ``files``.
        value
            Anything that JSON can hold.
        """
        self._trail.note(name, value)

    def sign(self, author: Author) -> None:
        """Write down who changed what; the store does so at the end of the unit."""
        if self._trail.finish(author) is not None:
            for table in ("audit", "history"):
                touch(self._connection, table)
        refresh_statistics(self._connection, self._written)

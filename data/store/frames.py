"""Between pandas tables and rows of the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from data.errors import TableError
from data.schema import DTYPES, check_columns, check_table
from data.store.shapes import given_positions, given_shapes, stored_shapes
from data.store.tables import GEOM, POINT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Dialect

    from data.schema import Column, ColumnType, TableSchema


@dataclass(frozen=True, slots=True)
class Batch:
    """
    Rows on their way into one table, column by column.

    Attributes
    ----------
    table, key
        Name of the table, and of the column that says which row is meant.
    columns
        Name to plain Python values, missing ones ``None``; all of one length, the key among them.
        Days are texts such as ``2026-01-05``.
    shapes
        Shape ``(n,)``, values of the column ``geom``; ``None`` for a table that has none.
    """

    table: str
    key: str
    columns: Mapping[str, list[Any]]
    shapes: NDArray[np.object_] | None

    def __len__(self) -> int:
        return len(self.columns[self.key])

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all columns, ``geom`` last."""
        return (*self.columns, *(() if self.shapes is None else (GEOM,)))

    def values(self, dialect: Dialect) -> list[Sequence[Any]]:
        """List the columns as a database takes them, in the order of ``names``."""
        shapes = [] if self.shapes is None else [stored_shapes(self.shapes, dialect)]
        return [*self.columns.values(), *shapes]

    def rows(self, dialect: Dialect) -> list[tuple[Any, ...]]:
        """List the rows as a database takes them, their values in the order of ``names``."""
        return list(zip(*self.values(dialect), strict=True))


def to_batch(table: pd.DataFrame, schema: TableSchema) -> Batch:
    """
    Turn a table into rows for the store, after checking it.

    Raises
    ------
    TableError
        If the table breaks its schema, or has a column that the store would lose.
    """
    strange = sorted(set(table.columns) - set(schema.names))
    if strange:
        raise TableError(schema.name, [f"column {name!r} has no place there" for name in strange])
    check_table(table, schema)
    columns: dict[str, list[Any]] = {
        schema.key: table.index.astype("str").to_numpy(dtype=object).tolist()
    }
    for column in schema.columns:
        if not _is_place(column, schema):
            columns[column.name] = _plain_column(table[column.name], column, schema)
    _check_texts(columns, schema)
    return Batch(schema.name, schema.key, columns, _shapes(table, schema))


def listed_batch(columns: Mapping[str, Sequence[object]], schema: TableSchema) -> Batch:
    """
    Turn plain columns into rows for the store, after checking them.

    Parameters
    ----------
    columns
        As ``data.schema.check_columns`` takes them.

    Raises
    ------
    TableError
        If they break the schema, or there is one that the store would lose.
    """
    strange = sorted(set(columns) - {schema.key, *schema.names})
    if strange:
        raise TableError(schema.name, [f"column {name!r} has no place there" for name in strange])
    check_columns(columns, schema)
    listed: dict[str, list[Any]] = {schema.key: list(columns[schema.key])}
    for column in schema.columns:
        listed[column.name] = _listed_days(columns[column.name], column.type)
    _check_texts(listed, schema)
    return Batch(schema.name, schema.key, listed, None)


def _listed_days(values: Sequence[Any], kind: ColumnType) -> list[Any]:
    """List values as the store takes them: days as texts."""
    if kind != "date":
        return list(values)
    written = {day: None if day is None else day.isoformat() for day in set(values)}
    return [written[day] for day in values]


def _is_place(column: Column, schema: TableSchema) -> bool:
    return column.type == "geometry" or (schema.point and column.name in POINT_COLUMNS)


def _plain_column(values: pd.Series, column: Column, schema: TableSchema) -> list[Any]:
    try:
        return _plain(values, column.type)
    except (TypeError, ValueError) as error:
        fault = f"column {column.name!r} is not {column.type}: {error}"
        raise TableError(schema.name, [fault]) from error


def _plain(values: pd.Series, kind: ColumnType) -> list[Any]:
    """List a column as plain Python values, missing ones as ``None``."""
    missing = values.isna().to_numpy()
    if kind == "date":
        known = np.datetime_as_string(values.to_numpy(dtype="datetime64[D]"), unit="D")
    elif kind in ("text", "json"):
        known = values.to_numpy(dtype=object)
    else:
        empty: Any = {"number": np.nan, "integer": 0, "flag": False}[kind]
        typed = _as(values, kind)
        known = typed.to_numpy(dtype=_PLAIN[kind], na_value=empty)
    if not missing.any():
        listed: list[Any] = known.tolist()
        return listed
    return [None if gone else value for value, gone in zip(known.tolist(), missing, strict=True)]


_PLAIN = {"number": np.float64, "integer": np.int64, "flag": np.bool_}


def _check_texts(columns: Mapping[str, list[Any]], schema: TableSchema) -> None:
    """
    Refuse the one sign that a file would keep and a server would not.

    Raises
    ------
    TableError
        If a text holds the sign with the code 0.
    """
    kinds = {column.name: column.type for column in schema.columns}
    faults = []
    for name, values in columns.items():
        if kinds.get(name, "text") != "text":  # JSON holds none: it was read as such before
            continue
        if "\0" in "".join(filter(None, values)):
            where = next(
                key
                for key, value in zip(columns[schema.key], values, strict=True)
                if value and "\0" in value
            )
            faults.append(f"{name!r} holds the sign with the code 0 for {where!r}")
    if faults:
        raise TableError(schema.name, faults)


def _shapes(table: pd.DataFrame, schema: TableSchema) -> NDArray[np.object_] | None:
    """Take the shapes of a table, flat: heights have no place in the store."""
    if schema.point:
        lon_deg, lat_deg = (table[name].to_numpy(float, na_value=np.nan) for name in POINT_COLUMNS)
        points = np.asarray(shapely.points(lon_deg, lat_deg), dtype=object)
        points[np.isnan(lon_deg) | np.isnan(lat_deg)] = None
        return points
    for column in schema.columns:
        if column.type == "geometry":
            return np.asarray(shapely.force_2d(table[column.name].to_numpy(dtype=object)))
    return None


def _as(values: pd.Series, kind: ColumnType) -> pd.Series:
    """Give a column the type of its kind."""
    typed: pd.Series = values.astype(DTYPES[kind])
    return typed


def to_table(
    names: Sequence[str], rows: Sequence[Sequence[Any]], schema: TableSchema
) -> pd.DataFrame:
    """
    Turn rows of the store into a table with the types of its schema.

    Parameters
    ----------
    names
        Columns of the rows, the key and ``geom`` among them.
    rows
        Any number, also none; shapes as the database writes them, or read already.
    """
    values = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    stored: dict[str, Any] = dict(zip(names, values, strict=True))
    if schema.point:
        stored |= _lon_lat(stored[GEOM])
    columns = {
        column.name: _typed(stored[GEOM if column.type == "geometry" else column.name], column.type)
        for column in schema.columns
    }
    index = pd.Index(_typed(stored[schema.key], "text"), name=schema.key)
    return pd.DataFrame(columns, index=index)


def _typed(values: Sequence[Any], kind: ColumnType) -> Any:  # noqa: ANN401 (an array of its kind)
    """Make an array of what a store holds; through a series it would take ten times as long."""
    if kind == "geometry":
        return given_shapes(values)
    if kind == "date":
        return np.array(values, dtype="datetime64[D]").astype(DTYPES[kind])
    if kind == "number":
        return np.array(values, dtype=DTYPES[kind])
    return pd.array(values, dtype=DTYPES[kind])


def _lon_lat(shapes: Sequence[Any]) -> dict[str, NDArray[np.float64]]:
    """Read positions; a missing or empty point is ``nan``."""
    return dict(zip(POINT_COLUMNS, given_positions(shapes).T, strict=True))

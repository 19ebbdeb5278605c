"""Between pandas tables and rows of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from data.errors import TableError
from data.schema import DTYPES, check_table
from data.store.tables import GEOM, POINT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.schema import ColumnType, TableSchema

Row = dict[str, Any]


def to_rows(table: pd.DataFrame, schema: TableSchema) -> list[Row]:
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
    columns: dict[str, list[Any]] = {schema.key: [str(key) for key in table.index]}
    for column in schema.columns:
        name = GEOM if column.type == "geometry" else column.name
        try:
            columns[name] = _plain(table[column.name], column.type)
        except (TypeError, ValueError) as error:
            fault = f"column {column.name!r} is not {column.type}: {error}"
            raise TableError(schema.name, [fault]) from error
    if schema.point:
        columns[GEOM] = _points(*(columns.pop(name) for name in POINT_COLUMNS))
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _plain(values: pd.Series, kind: ColumnType) -> list[Any]:
    """List a column as plain Python values, missing ones as ``None``."""
    if kind == "date":
        listed = pd.to_datetime(values).dt.date.astype("object")
    else:
        listed = _as(values, kind).astype("object")
    return listed.where(listed.notna(), None).tolist()


def _as(values: pd.Series, kind: ColumnType) -> pd.Series:
    """Give a column the type of its kind."""
    typed: pd.Series = values.astype(DTYPES[kind])
    return typed


def _points(lon_deg: list[float | None], lat_deg: list[float | None]) -> list[Any]:
    return [
        None if lon is None or lat is None else shapely.Point(lon, lat)
        for lon, lat in zip(lon_deg, lat_deg, strict=True)
    ]


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
        Any number, also none.
    """
    values = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    stored = dict(zip(names, values, strict=True))
    if schema.point:
        stored |= _lon_lat(stored[GEOM])
    columns = {
        column.name: _typed(stored[GEOM if column.type == "geometry" else column.name], column.type)
        for column in schema.columns
    }
    index = pd.Index(np.array(stored[schema.key], dtype=object), dtype="str", name=schema.key)
    return pd.DataFrame({name: column.set_axis(index) for name, column in columns.items()})


def _typed(values: Sequence[Any], kind: ColumnType) -> pd.Series:
    listed = pd.Series(np.fromiter(values, dtype=object, count=len(values)))
    if kind == "date":
        return pd.to_datetime(listed).astype(DTYPES[kind])
    return _as(listed, kind)


def _lon_lat(shapes: Sequence[Any]) -> dict[str, tuple[Any, ...]]:
    """Read positions; a missing or empty point is ``nan``."""
    points = np.fromiter(shapes, dtype=object, count=len(shapes))
    lon_deg, lat_deg = shapely.get_x(points), shapely.get_y(points)
    return dict(zip(POINT_COLUMNS, (tuple(lon_deg), tuple(lat_deg)), strict=True))

"""Tables with the types of their schema, and the gate that reports every fault at once."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from data.errors import TableError
from data.schema.kinds import DTYPES, misfits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from data.schema.columns import Column, ColumnType, TableSchema

_SHOWN = 80
"""Signs of a wrong value that a message quotes."""


def as_table(rows: Iterable[Mapping[str, object]], schema: TableSchema) -> pd.DataFrame:
    """
    Build a table with the types of its schema.

    Parameters
    ----------
    rows
        One mapping per row, the key included; absent columns become missing values.
    schema
        What the table should be.

    Returns
    -------
    table
        Index named by the schema's key; every column of the schema, in its order.

    Raises
    ------
    TableError
        If a value does not fit its column's type.
    """
    listed = rows if isinstance(rows, list) else list(rows)
    if not listed:
        return _empty(schema).copy()
    return table_of(
        {name: [row.get(name) for row in listed] for name in (schema.key, *schema.names)}, schema
    )


@cache
def _empty(schema: TableSchema) -> pd.DataFrame:
    """Build the table without rows, which many imports ask for again and again; never changed."""
    return table_of(dict.fromkeys((schema.key, *schema.names), ()), schema)


def table_of(columns: Mapping[str, Sequence[object]], schema: TableSchema) -> pd.DataFrame:
    """
    Build the same from columns of equal length, the key and every column of the schema among them.

    Raises
    ------
    TableError
        If a value does not fit its column's type.
    """
    typed: dict[str, pd.Series] = {}
    faults = []
    for column in schema.columns:
        try:
            typed[column.name] = _typed(columns[column.name], column.type)
        except (TypeError, ValueError) as error:
            faults.append(f"column {column.name!r} is not {column.type}: {error}")
    if faults:
        raise TableError(schema.name, faults)
    index = pd.Index(
        pd.Series(list(columns[schema.key]), dtype="str"), dtype="str", name=schema.key
    )
    return pd.DataFrame({name: values.set_axis(index) for name, values in typed.items()})


def _typed(values: Sequence[object], kind: ColumnType) -> pd.Series:
    if kind in {"text", "json"}:
        return pd.Series(list(values), dtype=DTYPES[kind])
    listed = pd.Series(list(values), dtype="object")
    if kind == "date":
        return pd.to_datetime(listed).astype(DTYPES[kind])
    if kind == "geometry":
        return listed
    return listed.where(listed.notna(), None).astype(DTYPES[kind])


def as_records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """
    Give the rows of a table one by one, the key included.

    Returns
    -------
    records
        One dictionary per row, column name to value; missing values as pandas has them.
    """
    rows = table.reset_index().to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def check_table(table: pd.DataFrame, schema: TableSchema) -> pd.DataFrame:
    """
    Check a table against its schema and give it back.

    Returns
    -------
    table
        The same table, unchanged.

    Raises
    ------
    TableError
        If anything is wrong; all faults are listed, each with the first key it concerns.
    """
    faults = []
    if table.index.name != schema.key:
        faults.append(f"index is {table.index.name!r}, not {schema.key!r}")
    if not table.index.is_unique:
        faults.append(f"key {table.index[table.index.duplicated()][0]!r} is there twice")
    for column in schema.columns:
        if column.name not in table.columns:
            faults.append(f"column {column.name!r} is missing")
        else:
            faults.extend(_column_faults(table[column.name], column))
    if faults:
        raise TableError(schema.name, faults)
    return table


def _column_faults(values: pd.Series, column: Column) -> list[str]:
    faults = []
    missing = values.isna()
    if column.required and missing.any():
        faults.append(f"{column.name!r} is missing for {values.index[missing][0]!r}")
    known = values[~missing]
    if column.type in {"number", "date"} and not _has_dtype(values, column.type):
        return [*faults, f"{column.name!r} is {_WRONG_DTYPE[column.type]}"]
    word, wrong = misfits(known, column.type)
    if wrong.any():
        return [*faults, _fault(column, word, known[wrong])]
    for word, outside in _outside(known, column):
        if outside.any():
            faults.append(_fault(column, word, known[outside]))
    return faults


def _has_dtype(values: pd.Series, kind: ColumnType) -> bool:
    """Tell whether a column can be computed with even where it is empty."""
    if kind == "date":
        return bool(pd.api.types.is_datetime64_any_dtype(values))
    return bool(pd.api.types.is_numeric_dtype(values))


_WRONG_DTYPE = {"number": "not numeric", "date": "not a date"}


def _fault(column: Column, word: str, wrong: pd.Series) -> str:
    return f"{column.name!r} is {word} for {wrong.index[0]!r}: {_shown(wrong.iloc[0])}"


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def _outside(known: pd.Series, column: Column) -> list[tuple[str, pd.Series]]:
    """Pair a word for each broken bound with the rows that break it."""
    checks = []
    if column.low is not None:
        checks.append((f"below {column.low:g}", known < column.low))
    if column.high is not None:
        checks.append((f"above {column.high:g}", known > column.high))
    if column.codes is not None:
        checks.append(("no known code", ~known.isin(sorted(column.codes))))
    return checks

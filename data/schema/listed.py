"""The gate for tables that come as plain columns, where a frame of many rows would cost time."""

from __future__ import annotations

from datetime import date
from itertools import compress
from types import NoneType
from typing import TYPE_CHECKING, Any

import orjson

from data.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from data.schema.columns import Column, ColumnType, TableSchema

_TYPES: dict[ColumnType, tuple[str, type]] = {
    "text": ("no text", str),
    "json": ("no text", str),
    "integer": ("no whole number", int),
    "date": ("no day", date),
}


def check_columns(columns: Mapping[str, Sequence[object]], schema: TableSchema) -> None:
    """
    Check the columns of a table of texts, whole numbers and days against its schema.

    Parameters
    ----------
    columns
        Plain values, the key and every column of the schema among them, all of one length; missing
        ones are ``None``.
    schema
        What the table should be, of columns of these three types and JSON.

    Raises
    ------
    TableError
        If anything is wrong; all faults are listed, each with the first key it concerns.
    """
    missing = [name for name in (schema.key, *schema.names) if name not in columns]
    if missing:
        raise TableError(schema.name, [f"column {name!r} is missing" for name in missing])
    keys = columns[schema.key]
    faults = [] if set(map(type, keys)) <= {str} else [f"key {schema.key!r} is no text"]
    if len(set(keys)) < len(keys):
        faults.append(f"key {_first_twice(keys)!r} is there twice")
    for column in schema.columns:
        values = columns[column.name]
        if len(values) != len(keys):
            faults.append(f"column {column.name!r} has {len(values)} values for {len(keys)} keys")
        else:
            faults += _faults(values, column, keys)
    if faults:
        raise TableError(schema.name, faults)


def _first_twice(keys: Sequence[object]) -> object:
    seen: set[object] = set()
    return next(key for key in keys if key in seen or seen.add(key))  # type: ignore[func-returns-value]


def _faults(values: Sequence[object], column: Column, keys: Sequence[object]) -> list[str]:
    """Look at each value once, however often it comes."""
    word, kind = _TYPES[column.type]
    if not set(map(type, values)) <= {kind, NoneType}:
        return [_fault(column, word, keys, [type(v) not in {kind, NoneType} for v in values])]
    known = set(values)
    faults = []
    if column.required and None in known:
        faults.append(_fault(column, "missing", keys, [value is None for value in values]))
    known.discard(None)
    for word, wrong in _misfits(known, column):
        if wrong:
            faults.append(_fault(column, word, keys, [value in wrong for value in values]))
    return faults


def _misfits(known: set[Any], column: Column) -> Iterator[tuple[str, set[Any]]]:
    """Pair a word for each rule of a column with the values that break it."""
    if column.type == "json":
        yield "no JSON", {value for value in known if not _is_json(value)}
    if column.codes is not None:
        yield "no known code", known - column.codes
    if column.low is not None:
        yield f"below {column.low:g}", {value for value in known if value < column.low}
    if column.high is not None:
        yield f"above {column.high:g}", {value for value in known if value > column.high}


def _is_json(text: str) -> bool:
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError:
        return False
    return True


def _fault(column: Column, word: str, keys: Sequence[object], wrong: Sequence[bool]) -> str:
    return f"{column.name!r} is {word} for {next(compress(keys, wrong))!r}"

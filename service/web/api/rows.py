"""Rows of the store's tables as JSON: their models for the document, and their values."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import orjson
import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, create_model

from data.schema import TABLES, as_records

if TYPE_CHECKING:
    from collections.abc import Iterable

    from data.schema import Column, TableSchema

_TYPES: dict[str, Any] = {
    "text": str,
    "number": float,
    "integer": int,
    "flag": bool,
    "date": date,
    "json": Any,
}


class RowModel(BaseModel):
    """A row of a table; no member that is not described."""

    model_config = ConfigDict(extra="forbid", protected_namespaces=())


@cache
def row_model(table: str, *, without: tuple[str, ...] = ()) -> type[BaseModel]:
    """
    Describe the rows of a table as its schema does: meaning, unit, bounds, codes.

    Parameters
    ----------
    table
        Name of a table of ``data.schema.TABLES``.
    without
        Columns that are not shown.
    """
    schema = TABLES[table]
    fields: dict[str, Any] = {schema.key: (str, Field(description=f"Key: {schema.meaning}."))}
    fields |= {column.name: _field(column) for column in _shown(schema, without)}
    name = "".join(part.title() for part in table.split("_")) + "Row"
    return create_model(name, __base__=RowModel, __doc__=f"{schema.meaning}.", **fields)


def rows_of(
    frame: pd.DataFrame, table: str, *, without: Iterable[str] = ()
) -> list[dict[str, Any]]:
    """
    Turn rows as the store reads them into what JSON knows.

    Parameters
    ----------
    frame
        Rows of the table, indexed by its key.
    table, without
        As ``row_model`` takes them.

    Returns
    -------
    rows
        Key and columns in the order of the schema; missing values ``None``, days ISO, JSON read.
    """
    schema = TABLES[table]
    columns = _shown(schema, tuple(without))
    return [
        {schema.key: str(row[schema.key])}
        | {column.name: _value(row[column.name], column.type) for column in columns}
        for row in as_records(frame)
    ]


def _shown(schema: TableSchema, without: tuple[str, ...]) -> list[Column]:
    return [one for one in schema.columns if one.type != "geometry" and one.name not in without]


def _field(column: Column) -> tuple[Any, Any]:
    kind = _TYPES[column.type]
    if column.codes is not None:
        kind = Literal[tuple(sorted(column.codes))]
    bounds: dict[str, Any] = {}
    if column.type in {"number", "integer"}:
        bounds = {"ge": column.low, "le": column.high}
    meaning = f"{column.meaning[:1].upper()}{column.meaning[1:]}."
    return (kind if column.required else kind | None, Field(description=meaning, **bounds))


def _value(value: Any, kind: str) -> Any:  # noqa: ANN401 - what a column holds
    if value is None or (not isinstance(value, (list, dict)) and pd.isna(value)):
        return None
    if kind == "json":
        return orjson.loads(value)
    if kind == "date":
        return value.date().isoformat()
    return _TYPES[kind](value)

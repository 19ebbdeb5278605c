"""The store's tables for SQLAlchemy, from the descriptions in ``data.schema``."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Boolean, Column, Date, Double, MetaData, Table, Text

from data.errors import NotFoundError
from data.schema import TABLES
from data.store.shapes import Geometry, as_stored

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.types import TypeEngine

    from data.schema import ColumnType, TableSchema

GEOM = "geom"
POINT_COLUMNS = ("lon_deg", "lat_deg")

ROAD_NODE = Table(
    "road_node",
    MetaData(),
    Column("osmid", BigInteger),
    Column("rank", BigInteger),
    Column(GEOM, Geometry("POINT")),
)
ROAD_EDGE = Table(
    "road_edge",
    MetaData(),
    Column("u", BigInteger),
    Column("v", BigInteger),
    Column("key", BigInteger),
    Column("osmid", Text),
    Column("highway", Text),
    Column("name", Text),
    Column("ref", Text),
    Column("maxspeed", Text),
    Column("surface", Text),
    Column("speed_km_h", Double),
    Column("oneway", Boolean),
    Column("length_m", Double),
    Column(GEOM, Geometry("LINESTRING")),
)


def schema_of(name: str) -> TableSchema:
    """
    Find the description of a table.

    Raises
    ------
    NotFoundError
        If the house has no such table.
    """
    try:
        return TABLES[name]
    except KeyError as error:
        raise NotFoundError(
            f"Expected one of the tables {', '.join(TABLES)}, got {name!r}.",
            zh=f"没有表 {name}；请用其中之一：{'、'.join(TABLES)}。",
        ) from error


@cache
def sql_table(name: str) -> Table:
    """
    Describe a table to SQLAlchemy; ``lon_deg`` and ``lat_deg`` are one column ``geom``.

    Raises
    ------
    NotFoundError
        If the house has no such table.
    """
    schema = schema_of(name)
    columns: list[Column[Any]] = [Column(schema.key, Text)]
    columns += [
        Column(column.name, _sql_type(column.type))
        for column in schema.columns
        if column.type != "geometry" and not (schema.point and column.name in POINT_COLUMNS)
    ]
    if shape := shape_of(schema):
        columns.append(Column(GEOM, Geometry(shape)))
    return Table(schema.name, MetaData(), *columns)


def raw_columns(table: Table) -> list[ColumnElement[Any]]:
    """List the columns of a table, its shapes as the database writes them."""
    return [as_stored(column) if column.name == GEOM else column for column in table.c]


def shape_of(schema: TableSchema) -> str | None:
    """Name the type of a table's geometry column; ``None`` where it has none."""
    if schema.point:
        return "POINT"
    return "GEOMETRY" if any(column.type == "geometry" for column in schema.columns) else None


def _sql_type(kind: ColumnType) -> TypeEngine[Any]:
    """Choose the type: VARCHAR and FLOAT would make GDAL drop a column or round it."""
    types: dict[ColumnType, TypeEngine[Any]] = {
        "text": Text(),
        "json": Text(),
        "number": Double(),
        "integer": BigInteger(),
        "flag": Boolean(),
        "date": Date(),
    }
    return types[kind]

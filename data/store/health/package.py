"""Whether a file is whole as a database, and right as a GeoPackage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from data.migrations.geopackage import APPLICATION_ID, USER_VERSION
from data.store.health.fault import fault
from data.store.shapes import rtree_name
from data.store.tables import GEOM
from data.store.transfer import whole_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from data.store.health.fault import Fault

_FULL = 2
"""``PRAGMA synchronous`` that waits until the disk has it."""


def shape_tables() -> list[str]:
    """List the tables with a shape, each with a spatial index."""
    return [table.name for table in whole_tables() if GEOM in table.c]


def integrity_faults(connection: Connection) -> Iterator[Fault]:
    """Read every page, and every row against its indexes."""
    said = [row[0] for row in connection.execute(text("PRAGMA integrity_check"))]
    if said != ["ok"]:
        yield fault("damaged", count=len(said), example=said[0].splitlines()[-1])


def foreign_key_faults(connection: Connection) -> Iterator[Fault]:
    """Find rows that point to a row that is not there."""
    rows: dict[str, list[int]] = {}
    for table, number, *_ in connection.execute(text("PRAGMA foreign_key_check")):
        rows.setdefault(table, []).append(number)
    for table, numbers in rows.items():
        yield fault("foreign_key", table, count=len(numbers), example=numbers[0])


def setting_faults(connection: Connection) -> Iterator[Fault]:
    """Check what other programs know a GeoPackage by, and what makes writing durable."""
    for name, wanted in (("application_id", APPLICATION_ID), ("user_version", USER_VERSION)):
        found = connection.execute(text(f"PRAGMA {name}")).scalar()
        if found != wanted:
            yield fault("mark", example=f"{name} = {found}")
    mode = connection.execute(text("PRAGMA journal_mode")).scalar()
    if mode != "wal":
        yield fault("not_durable", example=f"journal_mode = {mode}")
    level = connection.execute(text("PRAGMA synchronous")).scalar()
    if level != _FULL:
        yield fault("not_durable", example=f"synchronous = {level}")


def register_faults(connection: Connection) -> Iterator[Fault]:
    """Find tables that are in no list of the GeoPackage."""
    listed = {row[0] for row in connection.execute(text("SELECT table_name FROM gpkg_contents"))}
    shaped = {
        row[0] for row in connection.execute(text("SELECT table_name FROM gpkg_geometry_columns"))
    }
    absent = [table.name for table in whole_tables() if table.name not in listed]
    absent += [table for table in shape_tables() if table not in shaped and table in listed]
    if absent:
        yield fault("unregistered", count=len(absent), example=absent[0])


def index_faults(connection: Connection) -> Iterator[Fault]:
    """Compare each spatial index with the shapes; its own check sees no row too many."""
    for table in shape_tables():
        (said,) = connection.execute(text(f"SELECT rtreecheck('{rtree_name(table)}')")).one()
        if said != "ok":
            yield fault("index_differs", table, example=str(said).splitlines()[0])
            continue
        wrong = connection.execute(
            text(_DIFFERS.format(table=table, index=rtree_name(table)))
        ).one()
        if wrong[0]:
            yield fault("index_differs", table, count=wrong[0], example=wrong[1])


_DIFFERS = """
WITH shape AS (SELECT fid, ST_MinX(geom) AS west, ST_MaxX(geom) AS east,
                      ST_MinY(geom) AS south, ST_MaxY(geom) AS north
               FROM "{table}" WHERE geom NOTNULL AND NOT ST_IsEmpty(geom)),
wrong AS (SELECT shape.fid FROM shape LEFT JOIN "{index}" box ON box.id = shape.fid
          WHERE box.id IS NULL OR box.minx > west OR box.maxx < east
             OR box.miny > south OR box.maxy < north
             OR box.minx < west - 0.001 OR box.maxx > east + 0.001
             OR box.miny < south - 0.001 OR box.maxy > north + 0.001
          UNION ALL
          SELECT box.id FROM "{index}" box WHERE box.id NOT IN (SELECT fid FROM shape))
SELECT count(*), min(fid) FROM wrong
"""
"""The index rounds outward to 32-bit numbers, by less than a thousandth of a degree."""

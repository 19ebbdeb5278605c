"""What can be put right without asking anybody: whatever follows from the rows themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from data.migrations.geopackage import APPLICATION_ID, USER_VERSION
from data.store.health.package import shape_tables
from data.store.health.structure import missing_objects
from data.store.shapes import rtree_name
from data.store.transfer import whole_tables

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from data.store.store import Store


def repair(store: Store) -> None:
    """
    Make indexes and triggers anew from the rows, and the boxes that QGIS zooms to.

    No row of any table is changed. Everything is done, or nothing is.

    Raises
    ------
    StoreError
        If the store cannot be written, or is too damaged for it.
    """
    with store.connection(writes=True) as connection:
        for made in missing_objects(connection):
            connection.exec_driver_sql(made.sql)
        if connection.dialect.name == "sqlite":
            _repair_file(connection)
        else:
            for table in whole_tables():
                connection.exec_driver_sql(f'REINDEX TABLE "{table.name}"')


def _repair_file(connection: Connection) -> None:
    connection.exec_driver_sql("REINDEX")
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {USER_VERSION}")
    for table in shape_tables():
        for statement in (_EMPTY, _FILL, _BOX):
            connection.execute(text(statement.format(table=table, index=rtree_name(table))))


_EMPTY = 'DELETE FROM "{index}"'
_FILL = """INSERT INTO "{index}"
SELECT fid, ST_MinX(geom), ST_MaxX(geom), ST_MinY(geom), ST_MaxY(geom)
FROM "{table}" WHERE geom NOTNULL AND NOT ST_IsEmpty(geom)"""
_BOX = """UPDATE gpkg_contents SET (min_x, min_y, max_x, max_y) =
(SELECT min(minx), min(miny), max(maxx), max(maxy) FROM "{index}")
WHERE table_name = '{table}'"""

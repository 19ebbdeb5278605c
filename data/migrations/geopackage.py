"""What makes a SQLite file a GeoPackage 1.3: its own tables, registration, spatial index.

Triggers are those of GeoPackage 1.4 (OGC 12-128r19, annex F.3): the older, shorter set leaves stale
rows in the index when a geometry becomes NULL or a row changes its number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

APPLICATION_ID = 0x47504B47
"""``GPKG`` in ASCII, at byte 68 of the file."""
USER_VERSION = 10300
WGS84_SRS_ID = 4326

_WGS84_WKT = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,'
    'AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,'
    'AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],'
    'AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]'
)
NOW = "strftime('%Y-%m-%dT%H:%M:%fZ','now')"
SHAPES = {"point": "POINT", "line": "LINESTRING", "shape": "GEOMETRY"}
"""Kind of a frozen geometry column to its name in both databases."""

_CORE = (
    """CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL PRIMARY KEY,
  organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL,
  definition TEXT NOT NULL,
  description TEXT)""",
    f"""CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY,
  data_type TEXT NOT NULL,
  identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT ({NOW}),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id))""",
    """CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL UNIQUE,
  column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL,
  m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id))""",
    """CREATE TABLE gpkg_extensions (
  table_name TEXT,
  column_name TEXT,
  extension_name TEXT NOT NULL,
  definition TEXT NOT NULL,
  scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))""",
)

_NEW_SHAPE = "NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom)"
_NEW_NONE = "(NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))"
_NEW_BOX = "ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)"

_TRIGGERS = (
    """CREATE TRIGGER "{index}_insert" AFTER INSERT ON "{table}" WHEN {shape}
BEGIN INSERT OR REPLACE INTO "{index}" VALUES (NEW.fid, {box}); END""",
    """CREATE TRIGGER "{index}_update2" AFTER UPDATE OF geom ON "{table}"
WHEN OLD.fid = NEW.fid AND {none}
BEGIN DELETE FROM "{index}" WHERE id = OLD.fid; END""",
    """CREATE TRIGGER "{index}_update4" AFTER UPDATE ON "{table}"
WHEN OLD.fid != NEW.fid AND {none}
BEGIN DELETE FROM "{index}" WHERE id IN (OLD.fid, NEW.fid); END""",
    """CREATE TRIGGER "{index}_update5" AFTER UPDATE ON "{table}"
WHEN OLD.fid != NEW.fid AND {shape}
BEGIN DELETE FROM "{index}" WHERE id = OLD.fid;
INSERT OR REPLACE INTO "{index}" VALUES (NEW.fid, {box}); END""",
    """CREATE TRIGGER "{index}_update6" AFTER UPDATE OF geom ON "{table}"
WHEN OLD.fid = NEW.fid AND {shape} AND OLD.geom NOTNULL AND NOT ST_IsEmpty(OLD.geom)
BEGIN UPDATE "{index}" SET minx = ST_MinX(NEW.geom), maxx = ST_MaxX(NEW.geom),
miny = ST_MinY(NEW.geom), maxy = ST_MaxY(NEW.geom) WHERE id = NEW.fid; END""",
    """CREATE TRIGGER "{index}_update7" AFTER UPDATE OF geom ON "{table}"
WHEN OLD.fid = NEW.fid AND {shape} AND (OLD.geom ISNULL OR ST_IsEmpty(OLD.geom))
BEGIN INSERT INTO "{index}" VALUES (NEW.fid, {box}); END""",
    """CREATE TRIGGER "{index}_delete" AFTER DELETE ON "{table}" WHEN OLD.geom NOT NULL
BEGIN DELETE FROM "{index}" WHERE id = OLD.fid; END""",
)


def create_core(connection: Connection) -> None:
    """Mark the file as a GeoPackage and create the tables every GeoPackage has."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {USER_VERSION}")
    for statement in _CORE:
        connection.exec_driver_sql(statement)
    rows = (
        ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined"),
        ("Undefined geographic SRS", 0, "NONE", 0, "undefined"),
        ("WGS 84 geodetic", WGS84_SRS_ID, "EPSG", WGS84_SRS_ID, _WGS84_WKT),
    )
    for row in rows:
        connection.exec_driver_sql(
            "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)", row
        )


def register(connection: Connection, table: str, meaning: str, shape: str | None) -> None:
    """
    Enter a table in the GeoPackage's list, with its spatial index where it has a shape.

    Parameters
    ----------
    shape
        Type of the column ``geom``, such as ``POINT``; ``None`` for a table without one.
    """
    connection.exec_driver_sql(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) "
        "VALUES (?, ?, ?, ?, ?)",
        (
            table,
            "features" if shape else "attributes",
            table,
            meaning,
            WGS84_SRS_ID if shape else None,
        ),
    )
    if shape:
        connection.exec_driver_sql(
            "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)",
            (table, shape, WGS84_SRS_ID),
        )
        _create_index(connection, table)


def _create_index(connection: Connection, table: str) -> None:
    index = f"rtree_{table}_geom"
    connection.exec_driver_sql(
        f'CREATE VIRTUAL TABLE "{index}" USING rtree(id, minx, maxx, miny, maxy)'
    )
    words = {"shape": _NEW_SHAPE, "none": _NEW_NONE, "box": _NEW_BOX}
    for trigger in _TRIGGERS:
        connection.exec_driver_sql(trigger.format(index=index, table=table, **words))
    connection.exec_driver_sql(
        "INSERT INTO gpkg_extensions VALUES (?, 'geom', 'gpkg_rtree_index', "
        "'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')",
        (table,),
    )


def touch(connection: Connection, table: str) -> None:
    """
    Note that a table of a file changed; the box kept for it is forgotten, the index knows it.

    A server keeps no such list, and nothing is done there.
    """
    if connection.dialect.name != "sqlite":
        return
    connection.exec_driver_sql(
        f"UPDATE gpkg_contents SET last_change = {NOW}, min_x = NULL, min_y = NULL, "  # noqa: S608
        "max_x = NULL, max_y = NULL WHERE table_name = ?",
        (table,),
    )

"""GeoPackages, and other databases of that name."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from benchmarks.hostile_files.bait import Bait, hostile

if TYPE_CHECKING:
    from pathlib import Path


def package(path: Path, *statements: str) -> Path:
    """Write a GeoPackage of one table, and what else the statements make."""
    with closing(sqlite3.connect(path)) as database:
        database.executescript(
            "PRAGMA application_id = 1196444487;"
            "CREATE TABLE gpkg_contents (table_name, data_type, identifier);"
            "CREATE TABLE gpkg_geometry_columns (table_name, column_name, srs_id);"
            "CREATE TABLE gpkg_spatial_ref_sys (srs_id, definition, organization, "
            "organization_coordsys_id);"
            "CREATE TABLE t (fid INTEGER PRIMARY KEY, 企业名称 TEXT, geom BLOB);"
            "INSERT INTO t VALUES (1, '甲厂', NULL);" + ";".join(statements)
        )
    return path


def listed(name: str) -> str:
    """List a table or view as a layer."""
    return f"INSERT INTO gpkg_contents VALUES ('{name}', 'features', '{name}')"


@hostile
def package_with_a_view(bait: Bait) -> Path:
    """Call functions where a table should be."""
    view = f"CREATE VIEW v AS SELECT readfile('{bait.secret}') AS 企业名称, 1 AS fid"
    return package(bait.folder / "a.gpkg", view, listed("v"))


@hostile
def package_with_an_endless_view(bait: Bait) -> Path:
    """Count for ever."""
    view = (
        "CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "
        "SELECT x AS 企业名称 FROM c"
    )
    return package(bait.folder / "a.gpkg", view, listed("v"))


@hostile
def package_whose_list_is_a_view(bait: Bait) -> Path:
    """Make the list of layers itself a view that counts for ever."""
    view = (
        "DROP TABLE gpkg_contents; CREATE VIEW gpkg_contents AS "
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "
        "SELECT x AS rowid, x AS table_name, 'features' AS data_type, x AS identifier FROM c"
    )
    return package(bait.folder / "a.gpkg", view)


@hostile
def package_with_a_trick_name(bait: Bait) -> Path:
    """Put SQL into the name of a layer."""
    name = f"t\" UNION SELECT * FROM x; ATTACH ''{bait.secret}'' AS y; --"
    return package(bait.folder / "a.gpkg", listed(name))


@hostile
def package_with_computed_columns(bait: Bait) -> Path:
    """Compute a column when it is read."""
    table = "CREATE TABLE g (a TEXT, b TEXT AS (hex(zeroblob(60000000))))"
    return package(bait.folder / "a.gpkg", table, "INSERT INTO g VALUES ('甲')", listed("g"))


@hostile
def package_with_false_shapes(bait: Bait) -> Path:
    """Claim rings of four thousand million points."""
    wkb = b"GP\x00\x01\x00\x00\x00\x00\x01\x03\x00\x00\x00\xff\xff\xff\x7f\xff\xff\xff\x7f"
    return package(
        bait.folder / "a.gpkg",
        listed("t"),
        "INSERT INTO gpkg_geometry_columns VALUES ('t', 'geom', 4326)",
        f"UPDATE t SET geom = x'{wkb.hex()}'",
    )


@hostile
def package_of_noise(bait: Bait) -> Path:
    """Break every page but the first."""
    path = package(bait.folder / "a.gpkg", listed("t"))
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)
    return path


@hostile
def database_without_a_map(bait: Bait) -> Path:
    """Be somebody's database."""
    path = bait.folder / "a.gpkg"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE password (word)")
    return path

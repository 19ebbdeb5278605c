"""Read a GeoPackage with the standard library's SQLite, which may do nothing but read its tables.

GDAL would do it too, but a GeoPackage is a database: views and triggers in it would run with all
the functions that GDAL adds to SQL, some of which open files and addresses.
"""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing
from typing import TYPE_CHECKING, Any

import shapely

from data.errors import LedgerError
from data.formats.features import Feature, Layer, layer_sheet, plain_value
from data.formats.systems import UNSTATED, System, first_stated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.formats.sheets import CagedSheet

_ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ})
_HEADER_BYTES = 8
_BOX_DOUBLES = (0, 4, 6, 6, 8)
_LITTLE_ENDIAN = 0x01
_LAYERS = """
    SELECT c.table_name, c.identifier, g.column_name, g.srs_id
    FROM gpkg_contents c LEFT JOIN gpkg_geometry_columns g ON g.table_name = c.table_name
    WHERE c.data_type IN ('features', 'attributes') ORDER BY c.rowid
"""
_LAYERS_PLAIN = """
    SELECT table_name, identifier, NULL, NULL FROM gpkg_contents
    WHERE data_type IN ('features', 'attributes') ORDER BY rowid
"""
_SYSTEM = """
    SELECT definition, organization, organization_coordsys_id
    FROM gpkg_spatial_ref_sys WHERE srs_id = ?
"""
_MAX_FIELD_BYTES = 50_000_000


def read(path: Path) -> Iterator[CagedSheet]:
    """
    Read every table of features or attributes as a sheet.

    Raises
    ------
    LedgerError
        If the database is damaged, or holds a view or a trick where a table should be.
    """
    try:
        with closing(_open(path)) as database:
            for name, title, column, srs_id in _layers(database):
                yield _sheet(database, path, (name, title), geometry=(column, srs_id))
    except sqlite3.Error as error:
        raise LedgerError(
            path.name,
            f"is a damaged GeoPackage, or one with more in it than tables: {error}; "
            "export the layer again",
            zh="GeoPackage 已损坏，或含有数据表以外的内容，请重新导出图层",
        ) from error


def _open(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    database.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MAX_FIELD_BYTES)
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA cell_size_check = ON")
    database.set_authorizer(_only_reads)
    database.text_factory = lambda raw: raw.decode("utf-8", errors="replace")
    return database


def _only_reads(action: int, *_details: str | None) -> int:
    """Let SQL select from tables; no function, view with one, attachment, pragma or write."""
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY


def _layers(database: sqlite3.Connection) -> list[tuple[str, str, str | None, int | None]]:
    tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master")}
    query = _LAYERS if "gpkg_geometry_columns" in tables else _LAYERS_PLAIN
    return [(str(a), str(b or a), c, d) for a, b, c, d in database.execute(query)]


def _sheet(
    database: sqlite3.Connection,
    path: Path,
    names: tuple[str, str],
    *,
    geometry: tuple[str | None, int | None],
) -> CagedSheet:
    table, title = names
    kind = database.execute("SELECT type FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    if kind is None or kind[0] != "table":
        raise LedgerError(
            path.name,
            f"layer {title!r} is no plain table; export it as a layer of its own",
            zh=f"图层“{title}”不是普通数据表，请另存为独立图层",
        )
    column, srs_id = geometry
    system = _system(database, srs_id) if column else UNSTATED
    cursor = database.execute(f"SELECT * FROM {_quoted(table)}")  # noqa: S608 - quoted
    fields = [str(item[0]) for item in cursor.description]
    features = tuple(_feature(dict(zip(fields, row, strict=True)), column) for row in cursor)
    return layer_sheet(Layer(title, features, system))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _system(database: sqlite3.Connection, srs_id: int | None) -> System:
    if srs_id is None or srs_id <= 0:
        return UNSTATED
    row = database.execute(_SYSTEM, (srs_id,)).fetchone()
    if row is None:
        return UNSTATED
    definition, organization, number = row
    named = f"{organization}:{number}" if organization and number else None
    return first_stated((definition if definition != "undefined" else None, named))


def _feature(values: dict[str, Any], column: str | None) -> Feature:
    fields = {name: plain_value(value) for name, value in values.items() if name != column}
    blob = values.get(column) if column else None
    if blob is None:
        return Feature(fields)
    try:
        return Feature(fields, shapely.force_2d(shapely.from_wkb(_wkb(blob))))
    except (ValueError, TypeError, LookupError, struct.error, shapely.errors.ShapelyError):
        return Feature(fields, unread=str(plain_value(blob))[:200])


def _wkb(blob: bytes) -> bytes:
    """Cut the GeoPackage header off a geometry (OGC 12-128r18, clause 2.1.3)."""
    if blob[:2] != b"GP":
        raise ValueError("no GeoPackage geometry")
    return blob[_HEADER_BYTES + 8 * _BOX_DOUBLES[blob[3] >> 1 & 0x07] :]

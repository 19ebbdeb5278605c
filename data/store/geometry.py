"""Shapes as a GeoPackage file stores them: a short header, then WKB."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np
import shapely

from data.errors import StoreError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

Bounds = tuple[float, float, float, float]
"""min x, max x, min y, max y: the order of GeoPackage, not that of shapely."""

WGS84_SRS_ID = 4326
_MAGIC = b"GP"
_LITTLE_ENDIAN, _BOX_XY, _EMPTY = 0x01, 0x02, 0x10
_HEADER_BYTES = 8
_BOX_DOUBLES = (0, 4, 6, 6, 8)
_PLAIN_POINT = struct.Struct("<2sBBiBIdd")
"""A whole two-dimensional point, little endian and without a box: most shapes of a store."""
_PLAIN_POINT_HEAD = (_MAGIC, 0, _LITTLE_ENDIAN, WGS84_SRS_ID, 1, 1)
_POINT_RECORD = np.dtype(
    [
        ("magic", "S2"),
        ("version", "u1"),
        ("flags", "u1"),
        ("srs_id", "<i4"),
        ("byte_order", "u1"),
        ("wkb_type", "<u4"),
        ("x", "<f8"),
        ("y", "<f8"),
    ]
)
"""The same bytes as ``_PLAIN_POINT``, for many points at once."""
_BOXED_HEAD = (_MAGIC, 0, _LITTLE_ENDIAN | _BOX_XY, WGS84_SRS_ID)
_BOXED_RECORD = np.dtype(
    [("magic", "S2"), ("version", "u1"), ("flags", "u1"), ("srs_id", "<i4"), ("box", "<f8", (4,))]
)
"""The header of a shape that is not a point, before its WKB."""


def to_blob(shape: BaseGeometry) -> bytes:
    """
    Write a shape as a GeoPackage geometry.

    Parameters
    ----------
    shape
        Any shape, WGS-84 degrees. An empty one is marked so, else it would enter the spatial index;
        points carry no box, as GDAL writes them.
    """
    if isinstance(shape, shapely.Point) and not shape.is_empty and not shape.has_z:
        return _PLAIN_POINT.pack(*_PLAIN_POINT_HEAD, shape.x, shape.y)
    flags, box = _LITTLE_ENDIAN, b""
    if shape.is_empty:
        flags |= _EMPTY
    elif shape.geom_type != "Point":
        flags |= _BOX_XY
        west, south, east, north = shape.bounds
        box = struct.pack("<4d", west, east, south, north)
    header = struct.pack("<2sBBi", _MAGIC, 0, flags, WGS84_SRS_ID)
    return header + box + bytes(shapely.to_wkb(shape, byte_order=1, flavor="iso"))


def to_blobs(shapes: NDArray[np.object_]) -> list[bytes | None]:
    """
    Write many shapes as GeoPackage geometries.

    Parameters
    ----------
    shapes
        Shape ``(n,)``; ``None`` stays ``None``. Plain points, and all shapes that have a box, are
        written at once.
    """
    is_point = shapely.get_type_id(shapes) == shapely.GeometryType.POINT
    is_there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    is_plain, has_box = is_there & is_point & ~shapely.has_z(shapes), is_there & ~is_point
    blobs = np.empty(len(shapes), dtype=object)
    blobs[is_plain] = _point_blobs(shapes[is_plain])
    blobs[has_box] = _boxed_blobs(shapes[has_box])
    for place in np.flatnonzero(~(is_plain | has_box | shapely.is_missing(shapes))):
        blobs[place] = to_blob(shapes[place])
    written: list[bytes | None] = blobs.tolist()
    return written


def _point_blobs(points: NDArray[np.object_]) -> list[bytes]:
    records = np.zeros(len(points), dtype=_POINT_RECORD)
    for name, value in zip(_POINT_RECORD.names or (), _PLAIN_POINT_HEAD, strict=False):
        records[name] = value
    records["x"], records["y"] = shapely.get_x(points), shapely.get_y(points)
    return _cut(records)


def _boxed_blobs(shapes: NDArray[np.object_]) -> list[bytes]:
    records = np.zeros(len(shapes), dtype=_BOXED_RECORD)
    for name, value in zip(_BOXED_RECORD.names or (), _BOXED_HEAD, strict=False):
        records[name] = value
    records["box"] = shapely.bounds(shapes)[:, [0, 2, 1, 3]]
    bodies = shapely.to_wkb(shapes, byte_order=1, flavor="iso").tolist()
    return [head + body for head, body in zip(_cut(records), bodies, strict=True)]


def _cut(records: NDArray[np.void]) -> list[bytes]:
    written, size = records.tobytes(), records.dtype.itemsize
    return [written[start : start + size] for start in range(0, len(written), size)]


def from_blob(blob: bytes) -> BaseGeometry:
    """
    Read a GeoPackage geometry, whoever wrote it.

    Raises
    ------
    StoreError
        If the bytes are no GeoPackage geometry.
    """
    return shapely.from_wkb(blob[_wkb_start(blob) :])


def from_blobs(blobs: Sequence[bytes | None]) -> NDArray[np.object_]:
    """
    Read many GeoPackage geometries at once; ``None`` stays ``None``.

    Raises
    ------
    StoreError
        If some bytes are no GeoPackage geometry.
    """
    bodies = np.empty(len(blobs), dtype=object)
    bodies[:] = [None if blob is None else blob[_wkb_start(blob) :] for blob in blobs]
    return np.asarray(shapely.from_wkb(bodies), dtype=object)


def point_positions(blobs: Sequence[bytes | None]) -> NDArray[np.float64] | None:
    """
    Read the positions of points without making a shape of each.

    Returns
    -------
    positions
        Shape ``(n, 2)``, lon and lat; ``None`` unless every blob is a whole plain point, as this
        program and GDAL write them.
    """
    if any(blob is None or len(blob) != _PLAIN_POINT.size for blob in blobs):
        return None
    records = np.frombuffer(b"".join(filter(None, blobs)), dtype=_POINT_RECORD)
    names = _POINT_RECORD.names or ()
    if not all((records[name] == value).all() for name, value in zip(names, _PLAIN_POINT_HEAD)):  # noqa: B905 (x and y have no fixed value)
        return None
    return np.stack([records["x"], records["y"]], axis=1)


def bounds(blob: bytes) -> Bounds | None:
    """
    Find the box around a GeoPackage geometry.

    Returns
    -------
    box
        min x, max x, min y, max y in degrees; ``None`` for an empty shape.
    """
    if len(blob) == _PLAIN_POINT.size:
        *head, x, y = _PLAIN_POINT.unpack(blob)
        if tuple(head) == _PLAIN_POINT_HEAD and x == x:  # noqa: PLR0124 (nan: an empty point)
            return x, x, y, y
    start = _wkb_start(blob)
    flags = blob[3]
    if flags & _EMPTY:
        return None
    if start > _HEADER_BYTES:
        order = "<" if flags & _LITTLE_ENDIAN else ">"
        west, east, south, north = struct.unpack_from(f"{order}4d", blob, _HEADER_BYTES)
        return west, east, south, north
    shape = shapely.from_wkb(blob[start:])
    if shape.is_empty:
        return None
    west, south, east, north = shape.bounds
    return west, east, south, north


def _wkb_start(blob: bytes) -> int:
    if len(blob) < _HEADER_BYTES or blob[:2] != _MAGIC:
        raise StoreError(
            f"Expected a GeoPackage geometry, got {bytes(blob[:8])!r}.",
            zh=f"库中的图形不是 GeoPackage 格式：“{bytes(blob[:8]).hex()}”，请恢复备份。",
        )
    kind = (blob[3] >> 1) & 0x07
    if kind >= len(_BOX_DOUBLES):
        raise StoreError(
            f"Expected a GeoPackage box of kind 0-4, got {kind}.",
            zh=f"库中图形的外框种类应为 0–4，现为 {kind}，请恢复备份。",
        )
    return _HEADER_BYTES + 8 * _BOX_DOUBLES[kind]


def register_functions(connection: sqlite3.Connection) -> None:
    """
    Give a connection the five functions that the triggers of the spatial index call.

    GDAL and QGIS bring their own; a bare connection would fail with "no such function".
    """
    connection.create_function("ST_IsEmpty", 1, _is_empty, deterministic=True)
    for name, side in (("ST_MinX", 0), ("ST_MaxX", 1), ("ST_MinY", 2), ("ST_MaxY", 3)):
        connection.create_function(name, 1, _side_of_box(side), deterministic=True)


def _is_empty(blob: bytes | None) -> int | None:
    return None if blob is None else int(bounds(blob) is None)


def _side_of_box(side: int) -> Callable[[bytes | None], float | None]:
    def read(blob: bytes | None) -> float | None:
        box = None if blob is None else bounds(blob)
        return None if box is None else box[side]

    return read

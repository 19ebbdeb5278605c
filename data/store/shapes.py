"""One column type for shapes, and one question about boxes, in the words of both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import shapely
from sqlalchemy import literal, type_coerce
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Double, NullType, UserDefinedType

from data.store.geometry import (
    WGS84_SRS_ID,
    from_blob,
    from_blobs,
    point_positions,
    to_blob,
    to_blobs,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry
    from sqlalchemy import ColumnElement, Dialect, Table
    from sqlalchemy.sql.compiler import SQLCompiler

Box: TypeAlias = tuple[float, float, float, float]
"""west, south, east, north in WGS-84 degrees, edges included: the order of shapely."""


def rtree_name(table: str) -> str:
    """Name the spatial index that a file has for the shapes of a table."""
    return f"rtree_{table}_geom"


def to_ewkb(shape: BaseGeometry) -> str:
    """Write a shape as PostGIS reads it: extended WKB in hexadecimal digits, with its SRID."""
    placed = shapely.set_srid(shape, WGS84_SRS_ID)
    return str(shapely.to_wkb(placed, hex=True, include_srid=True))


def from_ewkb(digits: str) -> BaseGeometry:
    """Read a shape as PostGIS gives it; the SRID is that of the column and not kept."""
    return shapely.set_srid(shapely.from_wkb(digits), 0)


def stored_shapes(
    shapes: NDArray[np.object_], dialect: Dialect
) -> list[bytes | None] | list[str | None]:
    """
    Write many shapes as a database takes them, at once.

    Parameters
    ----------
    shapes
        Shape ``(n,)``, two-dimensional; ``None`` stays ``None``.
    """
    if _is_file(dialect):
        return to_blobs(shapes)
    placed = shapely.set_srid(shapes, WGS84_SRS_ID)
    digits: list[str | None] = shapely.to_wkb(placed, hex=True, include_srid=True).tolist()
    return digits


def as_stored(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Ask for shapes as the database writes them; ``given_shapes`` reads all of them at once."""
    return type_coerce(column, NullType()).label(column.key)


def given_shapes(stored: Sequence[Any]) -> NDArray[np.object_]:
    """
    Read many shapes as a database gives them, at once.

    Parameters
    ----------
    stored
        What a column asked for ``as_stored`` holds: bytes from a file, digits from a server, or
        shapes that somebody read already; ``None`` stays ``None``.

    Raises
    ------
    StoreError
        If a file gives something else.
    """
    kind = _kind_of(stored)
    if kind is bytes:
        return from_blobs(stored)
    values = np.empty(len(stored), dtype=object)
    values[:] = list(stored)
    if kind is not str:
        return values
    return np.asarray(shapely.set_srid(shapely.from_wkb(values), 0), dtype=object)


def given_positions(stored: Sequence[Any]) -> NDArray[np.float64]:
    """
    Read the positions of many points as a database gives them.

    Returns
    -------
    positions
        Shape ``(n, 2)``, lon and lat in degrees; ``nan`` where there is no point or it is empty.
    """
    found = point_positions(stored) if _kind_of(stored) is bytes else None
    if found is not None:
        return found
    points = given_shapes(stored)
    points[shapely.is_empty(points)] = None  # GEOS refuses to say where an empty point is
    return np.stack([shapely.get_x(points), shapely.get_y(points)], axis=1)


def _kind_of(stored: Sequence[Any]) -> type | None:
    return next((type(value) for value in stored if value is not None), None)


class Geometry(UserDefinedType["BaseGeometry"]):
    """
    Column type that takes and gives shapely shapes, in a file and on a server alike.

    Parameters
    ----------
    kind
        ``POINT``, ``LINESTRING`` or ``GEOMETRY``.
    srid
        Always that of WGS-84; a server names it when it is asked for its columns.
    """

    cache_ok = True

    def __init__(self, kind: str = "GEOMETRY", srid: str | int = WGS84_SRS_ID) -> None:
        self.kind = kind.upper()
        self.srid = int(srid)

    def get_col_spec(self, **_: Any) -> str:  # noqa: ANN401 (SQLAlchemy's own signature)
        """Return the SQL name of the type."""
        return self.kind

    def bind_processor(
        self, dialect: Dialect
    ) -> Callable[[BaseGeometry | None], bytes | str | None]:
        """Return how a shape becomes what the database takes."""
        write: Callable[[BaseGeometry], bytes | str] = to_blob if _is_file(dialect) else to_ewkb
        return lambda shape: None if shape is None else write(shape)

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[Any], BaseGeometry | None]:
        """Return how what the database gives becomes a shape."""
        del coltype
        read: Callable[[Any], BaseGeometry] = from_blob if _is_file(dialect) else from_ewkb
        return lambda stored: None if stored is None else read(stored)


def _is_file(dialect: Dialect) -> bool:
    return dialect.name == "sqlite"


class touches_box(FunctionElement[Any]):  # noqa: N801 (named as SQL functions are)
    """
    Whether the box around a row's shape touches a box, asked of the spatial index.

    Both indexes round boxes outward to 32-bit numbers, about a metre in longitude: rows just
    outside may be chosen, never one inside left out. Whoever needs it exact looks again.

    The type is none on purpose: as a Boolean, SQLite would be asked whether it equals 1, and would
    look at every row instead of the index.
    """

    type = NullType()
    inherit_cache = True

    def __init__(self, table: Table, box: Box) -> None:
        super().__init__(table.c.geom, *(literal(side, Double()) for side in box))


class lies_in_box(touches_box):  # noqa: N801 (named as SQL functions are)
    """
    The same question, asked of rows that something else has found.

    It does not lead: a file lists the rows of the box once and looks each found row up in the list.
    """

    inherit_cache = True


@compiles(touches_box, "sqlite")
def _in_rtree(element: touches_box, compiler: SQLCompiler, **words: Any) -> str:  # noqa: ANN401
    """Ask by row number: EXISTS with the same question would look at every row."""
    geom, *sides = element.clauses
    west, south, east, north = (compiler.process(side, **words) for side in sides)
    column = compiler.process(geom, **words)
    index, owner = rtree_name(geom.table.name), column.rpartition(".")[0]
    fid = f"{owner}.fid" if owner else "fid"
    inside = f"maxx >= {west} AND maxy >= {south} AND minx <= {east} AND miny <= {north}"
    return f'{fid} IN (SELECT id FROM "{index}" WHERE {inside})'  # noqa: S608


@compiles(lies_in_box, "sqlite")
def _found_in_rtree(element: lies_in_box, compiler: SQLCompiler, **words: Any) -> str:  # noqa: ANN401
    """Ask behind a plus sign, which keeps SQLite from starting with the row numbers."""
    return f"+{_in_rtree(element, compiler, **words)}"


@compiles(lies_in_box, "postgresql")
@compiles(touches_box, "postgresql")
def _in_gist(element: touches_box, compiler: SQLCompiler, **words: Any) -> str:  # noqa: ANN401
    geom, *sides = (compiler.process(clause, **words) for clause in element.clauses)
    return f"{geom} && ST_MakeEnvelope({', '.join(sides)}, {WGS84_SRS_ID})"

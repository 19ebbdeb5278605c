"""Reading the store's tables through one connection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from sqlalchemy import select

from data.errors import InputError, NotFoundError
from data.store.frames import to_table
from data.store.graph import read_graph
from data.store.keys import listed_keys
from data.store.lens import WHOLE
from data.store.shapes import touches_box
from data.store.tables import GEOM, schema_of, sql_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray
    from pandas import DataFrame
    from sqlalchemy import ColumnElement, Connection, Table

    from data.model import Roads
    from data.store.lens import Lens
    from data.store.shapes import Box

ROADS_SOURCE = "roads_source"
"""The setting that names the file the roads came from; its areas bear the same source."""
_MAP_ID = r"[nrw]\d+"
"""Ids of areas that a map file brought, whoever has drawn their outline since."""


@dataclass(frozen=True, slots=True)
class Part:
    """Rows whose key comes after this one, in the order of the store, and so many at most."""

    after: str | None
    limit: int | None


def read_table(
    connection: Connection,
    name: str,
    where: Mapping[str, Sequence[str]] | None,
    *,
    box: Box | None = None,
    part: Part | None = None,
    lens: Lens = WHOLE,
) -> DataFrame:
    """
    Read a table, typed by its schema and ordered by its key.

    Parameters
    ----------
    lens
        Cuts it down to what its reader may see.
    box
        Only rows whose shape touches this box, by its own box; rows without a shape are left out.
    part
        Only these rows of those that fit; ``None``: all.

    Raises
    ------
    NotFoundError
        If there is no such table, no such column to choose by, or no shape to have a box.
    InputError
        If the box is inside out.
    """
    schema, table = schema_of(name), sql_table(name)
    query = select(*lens.columns(table)).where(*conditions(connection, table, where, lens=lens))
    query = query.order_by(table.c[schema.key])
    if box is not None:
        check_box(table, box)
        query = query.where(touches_box(table, box))
    if part is not None and part.after is not None:
        query = query.where(table.c[schema.key] > part.after)
    if part is not None:
        query = query.limit(part.limit)
    rows = connection.execute(query).all()
    names = [column.name for column in table.c]
    found = lens.told(connection, name, to_table(names, rows, schema))
    return found if box is None else found[is_in_box(found, box)]


def is_in_box(table: DataFrame, box: Box) -> NDArray[np.bool_]:
    """
    Tell which rows touch a box, exactly: both spatial indexes round outward.

    Parameters
    ----------
    table
        With the columns ``lon_deg`` and ``lat_deg``, or ``geometry``.

    Returns
    -------
    inside
        Shape ``(n,)``; false where there is no position.
    """
    if "geometry" in table:
        west, south, east, north = shapely.bounds(table["geometry"].to_numpy(dtype=object)).T
    else:
        west = east = table["lon_deg"].to_numpy(float)
        south = north = table["lat_deg"].to_numpy(float)
    inside = (east >= box[0]) & (north >= box[1]) & (west <= box[2]) & (south <= box[3])
    return np.asarray(inside, dtype=bool)


def check_box(table: Table, box: Box) -> None:
    """
    Make sure that a box can choose rows of a table.

    Raises
    ------
    NotFoundError
        If the table has no shapes.
    InputError
        If the box is inside out.
    """
    if GEOM not in table.c:
        raise NotFoundError(
            f"Table {table.name!r} has no shapes to choose by a box.",
            zh=f"表 {table.name} 没有图形，不能按范围选取。",
        )
    west, south, east, north = box
    if not (west <= east and south <= north):  # also where one is not a number
        raise InputError(
            f"Expected a box west, south, east, north with west <= east and south <= north, got "
            f"{west:g}, {south:g}, {east:g}, {north:g}.",
            zh="范围应依次为西、南、东、北，且西不大于东、南不大于北，现为 "
            f"{west:g}、{south:g}、{east:g}、{north:g}。",
        )


def conditions(
    connection: Connection,
    table: Table,
    where: Mapping[str, Sequence[str]] | None,
    *,
    lens: Lens = WHOLE,
) -> tuple[ColumnElement[bool], ...]:
    """
    Turn a choice of rows into SQL, any number of values bound as one; what may not be seen is cut.

    Raises
    ------
    NotFoundError
        If a column is not there, or is a position.
    """
    wanted = dict(where or {})
    retold = lens.retold(table.name)
    known = [column.name for column in table.c if column.name not in {GEOM, *retold}]
    check_names(wanted, table.name, known)
    chosen = tuple(
        lens.column(table, name).in_(listed_keys(connection, values, kind=table.c[name].type))
        for name, values in wanted.items()
    )
    return (*chosen, *lens.rows(table))


def check_names(wanted: Iterable[str], table: str, known: Sequence[str]) -> None:
    """
    Make sure that columns are there to be chosen.

    Raises
    ------
    NotFoundError
        If one is not; the message names those that are.
    """
    strange = sorted(set(wanted) - set(known))
    if strange:
        raise NotFoundError(
            f"Table {table!r} cannot be chosen by {', '.join(strange)}; "
            f"it has {', '.join(known)}: choose by one of these.",
            zh=f"表 {table} 不能按 {'、'.join(strange)} 选取；可选的列：{'、'.join(known)}。",
        )


def read_settings(connection: Connection, *, lens: Lens = WHOLE) -> dict[str, str]:
    """Read what the store knows of itself, name to value."""
    table = sql_table("setting")
    query = select(table.c.name, table.c.value).where(*lens.rows(table)).order_by(table.c.name)
    rows = connection.execute(query)
    return {name: value for name, value in rows}  # noqa: C416 (rows are no plain pairs to mypy)


def read_roads(connection: Connection, *, lens: Lens = WHOLE) -> Roads:
    """
    Read the road graph and the places that came with it, those drawn anew by a ledger included.

    Raises
    ------
    NotFoundError
        If no roads were loaded yet.
    """
    source = read_settings(connection, lens=lens).get(ROADS_SOURCE, "")
    areas = read_table(connection, "area", None, lens=lens)
    is_mapped = (areas["source"] == source) | areas.index.str.fullmatch(_MAP_ID)
    places = areas[is_mapped.fillna(value=False).astype(bool)]
    return read_graph(connection, places=places, source=source)

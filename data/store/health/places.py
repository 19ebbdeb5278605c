"""Whether every row that must lie somewhere does, and in the town."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from sqlalchemy import func, or_, select

from data.crs import great_circle_m, town_extent
from data.schema import TABLES
from data.store.health.fault import fault
from data.store.health.package import shape_tables
from data.store.tables import GEOM, sql_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy import float64
    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from data.crs import Extent
    from data.schema import TableSchema
    from data.store.health.fault import Fault

    FloatArray = NDArray[float64]

_M_PER_KM = 1000.0
_IN_TOWN = ("site", "tip", "team")
"""Tables whose rows lie in the town; areas of a road file may lie beyond it."""
_EARTH = (-180.0, -90.0, 180.0, 90.0)


def place_faults(connection: Connection) -> Iterator[Fault]:
    """Find rows without a position, off the earth, or far from where the sites lie."""
    for name in shape_tables():
        if name in TABLES:
            yield from _missing(connection, TABLES[name])
    points = {name: _points(connection, TABLES[name]) for name in _IN_TOWN}
    town = _town(points["site"][1])
    for name, (keys, lonlat) in points.items():
        yield from _misplaced(name, keys, lonlat, town)


def _missing(connection: Connection, schema: TableSchema) -> Iterator[Fault]:
    if not any(column.required for column in schema.columns if column.name in _SHAPES):
        return
    table = sql_table(schema.name)
    shape, key = table.c[GEOM], table.c[schema.key]
    is_nowhere = or_(shape.is_(None), func.ST_IsEmpty(shape))
    query = select(func.count(), func.min(key)).where(is_nowhere)
    count, example = connection.execute(query).one()
    if count:
        yield fault("no_shape", schema.name, count=count, example=example)


_SHAPES = frozenset({"lon_deg", "geometry"})


def _points(connection: Connection, schema: TableSchema) -> tuple[list[str], FloatArray]:
    """Read keys, and positions of shape ``(n, 2)``; rows without one are left out."""
    table = sql_table(schema.name)
    query = select(table.c[schema.key], table.c[GEOM]).where(table.c[GEOM].is_not(None))
    rows = connection.execute(query.order_by(table.c[schema.key])).all()
    shapes = np.array([row[1] for row in rows], dtype=object)
    known = ~shapely.is_empty(shapes) if len(shapes) else np.array([], dtype=bool)
    keys = [row[0] for row, is_known in zip(rows, known, strict=True) if is_known]
    return keys, shapely.get_coordinates(shapes[known]).reshape(-1, 2)


def _town(lonlat: FloatArray) -> Extent | None:
    """Find where the town lies, by the rule that an import uses; ``None`` without any site."""
    on_earth = lonlat[~_off_earth(lonlat)]
    return town_extent(on_earth[:, 0], on_earth[:, 1]) if len(on_earth) else None


def _off_earth(lonlat: FloatArray) -> NDArray[np.bool_]:
    west, south, east, north = _EARTH
    lon, lat = lonlat[:, 0], lonlat[:, 1]
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return np.asarray(~inside, dtype=bool)


def _misplaced(
    table: str, keys: list[str], lonlat: FloatArray, town: Extent | None
) -> Iterator[Fault]:
    off = _off_earth(lonlat)
    if off.any():
        first = int(np.argmax(off))
        yield fault(
            "off_earth",
            table,
            count=int(off.sum()),
            example=keys[first],
            value=_shown(lonlat[first]),
        )
    if town is None or off.all():
        return
    near = np.where(off[:, None], (town.lon_deg, town.lat_deg), lonlat)
    away = great_circle_m(near[:, 0], near[:, 1], town.lon_deg, town.lat_deg) > town.limit_m
    if away.any():
        first = int(np.argmax(away))
        yield fault(
            "outside",
            table,
            count=int(away.sum()),
            example=keys[first],
            value=_shown(lonlat[first]),
            limit=f"{town.limit_m / _M_PER_KM:.0f}",
        )


def _shown(lonlat: FloatArray) -> str:
    return f"{lonlat[0]:.6f}, {lonlat[1]:.6f}"

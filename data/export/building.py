"""Columns of an export from columns of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from data.datum import from_wgs84
from data.export.table import Column, plain_values
from data.words import DATUMS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from data.export.table import Kind, ObjectArray
    from data.export.titles import Titles
    from data.schema import TableSchema
    from data.schema.columns import ColumnType
    from data.words import Labels

_KINDS: dict[ColumnType, Kind] = {
    "text": "text",
    "json": "text",
    "number": "number",
    "integer": "integer",
    "flag": "flag",
    "date": "date",
}


def stored_columns(
    table: pd.DataFrame,
    schema: TableSchema,
    titles: Titles,
    *,
    labels: Mapping[str, Labels] | None = None,
) -> list[Column]:
    """
    Take those columns of a stored table that have a title, in the order of the titles.

    Parameters
    ----------
    table
        By the schema.
    titles
        Column to header; columns the schema does not have are left to the caller.
    labels
        Column to the words of its codes.
    """
    kinds: dict[str, Kind] = {
        column.name: _KINDS.get(column.type, "text") for column in schema.columns
    }
    kinds[schema.key] = "text"
    whole = table.reset_index()
    return [
        made_column(name, titles, kinds[name], plain_values(whole[name]), (labels or {}).get(name))
        for name in titles
        if name in kinds and name not in {"lon_deg", "lat_deg", "geometry"}
    ]


def made_column(
    name: str,
    titles: Titles,
    kind: Kind,
    cells: Sequence[object],
    labels: Labels | None = None,
) -> Column:
    """Make one column under its title."""
    zh, en = titles[name]
    return Column(name=name, zh=zh, en=en, kind=kind, cells=cells, labels=labels)


def position_columns(
    lon_deg: pd.Series[float], lat_deg: pd.Series[float], titles: Titles, *, datum: str
) -> list[Column]:
    """
    Make the columns of longitude and latitude in a datum, which their headers name.

    Parameters
    ----------
    lon_deg, lat_deg
        WGS-84 degrees; ``nan`` where there is no position.
    """
    lon = np.asarray(lon_deg, dtype=np.float64)
    lat = np.asarray(lat_deg, dtype=np.float64)
    moved = from_wgs84(lon, lat, datum=datum)
    columns = []
    for name, values in zip(("lon_deg", "lat_deg"), moved, strict=True):
        zh, en = titles[name]
        named = short_datum(datum)
        degrees = [None if np.isnan(value) else value for value in values.tolist()]
        columns.append(
            Column(
                name=name,
                zh=f"{zh}({named})",
                en=f"{en} ({named})",
                kind="degrees",
                cells=degrees,
            )
        )
    return columns


def short_datum(datum: str) -> str:
    """
    Name a datum without its map services.

    Examples
    --------
    >>> short_datum("bd09")
    'BD-09'
    """
    return DATUMS[datum][1].partition(" ")[0]


def points(lon_deg: pd.Series[float], lat_deg: pd.Series[float]) -> ObjectArray:
    """Make a point per row, ``None`` where a position is missing."""
    shapes = np.empty(len(lon_deg), dtype=object)
    known = (lon_deg.notna() & lat_deg.notna()).to_numpy()
    shapes[known] = shapely.points(lon_deg.to_numpy()[known], lat_deg.to_numpy()[known])
    return shapes


def moved_shapes(shapes: ObjectArray, *, datum: str) -> ObjectArray:
    """Move WGS-84 geometry to a datum, corner by corner; ``None`` stays."""
    if datum in {"wgs84", "cgcs2000"}:
        return shapes
    return np.asarray(
        shapely.transform(
            shapes,
            lambda pairs: np.column_stack(from_wgs84(pairs[:, 0], pairs[:, 1], datum=datum)),
        ),
        dtype=object,
    )

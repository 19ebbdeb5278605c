"""Grid cells on a map, with what the statistic says of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from data import words as codes
from maps.embedded import EmbeddedLayer
from maps.packing import packed_json
from maps.palette import CELL_LOOKS, COVERAGE_LOOKS
from maps.scores import score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame
    from numpy import float64
    from numpy.typing import NDArray
    from pandas import DataFrame

_FIGURES = ("sites", "visits", "finds", "rate", "near_visits", "z", "q", "days_since")
_DIGITS = 4


class CellsLayer(EmbeddedLayer):
    """Grid cells on a folium map; ``rows`` as ``cell_rows`` makes them."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        looks = {
            name: {"fill": look.fill, "edge": look.edge, "hatch": look.hatch}
            for name, look in CELL_LOOKS.items()
        }
        ages = [[most, look.fill, look.edge] for most, look in COVERAGE_LOOKS.items()]
        super().__init__(
            key="cells",
            script="patrol.cells",
            content=packed_json({"cells": rows, "looks": looks, "ages": ages}),
        )


def cell_rows(cells: DataFrame | GeoDataFrame) -> list[dict[str, Any]]:
    """
    List cells as plain values, most significant first.

    Parameters
    ----------
    cells
        Table by schema ``CELL``.

    Returns
    -------
    rows
        Each with ``id``, ``class``, ``ring`` (lon, lat pairs in one flat list, degrees), the
        figures of the schema and ``mean_score`` (0-100); ``None`` where a figure is missing.
    """
    order = {name: place for place, name in enumerate(codes.CELL_CLASSES)}
    rows = [
        {
            "id": str(key),
            "class": str(row["class"]),
            "ring": _ring(row["geometry"]),
            **{name: _figure(row[name]) for name in _FIGURES},
            "mean_score": None if _figure(row["mean_risk"]) is None else score(row["mean_risk"]),
        }
        for key, row in zip(cells.index, cells.to_dict("records"), strict=True)
    ]
    return sorted(rows, key=lambda row: (order[row["class"]], -(row["z"] or 0.0), row["id"]))


def _ring(square: shapely.Polygon) -> list[float]:
    corners = shapely.get_coordinates(square.exterior)[:-1]
    flat: list[float] = np.round(corners, 5).ravel().tolist()
    return flat


def _figure(value: Any) -> float | int | None:  # noqa: ANN401  a cell of a table
    if value is None or value != value or str(value) == "<NA>":  # noqa: PLR0124  nan
        return None
    number = float(value)
    return int(number) if number.is_integer() else round(number, _DIGITS)


def cell_places(
    rows: list[dict[str, Any]], points: NDArray[float64], names: Sequence[str]
) -> list[str]:
    """
    Name each cell after the place that most points in it belong to.

    Parameters
    ----------
    rows
        Cells as ``cell_rows`` lists them.
    points
        Shape ``(n, 2)``, lon, lat in degrees.
    names
        Place of each point.

    Returns
    -------
    places
        One per cell, empty where the cell holds no point; ties go to the first in the alphabet.
    """
    squares = [shapely.Polygon(np.reshape(row["ring"], (-1, 2))) for row in rows]
    if not squares or not len(points):
        return [""] * len(rows)
    spots: Any = shapely.points(points)
    inside = shapely.STRtree(spots).query(squares, predicate="intersects")
    found: dict[int, list[str]] = {}
    for cell, point in inside.T.tolist():
        found.setdefault(cell, []).append(names[point])
    return [_commonest(found.get(cell, [])) for cell in range(len(rows))]


def _commonest(names: list[str]) -> str:
    return min(set(names), key=lambda name: (-names.count(name), name), default="")

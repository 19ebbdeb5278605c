"""Grid cells on a map, with what the statistic says of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from data import words as codes
from maps.colourings import colourings, paint
from maps.embedded import EmbeddedLayer
from maps.escaping import plain
from maps.outlines import DIGITS, flat_rings
from maps.packing import packed_json
from maps.scores import score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame
    from numpy import float64
    from numpy.typing import NDArray
    from pandas import DataFrame
    from shapely.geometry.base import BaseGeometry

    from maps.colourings import Colouring

_KINDS = ("enterprises", "idle_factories")
_FIGURES = (
    "sites",
    "visits",
    "finds",
    "rate",
    "near_visits",
    "near_finds",
    "z",
    "q",
    "days_since",
    *codes.GRADES,
    *_KINDS,
    "overdue",
    "expected_harm",
    "expected_next",
    "next_place",
    "alert_months",
)
_TEXTS = ("name", "keeper", "area_keeper", "town_keeper", "outlier", "trend", "beat_id")
_DIGITS = 4


class CellsLayer(EmbeddedLayer):
    """Grid cells on a folium map; ``rows`` as ``cell_rows`` makes them."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        painted = [{**row, "paint": paint(row, cells=len(rows))} for row in rows]
        looks = {one.code: _looks(one) for one in colourings(rows)}
        super().__init__(
            key="cells",
            script="patrol.cells",
            content=packed_json({"columns": _columns(painted), "looks": looks}),
        )


def _columns(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """Turn rows into columns, which pack better; columns that are missing everywhere stay out."""
    names = rows[0] if rows else {"id": None}
    columns = {name: [row[name] for row in rows] for name in names}
    return {
        name: values
        for name, values in columns.items()
        if name == "id" or any(value is not None for value in values)
    }


def _looks(colouring: Colouring) -> dict[str, dict[str, Any]]:
    return {
        step.code: {
            "fill": step.look.fill,
            "edge": step.look.edge,
            "hatch": step.look.hatch,
            "sign": step.sign,
        }
        for step in colouring.steps
    }


def cell_rows(cells: DataFrame | GeoDataFrame) -> list[dict[str, Any]]:
    """
    List cells as plain values, most significant first.

    Parameters
    ----------
    cells
        Table by schema ``CELL``; ``near_finds`` (finds in the cell and its neighbours, a count)
        may stand beside it. Columns of the schema that are absent count as missing.

    Returns
    -------
    rows
        Each with ``id``, ``class``, ``rings`` (each lon, lat pairs in one flat list, degrees),
        ``at`` (lon, lat of a point inside), the figures and texts of the schema, ``next_top`` and
        ``mean_score`` (0-100); ``None`` where a figure or text is missing.
    """
    order = {name: place for place, name in enumerate(codes.CELL_CLASSES)}
    rows = [
        _cell_row(str(key), row)
        for key, row in zip(cells.index, cells.to_dict("records"), strict=True)
    ]
    return sorted(rows, key=lambda row: (order[row["class"]], -(row["z"] or 0.0), row["id"]))


def _cell_row(key: str, row: dict[Any, Any]) -> dict[str, Any]:
    at = row["geometry"].representative_point()
    mean_risk = _figure(row["mean_risk"])
    return {
        "id": key,
        "class": str(row["class"]),
        "rings": flat_rings(row["geometry"]),
        "at": [round(at.x, DIGITS), round(at.y, DIGITS)],
        **{name: _figure(row.get(name)) for name in _FIGURES},
        **{name: _text(row.get(name)) for name in _TEXTS},
        "next_top": bool(_figure(row.get("next_top"))),
        "mean_score": None if mean_risk is None else score(mean_risk),
    }


def _text(value: Any) -> str | None:  # noqa: ANN401  a cell of a table
    return None if _is_missing(value) else plain(value)


def _figure(value: Any) -> float | int | None:  # noqa: ANN401  a cell of a table
    if _is_missing(value):
        return None
    number = float(value)
    return int(number) if number.is_integer() else round(number, _DIGITS)


def _is_missing(value: Any) -> bool:  # noqa: ANN401  a cell of a table
    return value is None or str(value) in {"nan", "<NA>", "NaT", "None", ""}


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
    squares = [_shape(row["rings"]) for row in rows]
    if not squares or not len(points):
        return [""] * len(rows)
    spots: Any = shapely.points(points)
    inside = shapely.STRtree(spots).query(squares, predicate="intersects")
    found: dict[int, list[str]] = {}
    for cell, point in inside.T.tolist():
        found.setdefault(cell, []).append(names[point])
    return [_commonest(found.get(cell, [])) for cell in range(len(rows))]


def _shape(rings: list[list[float]]) -> BaseGeometry:
    """Put rings together again; what lies in two of them is a hole."""
    parts = [shapely.Polygon(np.reshape(ring, (-1, 2))) for ring in rings]
    whole: BaseGeometry = shapely.Polygon()
    for part in parts:
        whole = whole.symmetric_difference(part)
    return whole


def _commonest(names: list[str]) -> str:
    return min(set(names), key=lambda name: (-names.count(name), name), default="")

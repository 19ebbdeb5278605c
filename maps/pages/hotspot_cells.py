"""What the hotspot page tells of cells: rows with names, the verdict, how they were cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from maps.cells import cell_places, cell_rows

if TYPE_CHECKING:
    import pandas as pd
    from numpy import float64
    from numpy.typing import NDArray

Row = dict[str, Any]

HOT = ("hot99", "hot95", "hot90")
_CORNERS = 4


def listed_cells(cells: pd.DataFrame, rows: list[Row]) -> list[Row]:
    """List cells with a name: their own, else the village that most of their places belong to."""
    squares = cell_rows(cells)
    points = np.array([(row["lon"], row["lat"]) for row in rows], dtype=float).reshape(-1, 2)
    villages = cell_places(squares, points, [row["village"] for row in rows])
    return [
        {**square, "place": square["name"] or village}
        for square, village in zip(squares, villages, strict=True)
    ]


def verdict(squares: list[Row]) -> dict[str, int]:
    """Count cells by what the statistic says of them."""
    found = [square["class"] for square in squares]
    return {
        "cells": len(found),
        "hot": sum(name in HOT for name in found),
        "cold": found.count("cold"),
        "few": found.count("few"),
    }


def statistic(squares: list[Row], cell_kind: str) -> Row:
    """Say over what the statistic was taken: cells, their kind and size, visits."""
    return {
        "n": len(squares),
        "kind": cell_kind,
        "size": _side_m(squares) if cell_kind == "square" else None,
        "visits": sum(square["visits"] for square in squares),
    }


def _side_m(squares: list[Row]) -> int | None:
    """
    Measure a side of the cells, to ten metres; nothing where they are not squares.

    Along a side and not in degrees: the grid's north is not the map's.
    """
    rings = [np.reshape(ring, (-1, 2)) for square in squares[:50] for ring in square["rings"]]
    if not rings or any(len(ring) != _CORNERS for ring in rings):
        return None
    sides = [(ring[1] - ring[0]) * _metres_per_degree(ring[0, 1]) for ring in rings]
    return int(round(float(np.median(np.hypot(*np.transpose(sides)))), -1))


def _metres_per_degree(lat_deg: float) -> NDArray[float64]:
    lat = np.radians(lat_deg)
    return np.array([111_413 * np.cos(lat) - 94 * np.cos(3 * lat), 111_133 - 559 * np.cos(2 * lat)])

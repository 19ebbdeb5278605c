"""Hexagons of Uber's H3, for exchange: cells of unequal size that know no villages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import h3
import numpy as np
import pandas as pd
import shapely

from data.errors import ConfigError, DegenerateInputError
from geo.cells.weights import pair_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float64, int64
    from numpy.typing import ArrayLike, NDArray
    from scipy.sparse import csr_array

FINEST = 15


def find_hexagons(
    lon_deg: ArrayLike, lat_deg: ArrayLike, *, resolution: int
) -> tuple[NDArray[int64], list[str]]:
    """
    Find the hexagon that each point lies in.

    Parameters
    ----------
    lon_deg, lat_deg
        Shape ``(n,)``, WGS-84 degrees, finite.
    resolution
        0-15.

    Returns
    -------
    which, ids
        Shape ``(n,)``, the place of each point's hexagon in ``ids``; ``ids`` ascending.

    Raises
    ------
    ConfigError
        If the resolution is no whole number in 0-15.
    DegenerateInputError
        If a position is not finite.
    """
    if resolution != int(resolution) or not 0 <= resolution <= FINEST:
        raise ConfigError(
            f"Expected resolution to be a whole number in 0-{FINEST}, got {resolution}.",
            zh=f"H3 级别应为 0 到 {FINEST} 的整数，现为 {resolution}。",
        )
    lon, lat = np.asarray(lon_deg, dtype=float), np.asarray(lat_deg, dtype=float)
    lost = np.flatnonzero(~(np.isfinite(lon) & np.isfinite(lat)))
    if len(lost):
        raise DegenerateInputError(
            f"Expected finite positions, got none at place {lost[0]}.",
            zh=f"第 {lost[0] + 1} 个点位没有可用的坐标，排不进网格；请先补上坐标。",
        )
    pairs = zip(lat.tolist(), lon.tolist(), strict=True)
    cells = [h3.latlng_to_cell(y, x, int(resolution)) for y, x in pairs]
    which, ids = pd.factorize(np.array(cells, dtype=object), sort=True)
    return which.astype(np.int64), [str(cell) for cell in ids]


def draw_hexagons(ids: Sequence[str]) -> NDArray[np.object_]:
    """Draw hexagons (a dozen on earth are pentagons), shape ``(n,)``, WGS-84 degrees."""
    rings = [[(lon, lat) for lat, lon in h3.cell_to_boundary(cell)] for cell in ids]
    drawn = np.empty(len(rings), dtype=object)
    drawn[:] = [shapely.Polygon(ring) for ring in rings]
    return drawn


def hexagon_areas_km2(ids: Sequence[str]) -> NDArray[float64]:
    """Measure hexagons on the sphere, shape ``(n,)``, square kilometres."""
    return np.array([h3.cell_area(cell, unit="km^2") for cell in ids], dtype=float)


def hexagon_weights(ids: Sequence[str]) -> csr_array:
    """Weigh each hexagon and the six around it with 1; those that are not listed do not exist."""
    place = {cell: number for number, cell in enumerate(ids)}
    pairs = [
        (number, place[near])
        for cell, number in place.items()
        for near in h3.grid_disk(cell, 1)
        if near in place
    ]
    row, column = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return pair_weights(row, column, count=len(ids))

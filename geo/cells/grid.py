"""A square grid whose cells keep their names: fixed origin, metres, one zone per town.

Corners are multiples of the cell size in the CGCS2000 zone of the town, so a cell is the same cell
next year and in the neighbouring office, whatever sites come and go.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from data.crs import metric_crs, to_degrees, to_metres
from data.errors import ConfigError, DegenerateInputError, InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import int64
    from numpy.typing import ArrayLike, NDArray
    from pyproj import CRS
    from shapely import Polygon

DEFAULT_SIZE_M = 500
_ZONE_WIDTH_DEG = 3
_KEY_BITS = 32
_KEY_MASK = (1 << _KEY_BITS) - 1
_KEY_ZERO = 1 << (_KEY_BITS - 1)
_ID = re.compile(r"(\d{2})([EW])-(\d+)-([EW])(\d{7})-([NS])(\d{7})")


@dataclass(frozen=True, slots=True)
class Cell:
    """
    One square.

    Attributes
    ----------
    zone
        Number of the 3-degree zone: its middle meridian divided by 3; negative in the west.
    size_m
        Length of a side, metres.
    column, row
        South-west corner in units of ``size_m``.
    """

    zone: int
    size_m: int
    column: int
    row: int

    def __str__(self) -> str:
        """Write the id, such as ``38E-500-E0590500-N3930500``."""
        x, y = self.column * self.size_m, self.row * self.size_m
        return _grid_name(self.zone, self.size_m) + _corner_name(x, y)


def _grid_name(zone: int, size_m: int) -> str:
    return f"{abs(zone):02d}{'E' if zone >= 0 else 'W'}-{size_m}-"


def _corner_name(x: int, y: int) -> str:
    return f"{'E' if x >= 0 else 'W'}{abs(x):07d}-{'N' if y >= 0 else 'S'}{abs(y):07d}"


def parse_cell(cell_id: str) -> Cell:
    """
    Read a cell id.

    Raises
    ------
    InputError
        If the text is no cell id, or its corner is no multiple of its size.

    Examples
    --------
    >>> parse_cell("38E-500-E0590500-N3930500")
    Cell(zone=38, size_m=500, column=1181, row=7861)
    """
    match = _ID.fullmatch(cell_id)
    if match is None or int(match[3]) == 0:
        raise InputError(f"Expected a cell id such as 38E-500-E0590500-N3930500, got {cell_id!r}.")
    zone = int(match[1]) * (1 if match[2] == "E" else -1)
    size = int(match[3])
    x = int(match[5]) * (1 if match[4] == "E" else -1)
    y = int(match[7]) * (1 if match[6] == "N" else -1)
    if x % size or y % size:
        raise InputError(f"Expected a corner at multiples of {size} m, got {cell_id!r}.")
    return Cell(zone, size, x // size, y // size)


def assign_cells(
    lon_deg: ArrayLike, lat_deg: ArrayLike, *, crs: CRS, size_m: int = DEFAULT_SIZE_M
) -> NDArray[np.object_]:
    """
    Name the cell that each point lies in.

    Parameters
    ----------
    lon_deg, lat_deg
        Shape ``(n,)``, WGS-84 degrees, finite.
    crs
        The town's metric system, from ``data.crs.metric_crs``.
    size_m
        Length of a side, whole metres, > 0. A point on a border belongs to the east and north.

    Returns
    -------
    cell_ids
        Shape ``(n,)``, text.

    Raises
    ------
    ConfigError
        If ``size_m`` is not a positive whole number.
    DegenerateInputError
        If a position is not finite.
    """
    at = square_corners(lon_deg, lat_deg, crs=crs, size_m=size_m)
    which, distinct = distinct_corners(at)
    return np.array(square_names(distinct, crs=crs, size_m=int(size_m)), dtype=object)[which]


def square_corners(
    lon_deg: ArrayLike, lat_deg: ArrayLike, *, crs: CRS, size_m: int
) -> NDArray[int64]:
    """
    Give the column and the row of the square that each point lies in.

    Parameters and errors as of :func:`assign_cells`.

    Returns
    -------
    corners
        Shape ``(n, 2)``, in units of ``size_m``.
    """
    size = _whole(size_m)
    x, y = to_metres(lon_deg, lat_deg, crs)
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        where = int(np.flatnonzero(~(np.isfinite(x) & np.isfinite(y)))[0])
        raise DegenerateInputError(
            f"Expected finite positions, got none at place {where}.",
            zh=f"第 {where + 1} 个点位没有可用的坐标，排不进网格；请先补上坐标。",
        )
    at = np.column_stack([np.floor(x / size), np.floor(y / size)])
    corners: NDArray[int64] = at.reshape(-1, 2).astype(np.int64)
    return corners


def _whole(size_m: float) -> int:
    if size_m != int(size_m) or size_m <= 0:
        raise ConfigError(
            f"Expected size_m to be whole metres > 0, got {size_m}.",
            zh=f"网格边长应为大于 0 的整数米，现为 {size_m}。",
        )
    return int(size_m)


def distinct_corners(corners: NDArray[int64]) -> tuple[NDArray[int64], NDArray[int64]]:
    """
    Find the different squares among those of many points.

    Returns
    -------
    which, distinct
        Shape ``(n,)``, the place of each point's square in ``distinct``, shape ``(k, 2)``, sorted
        by column, then row.
    """
    keys, which = np.unique(corner_keys(corners), return_inverse=True)
    column, row = keys >> _KEY_BITS, keys & _KEY_MASK
    return which.astype(np.int64), np.column_stack([column, row - _KEY_ZERO])


def corner_keys(corners: NDArray[int64]) -> NDArray[int64]:
    """Write column and row as one number, in the order of columns, then rows."""
    keys: NDArray[int64] = (corners[:, 0] << _KEY_BITS) + corners[:, 1] + _KEY_ZERO
    return keys


def square_names(corners: NDArray[int64], *, crs: CRS, size_m: int) -> list[str]:
    """Write the ids of squares, one per row of ``corners``."""
    grid = _grid_name(_zone(crs), size_m)
    return [grid + _corner_name(x, y) for x, y in (corners * size_m).tolist()]


def _zone(crs: CRS) -> int:
    """Read the number of the zone from the system's middle meridian."""
    operation = crs.coordinate_operation
    middles = [] if operation is None else operation.params
    for value in middles:
        if value.name == "Longitude of natural origin":
            return round(float(value.value) / _ZONE_WIDTH_DEG)
    raise ConfigError(f"Expected a system with a middle meridian, got {crs.name}.")


def cell_polygons(cell_ids: Sequence[str]) -> list[Polygon]:
    """
    Draw cells of one grid, corners in WGS-84 degrees, anticlockwise from the south-west.

    Raises
    ------
    InputError
        If a text is no cell id, or the cells are of different grids.
    """
    if not len(cell_ids):
        return []
    grid = parse_cell(cell_ids[0])
    crs = metric_crs([grid.zone * _ZONE_WIDTH_DEG])
    return list(draw_squares(corners(cell_ids), crs=crs, size_m=grid.size_m))


def draw_squares(corners: NDArray[int64], *, crs: CRS, size_m: int) -> NDArray[np.object_]:
    """Draw the squares at corners, shape ``(n,)``, as :func:`cell_polygons` does."""
    x = (corners[:, :1] + np.array([0, 1, 1, 0])) * size_m
    y = (corners[:, 1:] + np.array([0, 0, 1, 1])) * size_m
    lon, lat = to_degrees(x, y, crs)
    return np.asarray(shapely.polygons(np.stack([lon, lat], axis=-1)), dtype=object)


def corners(cell_ids: Sequence[str]) -> NDArray[int64]:
    """
    Give column and row of each cell.

    Returns
    -------
    corners
        Shape ``(n, 2)``.

    Raises
    ------
    InputError
        If a text is no cell id, or the cells are of different grids.
    """
    cells = [parse_cell(cell_id) for cell_id in cell_ids]
    grids = {(cell.zone, cell.size_m) for cell in cells}
    if len(grids) > 1:
        raise InputError(f"Expected cells of one grid, got zones and sizes {sorted(grids)}.")
    listed = [(cell.column, cell.row) for cell in cells]
    return np.array(listed, dtype=np.int64).reshape(-1, 2)

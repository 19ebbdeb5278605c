"""What happens around each cell: means over nearby cells, on squares and on cells of any shape.

Squares of one grid lie on a raster and are smoothed by a Gaussian; cells of other shapes by steps
from neighbour to neighbour that spread as far. Both count only cells that exist, so that the edge
of a town is no colder than its middle.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING, Protocol

import numpy as np
from scipy.ndimage import gaussian_filter
from scipy.sparse import csr_array, diags_array, eye_array

from data.errors import DegenerateInputError, InputError, ShapeError
from geo.cells.grid import corners

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float64, int64
    from numpy.typing import NDArray

    FloatArray = NDArray[float64]

_STEP_VARIANCE = 2 / 3
"""Of one step to any cell of a 3 x 3 square, along each axis, in cells squared."""
_MOST_EMPTY = 200
"""Places of the raster per cell: where squares lie farther apart than that, steps are cheaper."""
_CUT = 4.0
"""A Gaussian ends after so many of its widths."""


class Smoothing(Protocol):
    """A way to take the mean around every cell."""

    def around(self, values: FloatArray, width_cells: float) -> FloatArray:
        """
        Give the weighted mean around each cell.

        Parameters
        ----------
        values
            Shape ``(n,)``, finite, one per cell.
        width_cells
            Standard deviation of the weights, in cells, >= 0; 0 gives the values themselves.
        """
        ...


@dataclass(frozen=True, slots=True, eq=False)
class RasterSmoothing:
    """
    Gaussian means over squares of one grid.

    Attributes
    ----------
    at
        Shape ``(n, 2)``: column and row of each cell, from 0.
    exists
        The raster, 1 where there is a cell.
    """

    at: NDArray[int64]
    exists: FloatArray
    _mass: dict[float, FloatArray] = field(default_factory=dict, repr=False)
    """What is near each cell at each width, once it was asked for."""

    @classmethod
    def of(cls, at: NDArray[int64]) -> RasterSmoothing:
        """Lay cells on a raster that just holds them."""
        moved = at - at.min(axis=0) if len(at) else at
        exists = np.zeros(tuple(moved.max(axis=0, initial=0) + 1))
        exists[moved[:, 0], moved[:, 1]] = 1.0
        return cls(moved, exists)

    def around(self, values: FloatArray, width_cells: float) -> FloatArray:
        """Give the weighted mean around each cell, as :class:`Smoothing` says."""
        if width_cells == 0:
            return values
        raster = np.zeros(self.exists.shape)
        raster[self.at[:, 0], self.at[:, 1]] = values
        if width_cells not in self._mass:
            self._mass[width_cells] = self._blurred(self.exists, width_cells)
        return self._blurred(raster, width_cells) / self._mass[width_cells]

    def _blurred(self, raster: FloatArray, width_cells: float) -> FloatArray:
        spread = gaussian_filter(raster, width_cells, mode="constant", truncate=_CUT)
        return np.asarray(spread[self.at[:, 0], self.at[:, 1]])


@dataclass(frozen=True, slots=True, eq=False)
class StepSmoothing:
    """
    Means over neighbours, and neighbours' neighbours, of cells of any shape.

    Attributes
    ----------
    step
        Shape ``(n, n)``: row ``i`` holds equal shares of cell ``i`` and its neighbours, sum 1.
    """

    step: csr_array

    @classmethod
    def of(cls, weights: csr_array) -> StepSmoothing:
        """Share each row of the weights evenly."""
        return cls(csr_array(diags_array(1.0 / weights.sum(axis=1)) @ weights))

    def around(self, values: FloatArray, width_cells: float) -> FloatArray:
        """Give the weighted mean around each cell, as :class:`Smoothing` says."""
        wanted = width_cells**2 / _STEP_VARIANCE
        steps = ceil(wanted)
        if steps == 0:
            return values
        share = wanted / steps
        lazy = csr_array(share * self.step + (1 - share) * eye_array(len(values)))
        for _ in range(steps):
            values = lazy @ values
        return values


def smoothing_of(cell_ids: Sequence[str], weights: csr_array) -> Smoothing:
    """
    Choose how to smooth over cells: on a raster where they are squares, else by neighbours.

    Parameters
    ----------
    cell_ids
        Length ``n``.
    weights
        Shape ``(n, n)``: 1 for each neighbour and the cell itself, in the order of the ids.

    Raises
    ------
    ShapeError
        If ``weights`` is not ``(n, n)``.
    DegenerateInputError
        If a cell is missing from its own neighbourhood.

    Examples
    --------
    >>> chain = csr_array(np.array([[1.0, 1.0], [1.0, 1.0]]))
    >>> smoothing_of(["north village", "south village"], chain).around(np.array([3.0, 1.0]), 1.0)
    array([2.0625, 1.9375])
    """
    n = len(cell_ids)
    if weights.shape != (n, n):
        raise ShapeError(f"Expected weights of shape ({n}, {n}), got {weights.shape}.")
    alone = np.flatnonzero(~(weights.diagonal() > 0))
    if alone.size:
        raise DegenerateInputError(f"Expected cell {alone[0]} in its own neighbourhood, it is not.")
    try:
        at = corners(cell_ids)
    except InputError:
        return StepSmoothing.of(weights)
    extent = int(np.prod(np.ptp(at, axis=0) + 1)) if n else 0
    is_dense = extent <= _MOST_EMPTY * n
    return RasterSmoothing.of(at) if is_dense else StepSmoothing.of(weights)

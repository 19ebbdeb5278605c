"""Means around cells: on a raster, by neighbours, and alike on both."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.sparse import csr_array, diags_array

from data.errors import DegenerateInputError, ShapeError
from geo.cells.grid import Cell
from geo.cells.smoothing import RasterSmoothing, StepSmoothing, smoothing_of
from geo.cells.weights import square_weights


def squares(columns: int, rows: int) -> list[str]:
    """Name the squares of a block, column by column."""
    block = [Cell(38, 500, 1180 + i, 7860 + j) for i in range(columns) for j in range(rows)]
    return [str(one) for one in block]


def raster(ids: list[str]) -> RasterSmoothing:
    """Smooth squares on a raster."""
    found = smoothing_of(ids, square_weights(ids))
    assert isinstance(found, RasterSmoothing)
    return found


def steps(ids: list[str]) -> StepSmoothing:
    """Smooth the same squares by neighbours."""
    return StepSmoothing.of(square_weights(ids))


BLOCK = squares(31, 31)
MIDDLE = 15 * 31 + 15


@pytest.mark.parametrize("way", [raster, steps])
@pytest.mark.parametrize("width", [0.7, 1.0, 3.0])
def test_an_even_town_stays_even_up_to_its_edge(way: type, width: float) -> None:
    """Only cells that exist count: a corner with few neighbours is no colder."""
    ids = [one for one in squares(9, 7) if not one.endswith("3932500")]
    assert_allclose(way(ids).around(np.full(len(ids), 2.5), width), 2.5)


@pytest.mark.parametrize("way", [raster, steps])
def test_no_width_gives_the_values_themselves(way: type) -> None:
    """Nothing around a cell counts at width 0."""
    values = np.arange(6.0)
    assert_allclose(way(squares(2, 3)).around(values, 0.0), values)


@pytest.mark.parametrize("way", [raster, steps])
@pytest.mark.parametrize("width", [1.0, 2.0, 3.0])
def test_a_spike_spreads_as_far_as_asked(way: type, width: float) -> None:
    """The second moment along an axis, far from any edge, is the square of the width."""
    spike = np.zeros(len(BLOCK))
    spike[MIDDLE] = 1.0
    spread = way(BLOCK).around(spike, width).reshape(31, 31).sum(axis=1)
    offsets = np.arange(31) - 15
    # A Gaussian cut off after four of its widths has a little less.
    assert_allclose((spread * offsets**2).sum(), width**2, rtol=0.02)


def test_villages_are_smoothed_by_their_neighbours() -> None:
    """Width 1 is a variance of 1, one and a half steps of 2/3: two steps of share 3/4.

    In a pair each step keeps 1/4 of the difference, (1 - 3/4 * 1), so two keep 1/16 of it.
    """
    pair = csr_array(np.ones((2, 2)))
    found = smoothing_of(["north", "south"], pair).around(np.array([3.0, 1.0]), 1.0)
    assert_allclose(found, [2 + 1 / 16, 2 - 1 / 16])


def test_squares_a_province_apart_do_not_fill_the_memory() -> None:
    """A stray site a thousand kilometres away is smoothed by neighbours, not on a huge raster."""
    ids = [str(Cell(38, 500, 0, 0)), str(Cell(38, 500, 2000, 2000))]
    assert isinstance(smoothing_of(ids, square_weights(ids)), StepSmoothing)


def test_no_cells_have_nothing_around_them() -> None:
    """An empty town is no fault."""
    assert smoothing_of([], csr_array((0, 0))).around(np.zeros(0), 1.0).tolist() == []


def test_weights_must_fit_the_cells() -> None:
    """Cells and weights come from one division."""
    with pytest.raises(ShapeError, match=r"weights of shape \(3, 3\), got \(2, 2\)"):
        smoothing_of(["a", "b", "c"], csr_array(np.ones((2, 2))))


def test_a_cell_is_near_itself() -> None:
    """A row without its own cell would forget what happened there."""
    with pytest.raises(DegenerateInputError, match="Expected cell 1 in its own neighbourhood"):
        smoothing_of(["a", "b"], csr_array(diags_array([1.0, 0.0])))

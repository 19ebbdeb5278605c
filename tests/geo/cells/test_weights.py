"""Neighbourhood weights of cells."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from geo.cells.grid import Cell
from geo.cells.weights import square_weights

cell_sets = st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=12)


def named(at: set[tuple[int, int]]) -> list[str]:
    """Name cells of one grid by column and row."""
    return [str(Cell(38, 500, 1180 + column, 7860 + row)) for column, row in sorted(at)]


@settings(deadline=None)
@given(at=cell_sets)
def test_weighs_the_cell_and_those_around_it(at: set[tuple[int, int]]) -> None:
    """A cell is near another when neither column nor row differs by more than 1."""
    corners = np.array(sorted(at))
    apart = np.abs(corners[:, None, :] - corners[None, :, :]).max(axis=2)
    assert_array_equal(square_weights(named(at)).toarray(), apart <= 1)


def test_a_full_square_has_nine() -> None:
    """The middle of 3 x 3 sees nine cells, an edge six, a corner four."""
    weights = square_weights(named({(c, r) for c in range(3) for r in range(3)}))
    assert np.sort(weights.sum(axis=1)).tolist() == [4, 4, 4, 4, 6, 6, 6, 6, 9]


def test_no_cells_have_no_weights() -> None:
    """An empty town is not an error here."""
    assert square_weights([]).shape == (0, 0)

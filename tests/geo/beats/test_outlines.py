"""Outlines: borders, land between cells, compactness."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from shapely import Polygon, box, union_all

from geo.beats.outlines import beat_outlines, border_lengths, compactness


def shapes(*drawn: Polygon) -> np.ndarray:
    """Put shapes into an array."""
    return np.array(drawn, dtype=object)


def test_squares_share_a_side_and_no_corner() -> None:
    """500 m beside each other, nothing across the corner."""
    cells = shapes(box(0, 0, 500, 500), box(500, 0, 1000, 500), box(500, 500, 1000, 1000))
    border = border_lengths(cells).toarray()
    assert border[0, 1] == pytest.approx(500, abs=3)
    assert border[1, 2] == pytest.approx(500, abs=3)
    assert border[0, 2] == 0
    assert (border == border.T).all()


def test_land_between_cells_goes_to_the_nearest() -> None:
    """Two squares 1 km apart: each has half of the gap, and the two fill the hull."""
    cells = shapes(box(0, 0, 100, 100), box(1100, 0, 1200, 100))
    middles = np.array([[50.0, 50.0], [1150.0, 50.0]])
    drawn = beat_outlines(cells, middles, pd.Series(["B1", "B2"], index=["a", "b"]))
    assert drawn.index.tolist() == ["B1", "B2"]
    assert [shape.area for shape in drawn] == pytest.approx([60_000.0, 60_000.0])
    assert union_all(drawn.to_numpy()).area == pytest.approx(120_000.0)


def test_a_beat_of_two_groups_is_drawn_in_one_piece() -> None:
    """What lies between its cells is its own too."""
    cells = shapes(box(0, 0, 100, 100), box(1000, 0, 1100, 100))
    middles = np.array([[50.0, 50.0], [1050.0, 50.0]])
    drawn = beat_outlines(cells, middles, pd.Series(["B1", "B1"]))
    assert drawn["B1"].geom_type == "Polygon"


def test_one_cell_is_its_own_outline() -> None:
    """A hamlet."""
    cell = box(0, 0, 500, 500)
    drawn = beat_outlines(shapes(cell), np.array([[250.0, 250.0]]), pd.Series(["B1"]))
    assert drawn["B1"].equals_exact(cell, 0.05) or drawn["B1"].symmetric_difference(cell).area < 1


def test_compactness_of_known_shapes() -> None:
    """4 pi a / p²: pi / 4 for a square; 4 pi 4 / 100 for 1 by 4."""
    found = compactness(shapes(box(0, 0, 3, 3), box(0, 0, 1, 4)))
    assert found == pytest.approx([np.pi / 4, 0.16 * np.pi])

"""The grid: names that stay, and squares that hold their points."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point

from data.crs import metric_crs, to_degrees, to_metres
from data.errors import ConfigError, DegenerateInputError, InputError
from geo.cells.grid import (
    Cell,
    assign_cells,
    cell_polygons,
    corners,
    parse_cell,
)
from tests.geo.builders import CRS, spots

whole = st.integers(-9000, 9000)


def test_corner_is_a_multiple_of_the_size() -> None:
    """The builders' corner is (590000, 3930000); 730 m east and 10 m north is the second cell."""
    lon, lat = spots((730, 10), (499, 499))
    found = assign_cells(lon, lat, crs=CRS)
    assert found.tolist() == ["38E-500-E0590500-N3930000", "38E-500-E0590000-N3930000"]


@settings(deadline=None)
@given(zone=st.integers(-59, 60), size=st.integers(1, 5000), column=st.integers(0, 150), row=whole)
def test_an_id_says_everything(zone: int, size: int, column: int, row: int) -> None:
    """A cell can be drawn from its name alone, years later."""
    cell = Cell(zone, size, column, row // 9)
    if abs(cell.row * size) < 10**7:
        assert parse_cell(str(cell)) == cell


@settings(deadline=None, max_examples=25)
@given(lon=st.floats(-170, 170), lat=st.floats(-80, 80), size=st.sampled_from([100, 200, 500]))
def test_the_square_holds_its_points(lon: float, lat: float, size: int) -> None:
    """A point belongs to the square that its id draws, on either side of every border."""
    (cell,) = assign_cells([lon], [lat], crs=metric_crs([lon]), size_m=size)
    # Borders are straight in metres and bend by far less than a metre in degrees.
    (square,) = cell_polygons([cell])
    assert square.buffer(1e-6).covers(Point(lon, lat))


@settings(deadline=None)
@given(column=st.integers(0, 1800), row=whole)
def test_the_middle_of_a_cell_lies_in_it(column: int, row: int) -> None:
    """Degrees and back must not push a point over a border."""
    cell = Cell(38, 500, column, row)
    lon, lat = to_degrees((column + 0.5) * 500, (row + 0.5) * 500, CRS)
    assert assign_cells([lon], [lat], crs=CRS).tolist() == [str(cell)]


def test_square_has_the_stated_side() -> None:
    """All four sides of a 500 m cell are 500 m in the town's system."""
    (square,) = cell_polygons(["38E-500-E0590500-N3930500"])
    ring = np.array(square.exterior.coords)
    x, y = to_metres(ring[:, 0], ring[:, 1], CRS)
    np.testing.assert_allclose(np.hypot(np.diff(x), np.diff(y)), 500, atol=1e-3)


def test_many_squares_lie_where_their_names_say() -> None:
    """The second lies 19 cells of 500 m farther east and one farther south."""
    drawn = cell_polygons(["38E-500-E0590500-N3930500", "38E-500-E0600000-N3930000"])
    corner = [to_metres(*square.exterior.coords[0], CRS) for square in drawn]
    np.testing.assert_allclose(corner, [[590_500, 3_930_500], [600_000, 3_930_000]], atol=1e-3)
    assert cell_polygons([]) == []


def test_corners_count_in_cells() -> None:
    """590500 / 500 = 1181 and 3930500 / 500 = 7861."""
    assert corners(["38E-500-E0590500-N3930500"]).tolist() == [[1181, 7861]]


def test_no_points_have_no_cells() -> None:
    """An empty ledger is not an error here."""
    assert assign_cells([], [], crs=CRS).shape == (0,)


@pytest.mark.parametrize("text", ["", "somewhere", "38E-0-E0000000-N0000000", "38-500-E059-N393"])
def test_refuses_what_is_no_id(text: str) -> None:
    """A name from another grid must not be drawn somewhere."""
    with pytest.raises(InputError, match="Expected a cell id such as"):
        parse_cell(text)


def test_refuses_a_corner_off_the_grid() -> None:
    """590501 is no multiple of 500."""
    with pytest.raises(InputError, match="Expected a corner at multiples of 500 m"):
        parse_cell("38E-500-E0590501-N3930500")


def test_refuses_two_grids_at_once() -> None:
    """Cells of 200 m and 500 m have no common neighbourhood."""
    with pytest.raises(InputError, match="Expected cells of one grid"):
        corners(["38E-500-E0590500-N3930500", "38E-200-E0590600-N3930600"])


@pytest.mark.parametrize("size", [0, -500, 0.5])
def test_refuses_an_impossible_size(size: float) -> None:
    """Names hold whole metres."""
    with pytest.raises(ConfigError, match="Expected size_m to be whole metres > 0"):
        assign_cells([115.0], [35.0], crs=CRS, size_m=size)


def test_refuses_a_missing_position() -> None:
    """A site without a position has no cell; it must not fall into cell 0."""
    with pytest.raises(DegenerateInputError, match="got none at place 1"):
        assign_cells([115.0, np.nan], [35.0, 35.0], crs=CRS)

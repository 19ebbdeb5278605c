"""Roads and land are measured square by square."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from geo.blind.spread import STEP_M, land_by_square, pieces_of


@given(lengths=st.lists(st.floats(1, 900), min_size=1, max_size=5))
def test_no_metre_of_road_is_lost(lengths: list[float]) -> None:
    """Pieces are short, and sum to what was cut."""
    lines = np.array([shapely.LineString([(0, 0), (length, 0)]) for length in lengths])
    middles, pieces = pieces_of(lines)
    assert_allclose(pieces.sum(), sum(lengths))
    assert (pieces <= STEP_M + 1e-6).all()
    assert middles.shape == (len(pieces), 2)


def test_two_lines_are_not_joined() -> None:
    """Between the end of one and the start of the next there is no road."""
    lines = np.array(
        [shapely.LineString([(0, 0), (10, 0)]), shapely.LineString([(90, 0), (99, 0)])]
    )
    assert pieces_of(lines)[1].tolist() == [10.0, 9.0]


def test_land_is_parted_among_its_squares() -> None:
    """400 x 100 m from x = 300: 200 x 100 in the first square of 500 m, as much in the second."""
    corners, land_m2, middles = land_by_square([shapely.box(300, 0, 700, 100)], size_m=500)
    assert corners.tolist() == [[0, 0], [1, 0]]
    assert land_m2.tolist() == [20_000, 20_000]
    assert middles.tolist() == [[400, 50], [600, 50]]


def test_land_told_twice_counts_once() -> None:
    """A parcel and the park around it are one piece of land."""
    parcels = [shapely.box(0, 0, 100, 100), shapely.box(0, 0, 50, 50)]
    assert land_by_square(parcels, size_m=500)[1].tolist() == [10_000]


def test_what_is_no_area_has_no_land() -> None:
    """An industrial place drawn as a point says nothing of hectares."""
    assert land_by_square([shapely.Point(1, 1)], size_m=500)[0].shape == (0, 2)
    assert land_by_square([], size_m=500)[1].tolist() == []

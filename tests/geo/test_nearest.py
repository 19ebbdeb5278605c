"""Distances to the nearest of many shapes."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from shapely import STRtree

from geo.nearest import nearest_m

POINTS = np.asarray(shapely.points([0.0, 6.0], [0.0, 0.0]))


def test_measures_to_the_nearer_shape() -> None:
    """From (0, 0) the point (3, 4) is 5 m away; (6, 0) lies in the square."""
    shapes = STRtree([shapely.Point(3, 4), shapely.box(5, -1, 7, 1)])
    assert_allclose(nearest_m(shapes, POINTS), [5.0, 0.0])


def test_is_endless_without_a_shape() -> None:
    """A map without water has no nearest water, and that is not 0 m."""
    assert_allclose(nearest_m(STRtree([]), POINTS), [np.inf, np.inf])


def test_beyond_the_limit_nothing_is_looked_for() -> None:
    """The first point lies 5 m off, the second inside."""
    shapes = STRtree([shapely.box(0, 0, 2, 2)])
    points = np.asarray(shapely.points([7.0, 1.0], [1.0, 1.0]))
    assert_allclose(nearest_m(shapes, points, within_m=4.0), [np.inf, 0.0])
    assert_allclose(nearest_m(shapes, points, within_m=6.0), [5.0, 0.0])


def test_a_crowd_of_shapes_is_measured_like_a_few() -> None:
    """Squares 1 m wide in a row: the nearest edge is 4.5 m off in a crowd of 30 as in one of 3."""
    squares = [shapely.box(5 + 2 * n, -0.5, 6 + 2 * n, 0.5) for n in range(30)]
    point = np.asarray(shapely.points([0.5], [0.0]))
    for count in (3, 30):
        assert_allclose(nearest_m(STRtree(squares[:count]), point, within_m=70.0), [4.5])


@given(
    shapes=st.lists(st.tuples(st.integers(-60, 60), st.integers(-60, 60)), max_size=25),
    within_m=st.sampled_from([5.0, 25.0, 200.0]),
)
def test_a_limit_changes_no_distance_within_it(
    shapes: list[tuple[int, int]], within_m: float
) -> None:
    """What is nearer than the limit is as far as without one; the rest is endless."""
    tree = STRtree([shapely.box(x, y, x + 3, y + 3) for x, y in shapes])
    free = nearest_m(tree, POINTS)
    expected = np.where(free <= within_m, free, np.inf)
    assert_allclose(nearest_m(tree, POINTS, within_m=within_m), expected)

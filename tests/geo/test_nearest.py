"""Distances to the nearest of many shapes."""

from __future__ import annotations

import numpy as np
import shapely
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

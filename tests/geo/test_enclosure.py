"""The shape around a point, and a point inside a shape."""

from __future__ import annotations

import numpy as np
import shapely
from shapely import STRtree

from geo.enclosure import first_around, inner_points

HORSESHOE = shapely.Polygon([(0, 0), (3, 0), (3, 3), (2, 3), (2, 1), (1, 1), (1, 3), (0, 3)])


def test_of_overlapping_shapes_the_first_counts() -> None:
    """Whatever order the index answers in; beside all there is none."""
    square = shapely.box(0, 0, 2, 2)
    tree = STRtree([shapely.box(5, 5, 6, 6), square, shapely.box(-1, -1, 3, 3), square])
    found = first_around(tree, shapely.points([[1.0, 1.0], [2.5, 2.5], [9.0, 9.0]]))
    assert found.tolist() == [1, 2, -1]


def test_a_point_without_a_place_lies_in_nothing() -> None:
    """A report that says no place; and a town without shapes."""
    nowhere = np.array([shapely.Point()], dtype=object)
    assert first_around(STRtree([shapely.box(0, 0, 1, 1)]), nowhere).tolist() == [-1]
    assert first_around(STRtree([]), shapely.points([[0.5, 0.5]])).tolist() == [-1]


def test_the_middle_stands_for_a_shape_that_holds_it() -> None:
    """A square by its middle; a horseshoe, whose middle is outside, by a point of its own."""
    square, bent = inner_points(np.array([shapely.box(0, 0, 2, 2), HORSESHOE], dtype=object))
    assert square == shapely.Point(1, 1)
    assert not HORSESHOE.intersects(HORSESHOE.centroid)
    assert HORSESHOE.intersects(bent)

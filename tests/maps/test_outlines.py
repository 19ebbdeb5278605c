"""Tests of outlined areas."""

from __future__ import annotations

import shapely

from maps.outlines import Outline, OutlinesLayer, flat_rings
from tests.maps.hostile import HOSTILE


def test_holes_are_rings_of_their_own() -> None:
    """Scripts fill even-odd: a ring inside a ring is a hole."""
    ring = shapely.box(0, 0, 1, 1).difference(shapely.box(0.4, 0.4, 0.6, 0.6))
    assert [len(one) for one in flat_rings(ring)] == [8, 8]


def test_corners_on_a_line_are_left_out() -> None:
    """Twenty squares side by side become one oblong of four corners."""
    strip = shapely.union_all([shapely.box(n / 100, 0, (n + 1) / 100, 0.01) for n in range(20)])
    assert [len(one) for one in flat_rings(strip)] == [8]


def test_lines_and_points_have_no_rings() -> None:
    """An intersection may leave such scraps; they cannot be filled."""
    scraps = shapely.GeometryCollection([shapely.Point(0, 0), shapely.box(0, 0, 1, 1)])
    assert len(flat_rings(scraps)) == 1


def test_a_label_is_data_and_no_markup() -> None:
    """The name of a beat is typed by an office."""
    for text in HOSTILE:
        one = Outline(shape=shapely.box(0, 0, 1, 1), edge="#000", label=(text, text))
        assert "<" not in OutlinesLayer("beats", [one]).content

"""Which edges a drawn line or area means."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from geo.roads.closures import drawn_pairs, edges_drawn, edges_of_ways, one_of_each_road, slowest
from tests.geo.builders import CRS, both, edge, lonlat, roads

TOWN = roads(
    [
        *both(0, 1, [(0, 0), (400, 0)]),
        *both(0, 2, [(0, 0), (0, 400)]),
        edge(1, 3, [(400, 0), (400, 20)]),
    ]
)
"""A street of 400 m east, one of 400 m north, and a one-way stub of 20 m at the eastern end."""


def line(*spots: tuple[float, float]) -> shapely.LineString:
    """Draw a line, metres from the corner."""
    return shapely.LineString([lonlat(*spot) for spot in spots])


def meant(*shapes: shapely.Geometry) -> list[tuple[int, int]]:
    """List the ends of the edges that shapes mean."""
    found = edges_drawn(TOWN.edges, shapes, crs=CRS)
    return [(u, v) for u, v, _ in TOWN.edges.index[found]]


def test_a_line_beside_a_road_means_both_directions() -> None:
    """Drawn by hand, 10 m off, and over a quarter of the road: 100 m are enough."""
    assert meant(line((100, 10), (200, 10))) == [(0, 1), (1, 0)]


def test_a_line_too_far_off_means_nothing() -> None:
    """20 m off is another road."""
    assert meant(line((100, 20), (300, 20))) == []


def test_a_short_line_means_nothing() -> None:
    """With its round ends, a line of 5 m covers 35 m of road, less than 40."""
    assert meant(line((100, 0), (105, 0))) == []


def test_a_crossing_line_means_nothing() -> None:
    """A river under a bridge; so steep a line covers 30 m of the road at most."""
    assert meant(line((200, -300), (200, 300))) == []


def test_a_slanting_crossing_means_nothing() -> None:
    """At 60 degrees a band of 30 m covers 30 / sin 60 = 35 m of road: less than 40."""
    assert meant(line((200 - 100, -173.2), (200 + 100, 173.2))) == []


def test_an_area_means_the_roads_inside() -> None:
    """It holds the stub and 50 m of the street, none of the north street."""
    area = shapely.box(*lonlat(350, -50), *lonlat(450, 50))
    assert meant(area) == [(0, 1), (1, 0), (1, 3)]


def test_a_collection_means_what_its_parts_mean() -> None:
    """Points in it are no roads."""
    parts = [line((0, 100), (0, 300)), shapely.Point(lonlat(200, 0))]
    assert meant(shapely.GeometryCollection(parts)) == [(0, 2), (2, 0)]


def test_each_shape_is_told_what_it_means() -> None:
    """The first lies in a field, the second along the north street, the third over both."""
    shapes = [
        line((100, 200), (300, 200)),
        line((0, 100), (0, 300)),
        shapely.MultiLineString([line((0, 100), (0, 300)), line((100, 0), (300, 0))]),
    ]
    shape, place = drawn_pairs(TOWN.edges, shapes, crs=CRS)
    ends = [(int(one), *TOWN.edges.index[at][:2]) for one, at in zip(shape, place, strict=True)]
    assert sorted(ends) == [
        (1, 0, 2),
        (1, 2, 0),
        (2, 0, 1),
        (2, 0, 2),
        (2, 1, 0),
        (2, 2, 0),
    ]


def test_nothing_drawn_means_nothing() -> None:
    """Points alone, and empty shapes."""
    assert meant(shapely.Point(lonlat(0, 0)), shapely.LineString()) == []


def test_a_merged_edge_is_meant_by_each_of_its_ways() -> None:
    """Between two junctions there is nowhere to turn off."""
    osmid = TOWN.edges["highway"].map({"primary": "5;6"})
    assert edges_of_ways(osmid, ["6"]).all()
    assert not edges_of_ways(osmid, ["56"]).any()


def test_two_directions_are_one_road() -> None:
    """Two streets and the stub."""
    assert len(one_of_each_road(TOWN.edges)) == 3


@given(
    factors=st.lists(st.floats(0, 1), max_size=4),
    masks=st.lists(st.lists(st.booleans(), min_size=3, max_size=3), min_size=4, max_size=4),
)
def test_slowest_does_not_depend_on_order(factors: list[float], masks: list[list[bool]]) -> None:
    """Whoever was closed first: the lowest factor counts, and 1 where there is none."""
    parts = [(np.array(mask), factor) for mask, factor in zip(masks, factors, strict=False)]
    assert_array_equal(slowest(3, parts), slowest(3, parts[::-1]))
    assert ((slowest(3, parts) >= 0) & (slowest(3, parts) <= 1)).all()


@pytest.mark.parametrize("count", [0, 2])
def test_no_closure_leaves_every_road_as_usual(count: int) -> None:
    """Also where there is no road."""
    assert slowest(count, []).tolist() == [1.0] * count

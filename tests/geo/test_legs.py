"""Route shapes: true geometry, cut at both ends, as long as the matrix says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.testing import assert_allclose
from shapely import LineString

from data.crs import to_metres
from data.errors import DegenerateInputError
from geo.network import build_network
from tests.geo.builders import CORNER_X, CORNER_Y, CRS, both, cross, lonlat, roads, spots

if TYPE_CHECKING:
    from data.model import LonLat


def in_metres(line: tuple[LonLat, ...]) -> np.ndarray:
    """Give a line in metres from the corner."""
    lon, lat = np.array(line).T
    x, y = to_metres(lon, lat, CRS)
    return np.column_stack([x - CORNER_X, y - CORNER_Y])


def test_follows_the_road_and_is_cut_at_both_ends() -> None:
    """From the northern lane over the crossing to the western one."""
    line = build_network(cross()).leg(lonlat(0, 180), lonlat(-90, 0))
    assert_allclose(in_metres(line), [[0, 180], [0, 0], [-90, 0]], atol=0.01)


def test_keeps_the_bends_of_the_road() -> None:
    """A lane with a bend is drawn with the bend, walking bits included."""
    bent = roads(both(0, 1, [(0, 0), (100, 0), (100, 100)]))
    line = build_network(bent).leg(lonlat(50, 10), lonlat(110, 50))
    expected = [[50, 10], [50, 0], [100, 0], [100, 50], [110, 50]]
    assert_allclose(in_metres(line), expected, atol=0.01)


def test_drives_the_other_way_on_the_same_lane() -> None:
    """Backwards on a two-way lane uses the direction drawn backwards."""
    bent = roads(both(0, 1, [(0, 0), (100, 0), (100, 100)]))
    line = build_network(bent).leg(lonlat(100, 50), lonlat(50, 0))
    assert_allclose(in_metres(line), [[100, 50], [100, 0], [50, 0]], atol=0.01)


def test_begins_and_ends_exactly_at_the_places() -> None:
    """Pages join legs by equal ends, so the ends are those given, to the last digit."""
    start, end = lonlat(3, 180), lonlat(-90, 7)
    line = build_network(cross()).leg(start, end)
    assert (line[0], line[-1]) == (start, end)


def test_is_as_long_as_the_matrix_says() -> None:
    """Time and length on a page belong to the way that is drawn."""
    places = [(20.0, 180.0), (-90.0, 15.0), (8.0, -200.0)]
    network = build_network(cross())
    metres = network.matrix(*spots(*places)).distance_m
    for i, j in [(0, 1), (1, 2), (2, 0)]:
        drawn = LineString(in_metres(network.leg(lonlat(*places[i]), lonlat(*places[j]))))
        assert drawn.length == pytest.approx(metres[i, j], rel=1e-3)


def test_many_legs_are_the_single_legs() -> None:
    """Drawing in one go saves searches and changes nothing."""
    network = build_network(cross())
    pairs = [(lonlat(0, 180), lonlat(-90, 0)), (lonlat(-90, 0), lonlat(0, -100))]
    assert network.legs(pairs) == [network.leg(*pair) for pair in pairs]


def test_no_pairs_make_no_lines() -> None:
    """A route without stops has no legs."""
    assert build_network(cross()).legs([]) == []


def test_a_place_to_itself_is_a_point_twice() -> None:
    """Two firms behind one gate."""
    spot = lonlat(30, 180)
    assert build_network(cross()).leg(spot, spot) == (spot, spot)


def test_says_when_there_is_no_way() -> None:
    """No straight line is invented over fields where no road leads."""
    with pytest.raises(DegenerateInputError, match="Expected a road way from"):
        build_network(cross()).leg(lonlat(180, 0), lonlat(-90, 0))

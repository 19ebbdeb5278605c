"""Route shapes: true geometry, cut at both ends, as long as the matrix says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.testing import assert_allclose
from shapely import LineString

from data.crs import to_metres
from data.errors import DegenerateInputError
from data.model import Leg
from geo.roads.network import build_network
from tests.geo.builders import CORNER_X, CORNER_Y, CRS, both, cross, lonlat, roads, spots

if TYPE_CHECKING:
    from data.model import LonLat
    from geo.roads.engines import Engine


@pytest.fixture(params=["hierarchy", "dijkstra"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Name each engine in turn: both must draw the same."""
    known: Engine = request.param
    return known


def in_metres(line: tuple[LonLat, ...]) -> np.ndarray:
    """Give a line in metres from the corner."""
    lon, lat = np.array(line).T
    x, y = to_metres(lon, lat, CRS)
    return np.column_stack([x - CORNER_X, y - CORNER_Y])


def test_follows_the_road_and_is_cut_at_both_ends() -> None:
    """From the northern lane over the crossing to the western one."""
    line = build_network(cross()).leg(lonlat(0, 180), lonlat(-90, 0)).line
    assert_allclose(in_metres(line), [[0, 180], [0, 0], [-90, 0]], atol=0.01)


def test_keeps_the_bends_of_the_road() -> None:
    """A lane with a bend is drawn with the bend, walking bits included."""
    bent = roads(both(0, 1, [(0, 0), (100, 0), (100, 100)]))
    line = build_network(bent).leg(lonlat(50, 10), lonlat(110, 50)).line
    expected = [[50, 10], [50, 0], [100, 0], [100, 50], [110, 50]]
    assert_allclose(in_metres(line), expected, atol=0.01)


def test_drives_the_other_way_on_the_same_lane() -> None:
    """Backwards on a two-way lane uses the direction drawn backwards."""
    bent = roads(both(0, 1, [(0, 0), (100, 0), (100, 100)]))
    line = build_network(bent).leg(lonlat(100, 50), lonlat(50, 0)).line
    assert_allclose(in_metres(line), [[100, 50], [100, 0], [50, 0]], atol=0.01)


def test_begins_and_ends_exactly_at_the_places() -> None:
    """Pages join legs by equal ends, so the ends are those given, to the last digit."""
    start, end = lonlat(3, 180), lonlat(-90, 7)
    line = build_network(cross()).leg(start, end).line
    assert (line[0], line[-1]) == (start, end)


def test_is_as_long_as_it_says(engine: Engine) -> None:
    """Length and time on a page belong to the way that is drawn; the time is the matrix's."""
    places = [(20.0, 180.0), (-90.0, 15.0), (8.0, -200.0)]
    network = build_network(cross(), engine=engine)
    seconds = network.matrix(*spots(*places)).duration_s
    for i, j in [(0, 1), (1, 2), (2, 0)]:
        leg = network.leg(lonlat(*places[i]), lonlat(*places[j]))
        assert LineString(in_metres(leg.line)).length == pytest.approx(leg.metres, rel=1e-3)
        assert leg.seconds == seconds[i, j]


def test_counts_metres_on_the_road_and_on_foot() -> None:
    """20 m on foot, 180 m to the crossing, 90 m to the west."""
    leg = build_network(cross()).leg(lonlat(20, 180), lonlat(-90, 0))
    assert leg.metres == pytest.approx(290, abs=0.01)


def test_counts_metres_along_one_road() -> None:
    """Two farms of one lane, 150 m apart, never see its ends."""
    leg = build_network(cross()).leg(lonlat(0, 100), lonlat(0, 250))
    assert leg.metres == pytest.approx(150, abs=0.01)


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
    assert build_network(cross()).leg(spot, spot) == Leg((spot, spot), 0, 0.0)


def test_says_when_there_is_no_way() -> None:
    """No straight line is invented over fields where no road leads."""
    with pytest.raises(DegenerateInputError, match="Expected a road way from"):
        build_network(cross()).leg(lonlat(350, 0), lonlat(-90, 0))

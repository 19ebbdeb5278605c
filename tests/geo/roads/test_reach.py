"""Which places a base reaches, where they are entered, and what closed roads change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from data.errors import ConfigError, ShapeError
from data.model import UNREACHABLE, Roads
from geo.roads.network import build_network
from geo.roads.speeds import SpeedParams
from tests.geo.builders import both, cross, edge, roads, spots

if TYPE_CHECKING:
    from geo.roads.engines import Engine

PLAIN = SpeedParams(junction_delay_s=10.0)
ENGINES = pytest.mark.parametrize("engine", ["hierarchy", "dijkstra"])


def yard_beside_a_street() -> Roads:
    """Build a street of 2 km, and 100 m north of it a yard that the map joins to nothing."""
    return roads([*both(0, 1, [(0, 0), (2000, 0)]), *both(2, 3, [(900, 100), (1100, 100)])])


def two_towns() -> Roads:
    """Build two parts 5 km apart, the southern one the longer."""
    return roads([*both(0, 1, [(0, 0), (2000, 0)]), *both(2, 3, [(0, 5000), (1000, 5000)])])


def test_enters_from_the_street_when_the_yard_leads_nowhere() -> None:
    """20 m from the yard, 120 m from the street: one walks 120 m."""
    reach = build_network(yard_beside_a_street()).reach(*spots((1000, 120)), *spots((0, 0)))
    assert_allclose(reach.access_m, [120], atol=0.01)
    assert reach.reached.tolist() == [True]


def test_the_matrix_enters_where_reach_says() -> None:
    """120 m on foot take 108 s; 500 m by car at 36 km/h 50 s."""
    street = roads(
        [
            *both(0, 1, [(0, 0), (2000, 0)], maxspeed="36"),
            *both(2, 3, [(900, 100), (1100, 100)], maxspeed="36"),
        ]
    )
    found = build_network(street).matrix(*spots((500, 0), (1000, 120)))
    assert found.duration_s[0, 1] == 158


def test_a_road_that_is_too_far_to_walk_to_does_not_help() -> None:
    """With 100 m at most, the place stays at its yard, which nobody reaches."""
    short = SpeedParams(walk_limit_m=100.0)
    network = build_network(yard_beside_a_street(), params=short)
    reach = network.reach(*spots((1000, 120)), *spots((0, 0)))
    assert_allclose(reach.access_m, [20], atol=0.01)
    assert reach.reached.tolist() == [False]


def test_a_base_at_a_yard_counts_for_the_street() -> None:
    """A station's own drive, unjoined on the map, must not make the whole town unreachable."""
    reach = build_network(yard_beside_a_street()).reach(*spots((50, 0)), *spots((1000, 110)))
    assert reach.reached.tolist() == [True]


def test_every_part_with_a_base_is_reached() -> None:
    """A base in the south does not reach the north; a second base there does."""
    network, places = build_network(two_towns()), spots((500, 0), (500, 5000))
    assert network.reach(*places, *spots((0, 0))).reached.tolist() == [True, False]
    assert network.reach(*places, *spots((0, 5000))).reached.tolist() == [False, True]
    assert network.reach(*places, *spots((0, 0), (0, 5000))).reached.all()


def test_without_a_base_the_largest_part_counts() -> None:
    """Nobody said where ways begin: most likely where most roads are."""
    reach = build_network(two_towns()).reach(*spots((500, 0), (500, 5000)), [], [])
    assert reach.reached.tolist() == [True, False]


def test_a_lane_without_a_way_back_is_not_reached() -> None:
    """350 m down a one-way lane that ends there: a car would not come home."""
    reach = build_network(cross()).reach(*spots((350, 0), (0, 180)), *spots((0, 100)))
    assert reach.reached.tolist() == [False, True]


def test_nobody_gets_off_a_ferry() -> None:
    """A place on an island shore 20 m from the ferry's line is entered from the pier's road."""
    crossing = roads(
        [
            *both(0, 1, [(0, 0), (1000, 0)]),
            *both(1, 2, [(1000, 0), (2000, 0)], highway="ferry"),
            *both(2, 3, [(2000, 0), (3000, 0)]),
        ]
    )
    reach = build_network(crossing).reach(*spots((1100, 20), (2500, 0)), *spots((0, 0)))
    assert_allclose(reach.access_m, [np.hypot(100, 20), 0], atol=0.01)
    assert reach.reached.all()


def test_a_ferry_is_slow_and_waited_for() -> None:
    """500 m at 36 km/h, 600 s of waiting, 1 km at 10 km/h (360 s), 500 m again: 1060 s."""
    params = SpeedParams(class_km_h={"primary": 36.0, "ferry": 10.0}, ferry_wait_s=600.0)
    crossing = roads(
        [
            *both(0, 1, [(0, 0), (500, 0)]),
            *both(1, 2, [(500, 0), (1500, 0)], highway="ferry"),
            *both(2, 3, [(1500, 0), (2000, 0)]),
        ]
    )
    found = build_network(crossing, params=params).matrix(*spots((0, 0), (2000, 0)))
    assert found.duration_s[0, 1] == 1060


@ENGINES
def test_half_the_speed_is_twice_the_drive(engine: Engine) -> None:
    """18 s on the lane become 36 s; the 10 s at the crossing stay: 18 + 10 + 9 to 46 s."""
    town = cross()
    network, places = build_network(town, params=PLAIN, engine=engine), spots((0, 180), (-90, 0))
    northern = {(0, 1), (1, 0)}
    factor = [0.5 if (start, end) in northern else 1.0 for start, end, _ in town.edges.index]
    slower = network.reweighted(factor)
    assert network.matrix(*places).duration_s[0, 1] == 37
    assert slower.matrix(*places).duration_s[0, 1] == 55
    assert slower.reweighted(np.ones(7)).matrix(*places).duration_s[0, 1] == 37


@ENGINES
def test_a_closed_road_is_not_driven(engine: Engine) -> None:
    """A ring of 4 x 360 m: 90 + 360 + 90 m over the south; closed there, 270 + 360 + 270 m."""
    ring = roads(
        [
            *both(0, 1, [(0, 0), (360, 0)], maxspeed="36"),
            *both(1, 2, [(360, 0), (360, 360)], maxspeed="36"),
            *both(2, 3, [(360, 360), (0, 360)], maxspeed="36"),
            *both(3, 0, [(0, 360), (0, 0)], maxspeed="36"),
        ]
    )
    closed = [0.0 if {start, end} == {0, 1} else 1.0 for start, end, _ in ring.edges.index]
    network = build_network(ring, params=PLAIN, engine=engine)
    places = spots((0, 90), (360, 90))
    assert network.matrix(*places).duration_s[0, 1] == 54
    assert network.reweighted(closed).matrix(*places).duration_s[0, 1] == 90


@ENGINES
def test_behind_a_closed_road_there_is_no_way(engine: Engine) -> None:
    """The western lane is cut: its far end is no longer reached, and the matrix says so."""
    town = cross()
    factor = [0.0 if 2 in (start, end) else 1.0 for start, end, _ in town.edges.index]
    network = build_network(town, params=PLAIN, engine=engine).reweighted(factor)
    reach = network.reach(*spots((-355, 0), (0, 100)), *spots((0, 200)))
    assert reach.reached.tolist() == [False, True]
    found = network.matrix(*spots((-355, 0), (0, 100))).duration_s
    assert_array_equal(found, [[0, UNREACHABLE], [UNREACHABLE, 0]])


@pytest.mark.parametrize(
    ("factor", "error", "message"),
    [
        ([1.0], ShapeError, r"speed_factor of shape \(7,\), got \(1,\)"),
        ([1.0] * 6 + [1.5], ConfigError, r"speed_factor in \[0, 1\], got 1.5 at edge 6"),
        ([1.0] * 6 + [np.nan], ConfigError, r"speed_factor in \[0, 1\], got nan at edge 6"),
    ],
)
def test_refuses_factors_that_are_none(
    factor: list[float], error: type[Exception], message: str
) -> None:
    """A factor above 1 would make a closed week faster than an open one."""
    with pytest.raises(error, match=message):
        build_network(cross()).reweighted(factor)


def test_an_edge_that_takes_weeks_is_no_way() -> None:
    """Milliseconds are 32-bit: a length of a million km must not come round as a short one."""
    endless = roads([edge(0, 1, [(0, 0), (2000, 0)], length=1e9), edge(1, 0, [(2000, 0), (0, 0)])])
    found = build_network(endless).matrix(*spots((100, 0), (1900, 0)))
    assert found.duration_s[0, 1] == UNREACHABLE


def test_nights_take_longer() -> None:
    """36 km/h by day, half of it by night: 18 s and 36 s."""
    lane = roads(both(0, 1, [(0, 0), (400, 0)]))
    params = SpeedParams(class_km_h={"primary": 36.0}, night_factor=0.5)
    places = spots((100, 0), (280, 0))
    by_day, by_night = (build_network(lane, params=params, night=dark) for dark in (False, True))
    assert by_day.matrix(*places).duration_s[0, 1] == 18
    assert by_night.matrix(*places).duration_s[0, 1] == 36


def test_the_scale_is_for_delays_too() -> None:
    """18 + 10 + 9 s; people who are half as fast need 74 s."""
    slow = SpeedParams(junction_delay_s=10.0, scale=0.5)
    assert (
        build_network(cross(), params=slow).matrix(*spots((0, 180), (-90, 0))).duration_s[0, 1]
        == 74
    )

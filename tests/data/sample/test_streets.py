"""Streets meet where they come close, and stop where there is no room."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from data.sample.streets import STEP_M, Growth, StreetNet

LONG = Growth(highway="residential", length_m=500.0, wander=0.0, clear_m=40.0)


def net_with_road() -> StreetNet:
    """Lay one straight road of 1 km from west to east."""
    net = StreetNet(lambda x, y: abs(x) <= 1000 and abs(y) <= 300)
    net.lay(np.array([[0.0, 0.0], [1000.0, 0.0]]), highway="tertiary", name="A")
    return net


def test_road_is_laid_in_even_steps() -> None:
    """1 km in steps of 25 m: 41 points."""
    net = net_with_road()
    assert len(net.points) == 41
    assert [street.name for street in net.streets] == ["A"]


def test_crossing_roads_share_a_point() -> None:
    """A crossing without a common point would be a bridge nobody built."""
    net = net_with_road()
    numbers = net.lay(np.array([[510.0, -200.0], [510.0, 200.0]]), highway="tertiary")
    assert len([number for number in numbers if number <= 40]) == 1


def test_road_laid_twice_is_drawn_once() -> None:
    """Two planned roads that share a stretch share its points and lines."""
    net = net_with_road()
    net.lay(np.array([[0.0, 5.0], [1000.0, 5.0]]), highway="unclassified")
    assert len(net.points) == 41
    assert len(net.streets) == 1


def test_street_grows_to_its_length() -> None:
    """From the middle of the road, 200 m to the north."""
    net = net_with_road()
    short = Growth(highway="service", length_m=200.0, wander=0.0, clear_m=40.0)
    numbers = net.grow(np.random.default_rng(1), 20, math.pi / 2, short)
    assert len(numbers) == 9
    assert net.points[numbers[-1]] == (500.0, 200.0) or math.isclose(
        net.points[numbers[-1]][1], 200.0
    )


def test_street_stops_where_the_land_ends() -> None:
    """Free land ends 300 m north of the road: 12 steps, and the start."""
    numbers = net_with_road().grow(np.random.default_rng(1), 20, math.pi / 2, LONG)
    assert len(numbers) == 13


def test_street_joins_the_one_ahead() -> None:
    """A second road lies 200 m to the north: the street ends on one of its points."""
    net = net_with_road()
    north = net.lay(np.array([[0.0, 200.0], [1000.0, 200.0]]), highway="tertiary")
    numbers = net.grow(np.random.default_rng(1), 20, math.pi / 2, LONG)
    assert numbers[-1] in north


def test_no_street_grows_beside_another() -> None:
    """Twenty metres from the road and along it there is no room."""
    net = net_with_road()
    net.grow(np.random.default_rng(1), 20, math.pi / 2, LONG)
    assert net.grow(np.random.default_rng(1), 21, math.pi / 2, LONG) == []


def test_room_for_a_junction_is_counted_along_the_street() -> None:
    """No two junctions within two points of each other."""
    net = net_with_road()
    net.grow(np.random.default_rng(1), 20, math.pi / 2, LONG)
    assert not net.has_room(20, hops=2)
    assert not net.has_room(22, hops=2)
    assert net.has_room(23, hops=2)


@given(seed=st.integers(0, 10_000))
def test_grown_streets_keep_together(seed: int) -> None:
    """However streets grow, steps stay short and every street hangs on the net."""
    net, rng = net_with_road(), np.random.default_rng(seed)
    growth = Growth(highway="residential", length_m=300.0, wander=0.15, clear_m=45.0)
    for start in rng.integers(0, 41, 20).tolist():
        net.grow(rng, start, net.side_heading(rng, start, spread=0.2), growth)
    reached, edge = {0}, [0]
    while edge:
        edge = [link for point in edge for link in net.links[point] if link not in reached]
        reached.update(edge)
    assert len(reached) == len(net.points)
    for number, links in enumerate(net.links):
        for link in links:
            assert math.dist(net.points[number], net.points[link]) <= STEP_M + growth.clear_m

"""The land has the published area, villages apart from each other, and streets on dry ground."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
import shapely

from data.sample.land import AREA_KM2, Land, lay_out
from data.sample.names import CENTRE, VILLAGES


@pytest.fixture(scope="module", params=[1, 2])
def land(request: pytest.FixtureRequest) -> Land:
    """Give two different lands."""
    return lay_out(np.random.default_rng(request.param))


def test_area_is_the_published_one(land: Land) -> None:
    """51.96 square kilometres, in one piece."""
    assert land.outline.area / 1e6 == pytest.approx(AREA_KM2)
    assert land.outline.is_valid


def test_villages_lie_apart_and_inside(land: Land) -> None:
    """Ten of them, half a kilometre apart at the very least."""
    assert tuple(land.centres) == VILLAGES
    assert all(land.outline.contains(shapely.Point(centre)) for centre in land.centres.values())
    assert min(math.dist(a, b) for a, b in combinations(land.centres.values(), 2)) > 500


def test_communities_lie_nearest_the_middle(land: Land) -> None:
    """The list of names runs outwards."""
    middle = land.centres[CENTRE]
    distances = [math.dist(middle, centre) for centre in land.centres.values()]
    assert distances == sorted(distances)


def test_through_roads_reach_the_border(land: Land) -> None:
    """The county road leads out of the town to both sides."""
    points = land.net.positions()
    road = [points[number] for s in land.net.streets if s.name == "示范大道" for number in s.points]
    reach = np.array(road)[:, 0]
    west, _, east, _ = land.outline.bounds
    assert reach.min() < west + 500
    assert reach.max() > east - 500


def test_side_streets_keep_out_of_the_water(land: Land) -> None:
    """Only planned roads have bridges."""
    wet = land.water()
    points = land.net.positions()
    for street in land.net.streets:
        if street.highway in {"residential", "service", "track"}:
            inside = shapely.contains_xy(wet, points[list(street.points[1:-1])])
            assert not inside.any()


def test_hamlets_lie_away_from_villages(land: Land) -> None:
    """Groups of houses in between, at least 750 m from a village's middle."""
    assert land.hamlets
    assert all(
        math.dist(hamlet, centre) > 750
        for hamlet in land.hamlets
        for centre in land.centres.values()
    )

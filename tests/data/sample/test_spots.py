"""Plants stand beside streets: never in the water, on the road, or on top of each other."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from data.sample.land import lay_out
from data.sample.spots import SETTINGS, Surveyor

if TYPE_CHECKING:
    from data.sample.land import Land
    from data.sample.spots import Spot


@pytest.fixture(scope="module")
def land() -> Land:
    """Give one land; drawing it takes a second."""
    return lay_out(np.random.default_rng(3))


@pytest.fixture(scope="module")
def spots(land: Land) -> list[Spot]:
    """Place a hundred plants, all settings in turn."""
    surveyor = Surveyor(np.random.default_rng(4), land)
    for number in range(100):
        surveyor.place(SETTINGS[number % len(SETTINGS)])
    return surveyor.spots


def test_none_stands_in_the_water(land: Land, spots: list[Spot]) -> None:
    """A site in the canal would make the map absurd."""
    wet = land.water()
    assert not any(shapely.contains_xy(wet, spot.x, spot.y) for spot in spots)


def test_none_stands_on_the_road(land: Land, spots: list[Spot]) -> None:
    """13 metres from each point of a street, half its width and a yard."""
    assert not any(list(land.net.near(spot.x, spot.y, 13.0)) for spot in spots)


def test_all_stand_beside_a_street(land: Land, spots: list[Spot]) -> None:
    """46 m off at most, and half the longest step (25 + 140 m) along: 95 m from a point."""
    alone = [spot for spot in spots if spot.host is None]
    assert all(any(land.net.near(spot.x, spot.y, 95.0)) for spot in alone)


def test_lodgers_stand_in_another_plant(spots: list[Spot]) -> None:
    """Plant in plant: within 100 m of the host, at most six to a host."""
    lodgers = [spot for spot in spots if spot.host is not None]
    assert len(lodgers) == 20
    for spot in lodgers:
        host = spots[spot.host or 0]
        assert np.hypot(spot.x - host.x, spot.y - host.y) < 100
    assert max(Counter(spot.host for spot in lodgers).values()) <= 6

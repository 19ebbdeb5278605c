"""Real roads: what must hold on any town's map, without a number taken from one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
from numpy.testing import assert_array_equal
from pyproj import Geod

from data.model import UNREACHABLE
from data.roads import read_roads
from geo.roads.network import RoadNetwork, build_network

if TYPE_CHECKING:
    from pathlib import Path

    from data.model import LonLat

TOWNS = ["qingzu_town_puyang_henan.osm", "guixi_city_jiangxi.osm"]
PLACES = 60


@pytest.fixture(scope="module", params=TOWNS)
def town(
    request: pytest.FixtureRequest, shared_data: Path
) -> tuple[RoadNetwork, np.ndarray, np.ndarray]:
    """Give a town's network and places some 30 m off junctions of its largest round-trip part."""
    roads, _ = read_roads(shared_data / "osm" / request.param)
    parts = nx.strongly_connected_components(nx.DiGraph((u, v) for u, v, _ in roads.edges.index))
    junctions = roads.nodes.loc[sorted(max(parts, key=len))]
    rng = np.random.default_rng(3)
    chosen = junctions.iloc[rng.choice(len(junctions), PLACES, replace=False)]
    lon = chosen["x"].to_numpy() + rng.normal(0.0, 3e-4, PLACES)
    lat = chosen["y"].to_numpy() + rng.normal(0.0, 3e-4, PLACES)
    base = (chosen["x"].to_numpy()[:1], chosen["y"].to_numpy()[:1])
    return build_network(roads, bases=base), lon, lat


def test_every_place_reaches_every_other(
    town: tuple[RoadNetwork, np.ndarray, np.ndarray],
) -> None:
    """From a base, and on the part of the map from which it is reached again."""
    network, lon, lat = town
    found = network.matrix(lon, lat)
    assert (found.duration_s != UNREACHABLE).all()
    assert_array_equal(np.diag(found.duration_s), 0)


def test_no_detour_is_shorter(town: tuple[RoadNetwork, np.ndarray, np.ndarray]) -> None:
    """Going over a third place never saves a second: whole seconds are rounded up."""
    network, lon, lat = town
    seconds = network.matrix(lon, lat).duration_s.astype(np.int64)
    over = (seconds[:, :, None] + seconds[None, :, :]).min(axis=1)
    assert (seconds <= over).all()


def test_speeds_are_those_of_a_car(town: tuple[RoadNetwork, np.ndarray, np.ndarray]) -> None:
    """Door to door between walking pace and the fastest road of a town."""
    network, lon, lat = town
    spots: list[LonLat] = list(zip(lon.tolist(), lat.tolist(), strict=True))
    legs = network.legs([(one, other) for one in spots[:8] for other in spots])
    km_h = np.array([leg.metres / leg.seconds * 3.6 for leg in legs if leg.metres > 2000])
    assert km_h.min() > 8
    assert km_h.max() < 100


def test_lines_are_as_long_as_they_say(
    town: tuple[RoadNetwork, np.ndarray, np.ndarray],
) -> None:
    """What is drawn is what was measured, within the 0.5 % by which map lengths differ."""
    network, lon, lat = town
    seconds = network.matrix(lon, lat).duration_s
    spots: list[LonLat] = list(zip(lon.tolist(), lat.tolist(), strict=True))
    pairs = [(spots[i], spots[i + 1]) for i in range(PLACES - 1)]
    earth = Geod(ellps="GRS80")
    for number, leg in enumerate(network.legs(pairs)):
        drawn = earth.line_length(*zip(*leg.line, strict=True))
        assert drawn == pytest.approx(leg.metres, rel=5e-3, abs=1.0)
        assert leg.seconds == seconds[number, number + 1]

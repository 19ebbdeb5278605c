"""Snapping: which road a place is entered from."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from data.errors import ConfigError
from geo.network import build_network
from geo.snapping import SnapParams
from tests.geo.builders import both, edge, roads, spots


def test_measures_to_the_edge_not_to_its_ends() -> None:
    """A farm in the middle of a 1 km road, 30 m off it, is 30 m away, not 500."""
    network = build_network(roads(both(0, 1, [(0, 0), (1000, 0)])))
    assert_allclose(network.access_m(*spots((500, 30))), [30], atol=0.01)


def test_enters_a_two_way_road_in_both_directions() -> None:
    """One anchor for each direction, at 0.25 and at 0.75 of its own line."""
    network = build_network(roads(both(0, 1, [(0, 0), (1000, 0)])))
    x, y = network._metres(*spots((250, 10)))  # noqa: SLF001 - metres are not public
    anchors = network.snapper.snap(x, y)
    assert_allclose(sorted(anchors.share), [0.25, 0.75], atol=1e-6)


def test_prefers_the_network_to_a_scrap() -> None:
    """A 100 m lane that joins nothing lies nearer, but nobody can drive there."""
    network = build_network(
        roads([*both(0, 1, [(0, 0), (3000, 0)]), *both(8, 9, [(500, 60), (600, 60)])])
    )
    assert_allclose(network.access_m(*spots((550, 50))), [50], atol=0.01)


def test_keeps_the_scrap_where_the_network_is_far() -> None:
    """Beyond the detour the nearest road is the honest answer, reachable or not."""
    network = build_network(
        roads([*both(0, 1, [(0, 0), (3000, 0)]), *both(8, 9, [(500, 900), (600, 900)])])
    )
    assert_allclose(network.access_m(*spots((550, 890))), [10], atol=0.01)


def test_never_enters_from_a_road_without_return() -> None:
    """A one-way stub out of town is a trap: places beside it belong to the road proper."""
    network = build_network(
        roads([*both(0, 1, [(0, 0), (3000, 0)]), edge(1, 2, [(3000, 0), (3000, 800)])])
    )
    assert_allclose(network.access_m(*spots((2980, 100))), [100], atol=0.01)


def test_takes_scraps_where_there_is_nothing_else() -> None:
    """A hamlet's only 100 m of road is its network."""
    network = build_network(roads(both(0, 1, [(0, 0), (100, 0)])))
    assert np.isfinite(network.access_m(*spots((50, 5)))).all()


@pytest.mark.parametrize("name", ["scrap_m", "scrap_detour_m"])
def test_refuses_negative_metres(name: str) -> None:
    """A negative length is a slip of the keyboard, not a setting."""
    with pytest.raises(ConfigError, match=f"Expected {name} >= 0, got -1"):
        SnapParams(**{name: -1.0})

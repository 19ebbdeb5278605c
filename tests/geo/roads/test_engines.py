"""Which engine searches, and the order that the hierarchy keeps with the roads."""

from __future__ import annotations

import pytest
from numpy.testing import assert_array_equal

from data.errors import ConfigError
from geo.roads import engines
from geo.roads.engines import contraction_order
from geo.roads.network import build_network
from geo.roads.speeds import SpeedParams
from tests.geo.builders import cross, spots

PLAIN = SpeedParams(junction_delay_s=10.0)


def test_the_stored_order_is_used_and_changes_no_time() -> None:
    """Rank is a permutation of the junctions; any permutation gives the same times."""
    town, places = cross(), spots((0, 180), (-90, 0), (0, -300))
    expected = build_network(town).matrix(*places).duration_s
    rank = contraction_order(town)
    assert sorted(rank) == list(range(5))
    assert rank.index.equals(town.nodes.index)
    town.nodes["rank"] = rank.to_numpy()[::-1]
    assert_array_equal(build_network(town).matrix(*places).duration_s, expected)


def test_an_order_that_is_none_is_computed_anew() -> None:
    """Two junctions of one rank, as after a careless edit of the store, are no order."""
    town, places = cross(), spots((0, 180), (-90, 0))
    town.nodes["rank"] = 3
    assert build_network(town, params=PLAIN).matrix(*places).duration_s[0, 1] == 37


def test_says_which_engine_it_uses(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hierarchy where it is installed; without its package scipy, and no order to store."""
    assert build_network(cross()).search.name == "hierarchy"
    monkeypatch.setattr(engines, "find_spec", lambda _: None)
    assert build_network(cross()).search.name == "dijkstra"
    assert contraction_order(cross()).isna().all()
    with pytest.raises(ConfigError, match="package routingkit-cch for the engine 'hierarchy'"):
        build_network(cross(), engine="hierarchy")

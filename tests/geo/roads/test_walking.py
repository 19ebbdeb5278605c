"""Walks: along roads both ways, straight to them, and no farther than asked for."""

from __future__ import annotations

import numpy as np
import pytest

from data.errors import ShapeError
from geo.roads.network import build_network
from geo.roads.walking import walking_m
from tests.geo.builders import both, cross, edge, lonlat, roads


def walk(network, start, end, limit_m=10_000.0):  # noqa: ANN001, ANN201 - one pair of spots in metres
    """Measure one walk."""
    pair = np.array([lonlat(*start)]), np.array([lonlat(*end)])
    return float(walking_m(network, *pair, limit_m=limit_m)[0])


def test_a_walk_goes_round_the_corner() -> None:
    """200 m up one lane and 100 m along the other, and 30 m from the road."""
    network = build_network(cross())
    assert walk(network, (30, 200), (-100, 0)) == pytest.approx(330, abs=1)


def test_a_walk_along_one_road_needs_no_junction() -> None:
    """From 50 m to 350 m of one lane."""
    network = build_network(cross())
    assert walk(network, (0, 50), (0, 350)) == pytest.approx(300, abs=1)


def test_a_one_way_street_stops_nobody_on_foot() -> None:
    """Against the arrow, beside a way round that is six times as long."""
    ring = roads(
        [
            edge(0, 1, [(0, 0), (300, 0)]),
            *both(1, 2, [(300, 0), (300, 800)]),
            *both(2, 0, [(300, 800), (0, 0)]),
        ]
    )
    assert walk(build_network(ring), (250, 0), (50, 0)) == pytest.approx(200, abs=1)


def test_a_walk_beyond_the_limit_is_unknown() -> None:
    """500 m where 400 m were asked for."""
    assert walk(build_network(cross()), (0, 300), (-200, 0), limit_m=400) == np.inf


def test_a_place_is_no_walk_from_itself() -> None:
    """Though its road is 80 m away."""
    network = build_network(cross())
    assert walk(network, (80, 200), (80, 200)) == 0.0


def test_no_pairs_are_no_walks() -> None:
    """An empty question has an empty answer."""
    none = np.empty((0, 2))
    assert walking_m(build_network(cross()), none, none, limit_m=600).shape == (0,)


def test_refuses_places_without_a_partner() -> None:
    """Two starts and one end."""
    two = np.array([lonlat(0, 0), lonlat(0, 100)])
    with pytest.raises(ShapeError, match="Expected two arrays of one shape"):
        walking_m(build_network(cross()), two, two[:1], limit_m=600)

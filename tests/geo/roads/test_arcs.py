"""Arcs: what a driving direction costs, by hand arithmetic."""

from __future__ import annotations

import numpy as np
from numpy.testing import assert_array_equal

from geo.roads.arcs import NO_WAY_MS, Arcs, link_arcs, make_arcs
from geo.roads.speeds import SpeedParams
from tests.geo.builders import both, cross, edge, roads

PARAMS = SpeedParams(junction_delay_s=10.0, ferry_wait_s=600.0)


def crossing() -> Arcs:
    """Four lanes of 360 m at 36 km/h, 36 s each; edges 0-1 1-0 0-2 2-0 0-3 0-4 4-0."""
    arcs, _ = make_arcs(cross().edges, np.full(7, 36.0), PARAMS)
    return arcs


def test_a_lane_costs_its_length_and_the_junction_at_its_end() -> None:
    """360 m at 10 m/s are 36 s; the 10 s are lost by those who come to the crossing."""
    arcs = crossing()
    assert arcs.drive_ms.tolist() == [36_000] * 7
    assert arcs.pass_ms.tolist() == [0, 10_000, 0, 10_000, 0, 0, 10_000]
    assert arcs.weight_ms.tolist()[:2] == [36_000, 46_000]


def test_two_roads_end_to_end_are_no_junction() -> None:
    """One drives through a node with two neighbours, however many arcs meet there."""
    town = roads(
        [
            *both(0, 1, [(0, 0), (100, 0)]),
            *both(0, 1, [(0, 0), (0, 50), (100, 0)]),
            *both(1, 2, [(100, 0), (200, 0)]),
        ]
    )
    arcs, _ = make_arcs(town.edges, np.full(6, 36.0), PARAMS)
    assert not arcs.pass_ms.any()


def test_a_road_without_a_speed_is_no_arc() -> None:
    """Without the eastern lane node 3 is gone and node 4 is the fourth; rows still tell edges."""
    speed_km_h = np.array([36.0, 36.0, 36.0, 36.0, np.nan, 36.0, 36.0])
    arcs, names = make_arcs(cross().edges, speed_km_h, PARAMS)
    assert names.tolist() == [0, 1, 2, 4]
    assert arcs.edge.tolist() == [0, 1, 2, 3, 5, 6]
    assert (arcs.nodes, int(arcs.end[4])) == (4, 3)


def test_a_ferry_is_waited_for() -> None:
    """500 m at 18 km/h are 100 s, after 600 s at the pier."""
    town = roads([edge(0, 1, [(0, 0), (500, 0)], highway="ferry")])
    arcs, _ = make_arcs(town.edges, np.array([18.0]), PARAMS)
    assert (arcs.drive_ms.tolist(), arcs.is_ferry.tolist()) == ([700_000], [True])


def test_slowing_leaves_the_wait_at_junctions() -> None:
    """At half the speed 36 s are 72 s, and the crossing still costs 10 s; 0 closes a lane."""
    slowed = crossing().slowed(np.array([1.0, 0.5, 0.0, 0.0, 1.0, 1.0, 1.0]))
    assert slowed.weight_ms.tolist()[:4] == [36_000, 82_000, NO_WAY_MS, NO_WAY_MS]
    assert slowed.is_open.tolist() == [True, True, False, False, True, True, True]


def test_links_stay_where_speeds_change() -> None:
    """Of two roads between the same places the one that is open is driven; the link is one."""
    town = roads(
        [
            edge(0, 1, [(0, 0), (100, 0)]),
            edge(0, 1, [(0, 0), (0, 50), (100, 0)]),
            edge(1, 1, [(100, 0), (200, 0), (100, 50), (100, 0)]),
        ]
    )
    arcs, _ = make_arcs(town.edges, np.full(3, 36.0), PARAMS)
    links = link_arcs(arcs)
    assert_array_equal(np.column_stack([links.start, links.end]), [[0, 1]])
    assert links.fastest(arcs).tolist() == [0]
    assert links.fastest(arcs.slowed(np.array([0.0, 1.0, 1.0]))).tolist() == [1]

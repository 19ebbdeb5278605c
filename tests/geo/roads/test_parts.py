"""Parts: which roads lead to each other and back, and which of them have a base."""

from __future__ import annotations

import numpy as np

from data.crs import to_metres
from geo.roads.network import RoadNetwork, build_network
from geo.roads.parts import NONE, arc_parts, has_way
from tests.geo.builders import both, edge, roads, spots

ROADS = roads(
    [
        *both(0, 1, [(0, 0), (1000, 0)]),
        edge(1, 2, [(1000, 0), (1000, 400)]),
        *both(1, 3, [(1000, 0), (3000, 0)], highway="ferry"),
        *both(3, 4, [(3000, 0), (3500, 0)]),
        *both(5, 6, [(9000, 0), (9200, 0)]),
    ]
)
"""A street, a one-way stub, a ferry to a shorter street, and an island; nine arcs."""
STREET, STUB, FERRY, SHORE, ISLAND = slice(0, 2), 2, slice(3, 5), slice(5, 7), slice(7, 9)


def town() -> RoadNetwork:
    """Build the network of these roads."""
    return build_network(ROADS)


def ways(network: RoadNetwork, *bases: tuple[float, float]) -> list[bool]:
    """Tell of every arc whether it has a way, from bases given in metres."""
    bases_xy = np.column_stack(to_metres(*spots(*bases), network.crs)) if bases else None
    found = has_way(network.arcs, network.links, snapper=network.snapper, bases_xy=bases_xy)
    return found.tolist()


def test_a_ferry_joins_what_it_lands_at_and_is_no_part() -> None:
    """Both shores are one part; on the ferry, and on a road of no return, nobody stops."""
    part = arc_parts(town().arcs, town().links)
    assert len({*part[STREET], *part[SHORE]}) == 1
    assert [part[STUB], *part[FERRY]] == [NONE] * 3
    assert NONE not in part[ISLAND]
    assert part[ISLAND][0] != part[STREET][0]


def test_without_a_base_the_longest_part_counts() -> None:
    """The street and the shore, 1.5 km, against an island of 200 m."""
    assert ways(town()) == [True, True, False, False, False, True, True, False, False]


def test_a_base_far_from_everything_counts_for_its_nearest_road() -> None:
    """500 m north of the island nobody walks to the street 6 km away."""
    assert ways(town(), (9100, 500)) == [False] * 7 + [True] * 2


def test_each_base_counts() -> None:
    """One at the street, one on the island."""
    expected = [True, True, False, False, False, True, True, True, True]
    assert ways(town(), (100, 10), (9100, 10)) == expected


def test_a_ferry_that_lies_still_cuts_the_shore_off() -> None:
    """The closed ferry leaves 1 km on this side and 500 m on the other."""
    factor = np.ones(9)
    factor[FERRY] = 0.0
    calm = town().reweighted(factor)
    assert ways(calm, (100, 10)) == [True, True] + [False] * 7


def test_where_every_road_is_closed_none_has_a_way() -> None:
    """Deep snow: no part at all, with a base or without."""
    closed = town().reweighted(np.zeros(9))
    assert not any(ways(closed))
    assert not any(ways(closed, (100, 10)))

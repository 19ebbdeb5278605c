"""What is wrong with a road graph."""

from __future__ import annotations

import numpy as np
import pytest

from geo.roads.roadcheck import check_roads
from tests.geo.builders import both, edge, roads, spots

TOWN = roads(
    [
        *both(0, 1, [(0, 0), (1000, 0)], maxspeed="40"),
        *both(1, 2, [(1000, 0), (1000, 600)], highway="residential"),
        edge(1, 3, [(1000, 0), (1400, 0)], highway="residential", surface="concrete"),
        *both(3, 4, [(1400, 0), (1400, 300)], highway="residential"),
        *both(8, 9, [(5000, 0), (5000, 200)]),
    ]
)
"""A road and a lane; a one-way lane to a place that nobody leaves; an island of 200 m."""
SITES = spots((1000, 590), (5050, 100), (1390, 290))


def test_a_two_way_road_counts_once() -> None:
    """1000 + 600 + 400 + 300 + 200 metres in five roads."""
    found = check_roads(TOWN, *SITES)
    assert (found.roads, found.km) == (5, pytest.approx(2.5))


def test_parts_are_listed_with_their_sites() -> None:
    """The island has one site, though other roads are longer."""
    parts = check_roads(TOWN, *SITES).parts
    assert [(part.roads, round(part.km, 3), part.sites) for part in parts] == [
        (4, 2.3, 2),
        (1, 0.2, 1),
    ]


def test_sites_beside_a_small_part_are_named() -> None:
    """The second site is nearest to the island; those of the longest part are most of a town."""
    assert [part.near for part in check_roads(TOWN, *SITES).parts] == [(), (1,)]


def test_shares_of_tags_are_of_roads_and_of_km() -> None:
    """One road of five, 1 km of 2.5, has a limit; the one-way lane of 0.4 km a surface."""
    found = check_roads(TOWN, *SITES)
    assert found.maxspeed == (pytest.approx(0.2), pytest.approx(0.4))
    assert found.surface == (pytest.approx(0.2), pytest.approx(0.16))
    assert found.one_way.share == pytest.approx(0.2)


def test_a_one_way_lane_without_return_is_found() -> None:
    """Over it one comes to node 3 and never leaves."""
    spots_found = check_roads(TOWN, *SITES).no_return
    assert TOWN.edges.index[spots_found.places].tolist() == [(1, 3, 0)]


def test_a_one_way_main_road_is_no_suspect() -> None:
    """Half of a motorway that leaves the map has no way back there."""
    town = roads([*both(0, 1, [(0, 0), (500, 0)]), edge(1, 2, [(500, 0), (900, 0)])])
    assert not len(check_roads(town, [], []).no_return.places)


def test_dead_ends_with_a_site_at_the_tip_are_found() -> None:
    """Ends are nodes 0, 2, 4, 8 and 9; a site lies 10 m from the tips 2 and 4 only."""
    found = check_roads(TOWN, *SITES)
    assert found.dead_ends == 5
    ends = {frozenset(TOWN.edges.index[place][:2]) for place in found.ends_near.places}
    assert ends == {frozenset({1, 2}), frozenset({3, 4})}


def test_a_gap_to_another_road_is_measured() -> None:
    """A lane stops 20 m short of a street it does not join."""
    town = roads(
        [
            *both(0, 1, [(0, 0), (500, 0)]),
            *both(2, 3, [(250, 300), (250, 20)]),
        ]
    )
    near = check_roads(town, *spots((250, 30))).ends_near
    assert np.nanmin(near.gap_m) == pytest.approx(20, abs=0.1)


def test_no_site_is_no_fault() -> None:
    """A map can be checked before any ledger is there."""
    found = check_roads(TOWN, [], [])
    assert [part.sites for part in found.parts] == [0, 0]
    assert not len(found.ends_near.places)

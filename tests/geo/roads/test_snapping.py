"""Snapping: which road a place is entered from."""

from __future__ import annotations

from numpy.testing import assert_allclose

from geo.roads.network import build_network
from tests.geo.builders import both, cross, roads, spots


def test_measures_to_the_edge_not_to_its_ends() -> None:
    """A farm in the middle of a 1 km road, 30 m off it, is 30 m away, not 500."""
    network = build_network(roads(both(0, 1, [(0, 0), (1000, 0)])))
    assert_allclose(network.access_m(*spots((500, 30))), [30], atol=0.01)


def test_enters_a_two_way_road_in_both_directions() -> None:
    """One anchor for each direction, at 0.25 and at 0.75 of its own line."""
    network = build_network(roads(both(0, 1, [(0, 0), (1000, 0)])))
    xy = network._metres(*spots((250, 10)))  # noqa: SLF001 - metres are not public
    anchors = network.snapper.snap(xy[:, 0], xy[:, 1])
    assert_allclose(sorted(anchors.share[0]), [0.25, 0.75], atol=1e-6)


def test_enters_every_road_that_meets_at_a_junction() -> None:
    """
    A place at the crossing of three lanes leaves on whichever is faster: six directions.

    The fourth lane leads out of the town and not back.
    """
    network = build_network(cross())
    xy = network._metres(*spots((0, 0)))  # noqa: SLF001 - metres are not public
    assert (network.snapper.snap(xy[:, 0], xy[:, 1]).arc >= 0).sum() == 6

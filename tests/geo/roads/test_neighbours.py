"""Nearest neighbours: the rows of the matrix, sorted, without the matrix."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from data.errors import ConfigError
from data.model import UNREACHABLE
from geo.roads import neighbours
from geo.roads.network import RoadNetwork, build_network
from tests.geo.builders import both, cross, roads, spots

COUNT = 120


@pytest.fixture(scope="module")
def lattice() -> RoadNetwork:
    """Streets 500 m apart, 20 x 20, and a lane that nothing joins."""
    lanes = [*both(900, 901, [(30_000, 0), (30_400, 0)])]
    for row in range(20):
        for column in range(20):
            here, at = 20 * row + column, (500.0 * column, 500.0 * row)
            if column < 19:
                lanes += both(here, here + 1, [at, (at[0] + 500, at[1])])
            if row < 19:
                lanes += both(here, here + 20, [at, (at[0], at[1] + 500)])
    return build_network(roads(lanes))


@pytest.fixture(scope="module")
def places() -> tuple[np.ndarray, np.ndarray]:
    """Places all over the town, and two at the lane."""
    rng = np.random.default_rng(5)
    inside = [tuple(spot) for spot in rng.uniform(0, 9500, (COUNT - 2, 2))]
    return spots(*inside, (30_000, 0), (30_100, 5))


def test_are_the_rows_of_the_matrix_sorted(
    lattice: RoadNetwork, places: tuple[np.ndarray, np.ndarray], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exact, in tiles of ten places: also where the nearest lie in another tile."""
    monkeypatch.setattr(neighbours, "TILE", 10)
    found = lattice.nearest_neighbours(*places, 7)
    seconds = lattice.matrix(*places).duration_s
    np.fill_diagonal(seconds, UNREACHABLE)
    order = np.argsort(seconds, axis=1, kind="stable")[:, :7]
    expected = np.take_along_axis(seconds, order, axis=1)
    assert_array_equal(found.duration_s, expected)
    assert_array_equal(found.place, np.where(expected == UNREACHABLE, -1, order))


def test_says_where_there_are_fewer_than_wanted() -> None:
    """Of three places two can be reached; a fourth neighbour is nobody."""
    found = build_network(cross()).nearest_neighbours(*spots((0, 50), (0, 100), (0, 200)), 4)
    assert found.place.tolist() == [[1, 2, -1, -1], [0, 2, -1, -1], [1, 0, -1, -1]]
    assert (found.duration_s[:, 2:] == UNREACHABLE).all()


def test_one_place_has_no_neighbour() -> None:
    """Nor has none: nothing is measured, nothing fails."""
    network = build_network(cross())
    assert network.nearest_neighbours(*spots((0, 50)), 2).place.tolist() == [[-1, -1]]
    assert network.nearest_neighbours([], [], 2).place.shape == (0, 2)


def test_needs_far_less_memory_than_the_matrix(
    lattice: RoadNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    """4,000 places in tiles of 64: the matrix alone takes 64 MB, the lists a quarter at most."""
    monkeypatch.setattr(neighbours, "TILE", 64)
    rng = np.random.default_rng(6)
    many = spots(*[tuple(spot) for spot in rng.uniform(0, 9500, (4000, 2))])
    tracemalloc.start()
    lattice.nearest_neighbours(*many, 5)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4000 * 4000 * 4 / 4


def test_refuses_to_look_for_nobody() -> None:
    """Zero neighbours is a slip of the caller."""
    with pytest.raises(ConfigError, match="Expected k >= 1 neighbours, got 0"):
        build_network(cross()).nearest_neighbours(*spots((0, 50)), 0)

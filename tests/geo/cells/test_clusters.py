"""Clusters: no two members farther apart than the diameter, and names that stay."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import ConfigError
from geo.cells.clusters import visit_clusters
from tests.builders import sites
from tests.geo.builders import lonlat

spots_drawn = st.lists(
    st.tuples(st.integers(0, 2000), st.integers(0, 2000)), min_size=1, max_size=10, unique=True
)


def town(*places: tuple[float, float]):  # noqa: ANN201 - a site table
    """Build sites at these metres."""
    positions = [lonlat(*place) for place in places]
    return sites(*({"lon_deg": lon, "lat_deg": lat} for lon, lat in positions))


def test_near_sites_are_one_stop() -> None:
    """Two sites 200 m apart and one 5 km off; named after the first."""
    found = visit_clusters(town((0, 0), (200, 0), (5000, 0)))
    assert found.tolist() == ["S00001", "S00001", "S00003"]


def test_a_chain_is_cut() -> None:
    """All four chain at under 600 m, but 0 and 1180 are more than one stop: nearest pairs first."""
    found = visit_clusters(town((0, 0), (390, 0), (800, 0), (1180, 0)))
    assert found.tolist() == ["S00001", "S00001", "S00003", "S00003"]


@settings(max_examples=40)
@given(places=spots_drawn, diameter=st.integers(0, 1500))
def test_no_two_members_are_farther_apart(places: list[tuple[int, int]], diameter: int) -> None:
    """The promise of the name."""
    found = visit_clusters(town(*places), diameter_m=diameter)
    at = np.array(places, dtype=float)
    for label in found.unique():
        members = at[(found == label).to_numpy()]
        apart = np.hypot(*(members[:, None] - members[None]).transpose(2, 0, 1))
        assert apart.max() <= diameter + 1e-3


@settings(max_examples=40)
@given(places=spots_drawn, seed=st.integers(0, 99))
def test_the_order_of_rows_does_not_matter(places: list[tuple[int, int]], seed: int) -> None:
    """A sorted ledger and a shuffled one are the same town."""
    table = town(*places)
    mixed = table.sample(frac=1.0, random_state=seed)
    assert visit_clusters(mixed).to_dict() == visit_clusters(table).to_dict()


def test_no_sites_have_no_clusters() -> None:
    """An empty ledger is not an error here."""
    assert visit_clusters(sites()).empty


def test_refuses_a_negative_diameter() -> None:
    """A slip of the keyboard."""
    with pytest.raises(ConfigError, match="Expected diameter_m >= 0, got -1"):
        visit_clusters(sites(), diameter_m=-1)


def test_a_river_between_two_sites_makes_two_stops() -> None:
    """200 m apart as the crow flies, 2 km by the bridge; the third is on this side."""

    def walk(start: np.ndarray, end: np.ndarray) -> np.ndarray:
        middle = lonlat(0, 50)[1]
        same_side = (start[:, 1] < middle) == (end[:, 1] < middle)
        return np.where(same_side, 250.0, 2000.0)

    found = visit_clusters(town((0, 0), (0, 200), (200, 0)), walk_m=walk)
    assert found.tolist() == ["S00001", "S00002", "S00001"]


def test_sites_without_a_way_between_them_are_two_stops() -> None:
    """No road leads there; and no walk is ever asked for that is farther than the diameter."""
    asked: list[int] = []

    def walk(start: np.ndarray, _: np.ndarray) -> np.ndarray:
        asked.append(len(start))
        return np.full(len(start), np.inf)

    found = visit_clusters(town((0, 0), (500, 0), (1000, 0)), walk_m=walk)
    assert found.nunique() == 3
    assert asked == [2]


@settings(max_examples=40)
@given(places=spots_drawn, diameter=st.integers(0, 1500), detour=st.floats(1.0, 3.0))
def test_no_two_members_are_a_longer_walk_apart(
    places: list[tuple[int, int]], diameter: int, detour: float
) -> None:
    """The promise of the name, on foot: here every walk is a detour of the straight line."""
    spot = {lonlat(*place): place for place in places}

    def walk(start: np.ndarray, end: np.ndarray) -> np.ndarray:
        pairs = zip(map(tuple, start.tolist()), map(tuple, end.tolist()), strict=True)
        return np.array([detour * np.hypot(*np.subtract(spot[a], spot[b])) for a, b in pairs])

    found = visit_clusters(town(*places), diameter_m=diameter, walk_m=walk)
    at = np.array(places, dtype=float)
    for label in found.unique():
        members = at[(found == label).to_numpy()]
        apart = np.hypot(*(members[:, None] - members[None]).transpose(2, 0, 1))
        assert detour * apart.max() <= diameter + 1e-3

"""Which town sites and teams belong to, and how far apart sites lie."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planning.towns import spacing, towns_of
from tests.builders import sites
from tests.planning.town import shifts


def team(name: str, lon_deg: float) -> object:
    """Let one more team work, from another base."""
    return replace(shifts()[0], id=name, team=name, lon_deg=lon_deg)


def test_a_team_is_of_the_town_of_the_nearest_site() -> None:
    """Bases beside the sites of two towns."""
    table = sites(
        {"town": "东镇", "lon_deg": 115.0, "lat_deg": 35.5},
        {"town": "西镇", "lon_deg": 114.0, "lat_deg": 35.5},
    )
    found = towns_of(table, [team("E", 115.01), team("W", 114.01)])  # type: ignore[list-item]  # shifts
    assert found.of_team == {"E": "东镇", "W": "西镇"}
    assert list(found.of_site.values()) == ["东镇", "西镇"]


def test_a_town_without_a_team_counts_for_the_nearest_base() -> None:
    """Nobody is based in 中镇; the base in the east is nearer to its site."""
    table = sites(
        {"town": "东镇", "lon_deg": 115.0, "lat_deg": 35.5},
        {"town": "中镇", "lon_deg": 114.6, "lat_deg": 35.5},
        {"town": "西镇", "lon_deg": 114.0, "lat_deg": 35.5},
    )
    found = towns_of(table, [team("E", 115.01), team("W", 114.01)])  # type: ignore[list-item]  # shifts
    assert list(found.of_site.values()) == ["东镇", "东镇", "西镇"]


def test_a_site_that_states_no_town_counts_for_its_neighbours() -> None:
    """The site between them lies nearer to the west."""
    table = sites(
        {"town": "东镇", "lon_deg": 115.0, "lat_deg": 35.5},
        {"town": None, "lon_deg": 114.2, "lat_deg": 35.5},
        {"town": "西镇", "lon_deg": 114.0, "lat_deg": 35.5},
    )
    found = towns_of(table, [team("E", 115.01), team("W", 114.01)])  # type: ignore[list-item]  # shifts
    assert list(found.of_site.values()) == ["东镇", "西镇", "西镇"]


def test_without_any_town_all_is_one() -> None:
    """A ledger without the column is one town without a name."""
    found = towns_of(sites({"town": None}, {"town": None}), shifts())
    assert set(found.of_site.values()) == {""}
    assert set(found.of_team.values()) == {""}


def test_spacing_is_the_share_of_the_mean_distance_to_five_neighbours() -> None:
    """Two sites 1 apart, a third 3 from the nearer: means 2.5, 2, 3.5; of 8 / 3 these shares."""
    table = sites(*({"lon_deg": 115.0, "lat_deg": 35.0 + north} for north in (0.0, 0.1, 0.4)))
    mean = (2.5 + 2.0 + 3.5) / 3
    assert list(spacing(table).values()) == pytest.approx([2.5 / mean, 2.0 / mean, 3.5 / mean])


def test_spacing_is_even_where_all_is_one_spot_or_one_site() -> None:
    """Nothing to compare with is no reason to prefer anybody."""
    assert list(spacing(sites({}, {})).values()) == [1.0, 1.0]
    assert list(spacing(sites({})).values()) == [1.0]

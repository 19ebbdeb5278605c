"""Roads into the store: clipped to where teams start and go, from a file or from the servers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.errors import RoadsError
from data.roads import online
from data.roads.online import Whereabouts
from data.roads.reading import read_roads
from data.store import open_store
from service.pipeline.roads.loading import fetch_town_roads, load_roads
from tests.service.test_bad_input import SITES, TEAMS, fill, osm, put

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.model import Roads
    from data.roads import RoadNeeds, RoadsReport
    from data.store import Store

FAR_BASE = (TEAMS[0], "一队,3,115.2,35.5,WGS84,8:30-17:30,")


def two_squares(folder: Path) -> Path:
    """Write one file with a square of roads at the sites and one 0.2 degrees east, 18 km."""
    near, east = osm(115.0), osm(115.2).replace('id="', 'id="1').replace('ref="', 'ref="1')
    ways = east[east.index("<node") : east.index("</osm>")]
    nodes, _, rest = near.partition("<way")
    east_nodes, _, east_ways = ways.partition("<way")
    return put(folder, "town.osm", f"{nodes}{east_nodes}<way{east_ways}<way{rest}")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Store]:
    """Give a store with two sites and a team that starts beside them."""
    fill(tmp_path / "town.gpkg", put(tmp_path, "s.csv", *SITES), put(tmp_path, "t.csv", *TEAMS))
    with open_store(str(tmp_path / "town.gpkg")) as store:
        yield store


def test_roads_far_from_sites_and_bases_are_clipped(town: Store, tmp_path: Path) -> None:
    """The eastern square: 2 x (905 + 1,112) m around, both ways: 8.07 km."""
    result = load_roads(town, two_squares(tmp_path))
    assert (result.parts, result.margin_km) == (1, 5.0)
    assert result.clipped_km == pytest.approx(8.07, abs=0.01)
    assert result.km == pytest.approx(8.07, abs=0.01)


def test_base_needs_roads_as_a_site_does(tmp_path: Path) -> None:
    """A team that starts 18 km away must find its way; both squares are kept."""
    sites, team = put(tmp_path, "s.csv", *SITES), put(tmp_path, "t.csv", *FAR_BASE)
    fill(tmp_path / "town.gpkg", sites, team)
    with open_store(str(tmp_path / "town.gpkg")) as store:
        assert load_roads(store, two_squares(tmp_path)).parts == 2


def test_clip_can_be_widened_or_left_out(town: Store, tmp_path: Path) -> None:
    """By the margin, or by keeping all of the file."""
    path = two_squares(tmp_path)
    assert load_roads(town, path, margin_km=30.0).parts == 2
    whole = load_roads(town, path, margin_km=None)
    assert (whole.parts, whole.margin_km, whole.clipped_km) == (2, None, 0.0)


def test_store_without_a_site_keeps_the_whole_file(tmp_path: Path) -> None:
    """Roads are often loaded first."""
    with open_store(str(tmp_path / "new.gpkg"), create=True) as store:
        result = load_roads(store, two_squares(tmp_path))
    assert (result.parts, result.margin_km, result.median_m) == (2, None, None)


def test_refused_file_leaves_the_roads_as_they_were(town: Store, tmp_path: Path) -> None:
    """A wrong map must not cost the right one."""
    load_roads(town, two_squares(tmp_path))
    before = town.read_roads()
    with pytest.raises(RoadsError, match="is it the right town"):
        load_roads(town, put(tmp_path, "far.osm", osm(-70.0)))
    assert town.read_roads().edges.equals(before.edges)


def test_roads_from_the_servers_are_stored_with_their_place(
    town: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store says where its roads came from, and what was kept of them."""
    path = two_squares(tmp_path)

    def answer(where: Whereabouts, *, cache: Path, needs: RoadNeeds) -> tuple[Roads, RoadsReport]:
        assert (where.place, cache) == ("庆祖镇", tmp_path)
        return read_roads(path, needs=needs)

    monkeypatch.setattr(online, "fetch_roads", answer)
    result = fetch_town_roads(town, Whereabouts(place="庆祖镇"), cache=tmp_path)
    assert (result.parts, result.clipped_km) == (1, pytest.approx(8.07, abs=0.01))

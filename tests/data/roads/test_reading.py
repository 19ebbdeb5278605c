"""One map file in; roads, places, and an honest word on what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest

from data.errors import RoadsError
from data.roads import RoadNeeds, read_roads
from data.roads.parts import LARGE_KM
from data.schema import AREA, check_table
from data.store import open_store
from tests.data.roads.conftest import node, way

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TWO_WAY = way(8, "1 2 3", highway="tertiary")
DEAD_END = way(9, "3 4", highway="service", oneway="yes")
SCRAP = (node(11, 116, 36), node(12, 116.001, 36), way(10, "11 12", highway="track"))
FAR = (node(11, 116, 36), node(12, 116.01, 36), way(10, "11 12", highway="track"))


def needs(*places: tuple[float, float], margin_km: float | None = None) -> RoadNeeds:
    """Say where roads are needed."""
    lon, lat = np.array(places, dtype=float).reshape(-1, 2).T
    return RoadNeeds(lon_deg=lon, lat_deg=lat, margin_km=margin_km)


def test_reports_what_was_left_out(write: Callable[..., Path]) -> None:
    """1 to 4 is kept, 905.2 + 1,111.9 m each way and a one-way end; a far track is not."""
    roads, report = read_roads(write(TWO_WAY, DEAD_END, *SCRAP))
    assert roads.nodes.index.tolist() == [1, 3, 4]
    assert (report.parts, report.dropped_parts) == (1, 1)
    assert report.km == pytest.approx(2 * (0.9053 + 1.1119) + 0.9052, abs=0.001)
    assert report.dropped_km == pytest.approx(2 * 0.08996, abs=0.001)
    assert (report.form, roads.source) == ("osm", "town.osm")


def test_a_part_that_a_site_needs_is_kept(write: Callable[..., Path]) -> None:
    """A yard on an island of roads is reached on them, or told to be out of reach; not moved."""
    roads, report = read_roads(write(TWO_WAY, *SCRAP), needs=needs((116.0, 36.001)))
    assert roads.nodes.index.tolist() == [1, 3, 11, 12]
    assert (report.parts, report.dropped_parts) == (2, 0)


def test_a_part_of_a_kilometre_is_kept(write: Callable[..., Path]) -> None:
    """Roads beyond a river, whose bridge the extract cuts off, are roads."""
    roads, _ = read_roads(write(TWO_WAY, *FAR))
    assert roads.nodes.index.tolist() == [1, 3, 11, 12]


def test_roads_beyond_the_margin_are_left_out(write: Callable[..., Path]) -> None:
    """The far track, 899.6 m each way, lies a hundred kilometres from the site."""
    roads, report = read_roads(write(TWO_WAY, *FAR), needs=needs((115.0, 35.5), margin_km=5.0))
    assert roads.nodes.index.tolist() == [1, 3]
    assert report.clipped_km == pytest.approx(2 * 0.8996, abs=0.001)
    assert report.dropped_parts == 0


def test_map_of_another_continent_is_refused(write: Callable[..., Path]) -> None:
    """Sites in Kenya: from 0.5 south, 37 east to 35.5 north, 115 east are 8,900 km."""
    with pytest.raises(RoadsError, match=r"within 5 km of the sites; the nearest is 8,9\d\d km"):
        read_roads(write(TWO_WAY), needs=needs((37.0, -0.5), margin_km=5.0))


def test_file_without_a_road_is_refused(write: Callable[..., Path]) -> None:
    """OSMnx would give an empty graph, or fail on it, in words of its own."""
    with pytest.raises(RoadsError, match=r"town\.osm: holds no road that a car may use"):
        read_roads(write(way(8, "1 2", highway="footway")))


def test_one_way_roads_alone_are_kept(write: Callable[..., Path]) -> None:
    """Whether a team can come home is for the network to say, site by site."""
    roads, _ = read_roads(write(DEAD_END))
    assert roads.edges.index.tolist() == [(3, 4, 0)]


def test_borders_of_a_real_country_are_areas(shared_data: Path) -> None:
    """Liechtenstein has eleven municipalities (level 8); neighbours' borders are cut off."""
    roads, _ = read_roads(shared_data / "osm" / "liechtenstein-2013-08-03.osm.pbf")
    borders = roads.places[roads.places.index.str.startswith("r")]
    names = set(borders.loc[borders["kind"] == "town", "name"])
    assert {"Vaduz", "Schaan", "Balzers", "Triesen", "Triesenberg", "Planken"} <= names
    assert {"Eschen", "Mauren", "Gamprin", "Ruggell", "Schellenberg"} <= names


def test_a_lone_ring_is_a_road(write: Callable[..., Path]) -> None:
    """It has no junction at all; simplifying it away would leave a town without roads."""
    roads, _ = read_roads(write(way(8, "1 2 3 4 1", highway="residential")))
    assert roads.nodes.index.tolist() == [1, 2, 3, 4]
    assert len(roads.edges) == 8


REAL = [
    ("dieshiqiao_haimen_jiangsu.osm", 1, 0),
    ("guixi_city_jiangxi.osm", 1, 20),
    ("qingzu_town_puyang_henan.osm", 1, 58),
    ("yizhuang_industrial_park_beijing.osm", 4, 0),
    ("liechtenstein-2013-08-03.osm.pbf", 14, 16),
]


@pytest.mark.parametrize(("name", "parts", "villages"), REAL)
def test_real_town_is_read_and_kept(
    shared_data: Path, tmp_path: Path, name: str, parts: int, villages: int
) -> None:
    """
    Parts are those NetworkX finds; villages are counted in the file.

    Nothing but short scraps is left out, lines run from node to node, and the store gives back
    exactly what was read.
    """
    roads, report = read_roads(shared_data / "osm" / name)
    check_table(roads.places, AREA)
    assert report.parts == parts
    assert report.dropped_km <= report.dropped_parts * LARGE_KM
    assert roads.edges["length"].sum() / 1000 == pytest.approx(report.km)
    assert (roads.places["kind"] == "village").sum() == villages
    graph = nx.MultiDiGraph(list(roads.edges.index))
    assert nx.number_weakly_connected_components(graph) == parts
    starts = roads.nodes.geometry.loc[roads.edges.index.get_level_values("u")]
    assert [line.coords[0] for line in roads.edges.geometry] == [p.coords[0] for p in starts]
    with open_store(str(tmp_path / "town.gpkg"), create=True) as store:
        with store.writing() as unit:
            unit.save_roads(roads)
        back = store.read_roads()
    assert back.nodes.equals(roads.nodes)
    assert back.edges.equals(roads.edges)
    assert back.places.equals(roads.places)

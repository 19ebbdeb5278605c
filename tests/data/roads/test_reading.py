"""One map file in; roads, places, and an honest word on what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pytest

from data.errors import RoadsError
from data.roads import read_roads
from data.schema import AREA, check_table
from data.store import open_store
from tests.data.roads.conftest import node, way

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TWO_WAY = way(8, "1 2 3", highway="tertiary")
DEAD_END = way(9, "3 4", highway="service", oneway="yes")
FAR = (node(11, 116, 36), node(12, 116.01, 36), way(10, "11 12", highway="track"))


def test_reports_what_was_left_out(write: Callable[..., Path]) -> None:
    """1 to 3 is kept, 905.2 + 1,111.9 m each way; the one-way end and the far track are dropped."""
    roads, report = read_roads(write(TWO_WAY, DEAD_END, *FAR))
    assert roads.nodes.index.tolist() == [1, 3]
    assert report.dropped_nodes == 3
    assert report.km == pytest.approx(2 * (0.9053 + 1.1119), abs=0.001)
    assert report.dropped_km == pytest.approx(0.9052 + 2 * 0.8996, abs=0.001)
    assert roads.source == "town.osm"


def test_file_without_a_road_is_refused(write: Callable[..., Path]) -> None:
    """OSMnx would give an empty graph, or fail on it, in words of its own."""
    with pytest.raises(RoadsError, match=r"town\.osm: holds no road that a car may use"):
        read_roads(write(way(8, "1 2", highway="footway")))


def test_file_of_one_way_ends_is_refused(write: Callable[..., Path]) -> None:
    """Nobody could come home."""
    with pytest.raises(RoadsError, match=r"town\.osm: holds one-way roads only"):
        read_roads(write(DEAD_END))


def test_a_lone_ring_is_a_road(write: Callable[..., Path]) -> None:
    """It has no junction at all; simplifying it away would leave a town without roads."""
    roads, _ = read_roads(write(way(8, "1 2 3 4 1", highway="residential")))
    assert roads.nodes.index.tolist() == [1, 2, 3, 4]
    assert len(roads.edges) == 8


REAL = [
    ("dieshiqiao_haimen_jiangsu", 16, 0),
    ("guixi_city_jiangxi", 144, 20),
    ("qingzu_town_puyang_henan", 604, 58),
    ("yizhuang_industrial_park_beijing", 59, 0),
]


@pytest.mark.parametrize(("name", "km", "villages"), REAL)
def test_real_town_is_read_and_kept(
    shared_data: Path, tmp_path: Path, name: str, km: int, villages: int
) -> None:
    """
    Kilometres are those OSMnx finds on the same ways; villages are counted in the file.

    In every town each place reaches every other, lines run from node to node, and the store gives
    back exactly what was read.
    """
    roads, report = read_roads(shared_data / "osm" / f"{name}.osm")
    check_table(roads.places, AREA)
    assert round(report.km) == km
    assert roads.edges["length"].sum() / 1000 == pytest.approx(report.km)
    assert (roads.places["kind"] == "village").sum() == villages
    graph = nx.MultiDiGraph(list(roads.edges.index))
    assert nx.is_strongly_connected(graph)
    starts = roads.nodes.geometry.loc[roads.edges.index.get_level_values("u")]
    assert [line.coords[0] for line in roads.edges.geometry] == [p.coords[0] for p in starts]
    with open_store(str(tmp_path / "town.gpkg"), create=True) as store:
        with store.writing() as unit:
            unit.save_roads(roads)
        back = store.read_roads()
    assert back.nodes.equals(roads.nodes)
    assert back.edges.equals(roads.edges)
    assert back.places.equals(roads.places)

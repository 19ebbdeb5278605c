"""Points between junctions become shape, by the rule of OSMnx."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osmnx.simplification import simplify_graph

from data.roads.caged import read_osm
from data.roads.draft import draft_of_text
from data.roads.graph import tables
from data.roads.osm import OsmWay
from tests.data.roads.test_draft import CORNERS, town

if TYPE_CHECKING:
    from pathlib import Path

    from data.roads.draft import Draft


def test_points_between_junctions_become_shape() -> None:
    """One edge each way, whose line runs in driving direction through the corners."""
    nodes, edges = tables(
        draft_of_text(town(OsmWay(9, (1, 2, 3, 4), {"highway": "service", "name": "Loop"})))
    )
    assert nodes.index.tolist() == [1, 4]
    assert edges.index.tolist() == [(1, 4, 0), (4, 1, 0)]
    assert list(edges.geometry.iloc[1].coords) == [CORNERS[n] for n in (4, 3, 2, 1)]
    assert edges["name"].tolist() == ["Loop", "Loop"]


def test_class_and_speed_never_merge() -> None:
    """A point where the class changes stays, so that each edge has one class and one speed."""
    nodes, edges = tables(
        draft_of_text(
            town(
                OsmWay(8, (1, 2), {"highway": "service"}),
                OsmWay(9, (2, 3, 4), {"highway": "tertiary", "maxspeed": "40"}),
            )
        )
    )
    assert nodes.index.tolist() == [1, 2, 4]
    assert edges["highway"].tolist() == ["service", "service", "tertiary", "tertiary"]
    assert edges["maxspeed"].isna().tolist() == [True, True, False, False]


def test_merged_names_are_joined_in_order() -> None:
    """OSMnx merges values in no fixed order; the same file must give the same graph."""
    _, edges = tables(
        draft_of_text(
            town(
                OsmWay(9, (1, 2), {"highway": "service", "name": "B", "ref": "X1"}),
                OsmWay(8, (2, 3), {"highway": "service", "name": "A"}),
            )
        )
    )
    assert edges["name"].tolist() == ["A;B", "A;B"]
    assert edges["osmid"].tolist() == ["8;9", "8;9"]
    assert edges["ref"].tolist() == ["X1", "X1"]


def test_a_lone_ring_stays_as_it_is() -> None:
    """It has no junction at all; OSMnx would leave a town without roads."""
    nodes, edges = tables(draft_of_text(town(OsmWay(9, (1, 2, 3, 4, 1), {"highway": "track"}))))
    assert nodes.index.tolist() == [1, 2, 3, 4]
    assert len(edges) == 8


def test_twin_roads_between_two_junctions_are_both_kept() -> None:
    """A loop off a straight road: two edges from 1 to 3 each way, told apart by their key."""
    nodes, edges = tables(
        draft_of_text(
            town(
                OsmWay(7, (1, 2, 3), {"highway": "service"}),
                OsmWay(8, (1, 3), {"highway": "track"}),
            )
        )
    )
    assert nodes.index.tolist() == [1, 3]
    assert edges.index.tolist() == [(1, 3, 0), (1, 3, 1), (3, 1, 0), (3, 1, 1)]
    assert edges["highway"].tolist() == ["service", "track", "service", "track"]


def test_one_way_ends_and_separate_parts_are_all_there() -> None:
    """What teams can reach is for the network to say; the graph loses nothing."""
    _, edges = tables(
        draft_of_text(
            town(
                OsmWay(8, (1, 2), {"highway": "service", "oneway": "yes"}),
                OsmWay(9, (3, 4), {"highway": "service"}),
            )
        )
    )
    assert edges.index.tolist() == [(1, 2, 0), (3, 4, 0), (4, 3, 0)]
    assert edges["oneway"].tolist() == [True, False, False]


links = st.lists(
    st.tuples(st.integers(1, 4), st.integers(1, 4), st.sampled_from(["yes", "no", "-1"])),
    min_size=1,
    max_size=8,
)


@settings(deadline=None)  # tables are built by libraries that take a while to warm up
@given(links=links)
def test_no_metre_of_any_net_is_lost(links: list[tuple[int, int, str]]) -> None:
    """Edges are as long as the pieces they are made of, and run from node to node."""
    ways = [
        OsmWay(number, (start, end), {"highway": "service", "oneway": oneway})
        for number, (start, end, oneway) in enumerate(links)
    ]
    drawn = draft_of_text(town(*ways))
    _, edges = tables(drawn)
    assert edges["length"].sum() == pytest.approx(drawn.length_m.sum())
    for (u, v, _), line in zip(edges.index, edges.geometry, strict=True):
        assert (line.coords[0], line.coords[-1]) == (CORNERS[u], CORNERS[v])


def by_osmnx(drawn: Draft) -> list[tuple[int, int, float]]:
    """Simplify with OSMnx: ends and length of every edge."""
    graph = nx.MultiDiGraph(crs="EPSG:4326", simplified=False)
    for number, lon, lat in zip(drawn.number, drawn.lon_deg, drawn.lat_deg, strict=True):
        graph.add_node(int(number), x=lon, y=lat)
    kept = ["highway", "maxspeed", "surface"]
    facts = drawn.ways[kept].astype("object").where(drawn.ways[kept].notna(), None)
    rows = facts.to_dict("records")
    ends = (drawn.number[drawn.start].tolist(), drawn.number[drawn.end].tolist())
    for u, v, row, length in zip(*ends, drawn.way.tolist(), drawn.length_m, strict=True):
        graph.add_edge(u, v, osmid=row, length=float(length), **rows[row])
    graph.remove_nodes_from(list(nx.isolates(graph)))
    simple = simplify_graph(graph, edge_attrs_differ=kept, remove_rings=False)
    return sorted((u, v, round(m, 3)) for u, v, m in simple.edges(data="length"))


FILES = ["dieshiqiao_haimen_jiangsu", "guixi_city_jiangxi", "qingzu_town_puyang_henan"]


@pytest.mark.parametrize("name", [*FILES, "yizhuang_industrial_park_beijing"])
def test_real_town_is_simplified_as_osmnx_does(shared_data: Path, name: str) -> None:
    """The same junctions, edges and lengths, on arrays."""
    drawn = draft_of_text(read_osm(shared_data / "osm" / f"{name}.osm", "osm"))
    _, edges = tables(drawn)
    ours = [(u, v, round(m, 3)) for (u, v, _), m in edges["length"].items()]
    assert sorted(ours) == by_osmnx(drawn)

"""The graph holds the roads a car may use, in the directions it may use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from osmnx.graph import graph_from_xml
from osmnx.truncate import largest_component

from data.roads.graph import direction, is_drivable, main_part, tables, whole_graph
from data.roads.osm import OsmText, OsmWay, read_osm
from tests.data.roads.conftest import document, node, way

if TYPE_CHECKING:
    from pathlib import Path

CORNERS = {1: (115.0, 35.5), 2: (115.01, 35.5), 3: (115.01, 35.51), 4: (115.0, 35.51)}


def town(*ways: OsmWay) -> OsmText:
    """Build a text of ways between the four corners."""
    return OsmText(positions=dict(CORNERS), ways=list(ways))


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"highway": "residential"}, True),
        ({"highway": "track"}, True),
        ({"highway": "footway"}, False),
        ({"highway": "construction"}, False),
        ({"waterway": "river"}, False),
        ({"highway": "service", "access": "private"}, True),
        ({"highway": "service", "access": "no"}, False),
        ({"highway": "service", "access": "no", "motorcar": "yes"}, True),
        ({"highway": "service", "access": "yes", "motor_vehicle": "no"}, False),
        ({"highway": "service", "area": "yes"}, False),
    ],
)
def test_drivable_ways(tags: dict[str, str], *, expected: bool) -> None:
    """Inspectors may enter private roads, and must not be sent over a footbridge."""
    assert is_drivable(tags) is expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({}, "both"),
        ({"oneway": "no"}, "both"),
        ({"oneway": "reversible"}, "both"),
        ({"oneway": "yes"}, "forward"),
        ({"oneway": "-1"}, "backward"),
        ({"highway": "motorway"}, "forward"),
        ({"highway": "motorway_link", "oneway": "no"}, "both"),
        ({"junction": "roundabout"}, "forward"),
    ],
)
def test_directions(tags: dict[str, str], expected: str) -> None:
    """As the OpenStreetMap wiki has it for the key oneway."""
    assert direction(tags) == expected


def test_backward_road_is_driven_backwards() -> None:
    """oneway=-1 runs against the order in which the way was drawn."""
    graph = whole_graph(town(OsmWay(9, (1, 2), {"highway": "service", "oneway": "-1"})))
    assert list(graph.edges()) == [(2, 1)]


def test_length_is_on_the_sphere() -> None:
    """0.01 degrees of latitude on a sphere of radius 6,371,009 m: 1,111.95 m."""
    graph = whole_graph(town(OsmWay(9, (2, 3), {"highway": "service"})))
    assert graph.edges[2, 3, 0]["length"] == pytest.approx(1111.95, abs=0.01)


def test_way_is_cut_where_the_extract_left_out_a_point() -> None:
    """Roads run past the edge of a file; jumping over the gap would invent a road."""
    graph = whole_graph(town(OsmWay(9, (1, 2, 99, 3, 4), {"highway": "service"})))
    assert sorted(graph.edges()) == [(1, 2), (2, 1), (3, 4), (4, 3)]


def test_repeated_point_makes_no_loop() -> None:
    """A point drawn twice is a slip of the pen."""
    graph = whole_graph(town(OsmWay(9, (1, 1, 2), {"highway": "service"})))
    assert sorted(graph.edges()) == [(1, 2), (2, 1)]


def test_no_road_gives_an_empty_graph() -> None:
    """OSMnx keeps ways that are no roads, or fails on none."""
    assert len(whole_graph(town(OsmWay(9, (1, 2), {"waterway": "river"})))) == 0


def test_main_part_is_strongly_connected() -> None:
    """From the one-way end at 4 no car comes back: planning a visit there would strand the team."""
    graph = whole_graph(
        town(
            OsmWay(8, (1, 2, 3), {"highway": "service"}),
            OsmWay(9, (3, 4), {"highway": "service", "oneway": "yes"}),
        )
    )
    assert sorted(main_part(graph).nodes) == [1, 2, 3]


def test_points_between_junctions_become_shape() -> None:
    """One edge each way, whose line runs in driving direction through the corners."""
    nodes, edges = tables(
        whole_graph(town(OsmWay(9, (1, 2, 3, 4), {"highway": "service", "name": "Loop"})))
    )
    assert nodes.index.tolist() == [1, 4]
    assert edges.index.tolist() == [(1, 4, 0), (4, 1, 0)]
    assert list(edges.geometry.iloc[1].coords) == [CORNERS[n] for n in (4, 3, 2, 1)]
    assert edges["name"].tolist() == ["Loop", "Loop"]


def test_class_and_speed_never_merge() -> None:
    """A point where the class changes stays, so that each edge has one class and one speed."""
    nodes, edges = tables(
        whole_graph(
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
        whole_graph(
            town(
                OsmWay(9, (1, 2), {"highway": "service", "name": "B", "ref": "X1"}),
                OsmWay(8, (2, 3), {"highway": "service", "name": "A"}),
            )
        )
    )
    assert edges["name"].tolist() == ["A;B", "A;B"]
    assert edges["osmid"].tolist() == ["8;9", "8;9"]
    assert edges["ref"].tolist() == ["X1", "X1"]


links = st.lists(
    st.tuples(st.integers(1, 4), st.integers(1, 4), st.sampled_from(["yes", "no", "-1"])),
    min_size=1,
    max_size=8,
)


@given(links=links)
def test_main_part_of_any_net_lets_every_car_return(links: list[tuple[int, int, str]]) -> None:
    """Whatever the one-way signs, from each kept place there is a way to each other."""
    ways = [
        OsmWay(number, (start, end), {"highway": "service", "oneway": oneway})
        for number, (start, end, oneway) in enumerate(links)
    ]
    graph = whole_graph(town(*ways))
    if graph:
        part = main_part(graph)
        assert len(largest_component(part, strongly=True)) == len(part)


FILES = ["dieshiqiao_haimen_jiangsu", "guixi_city_jiangxi", "qingzu_town_puyang_henan"]


@pytest.mark.parametrize("name", [*FILES, "yizhuang_industrial_park_beijing"])
def test_real_town_is_the_graph_osmnx_builds(shared_data: Path, tmp_path: Path, name: str) -> None:
    """Given only the drivable ways, osmnx finds the same points, edges and lengths."""
    text = read_osm(shared_data / "osm" / f"{name}.osm")
    drivable = [found for found in text.ways if is_drivable(found.tags)]
    path = tmp_path / "drivable.osm"
    path.write_text(
        document(
            *(node(number, *text.positions[number]) for number in text.positions),
            *(
                way(
                    found.number,
                    " ".join(map(str, found.refs)),
                    **{
                        key: found.tags[key]
                        for key in ("highway", "oneway", "junction")
                        if key in found.tags
                    },
                )
                for found in drivable
            ),
        ),
        encoding="utf-8",
    )
    theirs = largest_component(graph_from_xml(path, simplify=False, retain_all=True), strongly=True)
    ours = main_part(whole_graph(text))
    assert set(ours.nodes) == set(theirs.nodes)
    assert sorted(ours.edges(data="length")) == sorted(theirs.edges(data="length"))

"""The draft holds the roads a car may use, in the directions it may use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from osmnx.graph import graph_from_xml

from data.roads.caged import read_osm
from data.roads.classes import is_drivable
from data.roads.draft import draft_of_text
from data.roads.needs import Box
from data.roads.osm import OsmText, OsmWay, osm_text
from tests.data.roads.conftest import document, node, way

if TYPE_CHECKING:
    from pathlib import Path

    from data.roads.draft import Draft

CORNERS = {1: (115.0, 35.5), 2: (115.01, 35.5), 3: (115.01, 35.51), 4: (115.0, 35.51)}


def town(*ways: OsmWay) -> OsmText:
    """Build a text of ways between the four corners."""
    return osm_text(CORNERS, ways)


def pieces(roads: Draft) -> list[tuple[int, int]]:
    """List the pieces by the numbers of their ends."""
    ends = (roads.number[roads.start], roads.number[roads.end])
    return sorted(zip(*(end.tolist() for end in ends), strict=True))


def test_backward_road_is_driven_backwards() -> None:
    """oneway=-1 runs against the order in which the way was drawn."""
    roads = draft_of_text(town(OsmWay(9, (1, 2), {"highway": "service", "oneway": "-1"})))
    assert pieces(roads) == [(2, 1)]
    assert roads.ways["oneway"].tolist() == [True]


def test_length_is_on_the_sphere() -> None:
    """0.01 degrees of latitude on a sphere of radius 6,371,008.8 m: 1,111.95 m, each way."""
    roads = draft_of_text(town(OsmWay(9, (2, 3), {"highway": "service"})))
    assert roads.length_m.tolist() == pytest.approx([1111.95, 1111.95], abs=0.01)
    assert roads.km == pytest.approx(2.2239, abs=0.0001)


def test_way_is_cut_where_the_extract_left_out_a_point() -> None:
    """Roads run past the edge of a file; jumping over the gap would invent a road."""
    roads = draft_of_text(town(OsmWay(9, (1, 2, 99, 3, 4), {"highway": "service"})))
    assert pieces(roads) == [(1, 2), (2, 1), (3, 4), (4, 3)]


def test_repeated_point_makes_no_loop() -> None:
    """A point drawn twice is a slip of the pen."""
    roads = draft_of_text(town(OsmWay(9, (1, 1, 2), {"highway": "service"})))
    assert pieces(roads) == [(1, 2), (2, 1)]


def test_no_road_gives_an_empty_draft() -> None:
    """OSMnx keeps ways that are no roads, or fails on none."""
    assert pieces(draft_of_text(town(OsmWay(9, (1, 2), {"waterway": "river"})))) == []


def test_ferry_has_a_class_of_its_own() -> None:
    """A boat is no road: the time it takes is another."""
    roads = draft_of_text(town(OsmWay(9, (1, 2), {"route": "ferry"})))
    assert roads.ways["highway"].tolist() == ["ferry"]
    assert pieces(roads) == [(1, 2), (2, 1)]


def test_pieces_with_an_end_in_the_box_stay() -> None:
    """The road that leaves the clip is kept up to its first point outside."""
    roads = draft_of_text(town(OsmWay(9, (1, 2, 3), {"highway": "service"})))
    assert pieces(roads.within(Box(114.99, 35.49, 115.005, 35.505))) == [(1, 2), (2, 1)]


FILES = ["dieshiqiao_haimen_jiangsu", "guixi_city_jiangxi", "qingzu_town_puyang_henan"]


@pytest.mark.parametrize("name", [*FILES, "yizhuang_industrial_park_beijing"])
def test_real_town_is_the_graph_osmnx_builds(shared_data: Path, tmp_path: Path, name: str) -> None:
    """Given only the drivable ways, osmnx finds the same points and pieces."""
    text = read_osm(shared_data / "osm" / f"{name}.osm", "osm")
    roads = draft_of_text(text)
    path = tmp_path / "drivable.osm"
    points = zip(text.points.tolist(), text.lon_deg.tolist(), text.lat_deg.tolist(), strict=True)
    path.write_text(
        document(
            *(node(*point) for point in points),
            *(
                way(
                    int(text.numbers[place]),
                    " ".join(map(str, text.way_refs(place).tolist())),
                    **{key: tags[key] for key in ("highway", "oneway", "junction") if key in tags},
                )
                for place, tags in enumerate(text.tags)
                if is_drivable(tags)
            ),
        ),
        encoding="utf-8",
    )
    theirs = graph_from_xml(path, simplify=False, retain_all=True)
    assert pieces(roads) == sorted((u, v) for u, v in theirs.edges())
    lengths_m = sum(length for _, _, length in theirs.edges(data="length"))
    assert roads.km == pytest.approx(lengths_m / 1000, rel=1e-6)

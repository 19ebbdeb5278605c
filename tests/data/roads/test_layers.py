"""Edges of map layers and graphs become roads; what cannot be in them is told."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import geopandas as gpd
import networkx as nx
import numpy as np
import pytest
import shapely
from osmnx.io import save_graphml

from data.errors import RoadsError
from data.roads import read_roads

if TYPE_CHECKING:
    from pathlib import Path

    from data.roads import RoadsReport

A, B, C, D = (115.0, 35.5), (115.01, 35.5), (115.01, 35.51), (115.0, 35.51)
NORTH_M = 1111.95
"""From B to C: 0.01 degrees of latitude."""


def layer(path: Path, *lines: list[tuple[float, float]], crs: int = 4326, **facts: object) -> Path:
    """Write lines, given in WGS-84, as a layer in some system."""
    frame = gpd.GeoDataFrame(facts or {"x": [0] * len(lines)}, geometry=list(map(line, lines)))
    frame.set_crs(4326).to_crs(crs).to_file(path, engine="pyogrio")
    return path


def line(points: list[tuple[float, float]]) -> shapely.LineString:
    """Draw a line."""
    return shapely.LineString(points)


def lengths(path: Path) -> tuple[list[tuple[str, int]], RoadsReport]:
    """Read a file: class and whole metres of each edge, and the report."""
    roads, report = read_roads(path)
    metres = roads.edges["length"].round().astype(int)
    return sorted(zip(roads.edges["highway"], metres, strict=True)), report


@pytest.mark.parametrize("crs", [4326, 32650, 4547])
def test_layer_in_any_system_joins_where_lines_share_points(tmp_path: Path, crs: int) -> None:
    """A road from A to C with a lane off its bend at B: three edges, both ways."""
    path = layer(tmp_path / "a.gpkg", [A, B, C], [B, (115.02, 35.5)], crs=crs)
    roads, report = read_roads(path)
    assert (len(roads.nodes), len(roads.edges), report.parts) == (4, 6, 1)
    assert roads.edges["length"].max() == pytest.approx(NORTH_M, rel=1e-4)
    assert roads.edges["highway"].unique().tolist() == ["road"]


def test_columns_of_a_layer_are_understood(tmp_path: Path) -> None:
    """As Geofabrik names them: class, limit (0: unknown), direction."""
    facts = {
        "osm_id": ["7", "8"],
        "fclass": ["residential", "footway"],
        "name": ["磨坊路", None],
        "maxspeed": [0, 0],
        "oneway": ["T", "B"],
        "surface": ["concrete", None],
    }
    path = layer(tmp_path / "a.gpkg", [A, B], [B, C], **facts)
    roads, report = read_roads(path)
    (edge,) = roads.edges.to_dict("records")
    assert (edge["osmid"], edge["highway"], edge["name"]) == ("7", "residential", "磨坊路")
    assert (edge["surface"], edge["oneway"]) == ("concrete", True)
    assert np.isnan(edge["speed_km_h"])
    assert edge["geometry"].coords[0] == B
    assert report.oddities.barred == 1


def test_directed_edges_come_once(tmp_path: Path) -> None:
    """Where edges have their twins, a street that has none is one-way; nothing is doubled."""
    path = layer(tmp_path / "a.gpkg", [A, B], [B, A], [B, C], [C, B], [C, D])
    roads, _ = read_roads(path)
    assert len(roads.edges) == 3
    assert roads.edges["oneway"].sum() == 1


def test_ends_that_nearly_touch_are_joined(tmp_path: Path) -> None:
    """Four decimetres apart in a hand-drawn map; two metres are a gap."""
    near, far = (115.01 + 4e-6, 35.5), (115.01, 35.51 + 2e-5)
    path = layer(tmp_path / "a.gpkg", [A, B], [near, C], [far, D, (115.0, 35.53)])
    assert lengths(path)[1].parts == 2


def test_lines_that_only_cross_do_not_meet(tmp_path: Path) -> None:
    """One of them may be a bridge."""
    path = layer(tmp_path / "a.gpkg", [A, C], [B, D])
    assert lengths(path)[1].parts == 2


def test_named_nodes_join_edges(tmp_path: Path) -> None:
    """Columns u and v as OSMnx saves them; two ways from 7 to 9, and on to 11."""
    east = [B, (115.02, 35.5)]
    path = layer(tmp_path / "a.gpkg", [A, B], [A, D, C, B], east, u=[7, 7, 9], v=[9, 9, 11])
    roads, _ = read_roads(path)
    assert {u for u, _, _ in roads.edges.index} <= {7, 9, 11}
    assert roads.edges["length"].sum() == pytest.approx(2 * (3 * 905.2 + 2 * NORTH_M), rel=1e-3)


def test_speed_of_the_file_is_kept_and_an_odd_one_is_told(tmp_path: Path) -> None:
    """Minus twenty is no speed."""
    path = layer(tmp_path / "a.gpkg", [A, B], [C, D], speed_kph=[42.0, -20.0])
    roads, report = read_roads(path)
    assert roads.edges["speed_km_h"].dropna().tolist() == [42.0, 42.0]
    assert report.oddities.speeds == 1


def test_lengths_that_cannot_be_are_measured(tmp_path: Path) -> None:
    """A winding road may be longer than its line by half, not negative nor ten times as long."""
    north = [B, C]
    shifted = [[(x + place, y) for x, y in north] for place in (0.0, 0.1, 0.2)]
    stated = [1.5 * NORTH_M, -3.0, 10 * NORTH_M]
    path = layer(tmp_path / "a.gpkg", *shifted, length=stated)
    found, report = lengths(path)
    assert [metres for _, metres in found] == [1112, 1112, 1112, 1112, 1668, 1668]
    assert report.oddities.lengths == 2


@pytest.mark.parametrize(
    ("facts", "column"), [({"speed": [-5.0, 0.0]}, "speed"), ({"length": [0.0, -1.0]}, "length")]
)
def test_file_whose_numbers_all_cannot_be_is_refused(
    tmp_path: Path, facts: dict[str, object], column: str
) -> None:
    """It was written by something that went wrong; guessing would hide that."""
    path = layer(tmp_path / "a.gpkg", [A, B], [C, D], **facts)
    with pytest.raises(RoadsError, match=f"column {column} holds no value that can be"):
        read_roads(path)


def test_polygons_alone_are_no_roads(tmp_path: Path) -> None:
    """The layer of villages was exported instead."""
    path = tmp_path / "a.gpkg"
    gpd.GeoDataFrame(geometry=[shapely.box(115, 35, 116, 36)], crs=4326).to_file(path)
    with pytest.raises(RoadsError, match="holds no lines; export the layer of roads"):
        read_roads(path)


def test_footways_alone_are_no_roads(tmp_path: Path) -> None:
    """No car may use any of them."""
    path = layer(tmp_path / "a.gpkg", [A, B], highway=["footway"])
    with pytest.raises(RoadsError, match="holds no road that a car may use"):
        read_roads(path)


def test_metres_without_a_system_are_refused(tmp_path: Path) -> None:
    """Nobody can tell where they are."""
    path = tmp_path / "a.geojson"
    shape = {"type": "LineString", "coordinates": [[500000, 3900000], [500100, 3900000]]}
    path.write_text(json.dumps(shape), encoding="utf-8")
    with pytest.raises(RoadsError, match="positions that are no degrees"):
        read_roads(path)


def test_geojson_lines_are_read(tmp_path: Path) -> None:
    """A line of several parts is several roads."""
    path = tmp_path / "a.geojson"
    shape = {"type": "MultiLineString", "coordinates": [[A, B], [C, D]]}
    path.write_text(json.dumps(shape), encoding="utf-8")
    assert lengths(path)[1].parts == 1 + 1


def zipped(folder: Path, *names: str) -> Path:
    """Zip one shapefile for each name."""
    target = folder / "a.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            layer(folder / f"{name}.shp", [A, B])
            for part in sorted(folder.glob(f"{name}.*")):
                archive.write(part, part.name)
    return target


def test_shapefile_in_a_zip_is_read(tmp_path: Path) -> None:
    """905 m each way."""
    assert lengths(zipped(tmp_path, "roads"))[0] == [("road", 905), ("road", 905)]


def test_two_layers_of_lines_are_a_question(tmp_path: Path) -> None:
    """Rivers and roads: only the clerk knows which is which."""
    with pytest.raises(RoadsError, match=r"holds 2 layers of lines \(rivers, roads\)"):
        read_roads(zipped(tmp_path, "rivers", "roads"))


def test_zip_without_a_shapefile_is_refused(tmp_path: Path) -> None:
    """Such as a zipped .osm."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("town.osm", "<osm/>")
    with pytest.raises(RoadsError, match="is an archive without a shapefile"):
        read_roads(path)


def saved(path: Path, **facts: object) -> Path:
    """Save a graph of three nodes as OSMnx does: 1 to 2 both ways, 2 to 3 one way."""
    graph = nx.MultiDiGraph(crs="epsg:4326")
    for number, (x, y) in enumerate((A, B, C), start=1):
        graph.add_node(number, x=x, y=y)
    common = {"highway": "residential", "length": 905.2, **facts}
    graph.add_edge(1, 2, osmid=7, oneway=False, reversed=False, **common)
    graph.add_edge(2, 1, osmid=7, oneway=False, reversed=True, **common)
    bent = line([B, (115.02, 35.505), C])
    graph.add_edge(2, 3, osmid=8, oneway=True, highway=["service", "track"], geometry=bent)
    save_graphml(graph, path)
    return path


def test_graph_saved_by_osmnx_is_read(tmp_path: Path) -> None:
    """With and without lines and speeds; a list of classes counts as its first."""
    roads, report = read_roads(saved(tmp_path / "a.graphml", speed_kph=30.5))
    assert report.form == "graphml"
    assert roads.edges.index.tolist() == [(1, 2, 0), (2, 1, 0), (2, 3, 0)]
    assert roads.edges["highway"].tolist() == ["residential", "residential", "service"]
    assert roads.edges["oneway"].tolist() == [False, False, True]
    assert roads.edges["speed_km_h"].tolist()[:2] == [30.5, 30.5]
    assert roads.edges["osmid"].tolist() == ["7", "7", "8"]
    assert len(roads.edges.geometry.iloc[2].coords) == 3


def test_graph_without_coordinates_is_refused(tmp_path: Path) -> None:
    """It says what is joined to what, and not where."""
    path = tmp_path / "a.graphml"
    nx.write_graphml(nx.path_graph(3), path)
    with pytest.raises(RoadsError, match="nodes have no coordinates x and y"):
        read_roads(path)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]><graphml>&a;</graphml>', "declares XML entities"),
        ("<graphml><graph><node id='1'/>", "is no GraphML, or cut short"),
        ("<graphml/>", "holds no road that a car may use"),
    ],
)
def test_hostile_graphs_are_refused(tmp_path: Path, text: str, problem: str) -> None:
    """In one line, like any other file."""
    path = tmp_path / "a.graphml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RoadsError, match=problem):
        read_roads(path)


def test_county_of_edges_without_names_is_one_net(shared_data: Path) -> None:
    """Jinan: 28,597 directed edges in 26 parts, as its README has them."""
    roads, report = read_roads(shared_data / "roads" / "jinan_edges.gpkg")
    assert report.parts + report.dropped_parts == 26
    assert len(roads.edges) <= 28_597
    stated_km = gpd.read_file(shared_data / "roads" / "jinan_edges.gpkg")["length_m"].sum() / 1000
    assert report.km + report.dropped_km == pytest.approx(stated_km, rel=0.001)

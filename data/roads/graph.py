"""The road graph of a file, simplified as OSMnx does it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

import networkx as nx
import pandas as pd
from osmnx.convert import graph_to_gdfs
from osmnx.distance import add_edge_lengths
from osmnx.simplification import simplify_graph

from data.crs import WGS84

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geopandas import GeoDataFrame

    from data.roads.osm import OsmText, OsmWay, Tags

DRIVE_CLASSES = frozenset(
    [
        "motorway",
        "motorway_link",
        "trunk",
        "trunk_link",
        "primary",
        "primary_link",
        "secondary",
        "secondary_link",
        "tertiary",
        "tertiary_link",
        "unclassified",
        "residential",
        "living_street",
        "service",
        "road",
        "track",
    ]
)
"""Ways a car may use. Service ways and tracks count: idle plants lie at their ends."""

_ACCESS_KEYS = ("motorcar", "motor_vehicle", "vehicle", "access")
_ONE_WAY = frozenset({"yes", "true", "1"})
_ONE_WAY_BACK = frozenset({"-1", "reverse"})
_BOTH_WAYS = frozenset({"no", "false", "0"})
_ALWAYS_ONE_WAY = frozenset({"motorway", "motorway_link"})
_ROUND = frozenset({"roundabout", "circular"})

EDGE_COLUMNS = (
    "osmid",
    "highway",
    "name",
    "ref",
    "maxspeed",
    "surface",
    "speed_km_h",
    "oneway",
    "length",
    "geometry",
)
_KEPT_TAGS = ("highway", "name", "ref", "maxspeed", "surface")
_NEVER_MERGED = ("highway", "maxspeed", "surface")

Direction = Literal["both", "forward", "backward"]


def is_drivable(tags: Tags) -> bool:
    """
    Tell whether inspectors in a car may use a way.

    Private ways count: who inspects has the right to enter. The most particular of the access tags
    decides, so ``access=no`` with ``motorcar=yes`` is open.
    """
    if tags.get("highway") not in DRIVE_CLASSES or tags.get("area") == "yes":
        return False
    said = [tags[key] for key in _ACCESS_KEYS if key in tags]
    return not said or said[0] != "no"


def direction(tags: Tags) -> Direction:
    """Find which way a road may be driven; motorways and roundabouts are one-way unless tagged."""
    said = tags.get("oneway", "")
    if said in _ONE_WAY:
        return "forward"
    if said in _ONE_WAY_BACK:
        return "backward"
    implied = tags.get("highway") in _ALWAYS_ONE_WAY or tags.get("junction") in _ROUND
    return "forward" if implied and said not in _BOTH_WAYS else "both"


def whole_graph(text: OsmText) -> nx.MultiDiGraph[int]:
    """
    Build the graph of all drivable ways, one edge for each straight piece and direction.

    Returns
    -------
    graph
        As ``osmnx.graph_from_xml`` builds it: nodes with ``x`` and ``y``, edges with ``length`` in
        metres. Ways are cut where the file leaves out a point. May be empty.
    """
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph(crs=WGS84, simplified=False)
    for way in text.ways:
        if is_drivable(way.tags):
            _add_way(graph, way, text)
    return add_edge_lengths(graph) if graph else graph


def _add_way(graph: nx.MultiDiGraph[int], way: OsmWay, text: OsmText) -> None:
    words = {key: way.tags.get(key) for key in _KEPT_TAGS}
    towards = direction(way.tags)
    facts = {"osmid": way.number, "oneway": towards != "both", **words}
    for start, end in _pieces(way, text):
        for node in (start, end):
            lon, lat = text.positions[node]
            graph.add_node(node, x=lon, y=lat)
        if towards != "backward":
            graph.add_edge(start, end, **facts)
        if towards != "forward":
            graph.add_edge(end, start, **facts)


def _pieces(way: OsmWay, text: OsmText) -> Iterator[tuple[int, int]]:
    for start, end in pairwise(way.refs):
        if start != end and start in text.positions and end in text.positions:
            yield start, end


def main_part(graph: nx.MultiDiGraph[int]) -> nx.MultiDiGraph[int]:
    """Keep the largest part in which every place can be reached from every other."""
    parts = nx.strongly_connected_components(graph)
    kept = max(parts, key=lambda part: (len(part), -min(part)))
    if len(kept) == len(graph):
        return graph
    part: nx.MultiDiGraph[int] = graph.subgraph(sorted(kept)).copy()
    return part


def tables(graph: nx.MultiDiGraph[int]) -> tuple[GeoDataFrame, GeoDataFrame]:
    """
    Simplify a graph and give it as two tables.

    Points between junctions become the shape of one edge. A point where the class, the speed limit
    or the surface changes stays, so that each edge has one of each and its driving time is right.
    A lone ring has no junction to keep; it stays as it is.

    Returns
    -------
    nodes, edges
        As ``data.model.Roads`` describes them, ordered by index.
    """
    simple = simplify_graph(graph, edge_attrs_differ=_NEVER_MERGED) or graph
    nodes, edges = graph_to_gdfs(simple, fill_edge_geometry=True)
    for name in ("osmid", "name", "ref"):
        edges[name] = edges[name].map(_joined).astype("str")
    for name in _NEVER_MERGED:
        edges[name] = edges[name].astype("str")
    edges["oneway"] = edges["oneway"].astype("bool")
    edges["speed_km_h"] = float("nan")
    nodes["rank"] = pd.array([None] * len(nodes), dtype="Int64")
    return nodes[["x", "y", "rank", "geometry"]].sort_index(), edges[
        list(EDGE_COLUMNS)
    ].sort_index()


def _joined(value: Any) -> str | None:  # noqa: ANN401 (one value, or a list of merged ones)
    """Join what several ways say of one edge; OSMnx gives them in no fixed order."""
    values = value if isinstance(value, list) else [value]
    known = {part for part in values if part is not None and part == part}  # noqa: PLR0124 (nan)
    return ";".join(str(part) for part in sorted(known)) or None


def length_km(graph: nx.MultiDiGraph[int]) -> float:
    """Add up the lengths of all directed edges, kilometres."""
    lengths_m = nx.get_edge_attributes(graph, "length").values()
    return float(sum(lengths_m)) / 1000

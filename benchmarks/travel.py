"""Travel times: how long many-to-many, route shapes, a first build and a re-weighting take.

Every engine that is installed is run on the same links in the same process and must give the same
milliseconds: ours (the hierarchy, and Dijkstra's search by scipy), networkx, igraph and pandana.
The last two are no part of the program: `pip install igraph`, `pip install pandana` and
`--pandana`. What is slow runs from a few starts only, and its time is scaled up: such figures are
marked with ~.

    python benchmarks/travel.py --roads FILE... --generated NODES --sizes 200 1000 5000
"""

from __future__ import annotations

import argparse
import resource
import time
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial import Delaunay

from data.model import Roads
from data.roads import read_roads
from geo.roads.arcs import NO_WAY_MS
from geo.roads.engines import contraction_order
from geo.roads.network import build_network
from geo.roads.search import Ends
from geo.roads.shortest import Dijkstra

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.roads.network import RoadNetwork

SEED = 7
STARTS = {"networkx": 3, "igraph": 20, "scipy": 100}
LEGS = 600
KEPT_SHARE = 0.07
SIDE_M = 40_000.0


def generated(nodes: int) -> Roads:
    """
    Make roads like those of a county.

    Random junctions joined by a shortest tree and a few more of the lines between neighbours, so
    that most meet two or three others, all two-way.
    """
    rng = np.random.default_rng(SEED)
    x, y = rng.random((2, nodes))
    corners = Delaunay(np.column_stack([x, y])).simplices
    pairs = np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]])
    pairs = np.unique(np.sort(pairs, axis=1), axis=0)
    length = np.hypot(x[pairs[:, 0]] - x[pairs[:, 1]], y[pairs[:, 0]] - y[pairs[:, 1]])
    net = csr_array((length, (pairs[:, 0], pairs[:, 1])), shape=(nodes, nodes))
    tree = minimum_spanning_tree(net).tocoo()
    more = pairs[rng.random(len(pairs)) < KEPT_SHARE]
    both = np.sort(np.concatenate([np.column_stack([tree.row, tree.col]), more]), axis=1)
    both = np.unique(both, axis=0)
    both = np.concatenate([both, both[:, ::-1]])
    side_deg = SIDE_M / 111_000.0
    at = np.column_stack([115.0 + x * side_deg, 35.0 + y * side_deg])
    lines = shapely.linestrings(at[both])
    edges = gpd.GeoDataFrame(
        {
            "highway": rng.choice(["residential", "unclassified", "secondary"], len(both)),
            "maxspeed": None,
            "surface": None,
            "speed_km_h": np.nan,
            "length": shapely.length(lines) * 100_000.0,
        },
        geometry=lines,
        index=pd.MultiIndex.from_arrays([*both.T, np.zeros(len(both), int)], names=list("uvk")),
        crs="EPSG:4326",
    )
    points = gpd.GeoDataFrame(
        {"x": at[:, 0], "y": at[:, 1], "rank": pd.array([pd.NA] * nodes, dtype="Int64")},
        geometry=shapely.points(at),
        crs="EPSG:4326",
    )
    return Roads(points, edges, gpd.GeoDataFrame(geometry=[], crs="EPSG:4326"), "generated")


def timed(step: Callable[[], object]) -> tuple[float, object]:
    """Run a step; processor seconds and what it gave."""
    before = time.process_time()
    result = step()
    return time.process_time() - before, result


def pairs_of(network: RoadNetwork, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw k starts and k goals among the junctions."""
    rng = np.random.default_rng(SEED)
    nodes = network.links.nodes
    return rng.choice(nodes, k, replace=k > nodes), rng.choice(nodes, k, replace=k > nodes)


def engines(
    network: RoadNetwork, *, pandana: bool
) -> dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]]:
    """List what can measure, each from nodes to nodes in milliseconds."""
    links = network.links
    weight_ms = network.arcs.weight_ms[network.fastest]

    def at(nodes: np.ndarray) -> Ends:
        return Ends(nodes[:, None], np.zeros((len(nodes), 1), dtype=np.int64))

    found = {
        network.search.name: lambda a, b: network.search.times_ms(at(a), b),
        "scipy": lambda a, b: Dijkstra(links, weight_ms).times_ms(at(a), b),
    }
    graph = nx.DiGraph()
    graph.add_nodes_from(range(links.nodes))
    listed = zip(links.start.tolist(), links.end.tolist(), weight_ms.tolist(), strict=True)
    graph.add_weighted_edges_from(listed)

    def by_networkx(starts: np.ndarray, goals: np.ndarray) -> np.ndarray:
        rows = [nx.single_source_dijkstra_path_length(graph, int(start)) for start in starts]
        return np.array([[row.get(int(goal), NO_WAY_MS) for goal in goals] for row in rows])

    found["networkx"] = by_networkx
    if find_spec("igraph"):
        found["igraph"] = by_igraph(network)
    if pandana:
        found["pandana"] = by_pandana(network)
    return found


def by_igraph(network: RoadNetwork) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    """Prepare igraph."""
    import igraph  # noqa: PLC0415 - not a part of the program

    links = network.links
    graph = igraph.Graph(
        links.nodes, np.column_stack([links.start, links.end]).tolist(), directed=True
    )
    weight_ms = network.arcs.weight_ms[network.fastest].tolist()

    def measure(starts: np.ndarray, goals: np.ndarray) -> np.ndarray:
        different, column = np.unique(goals, return_inverse=True)
        rows = graph.distances(starts.tolist(), different.tolist(), weights=weight_ms)
        return np.minimum(np.array(rows), NO_WAY_MS).astype(int)[:, column]

    return measure


def by_pandana(network: RoadNetwork) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    """Prepare pandana, whose contraction hierarchy knows seconds with three digits."""
    import pandana as library  # noqa: PLC0415 - not a part of the program

    links = network.links
    nothing = pd.Series(np.zeros(links.nodes))
    weights = pd.DataFrame({"ms": network.arcs.weight_ms[network.fastest].astype(float)})
    net = library.Network(
        nothing, nothing, pd.Series(links.start), pd.Series(links.end), weights, twoway=False
    )

    def measure(starts: np.ndarray, goals: np.ndarray) -> np.ndarray:
        found = net.shortest_path_lengths(
            np.repeat(starts, len(goals)), np.tile(goals, len(starts))
        )
        return np.minimum(np.rint(found), NO_WAY_MS).astype(int).reshape(len(starts), len(goals))

    return measure


def queries(network: RoadNetwork, k: int, *, pandana: bool) -> dict[str, str]:
    """Time every engine on k x k junctions; all must agree."""
    starts, goals = pairs_of(network, k)
    truth, cells = None, {}
    for name, measure in engines(network, pandana=pandana).items():
        few = min(k, STARTS.get(name, k))
        seconds, found = timed(lambda m=measure, n=few: m(starts[:n], goals))
        truth = found if truth is None else truth
        if not np.array_equal(found, truth[:few]):
            raise SystemExit(f"{name} disagrees.")
        cells[name] = f"{'~' if few < k else ''}{seconds * k / few:.3g}"
    return cells


def doors(roads: Roads, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw places some 30 m off the junctions."""
    rng = np.random.default_rng(SEED)
    chosen = rng.choice(len(roads.nodes), k)
    away = rng.normal(0.0, 3e-4, (2, k))
    return roads.nodes["x"].to_numpy()[chosen] + away[0], roads.nodes["y"].to_numpy()[
        chosen
    ] + away[1]


def shapes(network: RoadNetwork, lon: np.ndarray, lat: np.ndarray) -> tuple[int, float]:
    """Time the shapes of some hundred legs between places that have a way."""
    reached = network.reach(lon, lat, [], []).reached
    spots = list(zip(lon[reached].tolist(), lat[reached].tolist(), strict=True))[: LEGS + 1]
    pairs = list(pairwise(spots))
    network.legs(pairs[:1])
    return len(pairs), timed(lambda: network.legs(pairs))[0]


def measure(roads: Roads, sizes: list[int], *, pandana: bool, own: bool) -> None:
    """Print the tables of one graph."""
    first_s, network = timed(lambda: build_network(roads))
    order_s, rank = timed(lambda: contraction_order(roads))
    roads.nodes["rank"] = rank
    again_s, network = timed(lambda: build_network(roads))
    factor = np.random.default_rng(SEED).choice([1.0, 0.5, 0.0], len(roads.edges))
    slower_s, _ = timed(lambda: network.reweighted(factor))
    lon, lat = doors(roads, max([*sizes, LEGS + 100]))
    legs, legs_s = shapes(network, lon, lat)
    print(
        f"\n{roads.source}: {network.links.nodes:,} junctions, {len(network.links.start):,} links"
    )
    print("| step | processor, s |\n| --- | --- |")
    print(f"| first build, order included | {first_s:.2f} |\n| order alone | {order_s:.2f} |")
    print(f"| build with the order kept | {again_s:.2f} |\n| re-weighting | {slower_s:.3f} |")
    print(f"| {legs} route shapes | {legs_s:.3f} |")
    network.matrix(lon[:1000], lat[:1000])  # loads the machine code of the sweep
    for k in sizes:
        seconds, _ = timed(lambda n=k: network.matrix(lon[:n], lat[:n]))
        print(f"| {k} x {k} places, door to door | {seconds:.2f} |")
    for number, k in enumerate([] if own else sizes):
        cells = queries(network, k, pandana=pandana)
        if not number:
            print(f"\n| junctions | {' | '.join(cells)} |\n|{' --- |' * (len(cells) + 1)}")
        print(f"| {k} x {k} | {' | '.join(cells.values())} |")
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nPeak memory so far: {peak_mb:.0f} MB.")


def main() -> None:
    """Measure the graphs that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--roads", type=Path, nargs="*", default=[])
    parser.add_argument("--generated", type=int, nargs="*", default=[])
    parser.add_argument("--sizes", type=int, nargs="*", default=[200, 1000, 5000])
    parser.add_argument("--pandana", action="store_true")
    parser.add_argument("--own", action="store_true", help="ours only, no other library")
    asked = parser.parse_args()
    for file in asked.roads:
        measure(read_roads(file)[0], asked.sizes, pandana=asked.pandana, own=asked.own)
    for nodes in asked.generated:
        measure(generated(nodes), asked.sizes, pandana=asked.pandana, own=asked.own)


if __name__ == "__main__":
    main()

"""
Time how a road graph goes into a store and comes out again, on both engines, and print a table.

Usage: ``python benchmarks/graphs.py [--edges N] [--engine file|server]``

The graph is invented: a lattice of junctions with a street both ways between neighbours, each of
four points. "First" fills an empty store, "again" replaces the graph that is there by itself.
"""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from benchmarks.queries import ENGINES, open_engine
from data.model import Roads
from data.schema import AREA, as_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.store import Store

STEP_DEG = 0.001
HEAD = "| engine | edges | what | wall, s | own CPU, s |"


def lattice(edges: int) -> Roads:
    """Invent a graph of about so many directed edges."""
    side = max(2, round((edges / 4) ** 0.5))
    numbers = np.arange(side * side).reshape(side, side)
    ends = np.concatenate(
        [
            np.stack([numbers[:, :-1].ravel(), numbers[:, 1:].ravel()], axis=1),
            np.stack([numbers[:-1].ravel(), numbers[1:].ravel()], axis=1),
        ]
    )
    ends = np.concatenate([ends, ends[:, ::-1]])
    x, y = 115 + STEP_DEG * (numbers.ravel() % side), 35 + STEP_DEG * (numbers.ravel() // side)
    nodes = gpd.GeoDataFrame(
        {"x": x, "y": y, "rank": pd.array(np.arange(x.size), dtype="Int64")},
        index=pd.Index(numbers.ravel(), name="osmid"),
        geometry=shapely.points(x, y),
        crs="EPSG:4326",
    )
    return Roads(nodes=nodes, edges=_streets(ends, x, y), places=_places(), source="lattice")


def _streets(ends: np.ndarray, x: np.ndarray, y: np.ndarray) -> gpd.GeoDataFrame:
    along = np.linspace(0, 1, 4)
    from_xy, to_xy = (np.stack([x[side], y[side]], axis=-1)[:, None] for side in ends.T)
    table = pd.DataFrame(
        {
            "osmid": "123456789",
            "highway": "residential",
            "name": "村道",
            "ref": None,
            "maxspeed": None,
            "surface": "concrete",
            "speed_km_h": np.nan,
            "oneway": False,
            "length": 100.0,
        },
        index=pd.MultiIndex.from_arrays(
            [*ends.T, np.zeros(len(ends), int)], names=["u", "v", "key"]
        ),
    )
    lines = shapely.linestrings(from_xy + along[:, None] * (to_xy - from_xy))
    return gpd.GeoDataFrame(table, geometry=lines, crs="EPSG:4326")


def _places() -> gpd.GeoDataFrame:
    row = {"area_id": "n1", "kind": "village", "name": "A", "geometry": shapely.Point(115, 35)}
    return gpd.GeoDataFrame(as_table([row], AREA), geometry="geometry", crs="EPSG:4326")


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """Give the seconds of the clock and those of our own processor."""
    began, cpu_began = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - began, time.process_time() - cpu_began


def measured(store: Store, engine: str, *, edges: int) -> list[str]:
    """Write the graph twice and read it; give the rows of the table."""
    roads = lattice(edges)

    def write() -> None:
        with store.writing() as unit:
            unit.save_roads(roads)

    acts = {"write, first": write, "write, again": write, "read": store.read_roads}
    return [
        f"| {engine} | {len(roads.edges):,} | {name} | {wall_s:.2f} | {cpu_s:.2f} |"
        for name, act in acts.items()
        for wall_s, cpu_s in [timed(act)]
    ]


def main() -> int:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description="Time a road graph into a store and out of it.")
    parser.add_argument("--edges", type=int, default=100_000)
    parser.add_argument("--engine", choices=ENGINES, action="append")
    asked = parser.parse_args()
    print(HEAD, "| --- " * (HEAD.count("|") - 1) + "|", sep="\n", flush=True)
    for engine in asked.engine or ENGINES:
        with open_engine(engine) as store:
            print(*measured(store, engine, edges=asked.edges), sep="\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

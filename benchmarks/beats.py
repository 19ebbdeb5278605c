"""Beats: how even, whole and round they are, how long they take, and how few cells move.

Sites are invented along the roads of a map file: more on long roads, 60 m beside them on average,
with grades as in a usual town. Then a share of them goes and as many others come, and the town is
divided again from the division it had.

    python benchmarks/beats.py --roads FILE --sites 5000 --beats 20 --cell 1000
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from data.crs import metric_crs, project, to_degrees
from data.roads import read_roads
from geo.beats.division import divide_beats
from geo.beats.outlines import beat_outlines, border_lengths, compactness
from geo.cells.grid import assign_cells, cell_polygons

if TYPE_CHECKING:
    from geo.beats.division import Beats

SEED = 7
BESIDE_M = 60.0
GRADES = {"red": 0.05, "orange": 0.15, "yellow": 0.3, "blue": 0.5}
WEEKLY_MIN = {"red": 25.0, "orange": 9.0, "yellow": 3.5, "blue": 0.9}
"""Shares of the grades, and minutes of work a week that a site of each makes."""


class Town:
    """Invented sites along the roads of a map file, on square cells."""

    def __init__(self, roads: Path, cell_m: int) -> None:
        graph, _ = read_roads(roads)
        self.crs = metric_crs(graph.nodes["x"])
        self.lines = project(graph.edges["geometry"].to_numpy(), self.crs)
        self.rng = np.random.default_rng(SEED)
        self.cell_m = cell_m

    def invent(self, count: int) -> pd.DataFrame:
        """Draw sites: x, y in metres, and work."""
        length = shapely.length(self.lines)
        road = self.rng.choice(len(self.lines), count, p=length / length.sum())
        along = self.rng.random(count)
        spots = shapely.line_interpolate_point(self.lines[road], along, normalized=True)
        x, y = (shapely.get_coordinates(spots) + self.rng.normal(0, BESIDE_M, (count, 2))).T
        grade = self.rng.choice(list(GRADES), count, p=list(GRADES.values()))
        return pd.DataFrame({"x": x, "y": y, "work_min": [WEEKLY_MIN[one] for one in grade]})

    def cells(self, sites: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray]:
        """Sum sites up by cell; the cells and their squares."""
        lon, lat = to_degrees(sites["x"], sites["y"], self.crs)
        name = assign_cells(lon, lat, crs=self.crs, size_m=self.cell_m)
        work = sites.groupby(pd.Index(name, name="cell_id"))["work_min"].sum()
        squares = project(np.array(cell_polygons(list(work.index)), dtype=object), self.crs)
        x, y = shapely.get_coordinates(shapely.centroid(squares)).T
        return pd.DataFrame({"work_min": work, "x_m": x, "y_m": y}), squares


def main() -> None:
    """Divide, change the town, divide again; print one row for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--roads", type=Path, required=True)
    parser.add_argument("--sites", type=int, default=5000)
    parser.add_argument("--beats", type=int, default=20)
    parser.add_argument("--cell", type=int, default=1000)
    parser.add_argument("--changed", type=float, nargs="*", default=[0.05, 0.1])
    asked = parser.parse_args()
    town = Town(asked.roads, asked.cell)
    sites = town.invent(asked.sites)
    print("| sites changed | cells | spread | in one piece | compactness | cells moved | CPU-s |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    first = report("first division", town, sites, asked.beats, None)
    for share in asked.changed:
        gone = town.rng.choice(len(sites), round(share * len(sites)), replace=False)
        changed = pd.concat([sites.drop(index=gone), town.invent(len(gone))], ignore_index=True)
        report(f"{share:.0%}", town, changed, asked.beats, first.beat_of_cell)


def report(
    what: str, town: Town, sites: pd.DataFrame, count: int, previous: pd.Series | None
) -> Beats:
    """Divide once and print the row."""
    cells, squares = town.cells(sites)
    before = time.process_time()
    beats = divide_beats(
        cells, border_lengths(squares), capacities=[1.0] * count, previous=previous
    )
    spent = time.process_time() - before
    middles = cells[["x_m", "y_m"]].to_numpy()
    round_share = compactness(beat_outlines(squares, middles, beats.beat_of_cell).to_numpy())
    kept = 0 if previous is None else int(cells.index.isin(previous.index).sum())
    moved = f"{beats.moved_cells / kept:.1%}" if kept else "-"
    whole = f"{int(beats.table['contiguous'].sum())} of {count}"
    print(
        f"| {what} | {len(cells)} | {beats.spread:.1%} | {whole} | {round_share.mean():.2f} "
        f"| {moved} | {spent:.1f} |"
    )
    return beats


if __name__ == "__main__":
    main()

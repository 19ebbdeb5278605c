"""
Measure how often the datum of silent positions is decided, and how often rightly, on made towns.

Usage: ``python benchmarks/datums.py OSMFOLDER [--seeds N] [--small] [--json]``

Every town is made on the roads and villages of a real map file (``*.osm``): sites stand beside the
road nearest to a spot near their village, some far out; villages are wide or tight, some are on no
map; a share of 0-90 % of the rows states its datum, in one mix or in two; coordinates have six
decimals, or as many as their source is used to. Which these are is drawn from the seed. Each town
is judged twice, with its roads and villages known and without.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely

from data.crs import metric_crs, project, to_degrees, to_metres
from data.datum import from_wgs84
from data.ledger.assumption import Known, Position, Surroundings, settle
from data.ledger.comparison import CANDIDATES
from data.ledger.ground import Ground, ground_of
from data.ledger.names import village_key
from data.ledger.positions import Place
from data.roads import read_roads

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray
    from pyproj import CRS

    from data.model import Roads

    Points = NDArray[float64]

SIZES, VILLAGES = (40, 120, 300), (6, 15, 40)
STATED = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9)
WIDTHS_M, SETBACKS_M, STRAYS = (120, 220, 350, 550), (20, 50, 90), (0.0, 0.03, 0.1)
GATE_M = 8.0
MIXED, OWN_MIX = 0.75, 0.4
"""Share of towns with several datums; share whose silent rows have a mix of their own."""
GOAL = 0.95


@dataclass(frozen=True, slots=True)
class Town:
    """Sites of one made ledger: true places, villages, datums, and which rows state theirs."""

    lonlat: Points
    villages: list[str]
    datums: NDArray[np.intp]
    stated: NDArray[np.bool_]
    styles: list[str]
    share: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one silent row: the datum that was decided or missing, and the truth."""

    town: str
    with_roads: bool
    share: float
    decided: str | None
    true: str


def make_town(roads: Roads, rng: np.random.Generator) -> Town:
    """Make the ledger of one town."""
    size, count = int(rng.choice(SIZES)), int(rng.choice(VILLAGES))
    lines = project(roads.edges.geometry.to_numpy(), roads_crs(roads))
    names, centres = _centres(roads, lines, count, rng)
    width_m, setback_m = rng.choice(WIDTHS_M), rng.choice(SETBACKS_M)
    stray = rng.choice(STRAYS)
    home = rng.choice(count, size=size, p=rng.dirichlet(np.full(count, 1.5)))
    spots = centres[home] + rng.normal(0, width_m, (size, 2))
    far = rng.random(size) < stray
    spots[far] = centres[rng.choice(count, size=int(far.sum()))]
    xy = _beside(lines, spots, GATE_M + rng.exponential(setback_m, size), rng)
    lonlat = np.column_stack(to_degrees(*xy.T, roads_crs(roads)))
    share = float(rng.choice(STATED))
    stated = rng.random(size) < share
    datums = _datums(stated, rng)
    decimals = rng.choice([5, 6, 6, 7], size=len(CANDIDATES))
    habit = rng.random(size) < rng.random()
    styles = [f"number{decimals[d] if h else 6}" for d, h in zip(datums, habit, strict=True)]
    return Town(lonlat, [names[i] for i in home], datums, stated, styles, share)


def roads_crs(roads: Roads) -> CRS:
    """Choose the metric system of a map."""
    return metric_crs(roads.nodes["x"].to_numpy(float))


def _centres(
    roads: Roads, lines: NDArray[np.object_], count: int, rng: np.random.Generator
) -> tuple[list[str], Points]:
    """Draw villages of the map, and where it has too few, hamlets it does not know."""
    known = roads.places[roads.places.kind == "village"]
    points = shapely.centroid(known.geometry.to_numpy())
    xy = np.column_stack(to_metres(shapely.get_x(points), shapely.get_y(points), roads_crs(roads)))
    pick = rng.permutation(len(known))[:count]
    names = [village_key(str(name)) for name in known.name.iloc[pick]]
    missing = count - len(pick)
    length = shapely.length(lines)
    chosen = rng.choice(len(lines), size=missing, p=length / length.sum())
    spots = shapely.line_interpolate_point(lines[chosen], rng.random(missing), normalized=True)
    more = np.column_stack([shapely.get_x(spots), shapely.get_y(spots)])
    return [*names, *(f"图外{i}" for i in range(missing))], np.vstack([xy[pick], more])


def _beside(
    lines: NDArray[np.object_], spots: Points, away_m: Points, rng: np.random.Generator
) -> Points:
    """Move spots to the nearest road, and from there some metres aside."""
    nearest = lines[shapely.STRtree(lines).nearest(shapely.points(spots))]
    at = shapely.line_locate_point(nearest, shapely.points(spots))
    gates = shapely.line_interpolate_point(nearest, at)
    turn = rng.random(len(spots)) * 2 * np.pi
    aside = np.column_stack([np.cos(turn), np.sin(turn)]) * away_m[:, None]
    return np.column_stack([shapely.get_x(gates), shapely.get_y(gates)]) + aside


def _datums(stated: NDArray[np.bool_], rng: np.random.Generator) -> NDArray[np.intp]:
    """Draw datums; in two towns of five the silent rows come in a mix of their own."""
    kinds = len(CANDIDATES)
    mix = (
        rng.dirichlet([1.5, 0.8, 0.8])
        if rng.random() < MIXED
        else np.eye(kinds)[rng.integers(kinds)]
    )
    datums = rng.choice(kinds, size=len(stated), p=mix)
    if rng.random() < OWN_MIX:
        other = rng.choice(kinds, size=len(stated), p=rng.dirichlet(np.full(kinds, 0.7)))
        datums = np.where(stated, datums, other)
    return datums


def judge(town: Town, name: str, ground: Ground, *, with_roads: bool) -> list[Verdict]:
    """Settle the ledger of a town and compare every silent row with the truth."""
    written = np.empty_like(town.lonlat)
    for kind, datum in enumerate(CANDIDATES):
        rows = town.datums == kind
        written[rows] = np.column_stack(from_wgs84(*town.lonlat[rows].T, datum=datum))
    names = [CANDIDATES[kind] for kind in town.datums]
    places = [
        Place(round(lon, 6), round(lat, 6), datum if said else None, style=style)
        for (lon, lat), datum, said, style in zip(
            written.tolist(), names, town.stated, town.styles, strict=True
        )
    ]
    sites = tuple(
        Known(village, lon, lat)
        for (lon, lat), village, said in zip(
            town.lonlat.tolist(), town.villages, town.stated, strict=True
        )
        if said
    )
    around = Surroundings(ground if with_roads else Ground(), sites)
    settled = settle(places, town.villages, around=around)
    return [
        Verdict(
            name,
            with_roads,
            town.share,
            found.datum if isinstance(found, Position) else None,
            true,
        )
        for found, true, said in zip(settled, names, town.stated, strict=True)
        if not said
    ]


def run(folder: Path, *, seeds: int) -> list[Verdict]:
    """Make and judge towns, the maps in turn."""
    maps = {path.stem: read_roads(path)[0] for path in sorted(folder.glob("*.osm"))}
    grounds = {
        stem: ground_of(list(roads.edges.geometry), roads.places) for stem, roads in maps.items()
    }
    stems = sorted(maps)
    verdicts: list[Verdict] = []
    for seed in range(seeds):
        stem = stems[seed % len(stems)]
        town = make_town(maps[stem], np.random.default_rng(seed))
        for with_roads in (True, False):
            verdicts += judge(town, stem, grounds[stem], with_roads=with_roads)
    return verdicts


def summary(verdicts: list[Verdict]) -> list[dict[str, object]]:
    """Count by what is known, by map and by share of stated rows."""
    groups: dict[str, list[Verdict]] = {}
    for one in verdicts:
        known = "roads and villages" if one.with_roads else "stated rows only"
        for key in (known, f"{known}, {one.town}", f"{known}, {one.share:.0%} stated"):
            groups.setdefault(key, []).append(one)
    rows = []
    for key in sorted(groups, key=lambda k: (k.count(","), k)):
        counts = Counter((one.decided is not None, one.decided == one.true) for one in groups[key])
        decided = counts[True, True] + counts[True, False]
        rows.append(
            {
                "what": key,
                "silent": len(groups[key]),
                "decided": decided / len(groups[key]),
                "right": counts[True, True] / decided if decided else None,
            }
        )
    return rows


def main() -> int:
    """Measure what the command line asks for; 1 where under 95 % of all decided are right."""
    parser = argparse.ArgumentParser(description="Decide datums on made towns.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    rows = summary(run(asked.folder, seeds=8 if asked.small else asked.seeds))
    if asked.json:
        print(json.dumps(rows, ensure_ascii=False))
    else:
        print(
            "| known | silent rows | decided | right of decided |",
            "| --- | --- | --- | --- |",
            sep="\n",
        )
        for row in rows:
            right = "-" if row["right"] is None else f"{row['right']:.1%}"
            print(f"| {row['what']} | {row['silent']:,} | {row['decided']:.1%} | {right} |")
    return int(any(row["right"] is not None and row["right"] < GOAL for row in rows[:2]))


if __name__ == "__main__":
    sys.exit(main())

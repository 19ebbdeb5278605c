"""
Count the hotspots that maps of towns without any name, and the planted ones that they find.

Usage: ``python benchmarks/falsehot.py [--towns N] [--base SHARE ...] [--json]``

Towns are invented: about 155 cells of 500 m with 390 sites, 2,075 visits that go to some places far
more often than to others, and three teams, 1.5, 1 and 0.55 times as strict as each other, each nine
times in ten in villages of its own. Sites are all alike, or differ by as much as their mean
(gamma), wherever they lie. In the second table one block of 3 x 3 cells, all of them with sites,
has twice or four times the rate. "Gi*, normal" is what a textbook does: p values of the same Gi*
from the normal distribution, with the same correction. Limits are Clopper and Pearson's of 95 %.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.special import ndtr
from scipy.stats import binomtest

from geo.cells.discovery import benjamini_hochberg
from geo.cells.grid import Cell
from geo.cells.hotspots import DEFAULT_HOTSPOTS
from geo.cells.significance import judge_cells
from geo.cells.weights import square_weights
from geo.sites.history import fair_visits, shrunk_rate, team_rate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import bool_, float64, int64
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

SIDE, SITES, VISITS, VILLAGES = 15, 390, 2075, 10
CROWDED, AT_HOME = 0.6, 0.9
"""Share of sites that lie in villages, and of visits that a team makes in its own part."""
STRICTNESS = np.array([1.5, 1.0, 0.55])
BASES, TIMES = (0.01, 0.02, 0.04, 0.08), (2.0, 4.0)
WAYS = ("ours", "Gi*, normal")
GOAL, CAMPAIGN = 0.08, 200
"""Upper limit of the share of false maps; fewer towns than this cannot show it."""


@dataclass(frozen=True)
class Town:
    """
    One invented town before anybody finds anything.

    Attributes
    ----------
    cell
        Shape ``(sites, 2)``, column and row.
    names, number
        Ids of the cells, ascending; shape ``(sites,)``, the position of each site's cell in them.
    near
        Shape ``(cells, cells)``: who is near whom, cells in the order of their ids.
    site, team
        Shape ``(visits,)``: where each visit goes, and who.
    unequal
        Shape ``(sites,)``, mean 1: how many times as risky as another a site is.
    luck
        Shape ``(visits,)``, 0-1: a visit finds something if its chance is above it.
    """

    cell: NDArray[int64]
    names: tuple[str, ...]
    number: NDArray[int64]
    near: csr_array
    site: NDArray[int64]
    team: NDArray[int64]
    unequal: NDArray[float64]
    luck: NDArray[float64]


@cache
def invented(seed: int, *, uneven: bool) -> Town:
    """Invent a town: sites crowd in villages, visits crowd at sites, teams keep to their parts."""
    dice = np.random.default_rng(seed)
    core = dice.uniform(0, SIDE, (VILLAGES, 2))[dice.integers(VILLAGES, size=SITES)]
    crowded = core + dice.normal(0, 1.0, (SITES, 2))
    at = np.where(dice.random((SITES, 1)) < CROWDED, crowded, dice.uniform(0, SIDE, (SITES, 2)))
    cell = np.clip(at, 0, SIDE - 1).astype(np.int64)
    drawn = dice.gamma(0.7, size=SITES) + 0.05
    site = dice.choice(SITES, size=VISITS, p=drawn / drawn.sum())
    home = cell[site, 0] * len(STRICTNESS) // SIDE
    team = np.where(
        dice.random(VISITS) < AT_HOME, home, dice.integers(len(STRICTNESS), size=VISITS)
    )
    unequal = dice.gamma(1.0, size=SITES) if uneven else np.ones(SITES)
    names, number = np.unique(named(cell), return_inverse=True)
    near = square_weights(list(names))
    return Town(cell, tuple(names), number, near, site, team, unequal, dice.random(VISITS))


def named(cell: NDArray[int64]) -> list[str]:
    """Name cells by column and row."""
    return [str(Cell(38, 500, int(column), int(row))) for column, row in cell]


def block_of(town: Town, seed: int) -> NDArray[bool_] | None:
    """Choose a block of 3 x 3 cells with a site in each: which sites lie in it."""
    held = {(int(column), int(row)) for column, row in town.cell}
    full = [
        (column, row)
        for column, row in sorted(held)
        if all((column + i, row + j) in held for i in (-1, 0, 1) for j in (-1, 0, 1))
    ]
    if not full:
        return None
    middle = np.array(full[int(np.random.default_rng([seed, 1]).integers(len(full)))])
    return np.abs(town.cell - middle).max(axis=1) <= 1


def judged(town: Town, chance: NDArray[float64]) -> pd.DataFrame:
    """Judge the cells of a town whose sites have these chances with an ordinary team."""
    found = town.luck < np.minimum(chance[town.site] * STRICTNESS[town.team], 1.0)
    expected = team_rate(pd.DataFrame({"team": town.team, "found": found}))
    at = town.number[town.site]
    cells = pd.DataFrame(
        {
            "sites": np.bincount(town.number),
            "visits": np.bincount(at, minlength=len(town.names)),
            "finds": np.bincount(at, weights=found, minlength=len(town.names)),
            "expected": np.bincount(at, weights=expected, minlength=len(town.names)),
        },
        index=pd.Index(town.names, name="cell_id"),
    )
    finds, visits, expected = cells[["finds", "visits", "expected"]].to_numpy(float).T
    cells = cells.assign(rate=shrunk_rate(finds, fair_visits(finds, visits, expected)))
    return cells.join(judge_cells(cells, town.near, params=DEFAULT_HOTSPOTS))


def hot_cells(cells: pd.DataFrame) -> dict[str, NDArray[bool_]]:
    """Say which cells each way calls hot at 95 or better."""
    z = cells["z"].to_numpy(float)
    normal = benjamini_hochberg(2 * ndtr(-np.abs(z)))
    ours = cells["class"].isin(["hot99", "hot95"]).to_numpy()
    return {"ours": ours, "Gi*, normal": (z > 0) & (normal <= DEFAULT_HOTSPOTS.hot95)}


def share_of(yes: int, of: int) -> dict[str, float | int]:
    """Give a share with its limits."""
    limits = binomtest(yes, of).proportion_ci(0.95)
    return {"yes": yes, "of": of, "share": yes / of, "low": limits.low, "high": limits.high}


def false_maps(base: float, *, uneven: bool, towns: int) -> list[dict[str, Any]]:
    """Count the maps of towns without a hotspot that name one."""
    maps = []
    for seed in range(towns):
        town = invented(seed, uneven=uneven)
        maps.append(
            {
                way: bool(hot.any())
                for way, hot in hot_cells(judged(town, base * town.unequal)).items()
            }
        )
    return [
        {
            "uneven": uneven,
            "base": base,
            "way": way,
            **share_of(sum(one[way] for one in maps), towns),
        }
        for way in WAYS
    ]


def planted(base: float, times: float, *, uneven: bool, towns: int) -> list[dict[str, Any]]:
    """Count the planted blocks of which a map names a cell, and what else it names."""
    found: dict[str, list[tuple[bool, int, int]]] = {way: [] for way in WAYS}
    for seed in range(towns):
        town = invented(10_000 + seed, uneven=uneven)
        block = block_of(town, seed)
        if block is None:
            continue
        cells = judged(town, base * town.unequal * np.where(block, times, 1.0))
        inside = cells.index.isin(named(town.cell[block]))
        touching = town.near @ inside.astype(float) > 0
        for way, hot in hot_cells(cells).items():
            found[way].append(
                (
                    bool((hot & inside).any()),
                    int((hot & inside).sum()),
                    int((hot & ~touching).sum()),
                )
            )
    return [
        {
            "uneven": uneven,
            "base": base,
            "times": times,
            "way": way,
            **share_of(sum(one[0] for one in seen), len(seen)),
            "cells": float(np.mean([one[1] for one in seen])),
            "elsewhere": float(np.mean([one[2] > 0 for one in seen])),
        }
        for way, seen in found.items()
    ]


def measured(towns: int, bases: Sequence[float]) -> dict[str, list[dict[str, Any]]]:
    """Measure everything once."""
    false, power = [], []
    for uneven in (False, True):
        for base in bases:
            false += false_maps(base, uneven=uneven, towns=towns)
            for times in TIMES:
                power += planted(base, times, uneven=uneven, towns=towns)
    return {"false": false, "planted": power}


def table(title: str, rows: list[dict[str, Any]]) -> str:
    """Write one table, ours and the normal way side by side."""
    columns = " | ".join(f"{way}: share, 95 % limits" for way in WAYS)
    lines = [f"| {title} | {columns} |", "| --- | --- | --- |"]
    for ours, normal in zip(rows[::2], rows[1::2], strict=True):
        sites = "sites differ" if ours["uneven"] else "sites alike"
        times = f", x {ours['times']:g}" if "times" in ours else ""
        cells = " | ".join(_limits(row) for row in (ours, normal))
        lines.append(f"| {sites}, {ours['base']:.0%}{times} | {cells} |")
    return "\n".join(lines)


def _limits(row: dict[str, Any]) -> str:
    """Write a share with its limits, and what goes with a planted block."""
    shown = f"{row['yes']} of {row['of']}, {row['share']:.3f} [{row['low']:.3f}, {row['high']:.3f}]"
    if "cells" in row:
        shown += f"; {row['cells']:.1f} of 9 cells; elsewhere {row['elsewhere']:.3f}"
    return shown


def main(arguments: list[str]) -> int:
    """Print the tables; fail where the share of false maps cannot be told to be under 8 %."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--towns", type=int, default=200, help="towns of each row")
    parser.add_argument("--base", type=float, nargs="*", default=BASES, help="finds per visit")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    found = measured(chosen.towns, chosen.base)
    if chosen.json:
        sys.stdout.write(json.dumps(found) + "\n")
    else:
        sys.stdout.write(table("maps without a hotspot that name one", found["false"]) + "\n\n")
        sys.stdout.write(table("planted blocks found", found["planted"]) + "\n")
    enough = chosen.towns >= CAMPAIGN
    missed = [one for one in found["false"] if one["way"] == "ours" and one["high"] >= GOAL]
    return 1 if enough and missed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

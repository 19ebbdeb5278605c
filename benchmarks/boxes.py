"""
Ask the map interface for features in random boxes, and hold the answers against shapely.

    python benchmarks/boxes.py STORE.gpkg [--boxes 1000] [--seed 1] [--small]

A copy of the store is served by a process of its own. Every box is asked for whole, and cut off
after one feature: ids must be those that shapely finds among the rows of the tables, and
``numberMatched`` their number in both. Then the price of features: each collection is asked for
40 times as a whole, and the processor time of the server is divided by the features. ``--small``
asks for 20 boxes, and twice for each collection. Prints Markdown; a difference ends with code 1.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import shapely

from benchmarks.served_parts.service import served
from benchmarks.served_parts.truth import NAMES, Truth, true_map

if TYPE_CHECKING:
    import httpx2

    from benchmarks.served_parts.service import Served

MOST = 5000
REPEATS = 40


def main() -> None:
    """Print how many boxes were asked for, how many answers were wrong, and what features cost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("store", type=Path)
    parser.add_argument("--boxes", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--small", action="store_true", help="20 boxes, each price of two")
    asked = parser.parse_args()
    boxes, repeats = (20, 2) if asked.small else (asked.boxes, REPEATS)
    with served(asked.store) as one, one.client() as client:
        truth = true_map(one.file)
        wrong, found = ask_boxes(client, truth, boxes, Random(asked.seed))  # noqa: S311
        print(f"{boxes} boxes, {found} features, {wrong} wrong answers\n")
        print("| collection | features | processor, ms a request | ms for 1,000 features |")
        print("| --- | --: | --: | --: |")
        for name in NAMES:
            cost(one, client, name, repeats)
    sys.exit(1 if wrong else 0)


def ask_boxes(client: httpx2.Client, truth: Truth, count: int, dice: Random) -> tuple[int, int]:
    """Ask for random boxes; count wrong answers, and the features that were found."""
    every = [shape for held in truth.shapes.values() for shape in held.values()]
    west, south, east, north = shapely.total_bounds(every).tolist()
    wrong = found = 0
    for number in range(count):
        name = NAMES[number % len(NAMES)]
        share = dice.random() ** 2
        x, y = dice.uniform(west, east), dice.uniform(south, north)
        box = (x, y, x + share * (east - west), y + share * (north - south))
        expected = truth.ids(name, box)
        found += len(expected)
        whole, cut = (
            ask(client, name, limit, bbox=",".join(map(repr, box))) for limit in (MOST, 1)
        )
        ids = [feature["id"] for feature in whole["features"]]
        counts = {whole["numberMatched"], cut["numberMatched"]}
        if ids != expected or counts != {len(expected)}:
            wrong += 1
            print(f"{name} {box}: {len(ids)} features, counted {counts}, not {len(expected)}")
    return wrong, found


def ask(client: httpx2.Client, name: str, limit: int, **query: str) -> dict[str, object]:
    """Ask for a page."""
    answer = client.get(f"/ogc/collections/{name}/items", params={"limit": str(limit), **query})
    answer.raise_for_status()
    told: dict[str, object] = answer.json()
    return told


def cost(one: Served, client: httpx2.Client, name: str, repeats: int) -> None:
    """Print what the features of a collection cost the server."""
    count = len(ask(client, name, MOST)["features"])  # type: ignore[arg-type]
    before_s = one.cpu_s()
    for _ in range(repeats):
        ask(client, name, MOST)
    each_ms = 1000 * (one.cpu_s() - before_s) / repeats
    share = f"{1000 * each_ms / count:.1f}" if count else "-"
    print(f"| {name} | {count} | {each_ms:.1f} | {share} |", flush=True)


if __name__ == "__main__":
    main()

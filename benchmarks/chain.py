"""
Time the main job as a user runs it: one process per command, from ledgers to pages.

    python benchmarks/chain.py --ledgers FOLDER --roads FILE.osm [--out FOLDER]

Prints a Markdown table: seconds of wall clock and of processor per command. The compiled search is
cached by the first plan ever made; ``--cold`` empties that cache first, as on a fresh installation.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WEEK = "2026-W48"
ENGINE = Path(__file__).resolve().parents[1] / "planning" / "engine"


def main() -> None:
    """Run every command of the week and print what each took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--ledgers", type=Path, required=True, help="folder of .xlsx and .csv")
    parser.add_argument("--roads", type=Path, required=True, help="an .osm file")
    parser.add_argument("--out", type=Path, help="where store and pages stay; default: nowhere")
    parser.add_argument("--week", default=WEEK)
    parser.add_argument("--time-limit", default="20")
    parser.add_argument("--cold", action="store_true", help="compile the search anew")
    options = parser.parse_args()
    if options.cold:
        for cached in ENGINE.rglob("*.nb[ic]"):
            cached.unlink()
    folder = options.out or Path(tempfile.mkdtemp())
    try:
        report(options, folder)
    finally:
        if options.out is None:
            shutil.rmtree(folder)


def report(options: argparse.Namespace, folder: Path) -> None:
    """Print one row per command, and the sum."""
    folder.mkdir(parents=True, exist_ok=True)
    print("| command | wall, s | processor, s |")
    print("| --- | --- | --- |")
    total_wall = total_cpu = 0.0
    for words in commands(options, folder):
        wall_s, cpu_s = timed(words, store=folder / "town.gpkg")
        total_wall, total_cpu = total_wall + wall_s, total_cpu + cpu_s
        print(f"| {named(words)} | {wall_s:.1f} | {cpu_s:.1f} |", flush=True)
    print(f"| **all** | **{total_wall:.1f}** | **{total_cpu:.1f}** |")


def named(words: list[str]) -> str:
    """Say which command it was, without files and options."""
    return " ".join(word for word in words[:2] if word.isalpha())


def commands(options: argparse.Namespace, folder: Path) -> list[list[str]]:
    """List the commands of the week with their arguments."""
    files = sorted([*options.ledgers.glob("*.xlsx"), *options.ledgers.glob("*.csv")])
    pages = ["--out", str(folder / "pages")]
    plan = ["--week", options.week, "--seed", "1", "--time-limit", options.time_limit]
    return [
        ["import", *map(str, files)],
        ["roads", "load", str(options.roads)],
        ["score"],
        ["hotspots"],
        ["plan", *plan],
        ["map", "hotspots", *pages],
        ["map", "week", "--week", options.week, *pages],
        ["map", "routes", "--week", options.week, *pages],
    ]


def timed(words: list[str], *, store: Path) -> tuple[float, float]:
    """Run one command; give its wall-clock and processor seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "service.cli", *words, "--store", str(store)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    wall_s = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall_s, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()

"""
Read road files of every form, each in a process of its own, and print what it took.

    python benchmarks/roadfiles.py FOLDER... [--grid STREETS] [--near LON LAT]

Prints one Markdown row per file: form, size, seconds and processor seconds (imports and the caged
reader included), the peak memory of either process, what was read, or the line with which it was
refused. ``--grid`` also writes a net of STREETS streets each way as .osm.pbf and reads that;
``--near`` keeps the roads around one place only, as for a town in the map of a province. Ends with
code 1 if anything but a road file or a clear refusal comes out.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import osmium

_STEP_DEG, _SHAKE_DEG = 0.0005, 0.00005
_CORNER = (100.0, 25.0)
_BETWEEN, _WAY_POINTS = 10, 200
_MB = 1e6


def main() -> None:
    """Print one row per file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--grid", type=int, default=0, help="streets each way")
    parser.add_argument("--near", type=float, nargs=2, metavar=("LON", "LAT"))
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measured(asked.one, asked.near)))
        return
    print("| file | form | MB | s | cpu s | peak MB | nodes | edges | parts | km | places |")
    print("| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |")
    files = [path for folder in asked.folders for path in sorted(folder.iterdir())]
    broken = [path for path in files if path.is_file() and not print_row(path, asked.near)]
    if asked.grid:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "grid.osm.pbf"
            write_grid(path, asked.grid)
            broken += [] if print_row(path, asked.near) else [path]
    if broken:
        sys.exit(1)


def print_row(path: Path, near: list[float] | None) -> bool:
    """Read a file in a process of its own; tells whether it was read or refused clearly."""
    began = time.perf_counter()
    words = [sys.executable, __file__, "--one", str(path)]
    words += ["--near", *map(str, near)] if near else []
    done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603 - us
    seconds = time.perf_counter() - began
    size_mb = path.stat().st_size / _MB
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["no word"]
        print(f"| {path.name} | broken | {size_mb:.1f} | {seconds:.1f} | {last[0]} |")
        return False
    row = json.loads(done.stdout)
    head = f"| {path.name} | {row['form']} | {size_mb:.1f} | {seconds:.1f} | {row['cpu_s']:.1f} |"
    if "refused" in row:
        print(f"{head} {row['peak_mb']:.0f} | refused: {row['refused']} |")
    else:
        counts = " | ".join(f"{row[name]:,.0f}" for name in ("nodes", "edges", "parts", "km"))
        print(f"{head} {row['peak_mb']:.0f} | {counts} | {row['places']:,} |")
    return True


def measured(path: Path, near: list[float] | None) -> dict[str, object]:
    """Read one file and say what it took."""
    from data.errors import RoadsError  # noqa: PLC0415 - part of what is measured
    from data.roads import RoadNeeds, read_roads  # noqa: PLC0415
    from data.roads.needs import NOWHERE  # noqa: PLC0415

    row: dict[str, object] = {"form": "-"}
    lon_lat = np.array(near or [], dtype=float).reshape(-1, 2)
    needs = RoadNeeds(lon_deg=lon_lat[:, 0], lat_deg=lon_lat[:, 1]) if near else NOWHERE
    try:
        roads, report = read_roads(path, needs=needs)
    except RoadsError as error:
        row["refused"] = str(error)
    else:
        row |= {"form": report.form, "nodes": len(roads.nodes), "edges": len(roads.edges)}
        row |= {"parts": report.parts, "km": report.km, "places": len(roads.places)}
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    row["cpu_s"] = sum(one.ru_utime + one.ru_stime for one in used)
    row["peak_mb"] = max(one.ru_maxrss for one in used) / 1024
    return row


def write_grid(path: Path, streets: int) -> None:
    """Write streets that cross ten points apart, drawn by an unsteady hand."""
    hand = random.Random(1)  # noqa: S311 - a drawing, no secret
    crossings = {(row, column): 0 for row in range(streets) for column in range(streets)}
    with osmium.SimpleWriter(str(path)) as writer:
        refs: list[list[int]] = []
        number = 0
        for line in range(2 * streets):
            refs.append([])
            for step in range(_BETWEEN * (streets - 1) + 1):
                along, at = divmod(step, _BETWEEN)
                spot = (line, along) if line < streets else (along, line - streets)
                known = crossings[spot] if at == 0 else 0
                if not known:
                    number = known = number + 1
                    writer.add_node(_node(number, line, step, streets, hand))
                    if at == 0:
                        crossings[spot] = number
                refs[-1].append(known)
        for line, points in enumerate(refs, start=1):
            tags = {"highway": "residential", "name": f"Street {line}"}
            for first in range(0, len(points) - 1, _WAY_POINTS):
                part = points[first : first + _WAY_POINTS + 1]
                number += 1
                writer.add_way(osmium.osm.mutable.Way(id=number, nodes=part, tags=tags))


def _node(number: int, line: int, step: int, streets: int, hand: random.Random) -> Any:  # noqa: ANN401 - the library's
    """Put a point of a street on the map; the first streets run east, the others north."""
    far, aside = step * _STEP_DEG, (line % streets) * _STEP_DEG * _BETWEEN
    east, north = (far, aside) if line < streets else (aside, far)
    spot = (_CORNER[0] + east + hand.gauss(0, _SHAKE_DEG), _CORNER[1] + north)
    return osmium.osm.mutable.Node(id=number, location=spot)


if __name__ == "__main__":
    main()

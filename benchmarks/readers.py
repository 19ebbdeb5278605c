"""
Let GDAL, pyogrio and QGIS read a store, and print what each says of every layer.

    python benchmarks/readers.py STORE.gpkg

Prints a Markdown table: rows by this program, ogrinfo, pyogrio and QGIS, and below it every
warning. A program that is not here is named as such; a difference or a warning ends with code 1.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import pyogrio

from data.store import open_store

ABSENT, PASSED = "not here", "not asked"
_QGIS_NOISE = re.compile(r"XDG_RUNTIME_DIR|setapi\(\) is deprecated|^\s*$")


def main() -> None:
    """Print one row per layer that has a place on a map, then the tables without one."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("store", type=Path)
    parser.add_argument("--small", action="store_true", help="QGIS: one layer of each shape")
    asked = parser.parse_args()
    path = asked.store
    shapes = dict(pyogrio.list_layers(path))
    complaints: list[str] = []
    print("| table | shape | gridpatrol | ogrinfo | pyogrio | QGIS |")
    print("| --- | --- | --: | --: | --: | --: |")
    wrong = 0
    own = own_counts(path)
    # Of each shape the layer of most rows: the last of equal shapes is kept.
    largest = {shapes.get(name): name for name in sorted(own, key=own.__getitem__)}
    drawn = {name for shape, name in largest.items() if shape}
    by_ogrinfo = ogrinfo_counts(path, complaints)
    for name, count in own.items():
        counts = (
            by_ogrinfo.get(name, ABSENT if not by_ogrinfo else "no such layer"),
            pyogrio_count(path, name, complaints),
            PASSED if asked.small and name not in drawn else qgis_count(path, name, complaints),
        )
        wrong += any(other not in (count, ABSENT, PASSED) for other in counts)
        print(f"| {name} | {shapes.get(name) or '-'} | {count} | {' | '.join(map(str, counts))} |")
    print()
    print("Warnings: none." if not complaints else "Warnings:\n" + "\n".join(complaints))
    if wrong or complaints:
        sys.exit(1)


def own_counts(path: Path) -> dict[str, int]:
    """Count the rows of every table with this program."""
    with open_store(str(path)) as store:
        names = [name for name, _ in pyogrio.list_layers(path) if not name.startswith("road_")]
        names = [name for name in names if name != "gridpatrol_migration"]
        return {name: len(store.read(name)) for name in sorted(names)}


def ogrinfo_counts(path: Path, complaints: list[str]) -> dict[str, int]:
    """Count with GDAL's own program, read-only; empty where it is not installed."""
    program = shutil.which("ogrinfo")
    if program is None:
        return {}
    said = _run([program, "-ro", "-al", "-so", str(path)])
    complaints += [f"ogrinfo: {line}" for line in said.stderr.splitlines() if line.strip()]
    names = re.findall(r"^Layer name: (.+)$", said.stdout, re.MULTILINE)
    counts = re.findall(r"^Feature Count: (\d+)$", said.stdout, re.MULTILINE)
    return {name: int(count) for name, count in zip(names, counts, strict=True)}


def pyogrio_count(path: Path, name: str, complaints: list[str]) -> int:
    """Read a whole layer with pyogrio, which brings a newer GDAL of its own."""
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        rows = len(pyogrio.read_dataframe(path, layer=name))
    complaints += [f"pyogrio, {name}: {warning.message}" for warning in heard]
    return rows


def qgis_count(path: Path, name: str, complaints: list[str]) -> int | str:
    """Let QGIS save a layer as GeoJSON, and count what it saved; Debian's wrapper is broken."""
    program = shutil.which("qgis_process.bin")
    if program is None:
        return ABSENT
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "saved.geojson"
        layer = f"INPUT={path}|layername={name}"
        said = _run(
            [program, "run", "native:savefeatures", "--", layer, f"OUTPUT={target}"],
            QT_QPA_PLATFORM="offscreen",
            XDG_RUNTIME_DIR=folder,
        )
        lines = said.stderr.splitlines()
        complaints += [f"QGIS, {name}: {line}" for line in lines if not _QGIS_NOISE.search(line)]
        if not target.exists():
            return "nothing saved"
        return len(json.loads(target.read_text(encoding="utf-8"))["features"])


def _run(words: list[str], **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - programs found on the path, a file given by the user
        words, capture_output=True, text=True, check=False, env={**os.environ, **settings}
    )


if __name__ == "__main__":
    main()

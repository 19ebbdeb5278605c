"""
Let QGIS, GDAL and pyogrio read the map interface of a served store, as an analyst does.

    python benchmarks/qgis_ogc.py STORE.gpkg

A copy of the store is served by a process of its own, its newest plan published. QGIS reads each
collection through its provider for OGC API - Features with name and token, whole and cut to a box;
``ogrinfo`` counts, pyogrio reads whole and in the box. Ids must be those of SQL, in the
box those that shapely finds. Prints a Markdown table; a difference ends with code 1, a program that
is not here is named.
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
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.served_parts.service import NAME, served
from benchmarks.served_parts.truth import NAMES, Truth, true_map

if TYPE_CHECKING:
    from benchmarks.served_parts.service import Served

ABSENT = "not here"
_READ = """
import json, sys, pyogrio
source, token, name, box = sys.argv[1:]
pyogrio.set_gdal_config_options({"GDAL_HTTP_AUTH": "BASIC", "GDAL_HTTP_USERPWD": token})
for sides in (None, tuple(map(float, box.split(",")))):
    found = pyogrio.read_dataframe(source, layer=name, bbox=sides)
    print(json.dumps(sorted(found["id"]) if len(found) else []))
"""


def main() -> None:
    """Print one row a collection."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("store", type=Path)
    asked = parser.parse_args()
    wrong = 0
    print("| collection | SQL | QGIS | ogrinfo | pyogrio | in a box | QGIS | pyogrio |")
    print("| --- | --: | --: | --: | --: | --: | --: | --: |")
    with served(asked.store) as one:
        truth = true_map(one.file)
        counted = ogrinfo_counts(one)
        for name in NAMES:
            told, is_wrong = row(one, truth, name, counted)
            wrong += is_wrong
            print(f"| {name} | {' | '.join(told)} |", flush=True)
    sys.exit(1 if wrong else 0)


def row(one: Served, truth: Truth, name: str, counted: dict[str, int]) -> tuple[list[str], bool]:
    """Let every program read a collection; say what each found, and whether anything differs."""
    box = truth.middle(name)
    everything, boxed = truth.ids(name), truth.ids(name, box)
    by_qgis = qgis_ids(one, name, None), qgis_ids(one, name, box)
    by_pyogrio = pyogrio_ids(one, name, box)
    count = counted.get(name, ABSENT)
    told = [
        str(len(everything)),
        _told(by_qgis[0], everything),
        str(count),
        _told(by_pyogrio[0], everything),
        str(len(boxed)),
        _told(by_qgis[1], boxed),
        _told(by_pyogrio[1], boxed),
    ]
    is_off = count not in (ABSENT, len(everything))
    return told, is_off or any("wrong" in text for text in told)


def _told(found: list[str] | None, expected: list[str]) -> str:
    if found is None:
        return ABSENT
    return str(len(found)) if found == expected else f"wrong: {len(found)}"


def qgis_ids(one: Served, name: str, box: tuple[float, ...] | None) -> list[str] | None:
    """Let QGIS save a collection as GeoJSON; Debian's wrapper is broken, so its program is run."""
    program = shutil.which("qgis_process.bin")
    if program is None:
        return None
    source = (
        f"OAPIF://url='{one.url}/ogc' typename='{name}' username='{NAME}' password='{one.token}' "
        f"restrictToRequestBBOX='{int(box is not None)}'"
    )
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "saved.geojson"
        words = ["native:savefeatures", "--", f"INPUT={source}"]
        if box is not None:
            west, south, east, north = box
            extent = f"{west},{east},{south},{north} [EPSG:4326]"
            words = ["native:extractbyextent", "--", f"INPUT={source}", f"EXTENT={extent}"]
        said = _run(
            [program, "run", *words, f"OUTPUT={target}"],
            QT_QPA_PLATFORM="offscreen",
            XDG_RUNTIME_DIR=folder,
        )
        if not target.exists():
            return [said.strip().splitlines()[-1] if said.strip() else "nothing"]
        features = json.loads(target.read_text(encoding="utf-8"))["features"]
    return sorted(feature["properties"]["id"] for feature in features)


def pyogrio_ids(
    one: Served, name: str, box: tuple[float, ...]
) -> tuple[list[str] | None, list[str] | None]:
    """Read a collection with pyogrio, whole and in a box."""
    told, login = ",".join(map(repr, box)), f"{NAME}:{one.token}"
    said = _run([sys.executable, "-c", _READ, f"OAPIF:{one.url}/ogc", login, name, told])
    try:
        everything, boxed = (json.loads(line) for line in said.splitlines()[-2:])
    except ValueError:
        return [said.splitlines()[-1]], []
    return everything, boxed


def ogrinfo_counts(one: Served) -> dict[str, int]:
    """Count with GDAL's own program; empty where it is not installed."""
    program = shutil.which("ogrinfo")
    if program is None:
        return {}
    header = f"Authorization: Bearer {one.token}"
    told = _run(
        [program, f"OAPIF:{one.url}/ogc", "-so", "-al", "--config", "GDAL_HTTP_HEADERS", header]
    )
    names = re.findall(r"^Layer name: (.+)$", told, re.MULTILINE)
    counts = re.findall(r"^Feature Count: (\d+)$", told, re.MULTILINE)
    return {name: int(count) for name, count in zip(names, counts, strict=True)}


def _run(words: list[str], **settings: str) -> str:
    told = subprocess.run(  # noqa: S603 - programs found on the path
        words,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NO_PROXY": "*", **settings},
    )
    return told.stdout or told.stderr


if __name__ == "__main__":
    main()

"""
Hold the fate of every row of a folder of ledgers against what each row really is.

Usage: ``python benchmarks/fates.py LEDGERFOLDER [--roads FILE.osm] [--json]``

The folder holds the ledgers and a ``truth.json``: ``sites`` are good rows with their true place and
whether their datum is stated, ``duplicates`` name the row they repeat, ``rejected`` a reason. Rows
count from 1 in the sheet named. With ``--roads`` the import knows the roads and villages of that
map, as after ``gridpatrol roads load``. Nothing is stored.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from data.crs import great_circle_m
from data.ledger import LedgerImport, read_ledgers
from data.roads import read_roads
from tests.builders import KnownTables

if TYPE_CHECKING:
    from data.model import Roads

RIGHT_M, GOAL = 2.0, 0.95
ENDINGS = frozenset({".xlsx", ".xls", ".csv", ".txt"})
STORED = frozenset({"accepted", "repaired"})
MEANING = {
    "no name": {"no_name"},
    "no coordinates": {"no_coordinates", "half_coordinates", "no_position_columns"},
    "coordinates are 0,0": {"zero_coordinates"},
    "outside the area": {"outside", "impossible_coordinates"},
    "unreadable coordinates": {"unreadable_coordinates"},
}
"""A reason of the truth to the codes of notes that mean it."""


def empty_store(roads: Roads | None) -> KnownTables:
    """Make a store with nothing but, where they are given, roads and places."""
    if roads is None:
        return KnownTables()
    return KnownTables({"area": roads.places}, roads=list(roads.edges.geometry))


def site_rows(result: LedgerImport) -> dict[tuple[str, int], dict[str, Any]]:
    """Give fate, target and reason of every row of site ledgers, by sheet and row."""
    rows = result.rows[result.rows["kind"] == "sites"]
    found = {
        (str(row.sheet), int(row.row)): {"fate": row.fate, "target": row.target, "code": None}
        for row in rows.itertuples()
    }
    for doubt in result.doubts:
        if doubt.kind == "sites":
            found[doubt.sheet, doubt.row]["code"] = doubt.code
    return found


def place_of(thing: dict[str, Any], row: str = "row") -> tuple[str, int]:
    """Name the row that a truth speaks of."""
    return str(thing["sheet"]), int(thing[row])


def measured(result: LedgerImport, truth: dict[str, Any]) -> dict[str, Any]:
    """Compare the fates of an import with the truth."""
    rows = site_rows(result)
    good = [(site, rows[place_of(site)]) for site in truth["sites"]]
    away_m = _away_m(result, good)
    silent = [not site["datum_stated"] for site, _ in good]
    stated_m = away_m[~np.array(silent)]
    silent_m = away_m[np.array(silent)]
    decided = ~np.isnan(silent_m)
    stored = [row["fate"] in STORED for _, row in good]
    return {
        "good": len(good),
        "good_stored": sum(stored),
        "good_asked": sum(row["fate"] == "question" for _, row in good),
        "good_lost": sum(row["fate"] not in STORED | {"question"} for _, row in good),
        "good_merged": sum(stored) - len({r["target"] for _, r in good if r["fate"] in STORED}),
        "stated": len(stated_m),
        "stated_stored": int((~np.isnan(stated_m)).sum()),
        "stated_median_m": float(np.nanmedian(stated_m)),
        "stated_largest_m": float(np.nanmax(stated_m)),
        "silent": len(silent_m),
        "silent_decided": int(decided.sum()),
        "silent_right": int((silent_m[decided] <= RIGHT_M).sum()),
        **_bad_rows(rows, truth),
    }


def _away_m(result: LedgerImport, good: list[tuple[dict[str, Any], dict[str, Any]]]) -> np.ndarray:
    """Measure from every stored good row to its true place; ``nan`` where it is not stored."""
    sites = result.tables["site"]
    away = np.full(len(good), np.nan)
    for index, (site, row) in enumerate(good):
        if row["fate"] in STORED:
            found = sites.loc[row["target"]]
            true = site["true_lon"], site["true_lat"]
            away[index] = great_circle_m(found["lon_deg"], found["lat_deg"], *true)
    return away


def _bad_rows(rows: dict[tuple[str, int], dict[str, Any]], truth: dict[str, Any]) -> dict[str, int]:
    called = {key for key, row in rows.items() if row["fate"] == "duplicate"}
    twice = {place_of(thing) for thing in truth["duplicates"]}
    rejected = [(thing["why"], rows[place_of(thing)]) for thing in truth["rejected"]]
    return {
        "duplicates": len(twice),
        "duplicates_found": len(twice & called),
        "false_duplicates": len(called - twice),
        "bad": len(rejected),
        "bad_rejected": sum(row["fate"] == "rejected" for _, row in rejected),
        "bad_right_reason": sum(
            row["fate"] == "rejected" and row["code"] in MEANING.get(why, {why})
            for why, row in rejected
        ),
    }


def table(found: dict[str, Any]) -> list[str]:
    """Write the comparison as a Markdown table."""
    decided = found["silent_decided"]
    share = decided / found["silent"] if found["silent"] else 0.0
    silent = f"{decided} of {found['silent']}, {share:.0%}"
    right = found["silent_right"] / decided if decided else None
    lines = [
        ("good rows stored", f"{found['good_stored']} of {found['good']}", "all but questions"),
        ("good rows asked about", f"{found['good_asked']}", ""),
        ("good rows lost or merged", f"{found['good_lost'] + found['good_merged']}", "0"),
        ("datum stated: stored", f"{found['stated_stored']} of {found['stated']}", "all"),
        ("datum stated: median distance", f"{found['stated_median_m']:.2f} m", ""),
        ("datum stated: largest distance", f"{found['stated_largest_m']:.2f} m", "under 2 m"),
        ("datum silent: decided", silent, ""),
        (
            "datum silent: right of decided",
            "-" if right is None else f"{found['silent_right']}, {right:.0%}",
            "at least 95 %",
        ),
        ("duplicates found", f"{found['duplicates_found']} of {found['duplicates']}", "all"),
        ("false duplicates", f"{found['false_duplicates']}", "0"),
        ("bad rows rejected", f"{found['bad_rejected']} of {found['bad']}", "all"),
        ("... for the right reason", f"{found['bad_right_reason']} of {found['bad']}", "all"),
    ]
    return [
        "| rows of the site ledgers | found | goal |",
        "| --- | --- | --- |",
        *(f"| {' | '.join(line)} |" for line in lines),
    ]


def main() -> int:
    """Measure what the command line asks for; 1 where a row is lost or too many datums wrong."""
    parser = argparse.ArgumentParser(description="Hold the fate of every row against the truth.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--roads", type=Path)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    files = sorted(path for path in asked.folder.iterdir() if path.suffix.lower() in ENDINGS)
    truth = json.loads((asked.folder / "truth.json").read_text(encoding="utf-8"))
    roads = read_roads(asked.roads)[0] if asked.roads else None
    found = measured(read_ledgers(files, known=empty_store(roads)), truth)
    print(json.dumps(found) if asked.json else "\n".join(table(found)))
    lost = found["good_lost"] + found["good_merged"]
    return int(lost > 0 or found["silent_right"] < GOAL * found["silent_decided"])


if __name__ == "__main__":
    sys.exit(main())

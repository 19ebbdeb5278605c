"""What the hotspot page tells of places: rows, villages, counts, the packed columns, the cards."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from data import words as codes
from maps.escaping import called, plain
from maps.scores import score
from maps.sites import site_blob

if TYPE_CHECKING:
    from data.sheets import PageFacts

Row = dict[str, Any]

COLUMNS = (
    *("grade", "score", "kind", "week"),
    *("village", "village_high", "industry", "industry_high"),
)
_NEVER = 255


def site_rows(sites: pd.DataFrame) -> list[Row]:
    """
    List places as plain values; an absent column counts as unknown, reasons stay JSON.

    Parameters
    ----------
    sites
        As ``maps.pages.hotspots_page`` takes them.
    """
    clean = sites.astype("object").where(sites.notna(), None)
    rows: Any = clean.to_dict("records")
    return [_site_row(str(key), row) for key, row in zip(sites.index, rows, strict=True)]


def _site_row(key: str, row: Row) -> Row:

    def text(name: str) -> str:
        return plain(row.get(name)).strip()

    def count(name: str) -> int:
        return int(row.get(name) or 0)

    last = row.get("last_visit")
    return {
        "id": key,
        "name": called(row.get("name"), key),
        "kind": str(row["kind"]),
        "village": text("village"),
        "address": text("address"),
        "industry": text("industry"),
        "status": text("status"),
        "lon": float(row["lon_deg"]),
        "lat": float(row["lat_deg"]),
        "risk": float(row["risk"]),
        "grade": str(row["grade"]),
        "uncertainty": float(row["uncertainty"]),
        "reasons": row["reasons"] or "[]",
        "advice": row.get("advice") or "[]",
        "last_visit": pd.Timestamp(last).date() if last is not None else None,
        "last_result": text("last_result"),
        "visits": count("visits"),
        "finds": count("finds"),
        "open": count("open_findings"),
        "planned": text("planned"),
    }


def village_rows(rows: list[Row]) -> list[Row]:
    """Sum up villages, the one with most red and orange places first."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["village"], []).append(row)
    summed = [
        {
            "name": name,
            "sites": len(members),
            "high": sum(row["grade"] in {"red", "orange"} for row in members),
            "visits": sum(row["visits"] for row in members),
            "finds": sum(row["finds"] for row in members),
            "mean_score": score(sum(row["risk"] for row in members) / len(members)),
        }
        for name, members in groups.items()
    ]
    return sorted(summed, key=lambda one: (-one["high"], -one["mean_score"], one["name"]))


def site_counts(rows: list[Row]) -> dict[str, dict[str, int]]:
    """Count places by grade and by kind."""
    return {
        "grades": {grade: sum(row["grade"] == grade for row in rows) for grade in codes.GRADES},
        "kinds": {kind: sum(row["kind"] == kind for row in rows) for kind in codes.SITE_KINDS},
    }


def industry_counts(rows: list[Row]) -> dict[str, int]:
    """Count places by what the ledger calls their industry, the most frequent first."""
    counted = Counter(row["industry"] for row in rows)
    return dict(sorted(counted.items(), key=lambda one: (-one[1], one[0])))


def packed_sites(
    rows: list[Row], *, villages: list[str], industries: list[str], facts: PageFacts
) -> tuple[str, Any]:
    """Pack the columns that the map draws and filters; also give the order they stand in."""
    grades, kinds = list(codes.GRADES), list(codes.SITE_KINDS)
    columns: dict[str, Any] = {
        "grade": [grades.index(row["grade"]) for row in rows],
        "score": [score(row["risk"]) for row in rows],
        "kind": [kinds.index(row["kind"]) for row in rows],
        "week": [_weeks_ago(row, facts) for row in rows],
        **_two_bytes("village", rows, villages),
        **_two_bytes("industry", rows, industries),
    }
    return site_blob(
        [row["lon"] for row in rows],
        [row["lat"] for row in rows],
        ids=[row["id"] for row in rows],
        names=[row["name"] for row in rows],
        columns=columns,
    )


def _two_bytes(name: str, rows: list[Row], order: list[str]) -> dict[str, Any]:
    """Write which of up to 65,536 texts each place has, low byte and high byte."""
    places = {text: place for place, text in enumerate(order)}
    which = np.array([places[row[name]] for row in rows], dtype=np.int64)
    return {name: which % 256, f"{name}_high": which // 256}


def _weeks_ago(row: Row, facts: PageFacts) -> int:
    """Count whole weeks since the last visit: at most 254; 255 means never."""
    if row["last_visit"] is None:
        return _NEVER
    weeks = (facts.data_date - row["last_visit"]).days // 7
    return int(min(max(weeks, 0), _NEVER - 1))

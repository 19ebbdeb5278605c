"""Tiny named instances that tests of several rooms share; each has at most ten places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.schema import INSPECTION, SITE, as_table

if TYPE_CHECKING:
    import pandas as pd

TOWN_LON, TOWN_LAT = 115.0, 35.5


def sites(*rows: dict[str, object]) -> pd.DataFrame:
    """Build a site table; each row only says what matters to the test."""
    filled = [
        {
            "site_id": f"S{number:05d}",
            "kind": "enterprise",
            "name": f"Site {number}",
            "village": "V1",
            "status": "operating",
            "lon_deg": TOWN_LON + 0.001 * number,
            "lat_deg": TOWN_LAT,
            **row,
        }
        for number, row in enumerate(rows, start=1)
    ]
    return as_table(filled, SITE)


def inspections(*rows: dict[str, object]) -> pd.DataFrame:
    """Build an inspection table; ``day`` and ``site_id`` are for the test to say."""
    filled = [
        {"inspection_id": f"J{number:05d}", "result": "clean", "team": "T1", **row}
        for number, row in enumerate(rows, start=1)
    ]
    return as_table(filled, INSPECTION)

"""Small invented towns to learn from."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from data.schema import FINDING, INSPECTION, SITE, TIP, as_table
from geo.town.facts import TownTables

AS_OF = date(2026, 7, 1)


def site(number: int, **fields: object) -> dict[str, object]:
    """Make one plain enterprise in a row of plants, 200 m apart."""
    return {
        "site_id": f"S{number:03}",
        "kind": "enterprise",
        "name": f"厂{number}",
        "status": "operating",
        "lon_deg": 115.0 + 0.002 * number,
        "lat_deg": 35.5,
        "source": "test",
        **fields,
    }


def town(sites: int = 12, looks: int = 240, *, seed: int = 0) -> TownTables:
    """
    Make a town in which every third plant has no licence and finds are three times as frequent.

    Looks are spread over the year before ``AS_OF``; team A finds twice what team B does.
    """
    dice = np.random.default_rng(seed)
    rows = [site(n, licences="无照" if n % 3 == 0 else "齐全") for n in range(sites)]
    days = pd.date_range("2025-07-01", "2026-06-30", periods=looks)
    visits = []
    for number, day in enumerate(days):
        place = int(dice.integers(sites))
        team = "AB"[number % 2]
        chance = (0.45 if place % 3 == 0 else 0.15) * (1.4 if team == "A" else 0.7)
        visits.append(
            {
                "inspection_id": f"J{number:04}",
                "site_id": f"S{place:03}",
                "day": day.normalize(),
                "team": team,
                "result": "finding" if dice.random() < chance else "clean",
                "source": "test",
            }
        )
    return TownTables(
        sites=as_table(rows, SITE),
        inspections=as_table(visits, INSPECTION),
        findings=as_table([], FINDING),
        tips=as_table([], TIP),
    )

"""Meters of places that stand still."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.testing import assert_allclose

from data.schema import POWER_READING, as_table
from geo.card.card import default_card
from geo.card.meters import power_facts, power_signal
from tests.builders import sites

if TYPE_CHECKING:
    import pandas as pd

AS_OF = date(2026, 11, 23)
CARD = default_card()
IDLE = {"kind": "idle_factory", "status": "idle"}


def readings(*rows: tuple[str, str, float]) -> pd.DataFrame:
    """Build readings of site, month and kilowatt-hours."""
    return as_table(
        [
            {"power_reading_id": f"P{n}", "site_id": s, "meter": str(n), "month": m, "kwh": kwh}
            for n, (s, m, kwh) in enumerate(rows, start=1)
        ],
        POWER_READING,
    )


def told(table: pd.DataFrame, power: pd.DataFrame | None) -> pd.DataFrame:
    """Join the facts of meters."""
    return table.join(power_facts(table, power, as_of=AS_OF, limits=CARD.limits))


def test_the_highest_month_of_all_meters_together() -> None:
    """Two meters of 100 and 200 in October; 250 in September; what is older than May is past."""
    power = readings(
        ("S00001", "2026-09", 250),
        ("S00001", "2026-10", 100),
        ("S00001", "2026-10", 200),
        ("S00001", "2026-04", 9000),
    )
    found = told(sites(IDLE), power).iloc[0]
    assert (found["kwh"], found["kwh_month"]) == (300.0, "2026-10")
    assert found["kwh_record"] == "P2 2026-10"


def test_power_counts_on_a_scale_of_magnitudes() -> None:
    """30 kWh is a lamp, 1,000 is everything, their geometric mean 173.2 is half."""
    table = sites(IDLE, IDLE, IDLE, IDLE)
    power = readings(
        ("S00001", "2026-10", 20),
        ("S00002", "2026-10", np.sqrt(30 * 1000)),
        ("S00003", "2026-10", 5000),
    )
    found = power_signal(told(table, power), CARD)
    assert_allclose(found.share[:3], [0.0, 0.5, 1.0], atol=1e-12)
    assert found.known.tolist() == [True, True, True, False]
    assert found.says.zh[2] == "名义上停用，2026-10仍用电5000度"


def test_a_working_plant_may_draw_power() -> None:
    """Only where nothing is said to run the question makes sense."""
    power = readings(("S00001", "2026-10", 5000))
    assert power_signal(told(sites({}), power), CARD).applies.tolist() == [False]
    assert power_signal(told(sites({"status": "stopped"}), power), CARD).applies.tolist() == [True]


def test_without_the_power_company_nothing_is_asked() -> None:
    """No list of readings is no statement; readings of last year alone are none either."""
    for power in (None, readings(), readings(("S00001", "2025-10", 50))):
        assert power_signal(told(sites(IDLE), power), CARD).applies.tolist() == [False]

"""Orders, dispositions and expert days as tables; each row only says what matters to the test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.schema import TABLES, as_table
from tests.builders import inspections, sites

if TYPE_CHECKING:
    import pandas as pd


def known(
    *,
    places: tuple[dict[str, Any], ...] = ({"status": "shut"},),
    visits: tuple[dict[str, Any], ...] = (),
    **rows: tuple[dict[str, Any], ...],
) -> dict[str, pd.DataFrame]:
    """Build the tables that measures are read from; those not named are empty."""
    names = ("given_order", "disposition", "tip", "power_reading")
    tables = {
        name: as_table(
            [
                {TABLES[name].key: f"R{number}", "site_id": "S00001", **row}
                for number, row in enumerate(rows.get(name, ()), start=1)
            ],
            TABLES[name],
        )
        for name in names
    }
    looked = [{"site_id": "S00001", **visit} for visit in visits]
    return {**tables, "site": sites(*places), "inspection": inspections(*looked)}

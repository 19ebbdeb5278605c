"""Tiny named instances that tests of several rooms share; each has at most ten places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.schema import INSPECTION, SITE, TABLES, as_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import pandas as pd
    from shapely.geometry.base import BaseGeometry

TOWN_LON, TOWN_LAT = 115.0, 35.5


class KnownTables:
    """
    A store in memory that holds what an import gave, ``LargeTables`` of a test or a benchmark.

    Parameters
    ----------
    tables
        Table name to rows; the others are empty.
    roads
        Lines of the town's roads, lon, lat.
    """

    def __init__(
        self,
        tables: Mapping[str, pd.DataFrame] | None = None,
        *,
        roads: Sequence[BaseGeometry] = (),
    ) -> None:
        self.tables = dict(tables or {})
        self._roads = list(roads)

    def read(self, table: str, *, where: Mapping[str, Sequence[str]] | None = None) -> pd.DataFrame:
        """Return the rows of one table, or those whose columns hold one of some values."""
        rows = self.tables[table] if table in self.tables else as_table([], TABLES[table])
        for name, values in (where or {}).items():
            held = rows.index if name == TABLES[table].key else rows[name]
            rows = rows[held.isin(list(values))]
        return rows

    def latest(self, table: str, column: str) -> date | None:
        """Return the last day of one column; ``None`` where none is."""
        days = self.read(table)[column].dropna()
        return None if days.empty else days.max().date()

    def count(self, table: str) -> int:
        """Return the number of rows of one table."""
        return len(self.tables.get(table, ()))

    def road_lines(self) -> list[BaseGeometry]:
        """Return the roads."""
        return self._roads


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

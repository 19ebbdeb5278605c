"""What the records of a week say of its places, those in no ledger included."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from data.schema import as_records
from data.units import DAYS_PER_WEEK

if TYPE_CHECKING:
    from datetime import date

    from data.ports import Tables

SKIPPED = "skipped"


def all_looks(tables: Tables) -> pd.DataFrame:
    """List visits and sweeps on record: ``site_id``, ``day``, ``result``, ``arrived_at``."""
    visits = tables.read("inspection")[["site_id", "day", "result", "arrived_at"]]
    return pd.concat([visits, sweep_looks(tables)])


def sweep_looks(tables: Tables) -> pd.DataFrame:
    """List all sweeps on record as visits are: ``site_id``, ``day`` and ``result``."""
    visits = tables.read("sweep_visit").drop(columns="site_id")
    return visits.rename(columns={"sweep_id": "site_id"})[["site_id", "day", "result"]]


def seen_and_undone(
    looks: pd.DataFrame, monday: date, *, until: date | None = None
) -> tuple[dict[str, str], frozenset[str]]:
    """
    Say which places were seen in a week, and which were only passed over.

    Parameters
    ----------
    looks
        Columns ``site_id``, ``day`` and ``result``.
    monday
        First day of the week.
    until
        Last day that counts; ``None``: the week's last.

    Returns
    -------
    seen, undone
        Day of the last visit by place, ISO; places with nothing but visits that were not made.
    """
    first, days = pd.Timestamp(monday), looks["day"]
    last = first + pd.Timedelta(days=DAYS_PER_WEEK - 1) if until is None else pd.Timestamp(until)
    seen: dict[str, str] = {}
    skipped = set()
    for row in as_records(looks[(days >= first) & (days <= last)].sort_values("day")):
        if row["result"] == SKIPPED:
            skipped.add(row["site_id"])
        else:
            seen[row["site_id"]] = row["day"].date().isoformat()
    return seen, frozenset(skipped - set(seen))

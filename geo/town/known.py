"""What an office knew on a past day of things whose state is written over as they go on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from geo.sites.history import known_before

if TYPE_CHECKING:
    from datetime import date

    from geo.town.facts import TownTables


def findings_then(findings: pd.DataFrame, as_of: date, *, is_today: bool = False) -> pd.DataFrame:
    """
    Give the findings as they stood when a day began.

    Parameters
    ----------
    findings
        By schema ``FINDING``, with the states of today.
    is_today
        Whether the record ends before the day, so that all it says was known then.

    Returns
    -------
    findings
        Those found before the day. One closed on the day or later is open again; whether it was
        late is told by its due day alone, because nobody wrote when a state was given. One that is
        closed without a day is closed today, and open on any day of the past: it was struck off at
        some time after it was found, which may have been later than that day.
    """
    past = known_before(findings, "found", as_of)
    known = past["closed"] < pd.Timestamp(as_of)
    undated = (past["state"] == "closed") & past["closed"].isna() & is_today
    return past.assign(
        closed=past["closed"].where(known),
        state=past["state"].where(undated, "found").mask(known, "closed"),
    )


def tips_then(tips: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """
    Give the tips as they stood when a day began.

    Returns
    -------
    tips
        Those that had come in, none of them looked into yet: a verdict has no day, so that it may
        be younger than ``as_of``.
    """
    return known_before(tips, "day", as_of).assign(verified="open")


def tables_then(tables: TownTables, as_of: date) -> TownTables:
    """
    Give the tables of a town as they stood when a day began.

    Returns
    -------
    tables
        Visits before the day, findings and tips as :func:`findings_then` and :func:`tips_then` give
        them. What bears no date, such as the ledger of sites, is that of today.
    """
    return replace(
        tables,
        inspections=known_before(tables.inspections, "day", as_of),
        findings=findings_then(tables.findings, as_of, is_today=not is_past(tables, as_of)),
        tips=tips_then(tables.tips, as_of),
    )


def is_past(tables: TownTables, as_of: date) -> bool:
    """Tell whether a row is dated on the day or later, so that states may be younger than it."""
    days = (
        tables.inspections["day"],
        tables.findings["found"],
        tables.findings["closed"],
        tables.tips["day"],
    )
    return any(bool((column >= pd.Timestamp(as_of)).any()) for column in days)

"""Which findings were open on a day: one rule for scores, plans and pages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from datetime import date


LEDGER_STEP = "import: "
"""How the source of a step begins that a ledger told of; all others people entered here."""


def day_told(as_of: date) -> date:
    """Name the day that a record tells of: the last before ``as_of``, which alone it knows."""
    return as_of - timedelta(days=1)


def day_after(day: date) -> date:
    """Give the day before which all is known that a record of a day tells of."""
    return day + timedelta(days=1)


def stands(findings: pd.DataFrame) -> pd.Series[bool]:
    """Tell which findings count at all: those that nobody voided as recorded in error."""
    return findings["voided"].isna()


def is_ours(findings: pd.DataFrame) -> pd.Series[bool]:
    """Tell which findings are ours to follow: not handed to another office, not voided."""
    return findings["transferred_to"].isna() & stands(findings)


def is_open(findings: pd.DataFrame, as_of: date) -> pd.Series[bool]:
    """
    Tell which findings had been made and not yet struck off when a day began.

    A finding is struck off when its closing day lies before the day, whatever state the ledger
    writes, or when its state is ``closed`` and no closing day says when. The state is that of
    today: a finding closed on the day or later was still open, whatever became of it since. One
    that was voided, as recorded in error, was never open.

    Parameters
    ----------
    findings
        Table by schema ``FINDING``.
    as_of
        Only what happened strictly before this day is known.

    Returns
    -------
    is_open
        Index of ``findings``; never missing.
    """
    day = pd.Timestamp(as_of)
    made = findings["found"] < day
    struck_off = findings["closed"] < day
    undated = (findings["state"] == "closed") & findings["closed"].isna()
    return (made & ~struck_off & ~undated & stands(findings)).astype("bool")


def is_overdue(findings: pd.DataFrame, as_of: date, *, on: date | None = None) -> pd.Series[bool]:
    """
    Tell which findings are open and past their due date, which they are from the day after it.

    Without a due date the state that the ledger writes decides.

    Parameters
    ----------
    findings, as_of
        As of :func:`is_open`.
    on
        The day against which due dates are past; ``None``: the one told of, the last before
        ``as_of``. What is due on that day is in time.

    Returns
    -------
    is_overdue
        Index of ``findings``; never missing.
    """
    late = findings["due"] < pd.Timestamp(on or day_told(as_of))
    said = findings["due"].isna() & (findings["state"] == "overdue")
    return (is_open(findings, as_of) & (late | said)).astype("bool")


def days_late(findings: pd.DataFrame, as_of: date, *, on: date | None = None) -> pd.Series[int]:
    """
    Count how many days findings are past their due date.

    Parameters
    ----------
    findings, as_of, on
        As of :func:`is_overdue`.

    Returns
    -------
    days_late
        Index of ``findings``; 1 on the day after the due date, 0 where it is not overdue, or
        overdue by its state alone.
    """
    days = (pd.Timestamp(on or day_told(as_of)) - findings["due"]).dt.days
    late: pd.Series[int] = (
        days.where(is_overdue(findings, as_of, on=on), 0).fillna(0).astype("int64")
    )
    return late

"""Findings as they stood before a day, whatever became of them since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from data.findings import is_open
from planning.cases.finding import blank_of, retold
from service.pipeline.cases.standing import read_cases

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from data.store import Store
    from planning.cases.finding import Case


_WHEN = ("finding_id", "day")


def as_known(store: Store, findings: pd.DataFrame, day: date) -> pd.DataFrame:
    """
    Tell state and due day of open findings as the steps before a day left them.

    Parameters
    ----------
    findings
        Table by schema ``FINDING``; those that were not open when the day began stay as they are.
    day
        Only steps dated before it are known.

    Returns
    -------
    findings
        A copy where anything changed since, else the same table.
    """
    moved = _moved_since(store, findings, day)
    if not moved:
        return findings
    then = dict(_rewound(store, moved, day))
    told = findings.copy()
    told.loc[list(then), "state"] = [case.state for case in then.values()]
    days = {key: None if case.due is None else case.due.isoformat() for key, case in then.items()}
    due = pd.to_datetime(pd.Series(days, dtype="object")).reindex(told.index)
    told["due"] = told["due"].where(~told.index.isin(list(then)), due)
    return told


def _moved_since(store: Store, findings: pd.DataFrame, day: date) -> list[str]:
    """Name the findings open then of which a later step, or the closing in their row, is known."""
    still = findings.index[is_open(findings, day)]
    last = store.latest("finding_step", "day")
    # Pages of today ask of the day after all steps: they need not read them.
    steps = [] if last is None or last < day else store.rows("finding_step", columns=_WHEN)
    later = {row["finding_id"] for row in steps if pd.Timestamp(row["day"]) >= pd.Timestamp(day)}
    closed = still[findings.loc[still, "state"] == "closed"]
    return [str(key) for key in still if key in later or key in closed]


def _rewound(store: Store, ids: list[str], day: date) -> Iterator[tuple[str, Case]]:
    for finding, held in read_cases(store, ids).items():
        steps = held.case.steps
        known = next((n for n, step in enumerate(steps) if step.day >= day), len(steps))
        if known:
            yield finding, retold(blank_of(held.case), steps[:known])

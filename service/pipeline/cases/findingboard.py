"""Open findings side by side by where they stand, and how many are pressing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

import pandas as pd

from data.findings import is_open, is_overdue
from service.pipeline.cases.findingtable import (
    FindingFilter,
    check_named,
    chosen_of,
    findings_table,
    lines_of,
    ordered,
)
from service.results.finding import BoardColumn

if TYPE_CHECKING:
    from datetime import date

    from data.store import Store

_DAY = timedelta(days=1)
_SOON = timedelta(days=7)
BOARD_STATES = ("found", "notified", "rectifying", "overdue", "submitted")
"""States of open findings, in the order in which most go through them."""


def board_findings(
    store: Store,
    *,
    wanted: FindingFilter,
    as_of: date,
    limit: int,
) -> tuple[BoardColumn, ...]:
    """
    Put open findings side by side by where they stand, each column in the order of the list.

    What is late stands under ``overdue``, whatever its last step; what was handed in stays there.

    Parameters
    ----------
    wanted
        Which of them; its state is not asked.
    as_of
        The day told of, as of :func:`list_findings`.
    limit
        Lines of a column at most, >= 1.

    Raises
    ------
    NotFoundError
        If the store knows no such village or team.
    """
    check_named(store, wanted)
    table = findings_table(store, as_of + _DAY, where={"state": list(BOARD_STATES)})
    chosen = ordered(chosen_of(table[table["is_open"]], wanted), week=None)
    columns = {state: chosen[chosen["standing"] == state] for state in BOARD_STATES}
    first = {state: mine.head(limit) for state, mine in columns.items()}
    lines = iter(lines_of(store, pd.concat(first.values()), as_of))
    return tuple(
        BoardColumn(
            state=state,
            count=len(mine),
            late=int(mine["is_overdue"].sum()),
            lines=tuple(islice(lines, len(first[state]))),
        )
        for state, mine in columns.items()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingCounts:
    """Open findings: all, past their day, due from today until in seven days, handed in."""

    open: int
    late: int
    soon: int
    submitted: int


def count_findings(store: Store, *, as_of: date) -> FindingCounts:
    """Count the findings of the board by how pressing they are on the day that lists tell of."""
    known = as_of + _DAY
    findings = store.read("finding", where={"state": list(BOARD_STATES)})
    findings = findings[is_open(findings, known)]
    submitted = findings["state"] == "submitted"
    first, last = pd.Timestamp(as_of), pd.Timestamp(as_of) + _SOON
    return FindingCounts(
        open=len(findings),
        late=int(is_overdue(findings, known).sum()),
        soon=int((findings["due"].between(first, last) & ~submitted).sum()),
        submitted=int(submitted.sum()),
    )

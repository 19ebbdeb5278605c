"""Steps that a row of a ledger tells of: how a finding came to stand where the row says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.words import FINDING_STATES
from planning.cases.finding import Step

if TYPE_CHECKING:
    from datetime import date

    from planning.cases.finding import Case

_RANK = {state: place for place, state in enumerate(FINDING_STATES)}
_STEPPING = frozenset({"notified", "rectifying", "submitted"})
"""States that a step of the same name leads to."""
UNDATED = "台账未写办理日期 the ledger does not say the day"


def first_steps(
    found: date, *, state: str, due: date | None, closed: date | None
) -> tuple[Step, ...]:
    """
    Write the steps of a finding whose row is all that is known of it.

    Parameters
    ----------
    found, state, due, closed
        Columns of the row. A row that is closed and does not say when is found closed.

    Returns
    -------
    steps
        ``found`` in the state of the row; where the day of closing is known, ``found`` and
        ``closed``.
    """
    if closed is None:
        return (Step(step="found", day=found, due=due, state=state),)
    return (
        Step(step="found", day=found, due=due, state="found"),
        Step(step="closed", day=closed),
    )


def told_steps(
    case: Case, *, state: str, due: date | None, closed: date | None
) -> tuple[Step, ...]:
    """
    Write the steps that lead from where a finding stands to what a later row says of it.

    Parameters
    ----------
    case
        Where it stands.
    state, due, closed
        Columns of the later row; a missing day is no news.

    Returns
    -------
    steps
        As few as do; none where the row says nothing new. A day that the row does not say is that
        of the last step.
    """
    last = max((one.day for _, one in case.effective), default=case.found)
    steps = []
    if due is not None and due != case.due:
        is_later = case.due is not None and due > case.due
        steps.append(Step(step="extended" if is_later else "corrected", day=last, due=due))
    if closed is not None:
        if closed != case.closed:
            steps.append(Step(step="closed", day=closed))
    elif state != case.state:
        is_ahead = _RANK[state] > _RANK[case.state] and state in _STEPPING
        kind = state if is_ahead else "corrected"
        said = None if is_ahead else state
        steps.append(Step(step=kind, day=last, state=said, note=UNDATED))
    return tuple(steps)

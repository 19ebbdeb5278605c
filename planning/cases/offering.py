"""Which steps a finding may take now: what a form offers, so that nobody fills in one in vain."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data.errors import InputError
from planning.cases.due import latest_extension
from planning.cases.finding import Step
from planning.cases.taking import take, take_back

if TYPE_CHECKING:
    from datetime import date

    from planning.caserules import MendingRules
    from planning.cases.finding import Case

ON_THE_SPOT = "on_the_spot"
"""A closing of what was mended before the team left; all else is named as the step is."""
OFFERED = (
    *("notified", "rectifying", "submitted", "rechecked", "held", "closed", ON_THE_SPOT),
    *("extended", "escalated", "transferred", "reopened", "corrected", "voided"),
)
_SAID = "said"


def steps_offered(case: Case, *, day: date, rules: MendingRules) -> tuple[str, ...]:
    """
    Say which steps would be taken if everything that a form can say were said.

    Parameters
    ----------
    case
        Where the finding stands.
    day
        Day of the step; one that lies before the last step counts as the day of that.
    rules
        Section ``mending`` of the rules.

    Returns
    -------
    steps
        Of ``OFFERED``, in that order. ``take`` is asked itself, so that what is offered and what
        is refused cannot part.
    """
    last = max((one.day for _, one in case.effective), default=case.found)
    return tuple(kind for kind in OFFERED if _may(case, kind, max(day, last), rules))


def _may(case: Case, kind: str, day: date, rules: MendingRules) -> bool:
    try:
        take(case, _said(case, kind, day, rules), rules=rules)
    except InputError:
        return False
    return True


def _said(case: Case, kind: str, day: date, rules: MendingRules) -> Step:
    """Write a step that says everything."""
    if kind == "corrected":
        return take_back(case, day=day, who=_SAID, note=_SAID)
    if kind == ON_THE_SPOT:
        return Step(step="closed", day=case.found, who=case.team, on_the_spot=True)
    step = Step(
        step=kind, day=day, who=_SAID, note=_SAID, handed_to=_SAID, inspection_id=_SAID, due=None
    )
    if kind != "extended":
        return step
    due = day if case.due is None else latest_extension(case.due, rules)
    return replace(step, due=due)

"""The life of one finding: its steps, and where it stands after them.

Where a finding stands is never kept apart from how it came there: :class:`Case` is the fold of its
steps, and a step that was an error is taken back by another one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING, Any

from data.errors import InputError
from data.words import FINDING_LEVELS, FINDING_STATES, FINDING_STEPS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

_STATING = frozenset({"found", "corrected"})
"""Steps that say themselves where the finding stands."""
_LEADS = {
    "notified": "notified",
    "rectifying": "rectifying",
    "submitted": "submitted",
    "rechecked": "submitted",
    "held": "rectifying",
    "reopened": "rectifying",
}
"""Steps after which the finding is open, and in which state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """
    One thing that was done to a finding.

    Attributes
    ----------
    step
        Code of ``data.words.FINDING_STEPS``.
    day
        Day it was done.
    who
        Team, person or office that did it.
    due
        Day by which the finding must be mended, where this step sets one.
    note
        Why, in the office's words.
    document
        Number of the document.
    photos
        Photographs by reference.
    inspection_id
        The visit that saw it.
    handed_to
        Of ``transferred``: the office it went to.
    takes_back
        Of ``corrected``: number of the step that this one takes back, from 1.
    on_the_spot
        Of ``closed``: whether it was mended before the team left.
    state
        Of ``found`` and of a ``corrected`` that takes nothing back: where the finding stands, as a
        ledger states it; missing: found, or as before.

    Raises
    ------
    InputError
        If the step or the state is no known code.
    """

    step: str
    day: date
    who: str | None = None
    due: date | None = None
    note: str | None = None
    document: str | None = None
    photos: str | None = None
    inspection_id: str | None = None
    handed_to: str | None = None
    takes_back: int | None = None
    on_the_spot: bool = False
    state: str | None = None

    def __post_init__(self) -> None:
        _check_code("step", self.step, FINDING_STEPS)
        if self.state is not None:
            _check_code("state", self.state, FINDING_STATES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """
    Where a finding stands.

    Attributes
    ----------
    finding_id, site_id
        Of the finding, and of where it was found.
    level
        Code of ``data.words.FINDING_LEVELS``.
    found
        Day it was found.
    team
        Team that found it; missing where nobody knows.
    state
        Code of ``data.words.FINDING_STATES``.
    due
        Day by which it must be mended; missing: none was set.
    closed
        Day it was struck off, or voided; missing while open, or where a ledger did not say.
    rechecked
        Day a visit saw it gone, while it is not struck off yet.
    escalated
        Day it was put under public supervision.
    transferred_to
        Office it was handed to; missing again once it is reopened after that office's answer.
    voided
        Day it was taken back as recorded in error.
    on_the_spot
        Whether it was mended before the team left.
    steps
        All that was done, in order; the number of a step is its place from 1.
    """

    finding_id: str
    site_id: str
    level: str
    found: date
    team: str | None = None
    state: str = "found"
    due: date | None = None
    closed: date | None = None
    rechecked: date | None = None
    escalated: date | None = None
    transferred_to: str | None = None
    voided: date | None = None
    on_the_spot: bool = False
    steps: tuple[Step, ...] = ()

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to be mended, by whomever."""
        return self.state != "closed"

    @property
    def effective(self) -> tuple[tuple[int, Step], ...]:
        """List the steps that count, with their numbers: neither taken back nor taking back."""
        gone = {step.takes_back for step in self.steps}
        numbered = enumerate(self.steps, start=1)
        return tuple(
            (number, step)
            for number, step in numbered
            if number not in gone and step.takes_back is None
        )

    @property
    def extensions(self) -> int:
        """Count how often its due day was moved."""
        return sum(step.step == "extended" for _, step in self.effective)


def begin(
    finding_id: str, *, site_id: str, level: str, first: Step, team: str | None = None
) -> Case:
    """
    Begin the life of a finding.

    Parameters
    ----------
    finding_id, site_id, level, team
        As of :class:`Case`.
    first
        A step ``found``.

    Raises
    ------
    InputError
        If the level is unknown, the first step is another one, or its due day lies before it.
    """
    _check_code("level", level, FINDING_LEVELS)
    if first.step != "found":
        raise InputError(
            f"Finding {finding_id}: expected its first step to be found, got {first.step}.",
            zh=f"隐患 {finding_id}：第一步应为“发现”，现为“{FINDING_STEPS[first.step][0]}”。",
        )
    if first.due is not None and first.due < first.day:
        raise InputError(
            f"Finding {finding_id}: its due day {first.due} lies before {first.day}, the day it "
            "was found; give a later one.",
            zh=f"隐患 {finding_id}：整改期限 {first.due} 早于发现日期 {first.day}，"
            "请改为以后的日期。",
        )
    blank = Case(finding_id=finding_id, site_id=site_id, level=level, found=first.day, team=team)
    return after(blank, first)


def retold(case: Case, steps: Iterable[Step]) -> Case:
    """Fold steps that were taken before, each of them as it was; nothing is questioned."""
    return reduce(after, steps, case)


def after(case: Case, step: Step) -> Case:
    """Say where a finding stands after a step, whether or not the step may be taken."""
    listed = (*case.steps, step)
    if step.takes_back is None:
        return replace(_moved(case, step), steps=listed)
    kept = replace(case, steps=listed).effective
    stands = reduce(_moved, (one for _, one in kept), blank_of(case))
    return replace(stands, steps=listed)


def blank_of(case: Case) -> Case:
    """Give the finding as it is before any step."""
    return Case(
        finding_id=case.finding_id,
        site_id=case.site_id,
        level=case.level,
        found=case.found,
        team=case.team,
    )


def _moved(case: Case, step: Step) -> Case:
    """Say where a step alone leads; ``steps`` are as they were."""
    moved = replace(case, due=step.due or case.due)
    if step.step in _STATING:
        return _stated(moved, step)
    if step.step in _LEADS:
        rechecked = step.day if step.step == "rechecked" else None
        office = None if step.step == "reopened" else moved.transferred_to  # it closed its case
        opened = _opened(moved, _LEADS[step.step])
        return replace(opened, rechecked=rechecked, transferred_to=office)
    return replace(moved, **_marks(step))


def _marks(step: Step) -> dict[str, Any]:
    """Give what a step sets that ends the mending or marks it."""
    day = step.day
    marks: dict[str, dict[str, Any]] = {
        "closed": {"state": "closed", "closed": day, "on_the_spot": step.on_the_spot},
        "voided": {"state": "closed", "closed": day, "voided": day},
        "escalated": {"escalated": day},
        "transferred": {"transferred_to": step.handed_to},
    }
    return marks.get(step.step, {})


def _stated(case: Case, step: Step) -> Case:
    """Take the state that a step states; that it is closed then bears no day."""
    state = step.state or case.state
    return replace(case, state=state) if state == "closed" else _opened(case, state)


def _opened(case: Case, state: str) -> Case:
    """Stand open, in a state."""
    return replace(case, state=state, rechecked=None, closed=None, on_the_spot=False)


def _check_code(what: str, code: str, codes: dict[str, tuple[str, str]]) -> None:
    if code not in codes:
        raise InputError(
            f"Expected the {what} of a finding among {', '.join(codes)}, got {code!r}.",
            zh=f"隐患的{_ZH[what]}应为 {'、'.join(codes)} 之一，现为“{code}”。",
        )


_ZH = {"step": "步骤", "state": "状态", "level": "等级"}

"""Which steps a form offers."""

from __future__ import annotations

from datetime import date

from planning.cases.finding import Case, Step, blank_of, retold
from planning.cases.offering import steps_offered
from planning.rules import default_rules

RULES = default_rules().mending
FOUND = date(2026, 11, 2)


def _case(*steps: Step, level: str = "ordinary") -> Case:
    blank = Case(finding_id="F1", site_id="S1", level=level, found=FOUND, team="一队")
    return retold(blank_of(blank), (Step(step="found", day=FOUND), *steps))


def test_fresh_finding_can_be_mended_on_the_spot_that_day_alone() -> None:
    """The day it was found is offered; the step itself bears that day."""
    assert "on_the_spot" in steps_offered(_case(), day=FOUND, rules=RULES)
    assert "on_the_spot" not in steps_offered(_case(level="major"), day=FOUND, rules=RULES)


def test_closed_finding_can_only_come_back() -> None:
    """Opened again, taken back, or voided."""
    gone = Step(step="rechecked", day=FOUND, who="一队")
    closed = _case(gone, Step(step="closed", day=FOUND, who="一队"))
    offered = steps_offered(closed, day=FOUND, rules=RULES)
    assert offered == ("reopened", "corrected", "voided")


def test_only_a_major_one_is_escalated_and_once() -> None:
    """The law knows public supervision of major hazards."""
    assert "escalated" not in steps_offered(_case(), day=FOUND, rules=RULES)
    assert "escalated" in steps_offered(_case(level="major"), day=FOUND, rules=RULES)
    told = _case(Step(step="escalated", day=FOUND), level="major")
    assert "escalated" not in steps_offered(told, day=FOUND, rules=RULES)


def test_overdue_one_is_not_extended() -> None:
    """By the default rules an extension is asked for before the day."""
    due = Step(step="notified", day=FOUND, due=date(2026, 11, 10))
    assert "extended" in steps_offered(_case(due), day=date(2026, 11, 9), rules=RULES)
    assert "extended" not in steps_offered(_case(due), day=date(2026, 11, 11), rules=RULES)

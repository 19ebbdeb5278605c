"""Which findings were open on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from data.findings import days_late, is_open, is_overdue
from data.schema import FINDING, as_table
from data.words import FINDING_STATES

AS_OF = date(2026, 11, 23)
DAY = timedelta(days=1)


def open_on_the_day(state: str, closed: str | None, found: str = "2026-11-01") -> bool:
    """Ask about one finding."""
    row = {"finding_id": "F1", "site_id": "S1", "level": "ordinary", "state": state}
    return bool(
        is_open(as_table([{**row, "found": found, "closed": closed}], FINDING), AS_OF)["F1"]
    )


@pytest.mark.parametrize(
    ("state", "closed", "expected"),
    [
        ("notified", None, True),
        ("overdue", None, True),
        ("closed", None, False),
        ("closed", "2026-11-22", False),
        ("closed", "2026-11-23", True),
        ("closed", "2026-12-01", True),
        ("submitted", "2026-11-22", False),
        ("submitted", "2026-11-23", True),
    ],
)
def test_a_finding_is_open_until_it_was_struck_off(
    *, state: str, closed: str | None, expected: bool
) -> None:
    """A closing day decides where there is one, the state where there is none."""
    assert open_on_the_day(state, closed) is expected


@pytest.mark.parametrize("found", ["2026-11-23", "2026-11-24"])
def test_a_finding_not_made_yet_is_not_open(found: str) -> None:
    """A plan made in the morning cannot know what the day will find."""
    assert not open_on_the_day("found", None, found)


@pytest.mark.parametrize("state", sorted(set(FINDING_STATES) - {"closed"}))
def test_every_other_state_is_open(state: str) -> None:
    """A state added later must not close findings in silence."""
    assert open_on_the_day(state, None)


def test_no_findings_are_an_empty_answer() -> None:
    """The first day has none; the answer still filters a table."""
    none = as_table([], FINDING)
    assert none[is_open(none, AS_OF)].empty


@pytest.mark.parametrize(
    ("state", "due", "expected", "days"),
    [
        ("notified", "2026-11-22", True, 1),
        ("notified", "2026-11-23", False, 0),
        ("notified", "2026-11-01", True, 22),
        ("overdue", None, True, 0),
        ("notified", None, False, 0),
        ("overdue", "2026-12-01", False, 0),
        ("closed", "2026-11-01", False, 0),
    ],
)
def test_a_finding_is_overdue_from_the_day_after_it_was_due(
    *, state: str, due: str | None, expected: bool, days: int
) -> None:
    """On its last day it can still be mended; the ledger's word counts where no day is written."""
    row = {"finding_id": "F1", "site_id": "S1", "level": "ordinary", "found": "2026-10-01"}
    findings = as_table([{**row, "state": state, "due": due}], FINDING)
    assert bool(is_overdue(findings, AS_OF + DAY)["F1"]) is expected
    assert days_late(findings, AS_OF + DAY)["F1"] == days

"""What a ledger's row tells of a finding's life, as steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from planning.cases.finding import Case, blank_of, retold
from planning.cases.telling import first_steps, told_steps
from tests.planning.cases.lives import MONDAY, found, on, step, taken

if TYPE_CHECKING:
    from datetime import date


def lived(state: str, due: date | None, closed: date | None) -> Case:
    """Fold the steps of a row that is all that is known."""
    steps = first_steps(MONDAY, state=state, due=due, closed=closed)
    return retold(blank_of(found()), steps)


@pytest.mark.parametrize("state", ["found", "notified", "rectifying", "overdue", "submitted"])
def test_an_open_row_begins_where_it_says(state: str) -> None:
    """No step is invented."""
    case = lived(state, on(9), None)
    assert (case.state, case.due, case.closed, len(case.steps)) == (state, on(9), None, 1)


def test_a_closed_row_was_found_and_closed() -> None:
    """Both days are known."""
    case = lived("closed", on(9), on(7))
    assert [(one.step, one.day) for one in case.steps] == [("found", MONDAY), ("closed", on(7))]


def test_a_closing_without_a_day_stays_without_one() -> None:
    """The ledger ticked it off and did not say when."""
    case = lived("closed", None, None)
    assert (case.state, case.closed) == ("closed", None)


TOLD: dict[str, tuple[dict[str, Any], list[str]]] = {
    "nothing new": ({"state": "found", "due": on(15)}, []),
    "further on": ({"state": "rectifying", "due": on(15)}, ["rectifying"]),
    "closed": ({"state": "closed", "due": on(15), "closed": on(8)}, ["closed"]),
    "another day": ({"state": "found", "due": on(20)}, ["extended"]),
    "an earlier day": ({"state": "found", "due": on(10)}, ["corrected"]),
    "both": ({"state": "submitted", "due": on(20)}, ["extended", "submitted"]),
    "late": ({"state": "overdue", "due": on(15)}, ["corrected"]),
    "ticked off": ({"state": "closed", "due": on(15)}, ["corrected"]),
    "no due day is no news": ({"state": "found", "due": None}, []),
}


@pytest.mark.parametrize("name", TOLD)
def test_a_later_row_tells_as_few_steps_as_do(name: str) -> None:
    """And they lead just where the row says."""
    row, kinds = TOLD[name]
    row = {"closed": None, **row}
    steps = told_steps(found(), **row)
    case = retold(found(), steps)
    assert [one.step for one in steps] == kinds
    assert (case.state, case.closed) == (row["state"], row["closed"])
    assert case.due == (row["due"] or on(15))


def test_a_day_that_is_not_told_is_that_of_the_last_step() -> None:
    """And the step says that it was not told."""
    case = taken(found(), step("notified", 3))
    (one,) = told_steps(case, state="submitted", due=None, closed=None)
    assert one.day == on(3)
    assert "台账未写" in str(one.note)

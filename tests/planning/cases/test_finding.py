"""Where a finding stands is the fold of its steps, and a step taken back leaves no mark on it."""

from __future__ import annotations

import pytest

from data.errors import InputError
from planning.cases.finding import Step, after, begin, blank_of, retold
from planning.cases.taking import take_back
from tests.planning.cases.lives import MONDAY, found, on, step, taken


def test_the_usual_life_ends_closed() -> None:
    """Found, told, mended, handed in, seen gone by who found it, struck off."""
    case = taken(
        found(),
        step("notified", 0),
        step("rectifying", 2),
        step("submitted", 9),
        step("rechecked", 11, who="一队"),
        step("closed", 11, who="一队"),
    )
    assert (case.state, case.closed, case.on_the_spot) == ("closed", on(11), False)
    assert len(case.steps) == 6


def test_mended_on_the_spot_is_closed_the_same_day() -> None:
    """No later visit is needed for an ordinary one."""
    case = taken(found(), step("closed", 0, on_the_spot=True))
    assert (case.state, case.closed, case.on_the_spot) == ("closed", MONDAY, True)


def test_a_recheck_that_still_sees_it_sets_it_back() -> None:
    """It is being mended again, by another day."""
    case = taken(found(), step("submitted", 5), step("held", 7, who="一队", due=20))
    assert (case.state, case.due, case.rechecked) == ("rectifying", on(20), None)


def test_marks_do_not_change_where_it_stands() -> None:
    """Supervision, a new day and a hand-over are marks on an open finding."""
    case = taken(
        found("major"),
        step("rectifying", 1),
        step("escalated", 2),
        step("extended", 3, who="分管领导", note="设备未到", due=30),
        step("transferred", 4, handed_to="生态环境分局"),
    )
    assert (case.state, case.escalated, case.due) == ("rectifying", on(2), on(30))
    assert (case.transferred_to, case.extensions) == ("生态环境分局", 1)


def test_taking_back_restores_what_was_before() -> None:
    """The extension and its day are gone; both steps stay on record."""
    before = taken(found(), step("rectifying", 1))
    longer = taken(before, step("extended", 2, who="领导", note="雨", due=20))
    back = taken(longer, take_back(longer, day=on(3), who="领导", note="填错"))
    assert (back.state, back.due, back.extensions) == ("rectifying", on(15), 0)
    assert [one.step for one in back.steps][-2:] == ["extended", "corrected"]


def test_a_second_taking_back_goes_one_step_further() -> None:
    """The last step that counts is the one before."""
    case = taken(found(), step("notified", 1), step("submitted", 2))
    for _ in range(2):
        case = taken(case, take_back(case, day=on(3), who=None, note="误"))
    assert case.state == "found"


def test_a_voided_finding_is_closed_and_says_so() -> None:
    """No deletion: it stays, marked."""
    case = taken(found(), step("voided", 1, note="重复登记"))
    assert (case.state, case.closed, case.voided) == ("closed", on(1), on(1))


def test_a_relapse_opens_it_again() -> None:
    """The closing stays on record and no longer counts."""
    case = taken(
        found(),
        step("closed", 0, on_the_spot=True),
        step("reopened", 40, note="回头看发现反弹", due=50),
    )
    assert (case.state, case.closed, case.on_the_spot) == ("rectifying", None, False)
    assert case.due == on(50)


def test_what_a_ledger_states_counts_as_it_is() -> None:
    """A row of before may begin anywhere."""
    first = Step(step="found", day=MONDAY, state="overdue", due=on(3))
    case = begin("YH-1", site_id="S00001", level="major", first=first)
    assert case.state == "overdue"
    assert taken(case, step("submitted", 9)).state == "submitted"


def test_folding_the_steps_again_gives_the_same() -> None:
    """What a store reads back is what was written."""
    case = taken(found(), step("submitted", 4), step("held", 5, who="一队", due=9))
    assert retold(blank_of(case), case.steps) == case


def test_first_step_must_be_found() -> None:
    """Nothing is mended before it was found."""
    with pytest.raises(InputError, match="expected its first step to be found, got closed"):
        begin("YH-1", site_id="S", level="major", first=step("closed", 0))


def test_due_before_it_was_found_is_refused() -> None:
    """A due date in the past."""
    with pytest.raises(InputError, match="its due day 2026-11-01 lies before 2026-11-02"):
        begin("YH-1", site_id="S", level="major", first=step("found", 0, due=-1))


@pytest.mark.parametrize(
    ("said", "message"),
    [({"step": "mended"}, "the step of a finding among"), ({"state": "gone"}, "the state of")],
)
def test_unknown_codes_are_refused(said: dict[str, str], message: str) -> None:
    """A step or state that nobody knows leads nowhere."""
    with pytest.raises(InputError, match=message):
        Step(**{"step": "found", "day": MONDAY, **said})  # type: ignore[arg-type]


def test_unknown_level_is_refused() -> None:
    """Levels decide the due day."""
    with pytest.raises(InputError, match="the level of a finding among ordinary, major"):
        begin("YH-1", site_id="S", level="huge", first=step("found", 0))


def test_after_asks_nothing() -> None:
    """A ledger may tell of a closing that nobody re-checked: it is told, not judged."""
    assert after(found(), step("closed", 3)).closed == on(3)

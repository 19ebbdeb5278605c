"""Each step that cannot be is refused with one line that says why; nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import InputError
from data.words import FINDING_STEPS
from planning.cases.finding import Case, Step
from planning.cases.taking import take, take_back
from tests.planning.cases.lives import MENDING, found, on, step, taken

CLOSED = step("closed", 0, on_the_spot=True)
EXTENDED = {"who": "领导", "note": "设备未到"}

REFUSED: dict[str, tuple[str, tuple[Step, ...], str]] = {
    "closing without re-check": ("ordinary", (step("closed", 5, who="一队"),), "needs a re-check"),
    "closing after a failed one": (
        "ordinary",
        (step("rechecked", 3, who="一队"), step("held", 4, who="一队"), step("closed", 5)),
        "needs a re-check",
    ),
    "major on the spot": ("major", (CLOSED,), "is not closed on the spot"),
    "on the spot, later": (
        "ordinary",
        (step("closed", 1, on_the_spot=True),),
        "only on 2026-11-02, the day it was found",
    ),
    "due in the past": (
        "ordinary",
        (step("extended", 5, **EXTENDED, due=4),),
        "the due day 2026-11-06 lies in the past of 2026-11-07",
    ),
    "due no later": (
        "ordinary",
        (step("extended", 5, **EXTENDED, due=15),),
        "is no later than the old one, 2026-11-17",
    ),
    "due too late": (
        "ordinary",
        (step("extended", 5, **EXTENDED, due=46),),
        "reaches to 2026-12-17 at most, not 2026-12-18",
    ),
    "extended when overdue": (
        "ordinary",
        (step("extended", 16, **EXTENDED, due=20),),
        "was due 2026-11-17 and is overdue",
    ),
    "extended without a day": ("ordinary", (step("extended", 5, **EXTENDED),), "a new due day"),
    "extended by nobody": (
        "ordinary",
        (step("extended", 5, note="雨", due=20),),
        "say by whom",
    ),
    "extended for nothing": ("ordinary", (step("extended", 5, who="甲", due=20),), "say why"),
    "extended a third time": (
        "ordinary",
        tuple(step("extended", 1, **EXTENDED, due=due) for due in (20, 25, 30)),
        "extended 2 time",
    ),
    "back in time": (
        "ordinary",
        (step("submitted", 5), step("held", 4, who="一队")),
        "2026-11-06 lies before 2026-11-07",
    ),
    "notified twice": (
        "ordinary",
        (step("notified", 1), step("notified", 2)),
        "it is notified, so it cannot be notified",
    ),
    "begun after it was handed in": (
        "ordinary",
        (step("submitted", 1), step("rectifying", 2)),
        "it is awaiting re-check",
    ),
    "after closing": ("ordinary", (CLOSED, step("submitted", 3)), "it was closed on 2026-11-02"),
    "reopened while open": ("ordinary", (step("reopened", 3, note="x"),), "it is open already"),
    "escalated though ordinary": ("ordinary", (step("escalated", 1),), "only a major finding"),
    "escalated twice": (
        "major",
        (step("escalated", 1), step("escalated", 2)),
        "under public supervision since 2026-11-03",
    ),
    "handed to nobody": ("ordinary", (step("transferred", 1),), "which office"),
    "mended here after hand-over": (
        "ordinary",
        (step("transferred", 1, handed_to="公安"), step("submitted", 2)),
        "it was handed to 公安",
    ),
    "closed without the other's answer": (
        "ordinary",
        (step("transferred", 1, handed_to="公安"), step("closed", 2)),
        "what the other office answered",
    ),
    "voided for nothing": ("ordinary", (step("voided", 1),), "say why"),
    "closed after voided": (
        "ordinary",
        (step("voided", 1, note="误"), step("reopened", 2, note="x")),
        "it was voided on 2026-11-03",
    ),
    "found twice": ("ordinary", (step("found", 1),), "it was found already"),
    "re-checked by nobody": ("ordinary", (step("rechecked", 3),), "say who re-checked it"),
    "accepted by another team": (
        "ordinary",
        (step("rechecked", 3, who="二队"),),
        "一队 found it and accepts it",
    ),
    "nothing to take back": (
        "ordinary",
        (step("corrected", 1, note="误", takes_back=1),),
        "no step to take back",
    ),
    "taking back one in between": (
        "ordinary",
        (step("notified", 1), step("submitted", 2), step("corrected", 3, note="x", takes_back=2)),
        "only its last step, number 3",
    ),
    "taking back for nothing": (
        "ordinary",
        (step("notified", 1), step("corrected", 3, takes_back=2)),
        "say why",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused(name: str) -> None:
    """The last of the steps; those before may be taken."""
    level, steps, message = REFUSED[name]
    case = taken(found(level), *steps[:-1])
    with pytest.raises(InputError, match=message) as refused:
        take(case, steps[-1], rules=MENDING)
    assert "nothing was changed" in str(refused.value)
    assert "未作任何改动" in str(refused.value.zh)


def test_the_last_day_of_an_extension_is_allowed() -> None:
    """Thirty days after the old day, asked for on it."""
    case = taken(found(), step("extended", 15, **EXTENDED, due=45))
    assert case.due == on(45)


def test_an_office_may_extend_what_is_overdue() -> None:
    """By its own rule."""
    late = step("extended", 16, **EXTENDED, due=20)
    assert taken(found(), late, extend_overdue=True).due == on(20)


def test_another_team_closes_on_a_visit_of_its_own() -> None:
    """A cross-check: the visit is on record."""
    case = taken(found(), step("closed", 5, who="二队", inspection_id="J1"))
    assert case.closed == on(5)


def test_by_rule_only_another_team_accepts() -> None:
    """Cross-checks for all."""
    with pytest.raises(InputError, match="another team than 一队"):
        taken(found(), step("rechecked", 3, who="一队"), closed_by="other")
    case = taken(found(), step("rechecked", 3, who="二队"), closed_by="other")
    assert case.rechecked == on(3)


def test_anybody_may_accept_where_nobody_knows_who_found_it() -> None:
    """An old ledger names no team."""
    assert taken(found(team=None), step("rechecked", 3, who="二队")).rechecked == on(3)


def test_a_handed_over_finding_is_closed_on_the_other_offices_answer() -> None:
    """It is theirs to re-check."""
    case = taken(
        found(),
        step("transferred", 1, handed_to="公安"),
        step("closed", 20, document="公函〔2026〕3号"),
    )
    assert case.closed == on(20)


def test_a_wrong_day_can_be_taken_back() -> None:
    """A step dated next year blocks nothing for good."""
    case = taken(found(), step("submitted", 400))
    back = taken(case, take_back(case, day=on(2), who=None, note="日期填错"))
    assert taken(back, step("submitted", 3)).state == "submitted"


DRAWN = st.builds(
    Step,
    step=st.sampled_from([code for code in FINDING_STEPS if code != "corrected"]),
    day=st.integers(0, 60).map(on),
    due=st.none() | st.integers(0, 90).map(on),
    who=st.sampled_from([None, "一队", "二队"]),
    note=st.sampled_from([None, "因"]),
    handed_to=st.sampled_from([None, "公安"]),
    inspection_id=st.sampled_from([None, "J1"]),
    on_the_spot=st.booleans(),
)


def lived(case: Case, steps: list[Step | None]) -> Case:
    """Take every step that can be; ``None`` takes back the last one."""
    for one in steps:
        try:
            last = case.steps[-1].day
            back = None if one else take_back(case, day=last, who=None, note="误")
            case = take(case, one or back or CLOSED, rules=MENDING)
        except InputError:
            continue
    return case


@given(level=st.sampled_from(["ordinary", "major"]), steps=st.lists(st.none() | DRAWN, max_size=20))
def test_no_life_comes_to_an_impossible_place(level: str, steps: list[Step | None]) -> None:
    """Closed has its day and its proof, open has none, and days never go back."""
    case = lived(found(level), steps)
    counted = [one for _, one in case.effective]
    assert (case.state == "closed") == (case.closed is not None)
    assert [one.day for one in counted] == sorted(one.day for one in counted)
    assert case.extensions <= MENDING.extensions
    if case.voided is None and case.closed is not None:
        closing = counted[-1]
        seen = any(one.step == "rechecked" for one in counted) or closing.inspection_id
        handed = case.transferred_to and closing.note
        assert case.on_the_spot or seen or handed


@given(steps=st.lists(DRAWN, max_size=10))
def test_taking_back_is_the_exact_opposite(steps: list[Step]) -> None:
    """Whatever the last step was, where it stood before is where it stands again."""
    case = lived(found("major"), list(steps))
    for one in steps:
        try:
            further = take(case, one, rules=MENDING)
        except InputError:
            continue
        back = take(further, take_back(further, day=one.day, who=None, note="误"), rules=MENDING)
        names = ("state", "due", "closed", "rechecked", "escalated", "transferred_to", "voided")
        assert [getattr(back, name) for name in names] == [getattr(case, name) for name in names]

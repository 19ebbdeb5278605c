"""What campaigns ask for: on their days and sites alone, in the way that overlaps are defined."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planning.town import MONDAY, ago, demand, only_want

if TYPE_CHECKING:
    from planning.demand import Demand

SEEN = {"site_id": "S00001", "mode": "patrol"}
WEDNESDAY, FRIDAY = MONDAY + timedelta(days=2), MONDAY + timedelta(days=4)
DAY_S = 86_400


def alert(**what: Any) -> dict[str, Any]:  # noqa: ANN401  # as in a rules file
    """Write a campaign from Wednesday to Friday; each test says what it asks for."""
    return {"zh": "预警", "en": "Alert", "from": WEDNESDAY, "to": FRIDAY, **what}


def campaigns(*tables: dict[str, Any]) -> dict[str, Any]:
    """Write rules with these campaigns and no duty by frequency."""
    grades = ("red", "orange", "yellow", "blue")
    none = {f"{grade}_days": 0 for grade in grades} | {"idle_factory": dict.fromkeys(grades, 0)}
    return {"campaign": list(tables), "frequency": none}


def test_a_promised_duty_lies_in_its_days() -> None:
    """Never seen: the visit starts between Wednesday and Friday, and nowhere else."""
    want = only_want(rules=campaigns(alert(every_days=3, promise=True)))
    assert (want.must, want.must_rank, want.why[0].code) == (True, 0, "campaign")
    assert [open_s // DAY_S for open_s, _ in want.windows] == [2, 3, 4]
    assert want.visit_type == "special"


def test_the_sentence_names_it_with_its_days() -> None:
    """Whoever asks why is told until when."""
    want = only_want(rules=campaigns(alert(every_days=3)))
    assert "预警（2026-11-25 至 2026-11-27）期间每 3 天至少一次" in want.why[0].zh
    assert "Alert (2026-11-25 to 2026-11-27): due every 3 days, never seen" in want.why[0].en


def test_a_duty_done_asks_for_nothing() -> None:
    """Seen on Sunday, due again after seven days, next Sunday: the campaign is over by then."""
    want = only_want(
        rules=campaigns(alert(every_days=7)) | {"gap": {"min_days": 0}},
        visits=({**SEEN, "day": ago(1)},),
    )
    assert "campaign" not in [why.code for why in want.why]


def test_a_duty_begins_when_its_days_are_over() -> None:
    """Seen on Sunday, every four days: from Thursday on."""
    want = only_want(rules=campaigns(alert(every_days=4)), visits=({**SEEN, "day": ago(1)},))
    assert [open_s // DAY_S for open_s, _ in want.windows] == [3, 4]


@pytest.mark.parametrize(("first", "last"), [(-9, -1), (7, 20)])
def test_before_and_after_its_days_it_is_as_if_it_were_not_there(first: int, last: int) -> None:
    """It ends by itself."""
    days = {"from": MONDAY + timedelta(days=first), "to": MONDAY + timedelta(days=last)}
    rules = campaigns(alert(points=50, every_days=1, promise=True, random_share=0.9) | days)
    assert only_want(rules=rules) == only_want(rules=campaigns())


def test_points_of_two_campaigns_add_up_and_the_larger_factor_counts() -> None:
    """Base: risk 40, seen nine times 0.5 x 100 x sqrt(0.24 / 10). Twice the base, and 10 + 5."""
    visits = tuple({**SEEN, "day": ago(30 + n)} for n in range(9))
    base = 40 + 50 * 0.024**0.5
    two = (
        alert(prize_factor=2.0, points=10),
        alert(zh="二", en="Two", prize_factor=1.5, points=5),
    )
    prize = only_want(rules=campaigns(*two), visits=visits).prize
    assert prize == pytest.approx(2 * base + 15)


def test_points_alone_wake_nobody_who_rests() -> None:
    """Seen on Sunday: more points are no reason to come back on Monday."""
    rules = campaigns(alert(points=50)) | {"frequency": {"village_weekly": False}}
    (left,) = demand(rules=rules, visits=({**SEEN, "day": ago(1)},)).left_out
    assert left.reason == "not_due"


def test_it_may_name_a_type_of_visit() -> None:
    """An expert goes with it; an idle plant, else patrolled, gets the same."""
    rules = campaigns(alert(every_days=3, visit_type="expert"))
    assert only_want(rules=rules).visit_type == "expert"
    assert only_want(rules=rules, sites=({"kind": "idle_factory"},)).visit_type == "expert"


def test_it_may_ask_for_the_night() -> None:
    """Tuesday's night shift, in an alert of the whole week."""
    rules = campaigns(alert(every_days=3, at_night=True, **{"from": MONDAY}))
    want = only_want(rules=rules, night=True)
    assert want.windows == ((DAY_S + 68_400, DAY_S + 82_800),)


def test_without_a_night_on_its_days_it_goes_by_day() -> None:
    """The only night is Tuesday's, the alert begins on Wednesday."""
    want = only_want(rules=campaigns(alert(every_days=3, at_night=True)), night=True)
    assert [open_s // DAY_S for open_s, _ in want.windows] == [2, 3, 4]


def test_a_visit_that_is_promised_anyway_keeps_to_its_days() -> None:
    """A red duty could be done on Monday, and would not be seen during the alert then."""
    rules = {"campaign": [alert(every_days=3, promise=True)]}
    want = only_want(rules=rules, grades=("red",))
    assert [why.code for why in want.why][:2] == ["duty", "campaign"]
    assert [open_s // DAY_S for open_s, _ in want.windows] == [2, 3, 4]


def test_a_promised_recheck_stays_a_recheck() -> None:
    """The deadline comes first, and it may be seen by day."""
    finding = {"site_id": "S00001", "level": "major", "found": ago(60), "state": "found"}
    rules = campaigns(alert(every_days=3, promise=True, at_night=True, **{"from": MONDAY}))
    want = only_want(rules=rules, findings=({**finding, "due": ago(1)},), night=True)
    assert ([why.code for why in want.why][:2], want.visit_type) == (["due", "campaign"], "recheck")
    assert want.windows[0][0] < DAY_S


NINE = tuple({"village": "V1"} for _ in range(9))


def nights(asked: Demand) -> int:
    """Count wants that can be visited on Tuesday night alone."""
    return sum(want.windows == ((DAY_S + 68_400, DAY_S + 82_800),) for want in asked.wants)


def test_a_share_of_the_visits_goes_at_night() -> None:
    """A third of nine visits, rounded up: three; four hours hold them."""
    rules = campaigns(alert(points=1, night_share=0.33, **{"from": MONDAY}))
    assert nights(demand(NINE, rules=rules, night=True)) == 3


def test_no_more_go_at_night_than_the_night_holds() -> None:
    """Four hours less a tenth are 216 minutes; special visits take 45 and 4.5 of driving: four."""
    rules = campaigns(alert(points=1, night_share=1.0, **{"from": MONDAY}))
    assert nights(demand(NINE, rules=rules, night=True)) == 4


@pytest.mark.parametrize("last", [1, 4])
def test_nights_are_no_reason_to_shut_a_place(last: int) -> None:
    """
    What a second campaign wants on Thursday and Friday is left alone by nights on Tuesday.

    It does not matter whether the nights' campaign ends on Tuesday or goes on without a night.
    """
    thursday, end = MONDAY + timedelta(days=3), MONDAY + timedelta(days=last)
    rules = campaigns(
        alert(night_share=1.0, **{"from": MONDAY, "to": end}),
        alert(zh="二", en="Two", points=10, **{"from": thursday}),
    )
    asked = demand(NINE, rules=rules, night=True)
    days = {tuple(open_s // DAY_S for open_s, _ in want.windows) for want in asked.wants}
    assert days == {(3, 4)}


def test_the_largest_random_share_counts() -> None:
    """A tenth by the rules, a half by the alert: five of nine, seen a month ago."""
    visits = tuple({"site_id": f"S0000{n}", "day": ago(30)} for n in range(1, 10))
    rules = campaigns(alert(random_share=0.5)) | {"random": {"share": 0.1}}
    assert len(demand(NINE, visits=visits, rules=rules).drawn) == 5


@settings(max_examples=40, deadline=None)
@given(
    first=st.integers(-10, 10),
    length=st.integers(0, 12),
    every=st.integers(1, 14),
    seen=st.integers(1, 30),
    promise=st.booleans(),
)
def test_no_claim_of_a_campaign_leaves_its_days(
    *, first: int, length: int, every: int, seen: int, promise: bool
) -> None:
    """Whatever its days, the past, and the frequency."""
    days = {"from": MONDAY + timedelta(days=first), "to": MONDAY + timedelta(days=first + length)}
    rules = campaigns(alert(every_days=every, promise=promise) | days)
    visits = ({**SEEN, "day": ago(seen)},)
    for want in demand(rules=rules, visits=visits).wants:
        if want.why[0].code != "campaign":
            continue
        starts = [MONDAY + timedelta(days=open_s // DAY_S) for open_s, _ in want.windows]
        assert all(days["from"] <= day <= days["to"] for day in starts)
        assert all(day >= ago(seen) + timedelta(days=every) for day in starts)


def test_a_date_may_be_a_text() -> None:
    """As rules are kept with a store."""
    rules = campaigns(alert(every_days=3) | {"from": "2026-11-25", "to": "2026-11-27"})
    assert only_want(rules=rules).why[0].code == "campaign"
    assert date.fromisoformat("2026-11-25") == WEDNESDAY

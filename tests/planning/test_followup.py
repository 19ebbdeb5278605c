"""Orders and shut sites in a week's demand, with their reasons."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from planning.cases.lookback import Attempt, Lookback, Sign, next_lookback
from planning.cases.measures import SiteMeasures
from planning.cases.orders import Order, OrderStanding
from planning.ground import Ground
from planning.rules import default_rules
from tests.planning.town import MONDAY, ago, only_want


def want(measures: SiteMeasures, **what: Any) -> Any:  # noqa: ANN401 - as demand
    """Ask for a town of one site of which something is asked."""
    return only_want(ground=Ground(measures={"S00001": measures}), **what)


def talked(due_in: int, document: str = "") -> SiteMeasures:
    """Let a talk be followed up within some days of Monday."""
    order = Order(
        order_id="ZL1",
        site_id="S00001",
        kind="talk",
        day=ago(30),
        due=MONDAY + timedelta(days=due_in),
        document=document,
    )
    return SiteMeasures(orders=(OrderStanding(order, None, max(-due_in, 0)),))


def test_an_order_due_this_week_is_a_promised_recheck_with_its_reason() -> None:
    """Due on Thursday: 60 points of the rules, by Thursday, and the document is named."""
    one = want(talked(3, "约〔2026〕3号"))
    first = one.why[0]
    assert (first.code, one.visit_type, one.must) == ("due", "recheck", True)
    assert "is to be followed up by 2026-11-26" in first.en
    assert "约〔2026〕3号" in first.zh
    assert max(close for _, close in one.windows) <= 4 * 86_400


def test_an_order_due_next_week_asks_for_nothing_yet() -> None:
    """Monday after is day 7."""
    one = want(talked(7))
    assert [why.code for why in one.why] == [why.code for why in only_want().why]


def test_an_order_due_on_a_sunday_is_for_the_week_before_it() -> None:
    """Nobody works that day; a week later it would be late."""
    assert want(talked(6)).must


def test_an_order_late_for_long_is_wanted_and_no_promise() -> None:
    """15 days are one more than the rules keep as a promise; 15 x 0.5 points come on top of 60."""
    kept, late = want(talked(-14)), want(talked(-15))
    assert (kept.must, late.must) == (True, False)
    assert "was to be followed up by 2026-11-08, 15 days ago" in late.why[0].en
    assert late.prize - want(SiteMeasures()).prize == 60 + 7.5


def shut(due_in: int, sign: Sign | None = None) -> SiteMeasures:
    """Let a look-back be due within some days of Monday."""
    found = Lookback(
        finished=ago(60), due=MONDAY + timedelta(days=due_in), number=3, gap_days=30, sign=sign
    )
    return SiteMeasures(lookback=found)


def test_a_lookback_of_a_shut_site_enters_the_week_it_is_due_in() -> None:
    """50 points of the rules, of its own visit type; the one of next week does not enter."""
    one, next_week = want(shut(4)), want(shut(7))
    assert (one.why[0].code, one.visit_type) == ("lookback", "lookback")
    assert "look-back 3 is due 2026-11-27 (a gap of 30 days)" in one.why[0].en
    assert one.prize - next_week.prize == 50
    assert "lookback" not in [why.code for why in next_week.why]


def test_a_lookback_is_not_planned_on_a_day_on_which_it_would_not_count() -> None:
    """
    Shut on a Friday, due the Friday after: three days are less than half of seven, four are not.

    A clean visit on the Tuesday makes the next gap the longer one; one on the Monday would not.
    """
    rules, friday = default_rules().lookback, ago(3)
    first = next_lookback(friday, (), (), rules=rules)
    one = want(SiteMeasures(lookback=first))
    assert (one.must, one.windows[0][0]) == (True, 86_400 + 30_600)
    monday, tuesday = (
        next_lookback(friday, [Attempt(ago(-days), saw_inside=True)], (), rules=rules)
        for days in (0, 1)
    )
    assert (monday.number, tuesday.number) == (1, 2)


def test_a_lookback_that_counts_from_the_weekend_only_waits_a_week() -> None:
    """Nobody works then, and a promise of no day could not be kept."""
    on_sunday = Lookback(finished=ago(2), due=MONDAY + timedelta(days=6), number=1, gap_days=1)
    one = want(SiteMeasures(lookback=on_sunday))
    assert "lookback" not in [why.code for why in one.why]


def test_a_lookback_of_a_shut_site_is_a_promise_until_it_is_long_overdue() -> None:
    """14 days late the rules still keep it as one; a sign makes it one again."""
    sign = Sign(ago(2), "用电", "it drew 400 kWh in 2026-10")
    assert [want(shut(days)).must for days in (4, -14, -15)] == [True, True, False]
    assert want(shut(-15, sign)).must


def test_a_sign_brings_a_lookback_into_this_week_and_weighs_more() -> None:
    """60 points more than the look-back alone, whenever its gap ends."""
    sign = Sign(ago(2), "用电", "it drew 400 kWh in 2026-10")
    one = want(shut(9, sign))
    assert "it drew 400 kWh" in one.why[0].en
    assert one.prize - want(shut(9)).prize == 50 + 60


def test_the_lookback_of_a_shut_site_takes_the_place_of_the_plain_one() -> None:
    """A finding closed 40 days ago would ask for one look-back; the gaps of shutting say later."""
    closed: dict[str, Any] = {
        "site_id": "S00001",
        "level": "ordinary",
        "state": "closed",
        "found": ago(60),
        "closed": ago(40),
    }
    seen = {"site_id": "S00001", "day": ago(50)}
    plain = only_want(findings=(closed,), visits=(seen,))
    assert plain.why[0].code == "lookback"
    gapped = want(shut(9), findings=(closed,), visits=(seen,))
    assert "lookback" not in [why.code for why in gapped.why]

"""Orders: what they need, the visit that must follow, and when it is late."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import InputError
from planning.cases.orders import (
    Look,
    Order,
    follow,
    follow_up_due,
    followed_on,
    standing_of,
    withdraw,
)
from planning.rules import default_rules

DAY = date(2026, 11, 2)
FAR = date(2027, 1, 1)


def order(**known: Any) -> Order:  # noqa: ANN401 - as the order takes them
    """Give a talk of 2 November, to be followed up by 2 December."""
    return Order(
        **{
            "order_id": "ZL1",
            "site_id": "S1",
            "kind": "talk",
            "day": DAY,
            "due": date(2026, 12, 2),
            **known,
        }
    )


@pytest.mark.parametrize(
    ("known", "message"),
    [
        ({"kind": "scold"}, "an order among talk, deadline"),
        ({"kind": "fine"}, r"A fine needs an amount above 0 yuan \(--amount\), got nothing"),
        ({"kind": "fine", "amount_yuan": 0.0}, "above 0 yuan"),
        ({"kind": "fine", "amount_yuan": float("nan")}, "above 0 yuan"),
        ({"amount_yuan": 500.0}, "Only a fine has an amount; talk has 500 yuan"),
        ({"due": date(2026, 11, 1)}, "due day 2026-11-01 of an order lies before 2026-11-02"),
        ({"followed": date(2026, 11, 1)}, "day it was followed up 2026-11-01"),
        ({"withdrawn": date(2026, 11, 1)}, "day it was withdrawn 2026-11-01"),
    ],
)
def test_an_order_that_cannot_be_is_refused_in_one_line(
    known: dict[str, Any], message: str
) -> None:
    """Each says what is wrong, in both languages."""
    with pytest.raises(InputError, match=message) as caught:
        order(**known)
    assert caught.value.zh


def test_the_rules_say_by_when_a_visit_must_follow() -> None:
    """A talk 30 days, a stop 7; an office that asks for none writes 0."""
    rules = default_rules().order
    assert follow_up_due("talk", DAY, rules=rules) == date(2026, 12, 2)
    assert follow_up_due("stop", DAY, rules=rules) == date(2026, 11, 9)


def test_the_visit_that_led_to_an_order_does_not_follow_it_up() -> None:
    """An inspection of the same day found what the talk was about; the next look counts."""
    looks = [Look(DAY, "inspection"), Look(date(2026, 11, 20)), Look(date(2026, 11, 12))]
    assert followed_on(order(), looks, as_of=FAR) == date(2026, 11, 12)
    assert followed_on(order(), looks[:1], as_of=FAR) is None


def test_a_recheck_of_the_same_day_follows_an_order_up() -> None:
    """Told to mend in the morning, looked at in the afternoon."""
    assert followed_on(order(), [Look(DAY, "recheck")], as_of=FAR) == DAY


def test_a_recheck_that_found_something_led_to_the_order() -> None:
    """It met illegal plating and the office stopped the works that day; somebody has to return."""
    looks = [Look(DAY, "recheck", has_found=True), Look(date(2026, 11, 6), has_found=True)]
    assert followed_on(order(kind="stop"), looks[:1], as_of=FAR) is None
    assert followed_on(order(kind="stop"), looks, as_of=FAR) == date(2026, 11, 6)


def test_a_visit_on_the_day_itself_is_not_known_yet() -> None:
    """As of 12 November only what lies before it exists."""
    look = [Look(date(2026, 11, 12))]
    assert followed_on(order(), look, as_of=date(2026, 11, 12)) is None
    assert followed_on(order(), look, as_of=date(2026, 11, 13)) == date(2026, 11, 12)


def test_what_people_say_counts_where_it_is_earlier() -> None:
    """Followed up on the 10th by a visit no ledger has; the look of the 12th came later."""
    told = follow(order(), date(2026, 11, 10))
    assert followed_on(told, [Look(date(2026, 11, 12))], as_of=FAR) == date(2026, 11, 10)


def test_an_order_is_late_from_the_day_after_its_due_day() -> None:
    """Due 2 December: by what was known before the 4th it is a day late, on the 3rd."""
    assert [
        standing.late_days
        for day in (3, 4, 5)
        if (standing := standing_of(order(), [], as_of=date(2026, 12, day)))
    ] == [0, 1, 2]


def test_an_order_that_was_withdrawn_asks_for_nothing_and_stood_before() -> None:
    """Withdrawn on the 10th: as of the 10th it stands, as of the 11th it does not."""
    gone = withdraw(order(), date(2026, 11, 10))
    assert standing_of(gone, [], as_of=date(2026, 11, 10)) is not None
    assert standing_of(gone, [], as_of=date(2026, 11, 11)) is None


def test_an_order_is_withdrawn_once_and_then_followed_by_nothing() -> None:
    """The second time is a mistake, and so is a follow-up of it."""
    gone = withdraw(order(), date(2026, 11, 10))
    with pytest.raises(InputError, match="withdrawn on 2026-11-10 already"):
        withdraw(gone, date(2026, 11, 11))
    with pytest.raises(InputError, match="nothing follows it up"):
        follow(gone, date(2026, 11, 11))


@given(days=st.lists(st.integers(-5, 60), max_size=6), known=st.integers(0, 70))
def test_a_standing_is_never_both_followed_and_late(days: list[int], known: int) -> None:
    """Whatever the visits and the day."""
    looks = [Look(DAY + timedelta(days=n)) for n in days]
    standing = standing_of(order(), looks, as_of=DAY + timedelta(days=known))
    assert (standing is None) == (known == 0)
    if standing is not None:
        assert not (standing.is_overdue and standing.followed)
        later = standing_of(order(), looks, as_of=DAY + timedelta(days=known + 1))
        assert later is not None
        assert standing.followed in (None, later.followed)

"""Look-backs at a shut site: gaps that grow with clean looks and shrink on any sign."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from planning.cases.lookback import Attempt, Lookback, Sign, next_lookback
from planning.rules import default_rules

RULES = default_rules().lookback
SHUT = date(2026, 1, 1)


def on(day: int) -> date:
    """Count days from the shutting."""
    return SHUT + timedelta(days=day)


def sign(day: int) -> Sign:
    """Let power be drawn."""
    return Sign(on(day), "用电", "it drew power")


def due(*looks: int, signs: tuple[int, ...] = (), gates: tuple[int, ...] = ()) -> Lookback:
    """Ask what comes next after looks, signs and shut gates on these days."""
    attempts = [Attempt(on(day), saw_inside=True) for day in looks]
    attempts += [Attempt(on(day), saw_inside=False) for day in gates]
    return next_lookback(SHUT, attempts, [sign(day) for day in signs], rules=RULES)


def test_the_gaps_grow_and_the_last_holds_on() -> None:
    """7, then 15, 30, 60, 90, 180 and again 180 days after the look before."""
    days = [7, 22, 52, 112, 202, 382]
    found = [(due(*days[:n]).due - SHUT).days for n in range(len(days) + 1)]
    assert found == [7, 22, 52, 112, 202, 382, 562]
    assert [due(*days[:n]).number for n in (0, 1, 6)] == [1, 2, 7]


def test_a_look_made_late_moves_the_next_one() -> None:
    """Seen on day 20 in the place of 7: the next gap of 15 days ends on day 35."""
    assert due(20).due == on(35)


def test_a_look_far_too_soon_is_no_lookback() -> None:
    """Half of 7 days is 3.5: day 3 changes nothing, day 4 counts."""
    assert due(3).due == on(7)
    assert due(4).due == on(4 + 15)


def test_a_shut_gate_is_asked_for_again_after_the_same_gap() -> None:
    """Nobody saw inside on day 7: 7 days more, and still the first look-back."""
    met = due(gates=(7,))
    assert (met.due, met.number, met.gap_days) == (on(14), 1, 7)


def test_a_sign_begins_with_the_first_gap_again() -> None:
    """Three look-backs earned 60 days, to day 112; power on day 60 brings it to day 67."""
    found = due(7, 22, 52, signs=(60,))
    assert found.due == on(67)
    assert found.sign == sign(60)
    assert "it drew power" in found.words()[1]


def test_a_look_however_soon_answers_a_sign() -> None:
    """The day after it: the sign is settled, and the gap of 15 days is next."""
    found = due(7, 22, 52, 61, signs=(60,))
    assert (found.sign, found.due) == (None, on(61 + 15))


def test_a_sign_of_before_the_shutting_says_nothing() -> None:
    """Power drawn while it still worked is no relapse."""
    assert due(signs=(-3, 0)) == due()


@given(
    looks=st.lists(st.integers(1, 400), max_size=8, unique=True),
    day=st.integers(1, 400),
)
def test_a_new_sign_never_puts_a_lookback_off_beyond_its_own_gap(
    looks: list[int], day: int
) -> None:
    """Whatever was seen before it, the first gap after the last sign is the longest wait."""
    before = [look for look in looks if look < day]
    found = due(*before, signs=(day,))
    assert found.due == on(day + RULES.gaps_days[0])
    assert found.due > SHUT

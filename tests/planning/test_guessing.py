"""How guessable past weeks were, judged one by one by what was known before each."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from planning.entropy import drawn_entropy_bits, entropy_bits, site_entropy
from planning.guessing import guessability
from planning.owner import Owner
from planning.placements import Past, Placement

FIRST = date(2026, 8, 31)


def weeks(days: dict[str, list[int]]) -> Past:
    """Build a past: for each site its weekday, week after week."""
    return Past(
        tuple(
            Placement(FIRST + timedelta(days=7 * number), site, day)
            for site, told in days.items()
            for number, day in enumerate(told)
        )
    )


def test_a_week_without_visits_says_nothing() -> None:
    """Nothing to judge is not the same as hard to guess."""
    assert guessability(Past(), since=FIRST) is None


def test_who_always_comes_on_the_same_day_is_always_guessed() -> None:
    """A on Mondays, B on Thursdays, three weeks: four visits guessed of four, by luck two."""
    told = guessability(weeks({"a": [0, 0, 0], "b": [3, 3, 3]}), since=FIRST)
    assert told is not None
    assert told.weekday_guess is not None
    assert (told.weekday_guess.judged, told.weekday_guess.chance) == (4, 1.0)
    assert told.weekday_guess.blind == 0.5
    assert told.weekday is not None
    assert told.weekday.bits == 0.0


def test_who_avoids_the_days_that_were_is_guessed_by_that() -> None:
    """A and B swap two days each week: whoever bets on the other day is right from then on."""
    told = guessability(weeks({"a": [0, 1, 0, 1], "b": [1, 0, 1, 0]}), since=FIRST)
    assert told is not None
    assert told.weekday_guess is not None
    assert told.weekday_guess.by_guesser["last"] == 0.0
    # Week 2: the other day. Week 3: both came once, a die. Week 4: the one that came once.
    assert told.weekday_guess.by_guesser["unlike"] == pytest.approx((1 + 0.5 + 1) / 3)


def test_only_what_was_known_before_the_week_counts() -> None:
    """The first week judged has no past: its two visits are not judged, the second week's are."""
    told = guessability(weeks({"a": [0, 1], "b": [1, 1]}), since=FIRST)
    assert told is not None
    assert told.weekday_guess is not None
    assert told.weekday_guess.judged == 2


def test_the_interval_is_wilsons() -> None:
    """4 of 4 right: from 4 / (4 + 1.96^2) = 0.5101 to 1."""
    told = guessability(weeks({"a": [0, 0, 0], "b": [3, 3, 3]}), since=FIRST)
    assert told is not None
    assert told.weekday_guess is not None
    assert told.weekday_guess.low == pytest.approx(0.5101, abs=1e-4)
    assert told.weekday_guess.high == pytest.approx(1.0)
    assert told.weekday_guess.is_better_than_blind


def test_days_drawn_by_a_die_are_no_better_than_luck() -> None:
    """60 sites, 12 weeks, five days: no way of guessing is told to work."""
    days = np.random.default_rng(5).integers(0, 5, (60, 12))
    told = guessability(weeks({f"s{n}": row.tolist() for n, row in enumerate(days)}), since=FIRST)
    assert told is not None
    assert told.weekday_guess is not None
    assert not told.weekday_guess.is_better_than_blind
    assert told.weekday is not None
    assert told.weekday.bits == pytest.approx(told.weekday.drawn_bits, abs=0.1)


def test_hours_that_are_not_known_are_not_judged() -> None:
    """The ledger has days only."""
    told = guessability(weeks({"a": [0, 0]}), since=FIRST)
    assert told is not None
    assert (told.timed, told.part, told.part_guess) == (0, None, None)


def test_the_entropy_of_counts() -> None:
    """1/2, 1/4, 1/4: one and a half bits."""
    assert entropy_bits([2, 1, 1]) == pytest.approx(1.5)


def test_few_draws_have_less_entropy_than_what_they_are_drawn_from() -> None:
    """Two draws of four equal values are alike in 1 of 4 cases: 3/4 of one bit, not two bits."""
    assert drawn_entropy_bits([0.25] * 4, 2) == pytest.approx(0.75)


def test_sites_seen_once_have_no_entropy() -> None:
    """One visit is neither spread nor the same."""
    assert site_entropy([("a", 0), ("b", 1)]) is None


def test_a_plan_is_judged_by_the_best_guesser() -> None:
    """Two known sites come again on their day, one new site is left aside: both guessed."""
    owner = Owner(weeks({"a": [0, 0], "b": [2, 2]}), weekdays=range(5), parts=["morning"])
    guess = owner.guess(
        [Placement(FIRST, "a", 0), Placement(FIRST, "b", 2), Placement(FIRST, "c", 1)]
    )
    assert (guess.judged, guess.weekday, guess.part) == (2, 1.0, None)
    assert guess.blind_weekday == 0.2


def test_a_plan_of_new_sites_gives_nothing_away() -> None:
    """Nothing to go by is not a chance of nought."""
    owner = Owner(Past(), weekdays=range(5), parts=["morning"])
    guess = owner.guess([Placement(FIRST, "a", 0, "morning")])
    assert (guess.judged, guess.weekday, guess.bits) == (0, None, None)

"""How owners guess: what came most often, last, least often, anywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.guessers import Memory, hit

DAYS = [0, 1, 2, 3, 4]


def memory(*days: int, site: str = "a") -> Memory:
    """Remember visits of one site."""
    made = Memory()
    for day in days:
        made.add(site, day)
    return made


def test_every_way_of_guessing_has_its_own_answer() -> None:
    """Monday twice, then Friday: most often Monday, last Friday, never Tuesday to Thursday."""
    guesses = memory(0, 0, 4).guesses("a", DAYS)
    assert guesses == {
        "own": frozenset({0}),
        "last": frozenset({4}),
        "unlike": frozenset({1, 2, 3}),
        "town": frozenset({0}),
    }


def test_who_saw_a_day_that_nobody_works_now_guesses_another_way() -> None:
    """Last on a Sunday; this week has none."""
    assert memory(0, 6).guesses("a", DAYS)["last"] == frozenset({0})


def test_the_chance_is_the_mean_of_own_and_town_counts() -> None:
    """One Monday here and nowhere else: the town says (1+1)/(1+5); (1 + 2/3) / (1 + 2) = 5/9."""
    assert memory(0).chance("a", 0, DAYS) == pytest.approx(5 / 9)


def test_bits_are_minus_the_logarithm_of_the_chance() -> None:
    """Of a site never seen, with four days alike: 1/4, two bits."""
    assert Memory().bits("a", 1, [0, 1, 2, 3]) == pytest.approx(2.0)


@given(st.lists(st.sampled_from(DAYS), max_size=12))
def test_chances_sum_to_one(days: list[int]) -> None:
    """Whatever came before, some day comes."""
    known = memory(*days)
    assert sum(known.chance("a", day, DAYS) for day in DAYS) == pytest.approx(1.0)


@given(st.lists(st.sampled_from(DAYS), min_size=1, max_size=12))
def test_every_guess_is_right_once_over_all_days(days: list[int]) -> None:
    """Nobody hits more than one day of five, whatever the past: luck is a fifth."""
    for guess in memory(*days).guesses("a", DAYS).values():
        assert sum(hit(guess, day) for day in DAYS) == pytest.approx(1.0)

"""What the random share says: by hand, and over many invented towns."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from data.errors import DegenerateInputError, ShapeError
from geo.evaluate.exploration import estimate_base_rate, gain_over_random

chances = st.floats(0.02, 1.0)
visits = st.lists(st.tuples(st.integers(0, 1), chances), min_size=1, max_size=30)


def test_a_rare_draw_counts_for_more() -> None:
    """Weights 2, 4, 4: one find in 10, and 2 of the 10 are the find's: 0.2."""
    assert estimate_base_rate([1, 0, 0], [0.5, 0.25, 0.25]).rate == pytest.approx(0.2)


def test_the_interval_is_that_of_fewer_visits() -> None:
    """Variance 3/2 x (.16² + .08² + .08²) = .0576, so .16 / .0576 visits; Wilson's by hand."""
    rate = estimate_base_rate([1, 0, 0], [0.5, 0.25, 0.25])
    assert rate.effective == pytest.approx(0.16 / 0.0576)
    assert_allclose([rate.low, rate.high], [0.02315, 0.72506], atol=2e-5)


def test_no_find_at_all_is_no_proof_that_there_is_none() -> None:
    """Ten clean visits of equal chance: Wilson's upper end is z² / (10 + z²) = 0.2775."""
    rate = estimate_base_rate(np.zeros(10), np.full(10, 0.1))
    assert (rate.rate, rate.low) == (0.0, 0.0)
    assert rate.effective == pytest.approx(10)
    assert rate.high == pytest.approx(3.841459 / 13.841459, abs=1e-5)


def test_a_tiny_chance_cannot_speak_for_the_whole_town() -> None:
    """A chance of 0.001 counts as 0.02: weights 50 and 1."""
    assert estimate_base_rate([1, 0], [0.001, 1.0]).rate == pytest.approx(50 / 51)


@given(visits)
def test_the_estimate_lies_in_its_interval(made: list[tuple[int, float]]) -> None:
    """Whatever was drawn."""
    found, chance = zip(*made, strict=True)
    rate = estimate_base_rate(found, chance)
    assert 0 <= rate.low <= rate.rate + 1e-12
    assert rate.rate - 1e-12 <= rate.high <= 1
    assert 0 < rate.effective <= rate.visits + 1e-9


@given(visits, st.floats(0.05, 1.0))
def test_equal_chances_give_the_plain_share(made: list[tuple[int, float]], chance: float) -> None:
    """Then every visit says the same."""
    found = [one for one, _ in made]
    rate = estimate_base_rate(found, [chance] * len(found))
    assert rate.rate == pytest.approx(np.mean(found))


def town(number: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """
    Invent a town of 400 places for ten weeks: its true chances, what was found, and with which
    chance. The 20 riskiest are visited every week anyway, the others drawn one by one, the risky
    ones less often.
    """  # noqa: D205 - needs two lines
    dice = np.random.default_rng(number)
    truth = np.sort(dice.beta(1, 6, 400))
    chance = np.concatenate([np.linspace(0.08, 0.03, 380), np.ones(20)])
    drawn = dice.random((10, 400)) < chance
    found = dice.random((10, 400)) < truth
    return truth, found[drawn], np.broadcast_to(chance, (10, 400))[drawn]


def test_the_interval_holds_the_truth_in_most_towns() -> None:
    """Nominally in 95 of 100; fewer than 88 of 100 happen to a true 95 % once in 300 times."""
    hits = 0
    for number in range(100):
        truth, found, chance = town(number)
        rate = estimate_base_rate(found, chance)
        hits += rate.low <= truth.mean() <= rate.high
    assert hits >= 88


def test_the_draw_alone_misses_what_is_always_chosen() -> None:
    """The 20 riskiest are never left to the draw: without them the rate is too low."""
    gaps = []
    for number in range(100):
        truth, found, chance = town(number)
        drawn = chance < 1
        gaps.append(estimate_base_rate(found[drawn], chance[drawn]).rate - truth.mean())
    assert np.mean(gaps) < -0.01


def test_picks_are_compared_with_the_whole_town() -> None:
    """Picks 3 of 4; the town (3 + 20 x 0.1 x ...): 3 picks and 1 of 20 draws at 0.5: 5 / 44."""
    found = [1, 1, 1, 0, *([1] + [0] * 19)]
    chance = [1.0] * 4 + [0.5] * 20
    gain = gain_over_random(found[:4], found, chance)
    assert gain.picks.rate == 0.75
    assert gain.random.rate == pytest.approx(5 / 44)
    assert gain.more == pytest.approx(0.75 - 5 / 44)
    assert gain.low < gain.more < gain.high


@pytest.mark.parametrize(
    ("found", "chance", "error", "said"),
    [
        ([1], [0.5, 0.5], ShapeError, "one chance for each outcome"),
        ([], [], DegenerateInputError, "at least one visit"),
        ([2], [0.5], DegenerateInputError, "outcomes 0 or 1"),
        ([1], [0.0], DegenerateInputError, "chances above 0"),
        ([1], [1.5], DegenerateInputError, "at most 1"),
        ([1], [np.nan], DegenerateInputError, "chances above 0"),
    ],
)
def test_what_has_no_answer_is_refused(
    found: list[float], chance: list[float], error: type[Exception], said: str
) -> None:
    """In one sentence, in both languages."""
    with pytest.raises(error, match=said) as caught:
        estimate_base_rate(found, chance)
    assert getattr(caught.value, "zh", None)

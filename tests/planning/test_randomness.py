"""The draw's probabilities are exact: they sum, they bound, and frequencies follow them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from data.errors import DegenerateInputError
from planning.randomness import inclusion_probability, systematic_draw

weights = st.lists(st.floats(0.1, 1e4), min_size=1, max_size=30).map(np.array)


@given(weight=weights, count=st.integers(0, 40))
def test_probabilities_sum_to_the_count(weight: np.ndarray, count: int) -> None:
    """So many are drawn, and nobody is more than certain."""
    chance = inclusion_probability(weight, count)
    assert_allclose(chance.sum(), min(count, len(weight)))
    assert ((chance >= 0) & (chance <= 1)).all()


@given(weight=weights, count=st.integers(0, 40), seed=st.integers(0, 10**6))
def test_every_draw_has_the_promised_size(weight: np.ndarray, count: int, seed: int) -> None:
    """The week's capacity does not depend on luck."""
    chance = inclusion_probability(weight, count)
    assert systematic_draw(chance, seed=seed).sum() == min(count, len(weight))


def test_heavy_places_are_certain_and_the_rest_share() -> None:
    """Weights 1, 1, 2, 16 and two draws: 16 is certain, the rest share one as 1/4, 1/4, 1/2."""
    chance = inclusion_probability(np.array([1.0, 1.0, 2.0, 16.0]), 2)
    assert_allclose(chance, [0.25, 0.25, 0.5, 1.0])


def test_frequencies_follow_the_probabilities() -> None:
    """4,000 draws: a share of 1/2 has a standard error of 0.008, so 0.04 is five of them."""
    chance = inclusion_probability(np.array([1.0, 2.0, 3.0, 4.0, 10.0]), 2)
    hits = np.mean([systematic_draw(chance, seed=seed) for seed in range(4000)], axis=0)
    assert_allclose(hits, chance, atol=0.04)


@given(
    weight=weights,
    count=st.integers(1, 20),
    seed=st.integers(0, 10**6),
    codes=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=30, max_size=30),
)
def test_strata_get_their_share_to_within_one(
    weight: np.ndarray, count: int, seed: int, codes: list[tuple[int, int]]
) -> None:
    """Of each outer and each inner stratum as many are drawn as its chances sum to, +- < 1."""
    chance = inclusion_probability(weight, count)
    strata = np.array(codes[: len(weight)])
    drawn = systematic_draw(chance, seed=seed, strata=strata)
    assert drawn.sum() == min(count, len(weight))
    for key in {(a,) for a, _ in codes} | set(codes):
        mine = (strata[:, : len(key)] == key).all(axis=1)
        assert abs(drawn[mine].sum() - chance[mine].sum()) < 1


def test_strata_leave_each_chance_what_it_is() -> None:
    """1,500 draws in three strata: a standard error is at most 0.013, so 0.065 is five of them."""
    chance = inclusion_probability(np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0]), 2)
    strata = np.array([2, 0, 1, 0, 2, 1])
    draws = [systematic_draw(chance, seed=seed, strata=strata) for seed in range(1500)]
    assert_allclose(np.mean(draws, axis=0), chance, atol=0.065)


def test_nothing_to_draw_from_is_no_fault_with_strata() -> None:
    """A town whose places are all promised has an empty pool."""
    none = np.empty(0)
    assert systematic_draw(none, seed=1, strata=np.empty((0, 2), dtype=np.int64)).tolist() == []


@pytest.mark.parametrize("weight", [[0.0, 1.0], [np.nan], [-1.0]])
def test_weights_must_be_positive(weight: list[float]) -> None:
    """A place that can never be drawn has no place in the draw."""
    with pytest.raises(DegenerateInputError, match="weights > 0"):
        inclusion_probability(np.array(weight), 1)

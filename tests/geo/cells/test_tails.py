"""Chances of counts: the three kinds by the textbook, and what every chance must keep to."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.stats import binom, nbinom, poisson

from geo.cells.tails import count_tails, two_sided_surprise

COUNTS = np.arange(0.0, 9.0)


def tails(counts: np.ndarray, mean: float, variance: float) -> tuple[np.ndarray, np.ndarray]:
    """Ask for many counts of one mean and variance."""
    alike = np.ones(len(counts))
    return count_tails(counts, mean=mean * alike, variance=variance * alike)


@pytest.mark.parametrize(
    ("mean", "variance", "known"),
    [
        (2.0, 1.5, binom(8, 0.25)),
        (2.0, 2.0, poisson(2)),
        (2.0, 4.0, nbinom(2, 0.5)),
        (0.3, 0.75, nbinom(0.2, 0.4)),
    ],
    ids=["narrower", "poisson", "wider", "much wider"],
)
def test_the_count_of_that_mean_and_variance(mean: float, variance: float, known: object) -> None:
    """Mean np and variance np(1 - p); mean r(1 - p)/p and variance r(1 - p)/p^2."""
    at_least, at_most = tails(COUNTS, mean, variance)
    assert_allclose(at_least, known.sf(COUNTS - 1), atol=1e-12)
    assert_allclose(at_most, known.cdf(COUNTS), atol=1e-12)


def test_what_is_certain_surprises_nobody() -> None:
    """No variance: all the finds of a town lie in the neighbourhood that is the town."""
    at_least, at_most = tails(np.array([7.0]), 7.0, 0.0)
    assert (at_least.tolist(), at_most.tolist()) == ([1.0], [1.0])


def test_nothing_of_nothing_surprises_nobody() -> None:
    """Nobody found anything anywhere, so nothing was expected."""
    assert (
        two_sided_surprise(*[np.zeros(1)], mean=np.zeros(1), variance=np.zeros(1), most=np.zeros(1))
        == 1
    )


def test_more_than_can_be_has_no_chance() -> None:
    """Nine heads of eight coins."""
    at_least, at_most = tails(np.array([9.0, 10.0]), 2.0, 1.5)
    assert at_least.tolist() == [0.0, 0.0]
    assert at_most.tolist() == [1.0, 1.0]


def test_counts_half_of_the_count_itself() -> None:
    """Poisson of mean 1, none: 2 x (e^-1 / 2) = e^-1; two or more and half of one are likelier."""
    one = np.ones(1)
    found = two_sided_surprise(np.zeros(1), mean=one, variance=one, most=9 * one)
    assert_allclose(found, np.exp(-1.0))


def test_a_count_that_could_be_has_a_chance() -> None:
    """
    Four of four finds at a tenth of the visits: .1^4 / 2 x 2, and not none.

    A binomial count of variance .3 has room for 2.7 finds; that of four has the variance .36.
    """
    one = np.ones(1)
    found = two_sided_surprise(4 * one, mean=0.4 * one, variance=0.34 * one, most=4 * one)
    assert_allclose(found, 1e-4)


@given(mean=st.floats(0.01, 50), ratio=st.floats(0.05, 20), count=st.integers(0, 60))
def test_a_higher_count_is_never_likelier_to_be_beaten(
    mean: float, ratio: float, count: int
) -> None:
    """Chances fall with the count, stay within 0-1, and both together hold the count itself."""
    at_least, at_most = tails(np.array([count, count + 1.0]), mean, ratio * mean)
    assert at_least[0] >= at_least[1] - 1e-12
    assert at_most[0] <= at_most[1] + 1e-12
    assert ((at_least >= 0) & (at_least <= 1) & (at_most >= 0) & (at_most <= 1)).all()
    assert (at_least + at_most >= 1 - 1e-9).all()

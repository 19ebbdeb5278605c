"""Poisson regression: by hand, against scikit-learn, and where columns say nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from sklearn.linear_model import PoissonRegressor

from data.errors import DegenerateInputError
from geo.cells.poisson import fit_poisson

RNG = np.random.default_rng(4)
X = RNG.normal(size=(300, 3)) * [1.0, 5.0, 0.2] + [0.0, 2.0, -1.0]
COUNT = RNG.poisson(np.exp(0.3 * X[:, 0] - 0.1 * X[:, 1])).astype(float)


def test_two_kinds_of_cells_expect_their_means() -> None:
    """Means 1 and 4 without a ridge: the intercept is log 1, the weight log 4."""
    x = np.array([[0.0], [0.0], [1.0], [1.0]])
    fit = fit_poisson([(x, np.array([0.0, 2.0, 3.0, 5.0]))], ridge=1e-12)
    assert_allclose([fit.intercept, fit.weight[0]], [0.0, np.log(4.0)], atol=1e-6)


def test_equals_scikit_learn_on_standardised_columns() -> None:
    """The reference needs one scale for all columns; ours puts the ridge on that scale itself."""
    standard = (X - X.mean(axis=0)) / X.std(axis=0)
    peer = PoissonRegressor(alpha=0.05, tol=1e-10, max_iter=1000).fit(standard, COUNT)
    fit = fit_poisson([(X, COUNT)], ridge=0.05)
    assert_allclose(fit.expected(X), peer.predict(standard), rtol=1e-4)


def test_the_total_is_expected() -> None:
    """The intercept is not shrunk, so that as many events are expected as there were."""
    fit = fit_poisson([(X, COUNT)], ridge=10.0)
    assert_allclose(fit.expected(X).sum(), COUNT.sum(), rtol=1e-6)


@given(cut=st.integers(1, 299))
def test_blocks_are_one_table(cut: int) -> None:
    """Where the rows are parted does not matter."""
    parted = fit_poisson([(X[:cut], COUNT[:cut]), (X[cut:], COUNT[cut:])])
    whole = fit_poisson([(X, COUNT)])
    assert_allclose(parted.weight, whole.weight, atol=1e-7)


def test_where_it_begins_does_not_matter() -> None:
    """The likelihood has one top; a start only saves steps."""
    whole = fit_poisson([(X, COUNT)])
    started = fit_poisson([(X, COUNT)], start=fit_poisson([(X[:20], COUNT[:20])], ridge=1.0))
    assert_allclose(started.weight, whole.weight, atol=1e-4)


def test_a_column_that_never_varies_has_no_weight() -> None:
    """Nothing older than the record: the column is all zero, or all one."""
    flat = np.column_stack([X, np.zeros(300), np.ones(300)])
    fit = fit_poisson([(flat, COUNT)])
    assert_allclose(fit.weight[3:], 0.0, atol=1e-9)
    assert_allclose(fit.weight[:3], fit_poisson([(X, COUNT)]).weight, atol=1e-7)


def test_one_cell_with_all_events_stays_finite() -> None:
    """Where a column parts the events from the rest, the ridge keeps the weight finite."""
    x, count = np.zeros((50, 1)), np.zeros(50)
    x[7], count[7] = 3.0, 400.0
    expected = fit_poisson([(x, count)]).expected(x)
    assert np.isfinite(expected).all()
    assert expected.argmax() == 7
    assert expected[7] == pytest.approx(400.0, rel=0.1)


def test_no_event_teaches_nothing() -> None:
    """The logarithm of an expected nothing has no answer."""
    with pytest.raises(DegenerateInputError, match=r"count above 0, got none in 3 row\(s\)"):
        fit_poisson([(np.zeros((3, 1)), np.zeros(3))])

"""The ridge: the intercept by hand, and weights that a penalty draws to 0."""

from __future__ import annotations

import numpy as np
import pytest

from geo.learned.ridge import fit_ridge

GROUP = np.array([0])


def test_without_a_fact_the_intercept_is_the_logit_of_the_share() -> None:
    """One find in four visits: log(1/3)."""
    fitted = fit_ridge(np.zeros((4, 0)), np.array([1.0, 0, 0, 0]), GROUP[:0], np.array([1.0]))
    assert fitted.intercept == pytest.approx(np.log(1 / 3))


def test_a_loose_penalty_finds_the_log_odds_ratio() -> None:
    """3 of 4 against 1 of 4: odds 3 and 1/3, so log 9 a step."""
    x = np.repeat([[1.0], [0.0]], 4, axis=0)
    found = np.array([1.0, 1, 1, 0, 1, 0, 0, 0])
    fitted = fit_ridge(x, found, GROUP, np.array([1e-9]))
    assert fitted.weight[0] == pytest.approx(np.log(9), rel=1e-6)


def test_the_answer_is_where_the_slope_is_nothing() -> None:
    """At the optimum the facts' pull equals the penalty's: x'(y - p) = penalty * weight."""
    rng = np.random.default_rng(1)
    x, found = rng.normal(size=(60, 3)), rng.integers(0, 2, 60).astype(float)
    fitted = fit_ridge(x, found, np.array([0, 0, 1]), np.array([5.0, 50.0]))
    chance = 1 / (1 + np.exp(-(x @ fitted.weight + fitted.intercept)))
    pull = x.T @ (found - chance)
    np.testing.assert_allclose(pull, np.array([5.0, 5.0, 50.0]) * fitted.weight, atol=1e-6)


def test_more_rows_leave_less_open() -> None:
    """The spread of a logit falls as the same evidence is repeated."""
    x = np.array([[1.0], [-1.0], [1.0], [-1.0]])
    found = np.array([1.0, 0, 0, 1])
    few = fit_ridge(x, found, GROUP, np.array([1.0]))
    many = fit_ridge(np.tile(x, (9, 1)), np.tile(found, 9), GROUP, np.array([1.0]))
    assert many.spread(x)[0] < few.spread(x)[0]

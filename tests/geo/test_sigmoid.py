"""From logits to chances: what forecasts turned out to be worth, the recent ones more."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from geo.sigmoid import Sigmoid, fit_sigmoid, forward_chances


def test_without_forecasts_nothing_changes() -> None:
    """The identity: a logit of 0 is an even chance."""
    assert fit_sigmoid([], []) == Sigmoid(level=0.0, slope=1.0)
    assert Sigmoid().chance(0.0) == 0.5


def test_a_level_that_was_wrong_is_moved() -> None:
    """400 forecasts of one half, one in five found something: the level is log(1/4)."""
    found = np.tile([1.0, 0, 0, 0, 0], 80)
    fitted = fit_sigmoid(np.zeros(400), found)
    assert fitted.level == pytest.approx(np.log(1 / 4), abs=1e-3)
    assert fitted.slope == 1.0


def test_a_weight_of_two_is_two_forecasts() -> None:
    """However many rows say it, the same evidence has one answer."""
    logit, found = np.array([-1.0, 0.5, 2.0, -0.3]), np.array([0.0, 1, 1, 1])
    told = fit_sigmoid(np.tile(logit, 2), np.tile(found, 2))
    weighed = fit_sigmoid(logit, found, weight=2.0)
    assert weighed.level == pytest.approx(told.level)
    assert weighed.slope == pytest.approx(told.slope)


def test_what_counts_less_moves_less() -> None:
    """Old forecasts found everything, recent ones nothing, and a recent one counts e^4 of them."""
    weight = np.repeat([np.exp(-4.0), 1.0], 100)
    fitted = fit_sigmoid(np.zeros(200), np.repeat([1.0, 0.0], 100), weight=weight)
    assert fitted.chance(0.0) == pytest.approx(1 / (1 + np.exp(4.0)), abs=1e-3)


def test_the_order_of_scores_stays() -> None:
    """Even forecasts that were the wrong way round do not turn the list over."""
    logit = np.repeat([-2.0, 2.0], 500)
    assert fit_sigmoid(logit, logit < 0).slope == 0.1


def test_a_period_has_no_say_in_its_own_chances() -> None:
    """Turning the outcomes of the last period round leaves every chance as it is."""
    logit, period = [-1.0, 1.0, -1.0, 1.0, -1.0, 1.0], [0, 0, 1, 1, 2, 2]
    one = forward_chances(logit, [0, 1, 0, 1, 0, 1], period)
    other = forward_chances(logit, [0, 1, 0, 1, 1, 0], period)
    assert_allclose(one, other)
    assert np.isnan(one).tolist() == [True, True, False, False, False, False]


def test_later_periods_learn_from_all_before_them() -> None:
    """One in four, then none of four: of eight past looks alike one found something."""
    chance = forward_chances(np.zeros(9), [1, 0, 0, 0, 0, 0, 0, 0, 0], [0] * 4 + [1] * 4 + [2])
    assert_allclose(chance[4:], [0.25] * 4 + [0.125], atol=1e-3)

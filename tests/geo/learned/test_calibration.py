"""Calibration: what forecasts turned out to be worth, the recent ones more."""

from __future__ import annotations

import numpy as np
import pytest

from geo.learned.calibration import Calibration, fit_calibration


def test_without_forecasts_nothing_changes() -> None:
    """The identity: a logit of 0 is an even chance."""
    nothing = np.zeros(0)
    assert fit_calibration(nothing, nothing, nothing) == Calibration(1.0, 0.0)


def test_a_level_that_was_wrong_is_moved() -> None:
    """400 forecasts of one half, one in five found something: the shift is log(1/4)."""
    found = np.tile([1.0, 0, 0, 0, 0], 80)
    fitted = fit_calibration(np.zeros(400), found, np.zeros(400))
    assert fitted.shift == pytest.approx(np.log(1 / 4), abs=1e-3)


def test_the_recent_counts_more() -> None:
    """Forecasts of two years ago found everything, those of yesterday nothing."""
    found = np.repeat([1.0, 0.0], 100)
    fitted = fit_calibration(np.zeros(200), found, np.repeat([730.0, 1.0], 100))
    assert fitted.risk(np.zeros(1))[0] < 0.1


def test_the_order_of_scores_stays() -> None:
    """Even forecasts that were the wrong way round do not turn the list over."""
    logit = np.repeat([-2.0, 2.0], 500)
    fitted = fit_calibration(logit, (logit < 0).astype(float), np.zeros(1000))
    assert fitted.slope > 0

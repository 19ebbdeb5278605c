"""The scale of the speed table, fitted to drives that happened."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import DegenerateInputError, ShapeError
from geo.roads.calibration import Legs, fit_scale, judge_legs


def legs(
    measured_s: object, drive_s: float = 600.0, fixed_s: float = 0.0, straight_m: float = 1000.0
) -> Legs:
    """Make legs that differ in what was measured only."""
    measured = np.array(measured_s, dtype=float)
    return Legs(
        measured_s=measured,
        drive_s=np.full(measured.shape, drive_s),
        fixed_s=np.full(measured.shape, fixed_s),
        straight_m=np.full(measured.shape, straight_m),
        between=np.zeros(measured.shape, dtype=bool),
    )


def test_walks_do_not_scale() -> None:
    """600 s by car and 100 s on foot took 1300 s: the car took 1200, so the scale is one half."""
    assert fit_scale(legs([1300.0] * 30, fixed_s=100.0)).scale == 0.5


def test_an_odd_drive_does_not_move_the_median() -> None:
    """Twenty drives as expected and ten of three times: half of thirty are as expected."""
    assert fit_scale(legs([600.0] * 20 + [1800.0] * 10)).scale == 1.0


def test_the_spread_holds_four_drives_of_five() -> None:
    """Of 40 drives, 24 are exact, 8 are 10 % late and 8 are 50 % late: 32 lie within 10 %.

    The quantile takes the next drive above the 80 % mark, position 31.2 of 0 to 39: 50 %.
    """
    fit = fit_scale(legs([600.0] * 24 + [660.0] * 8 + [900.0] * 8))
    assert (fit.scale, fit.spread_share) == (1.0, 0.5)


def test_errors_before_and_after_are_medians() -> None:
    """All drives took twice as long: 100 % off before, nothing after."""
    fit = fit_scale(legs([1200.0] * 30))
    assert (fit.error_before, fit.error_after) == (1.0, 0.0)


@given(scale=st.floats(0.3, 3.5), base=st.integers(60, 3000))
def test_a_scale_is_found_again(scale: float, base: int) -> None:
    """Drives made with a scale give it back, to the three digits that are kept."""
    made = legs([base / scale + 30.0] * 31, drive_s=float(base), fixed_s=30.0)
    assert fit_scale(made).scale == pytest.approx(scale, abs=0.0006)


def test_each_implausible_leg_is_set_aside_with_its_cause() -> None:
    """Expected 600 s over 10 km in a straight line: 300 s are 120 km/h, 3000 s are too long."""
    measured = [300.0, 299.0, 3000.0, 3001.0, float("nan"), -5.0, 0.0]
    outcome = judge_legs(legs(measured, straight_m=10_000.0)).tolist()
    assert outcome == ["used", "too_fast", "used", "too_slow", "no_leave", "order", "too_fast"]


def test_a_leg_at_one_place_or_without_a_way_is_set_aside() -> None:
    """Nothing to drive, and nothing to drive on."""
    assert judge_legs(legs([60.0], drive_s=0.0)).tolist() == ["same_place"]
    assert judge_legs(legs([60.0], drive_s=np.inf)).tolist() == ["no_way"]


def test_a_leg_with_a_stop_between_is_set_aside() -> None:
    """What was measured is two drives and a visit; what the ledger lacks is told before that."""
    made = legs([700.0, float("nan"), -5.0])
    outcome = judge_legs(replace(made, between=np.ones(3, dtype=bool))).tolist()
    assert outcome == ["between", "no_leave", "order"]


def test_fewer_than_30_drives_are_refused() -> None:
    """29 say too little."""
    with pytest.raises(DegenerateInputError, match=r"at least 30 usable drives.*got 29"):
        fit_scale(legs([600.0] * 29))


@pytest.mark.parametrize("measured_s", [100.0, 6000.0])
def test_a_scale_beyond_reason_is_refused(measured_s: float) -> None:
    """Six times as fast, or ten times as slow: the times were written down otherwise."""
    with pytest.raises(DegenerateInputError, match=r"outside 0\.25 to 4"):
        fit_scale(legs([measured_s] * 30))


def test_arrays_must_be_of_one_shape() -> None:
    """A list that lost a leg would pair drives with the wrong ways."""
    one = np.ones(3)
    with pytest.raises(ShapeError, match="five arrays of one shape"):
        Legs(measured_s=one, drive_s=one, fixed_s=one, straight_m=np.ones(2), between=one > 1)

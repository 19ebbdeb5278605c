"""Chances against what was seen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss

from data.errors import DegenerateInputError
from geo.evaluate.chances import brier, brier_skill, ece, reliability

told = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 10).map(lambda tenths: tenths / 10)),
    min_size=2,
    max_size=30,
).filter(lambda rows: 0 < sum(row[0] for row in rows) < len(rows))


@given(told)
def test_brier_is_that_of_scikit_learn(rows: list[tuple[int, float]]) -> None:
    """The same figure as everybody's."""
    found, risk = zip(*rows, strict=True)
    assert brier(found, risk) == pytest.approx(brier_score_loss(found, risk), abs=1e-12)


def test_skill_compares_with_the_mean() -> None:
    """Mean .5 has .25; chances of .75 and .25 have 1/16: three quarters of it are gone."""
    assert brier_skill([1, 0], [0.75, 0.25]) == pytest.approx(0.75)
    assert brier_skill([1, 0], [0.5, 0.5]) == 0.0
    assert np.isnan(brier_skill([0, 0], [0.5, 0.5]))


def test_calibration_error_weighs_groups_by_visits() -> None:
    """Three visits in two groups: .5 foreseen and 1 seen of two; .9 foreseen and 0 seen of one."""
    assert ece([1, 1, 0], [0.5, 0.5, 0.9], bins=2) == pytest.approx((2 * 0.5 + 0.9) / 3)


@given(told, st.randoms(use_true_random=False))
def test_tied_chances_do_not_depend_on_the_order(
    rows: list[tuple[int, float]], random: object
) -> None:
    """Where a group's border cuts tied visits, each side gets their mean."""
    mixed = list(rows)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = (list(zip(*table, strict=True)) for table in (rows, mixed))
    assert ece(*one, bins=3) == pytest.approx(ece(*other, bins=3))


def test_the_mean_as_everybodys_chance_is_calibrated() -> None:
    """A quarter foreseen for all and a quarter seen is no error, whatever the groups."""
    assert ece([1, 0, 0, 0, 0, 1, 0, 0], [0.25] * 8, bins=3) == pytest.approx(0.0)


def test_fewer_visits_than_groups_make_small_groups() -> None:
    """Three visits give three points, none without a visit."""
    assert reliability([0, 1, 1], [0.1, 0.2, 0.3])["visits"].tolist() == [1, 1, 1]


def test_no_visit_has_no_error() -> None:
    """Nothing seen says nothing."""
    assert np.isnan(ece([], []))
    assert np.isnan(brier([], []))


def test_points_are_no_chances() -> None:
    """A score of 0 to 100 must not pass for a chance."""
    with pytest.raises(DegenerateInputError, match=r"chances in \[0, 1\], got 40\.0 in row 1"):
        brier([0, 1], [0.4, 40])
    with pytest.raises(DegenerateInputError, match="bins >= 1, got 0"):
        ece([0, 1], [0.4, 0.4], bins=0)

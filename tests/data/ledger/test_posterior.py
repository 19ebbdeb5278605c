"""Chances of datums: bands of distance to roads, habits of writing, mixes, tempering."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from data.ledger.posterior import (
    Trust,
    chances,
    counts_of,
    roadsides,
    softmax,
    style_table,
    temper,
)

DRY = np.zeros(600, dtype=bool)
GROUND = roadsides(np.arange(600.0), DRY)


def test_bands_hold_equal_ground() -> None:
    """Distances 0 to 599 in six bands: the edges are the sixths, 599 k / 6."""
    assert_allclose(GROUND.edges_m, [599 * k / 6 for k in range(1, 6)])


def test_places_fall_into_their_bands() -> None:
    """Nearest a road 0, farthest 5, in water 6, no road known 7."""
    bands = GROUND.band(np.array([1.0, 598.0, 1.0, np.nan]), np.array([False, False, True, False]))
    assert bands.tolist() == [0, 5, 6, 7]


def test_no_known_road_tells_nothing() -> None:
    """Its ratio is 1, whatever was seen."""
    assert GROUND.log_ratio(np.full(7, 5.0))[7] == 0.0


def test_sites_by_the_road_make_the_road_likely() -> None:
    """85 sites seen, all in band 0: (85 + 15 * 0.26) / 100 over (100 + 3 * 0.995 / 6) / 603."""
    seen = np.array([85.0, 0, 0, 0, 0, 0, 0])
    share, ground = (85 + 15 * 0.26) / 100, (100 + 3 * 0.995 / 6) / 603
    assert GROUND.log_ratio(seen)[0] == pytest.approx(np.log(share / ground))


def test_unknown_bands_are_not_counted() -> None:
    """Weights go where the bands say; band 7 is none."""
    counts = counts_of(np.array([[0, 7], [6, 0]]), np.array([[0.5, 0.5], [1.0, 0.25]]))
    assert counts.tolist() == [0.75, 0, 0, 0, 0, 0, 1.0]


def test_habits_of_writing_count_after_a_few_rows() -> None:
    """Forty GCJ-02 rows with six decimals, forty WGS-84 rows with eight."""
    styles, datums = ["number6"] * 40 + ["number8"] * 40, [0] * 40 + [2] * 40
    table = style_table(styles, datums, ["number8", "never"], kinds=3)
    assert table[0, 2] - table[0, 0] > np.log(4)
    assert abs(table[1, 2] - table[1, 0]) < 0.01


def test_no_stated_row_has_no_habit() -> None:
    """All datums are equal then."""
    assert np.ptp(style_table([], [], ["number6"], kinds=3)) == 0


def test_misleading_evidence_is_tempered() -> None:
    """Sure and right in half of the cases only: believe it little; always right: much."""
    sure = np.tile([6.0, 0.0, 0.0], (200, 1))
    right, half = np.zeros(200, dtype=np.intp), np.tile([0, 1], 100)
    assert temper(sure, half) <= 0.3
    assert temper(sure, right) >= 0.8


def test_silent_rows_tell_their_own_mix() -> None:
    """Thirty rows that lean to the third datum carry a thirty-first that leans nowhere."""
    leaning = np.vstack([np.tile([0.0, 0.0, 4.0], (30, 1)), np.zeros((1, 3))])
    found = chances(
        leaning,
        np.full((31, 3), 7),
        ground=GROUND,
        seen=np.zeros(7),
        stated=np.zeros(3),
        trust=Trust(1.0),
    )
    assert found[-1, 2] > 0.85


def test_one_row_does_not_vouch_for_itself() -> None:
    """Alone it has what its evidence says: e / (e + 2) with an even mix."""
    found = chances(
        np.array([[1.0, 0.0, 0.0]]),
        np.full((1, 3), 7),
        ground=GROUND,
        seen=np.zeros(7),
        stated=np.zeros(3),
        trust=Trust(1.0),
    )
    assert_allclose(found[0], [np.e / (np.e + 2), 1 / (np.e + 2), 1 / (np.e + 2)])


@given(st.lists(st.lists(st.floats(-500, 500), min_size=3, max_size=3), min_size=1, max_size=6))
def test_chances_sum_to_one(logs: list[list[float]]) -> None:
    """However strong the evidence, nothing overflows."""
    found = softmax(np.array(logs))
    assert_allclose(found.sum(axis=1), 1.0)
    assert np.isfinite(found).all()

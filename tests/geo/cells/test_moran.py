"""Cells unlike those around them: the statistic against esda, and who is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from esda.moran import Moran_Local
from libpysal.weights import W
from numpy.testing import assert_allclose
from scipy.sparse import csr_array
from scipy.stats import hypergeom

from geo.cells.hotspots import DEFAULT_HOTSPOTS
from geo.cells.moran import find_outliers, local_moran
from geo.cells.tails import count_tails
from geo.cells.weights import square_weights
from tests.geo.cells.grids import block, tallied

if TYPE_CHECKING:
    import pandas as pd


def test_equals_esda_with_row_weights() -> None:
    """The reference standardises rows and takes I = z times the mean of the others' z."""
    cells = block(6)
    values, weights = np.random.default_rng(11).gamma(2.0, size=36), square_weights(cells)
    own, around = local_moran(values, weights)
    near = {
        cell: [int(other) for other in weights[[cell]].indices if other != cell]
        for cell in range(36)
    }
    known = Moran_Local(values, W(near), transformation="r", permutations=0)
    assert_allclose(own * around, known.Is, atol=1e-9)


def test_a_cell_alone_has_nobody_around() -> None:
    """No neighbour, no mean of neighbours."""
    _, around = local_moran(np.array([1.0, 2.0]), csr_array(np.eye(2)))
    assert np.isnan(around).all()


def town(finds: dict[int, int], *, others: int, visits: int = 20) -> tuple[pd.DataFrame, csr_array]:
    """Build 7 x 7 cells with as many visits and finds each, but for some."""
    found = np.full(49, others)
    for cell, count in finds.items():
        found[cell] = count
    return tallied(block(7), visits=visits, finds=found)


def test_names_the_one_bad_cell_among_good_ones() -> None:
    """Ten finds of 20 where the 48 others have one each."""
    cells, weights = town({24: 10}, others=1)
    named = find_outliers(cells, weights, params=DEFAULT_HOTSPOTS)
    assert named[24] == "high_low"
    assert [cell for cell in range(49) if named[cell] == "high_low"] == [24]


def test_names_the_one_good_cell_among_bad_ones() -> None:
    """No find in 30 where the others in its quarter of the town have 15, and the rest has two."""
    cells = block(7)
    bad = {column * 7 + row for column in range(5) for row in range(5)}
    finds = np.array([15 if cell in bad else 2 for cell in range(49)])
    finds[16] = 0
    tally, weights = tallied(cells, visits=30, finds=finds)
    named = find_outliers(tally, weights, params=DEFAULT_HOTSPOTS)
    assert named[16] == "low_high"
    assert "high_low" not in set(named)


@pytest.mark.parametrize("finds", [{24: 3}, {}], ids=["a little more", "all alike"])
def test_names_nobody_for_a_little_luck(finds: dict[int, int]) -> None:
    """Three finds of 20 beside one of 20 each is what one town in a few has somewhere."""
    cells, weights = town(finds, others=1)
    assert set(find_outliers(cells, weights, params=DEFAULT_HOTSPOTS)) == {None}


def test_few_visits_name_nobody() -> None:
    """Four visits around a cell are too few, however unlike they are."""
    cells, weights = tallied(block(2), visits=1, finds=np.array([1, 0, 0, 0]))
    assert set(find_outliers(cells, weights, params=DEFAULT_HOTSPOTS)) == {None}


def test_dealing_finds_out_is_no_less_strict_than_the_exact_way() -> None:
    """
    Seven of the block's 15 finds in 20 of its 180 visits.

    The hypergeometric chance of 7 or more is the share of all ways to deal 15 finds out to visits;
    the count used here has the same mean and at least its variance.
    """
    exact = hypergeom(180, 15, 20)
    at_least, _ = count_tails(
        np.array([7.0]), mean=np.array([15 / 9]), variance=np.array([15 / 9 * 8 / 9])
    )
    assert exact.sf(6) <= at_least[0] <= 3 * exact.sf(6)

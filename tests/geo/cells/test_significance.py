"""Significance: the statistic by hand and against esda, and its correction."""

from __future__ import annotations

import numpy as np
import pytest
from esda.getisord import G_Local
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from libpysal.weights import W
from numpy.testing import assert_allclose
from scipy.sparse import csr_array, diags_array
from scipy.stats import false_discovery_control

from data.errors import DegenerateInputError, ShapeError
from geo.cells.discovery import benjamini_hochberg
from geo.cells.grid import Cell
from geo.cells.significance import local_gi_star
from geo.cells.weights import square_weights

varied = arrays(float, 7, elements=st.floats(0, 1)).filter(lambda v: np.ptp(v) > 1e-3)


def chain(n: int) -> csr_array:
    """Weigh each cell of a row with its two neighbours and itself."""
    return diags_array([1.0, 1.0, 1.0], offsets=[-1, 0, 1], shape=(n, n), format="csr")


def test_matches_hand_arithmetic() -> None:
    """Mean 0.4, variance 0.24; the last cell sees 2 of weight 2: 1.2 / sqrt(0.36) = 2."""
    scores = local_gi_star(np.array([0.0, 0.0, 0.0, 1.0, 1.0]), chain(5))
    assert_allclose(scores, [-4 / 3, -2, -1 / 3, 4 / 3, 2])


@settings(deadline=None)
@given(values=varied, scale=st.floats(0.5, 20), shift=st.floats(-100, 100))
def test_ignores_unit_and_origin(values: np.ndarray, scale: float, shift: float) -> None:
    """Risk in points or per cent must flag the same cells."""
    moved = local_gi_star(scale * values + shift, chain(7))
    assert_allclose(moved, local_gi_star(values, chain(7)), atol=1e-6)


@settings(deadline=None)
@given(values=varied)
def test_mirrors_hot_and_cold(values: np.ndarray) -> None:
    """Turning risk into safety turns the sign and nothing else."""
    assert_allclose(local_gi_star(-values, chain(7)), -local_gi_star(values, chain(7)))


def test_equals_esda_on_a_grid_with_holes() -> None:
    """The reference library, binary weights with the cell itself, on 100 of 144 cells."""
    rng = np.random.default_rng(7)
    kept = rng.permutation(144)[:100]
    cells = [str(Cell(38, 500, 1180 + int(k) % 12, 7860 + int(k) // 12)) for k in kept]
    values, weights = rng.gamma(2.0, size=100), square_weights(cells)
    near = {i: weights.indices[weights.indptr[i] : weights.indptr[i + 1]] for i in range(100)}
    reference = W({i: list(map(int, found)) for i, found in near.items()})
    expected = G_Local(values, reference, transform="B", star=True, permutations=0).Zs
    assert_allclose(local_gi_star(values, weights), expected, atol=1e-9)


def test_has_no_answer_where_everything_is_near() -> None:
    """A neighbourhood of all cells has a sum that cannot vary."""
    assert np.isnan(local_gi_star(np.array([0.0, 1.0]), chain(2))).all()


@pytest.mark.parametrize(
    ("values", "weights", "error", "message"),
    [
        ([0.0, 1.0], chain(3), ShapeError, r"Expected weights of shape \(2, 2\)"),
        ([0.0, np.nan, 1.0], chain(3), DegenerateInputError, "got nan in cell 1"),
        ([0.0, 1.0], csr_array((2, 2)), DegenerateInputError, "Expected cell 0 in its own"),
        ([1.0, 1.0, 1.0], chain(3), DegenerateInputError, "got 3 equal value"),
        ([1.0], chain(1), DegenerateInputError, "got 1 equal value"),
    ],
)
def test_refuses_what_has_no_answer(
    values: list[float], weights: csr_array, error: type[Exception], message: str
) -> None:
    """Each broken rule by its own name."""
    with pytest.raises(error, match=message):
        local_gi_star(np.array(values), weights)


def test_corrects_by_hand_arithmetic() -> None:
    """P .01, .03, .04 of three: .03, .045 and .04, of which .04 is the smaller for both."""
    assert_allclose(benjamini_hochberg(np.array([0.04, 0.01, 0.03])), [0.04, 0.03, 0.04])


@settings(deadline=None)
@given(p=arrays(float, st.integers(1, 20), elements=st.floats(0, 1)))
def test_corrects_like_scipy(p: np.ndarray) -> None:
    """The reference, without gaps."""
    assert_allclose(benjamini_hochberg(p), false_discovery_control(p), atol=1e-12)


def test_untested_cells_do_not_count() -> None:
    """Two tested of four: .02 x 2 / 1; untested cells must not dilute the others."""
    q = benjamini_hochberg(np.array([np.nan, 0.02, 0.5, np.nan]))
    assert_allclose(q, [np.nan, 0.04, 0.5, np.nan])

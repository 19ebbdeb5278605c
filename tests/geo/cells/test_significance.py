"""Significance: the statistic by hand and against esda, and its correction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from esda.getisord import G_Local
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from libpysal.weights import W
from numpy.testing import assert_allclose
from scipy.sparse import csr_array, diags_array, kron
from scipy.stats import false_discovery_control
from shapely import MultiPoint, STRtree, voronoi_polygons

from data.errors import DegenerateInputError, ShapeError
from geo.cells.discovery import benjamini_hochberg
from geo.cells.grid import Cell
from geo.cells.hotspots import DEFAULT_HOTSPOTS
from geo.cells.significance import judge_cells, local_gi_star, neighbourhood_surprise
from geo.cells.weights import square_weights
from tests.geo.cells.grids import block, tallied

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

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


def queen() -> csr_array:
    """Give 100 of 144 squares and the squares that touch them at a side or a corner."""
    kept = np.random.default_rng(7).permutation(144)[:100]
    return square_weights(
        [str(Cell(38, 500, 1180 + int(k) % 12, 7860 + int(k) // 12)) for k in kept]
    )


def rook() -> csr_array:
    """Give 10 x 10 squares and those that share a side."""
    line, stay = chain(10), diags_array([1.0], offsets=[0], shape=(10, 10))
    return csr_array(((kron(line, stay) + kron(stay, line)) > 0).astype(float))


def wide() -> csr_array:
    """Give 10 x 10 squares and the 5 x 5 around each."""
    line = diags_array(np.ones(5), offsets=[-2, -1, 0, 1, 2], shape=(10, 10))
    return csr_array(kron(line, line))


def villages() -> csr_array:
    """Give 60 villages of unlike outlines (nearest-point polygons) that touch."""
    spots = MultiPoint(np.random.default_rng(5).uniform(0, 10, (60, 2)))
    outlines = np.array(voronoi_polygons(spots).geoms)
    left, right = STRtree(outlines).query(outlines, predicate="intersects")
    return csr_array((np.ones(len(left)), (left, right)), shape=(60, 60))


@pytest.mark.parametrize("shape", [queen, rook, wide, villages])
def test_equals_esda(shape: Callable[[], csr_array]) -> None:
    """The reference library with binary weights and the cell itself, on four neighbourhoods."""
    weights = shape()
    n = weights.shape[0]
    values = np.random.default_rng(8).gamma(2.0, size=n)
    reference = W({i: [int(j) for j in weights[[i]].indices] for i in range(n)})
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


def planted(*, side: int = 10, visits: int = 10, bad: int = 5) -> tuple[pd.DataFrame, csr_array]:
    """Give a town in which every third cell has one find, and a block of 3 x 3 cells many."""
    finds = np.array([int((c + r) % 3 == 0) for c in range(side) for r in range(side)])
    finds[[c * side + r for c in (4, 5, 6) for r in (4, 5, 6)]] = bad
    return tallied(block(side), visits=visits, finds=finds)


def test_the_chance_of_two_halves_by_hand() -> None:
    """
    All 4 finds in one of two cells of 8 visits and alike sites, each judged alone.

    Half of 4 finds is 2; the variance is that of 4 fair coins, 1, as 4 finds must have room. All
    or none of 4: 2 x 1/16 / 2.
    """
    cells, _ = tallied(block(2)[:2], visits=8, finds=np.array([4, 0]))
    p, direction = neighbourhood_surprise(cells, csr_array(np.eye(2)))
    assert_allclose(p, [1 / 16, 1 / 16])
    assert direction.tolist() == [1.0, -1.0]


def test_a_neighbourhood_of_the_whole_town_is_no_surprise() -> None:
    """It has all the finds whatever happens."""
    cells, weights = tallied(block(2), visits=9, finds=np.array([9, 0, 0, 0]))
    p, direction = neighbourhood_surprise(cells, weights)
    assert p.tolist() == [1.0] * 4
    assert direction.tolist() == [0.0] * 4


def test_a_block_is_hot_and_the_rest_is_not() -> None:
    """Five finds in ten visits in each of nine cells, one in thirty elsewhere."""
    cells, weights = planted()
    judged = judge_cells(cells, weights, params=DEFAULT_HOTSPOTS)
    assert judged["class"].iloc[55] == "hot99"
    assert judged["class"].iloc[0] == "plain"
    far = judged["class"].to_numpy().reshape(10, 10)[:3, :3]
    assert not set(far.ravel()) & {"hot99", "hot95", "hot90"}


def test_one_bad_site_often_visited_is_no_hotspot() -> None:
    """
    Half of 40 visits to one cell find something, as half of 40 do in five cells far from it.

    Where single places differ as much as that, one more of them beside good places is no cluster.
    """
    finds, visits = np.full(225, 1), np.full(225, 10)
    for cell in (32, 42, 107, 117, 182, 192):
        finds[cell], visits[cell] = 20, 40
    cells, weights = tallied(block(15), visits=visits, finds=finds, sites=1)
    judged = judge_cells(cells, weights, params=DEFAULT_HOTSPOTS)
    assert set(judged["class"]) == {"plain"}
    assert judged["outlier"].iloc[107] == "high_low"


def test_cold_is_said_of_many_visits_without_a_find_only() -> None:
    """A corner of 4 x 4 cells with 60 visits each and no find, in a town of one in five."""
    finds = np.array([0 if c < 4 and r < 4 else 12 for c in range(10) for r in range(10)])
    cells, weights = tallied(block(10), visits=60, finds=finds)
    judged = judge_cells(cells, weights, params=DEFAULT_HOTSPOTS)
    assert judged["class"].iloc[11] == "cold"
    fewer, _ = tallied(block(10), visits=np.where(finds == 0, 0, 60), finds=finds)
    assert judge_cells(fewer, weights, params=DEFAULT_HOTSPOTS)["class"].iloc[11] == "few"


def test_gi_star_is_there_where_smoothing_leaves_one_rate() -> None:
    """Finds so even that all rates are drawn to one: those beyond the expected stand for them."""
    finds = np.array([int((c + r) % 2 == 0) for c in range(4) for r in range(4)])
    cells, weights = tallied(block(4), visits=4, finds=finds)
    assert np.ptp(cells["rate"]) == 0
    judged = judge_cells(cells, weights, params=DEFAULT_HOTSPOTS)
    assert_allclose(judged["z"], local_gi_star(finds - 0.5, weights))


@settings(max_examples=10)
@given(seed=st.integers(0, 10_000))
def test_the_order_of_cells_does_not_matter(seed: int) -> None:
    """Cells that are listed in another way are called the same."""
    cells, weights = planted(bad=4)
    order = np.random.default_rng(seed).permutation(len(cells))
    turned = judge_cells(
        cells.iloc[order], csr_array(weights[order][:, order]), params=DEFAULT_HOTSPOTS
    )
    straight = judge_cells(cells, weights, params=DEFAULT_HOTSPOTS)
    assert turned["class"].reindex(cells.index).tolist() == straight["class"].tolist()
    assert_allclose(turned["q"].reindex(cells.index), straight["q"], atol=1e-9)


@settings(max_examples=10)
@given(scale=st.floats(0.01, 100))
def test_how_strict_all_teams_are_does_not_matter(scale: float) -> None:
    """Expected finds are compared with each other, never with one by themselves."""
    cells, weights = planted()
    scaled = judge_cells(
        cells.assign(expected=cells["expected"] * scale), weights, params=DEFAULT_HOTSPOTS
    )
    straight = judge_cells(cells, weights, params=DEFAULT_HOTSPOTS)
    assert_allclose(scaled["q"], straight["q"], atol=1e-9)


@settings(max_examples=9)
@given(bad=st.integers(1, 9))
def test_more_finds_in_a_block_are_never_less_surprising(bad: int) -> None:
    """The more the nine cells find, the smaller the chance of it in their middle."""
    fewer, weights = planted(bad=bad)
    more, _ = planted(bad=bad + 1)
    assert neighbourhood_surprise(more, weights)[0][55] <= (
        neighbourhood_surprise(fewer, weights)[0][55] + 1e-12
    )

"""How much places differ: nothing where chance explains all, and the truth where it does not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array, diags_array

from geo.cells.rates import fair_expected
from geo.cells.spread import site_spread


def alone(n: int) -> csr_array:
    """Weigh each cell with itself only."""
    return csr_array(np.eye(n))


def row(n: int) -> csr_array:
    """Weigh each cell of a row with itself and the 4 cells on either side."""
    offsets = list(range(-4, 5))
    return diags_array(np.ones(len(offsets)), offsets=offsets, shape=(n, n), format="csr")


def drawn(unequal: np.ndarray, *, visits: int, rate: float, seed: int) -> pd.DataFrame:
    """Draw finds of cells of one site each."""
    finds = np.random.default_rng(seed).binomial(visits, np.minimum(rate * unequal, 1.0))
    cells = pd.DataFrame({"sites": 1, "visits": visits, "finds": finds, "expected": visits * rate})
    return cells.assign(expected=fair_expected(cells))


def test_two_cells_by_hand() -> None:
    """
    Six finds and two in 10 visits each, both near each other and of one site.

    r = 1 of e = 4 each. Residuals 2 and -2: 8. Chance: v = 4 - 16/10 = 2.4, f = .5, so
    a = 2.4 (1 - 1) + .25 x 4.8 = 1.2 each; b = .25 x (16 + 16) = 8 each. (8 - 2.4) / 16 = .35.
    """
    cells = pd.DataFrame({"sites": 1, "visits": 10, "finds": [6, 2], "expected": [4.0, 4.0]})
    assert site_spread(cells, csr_array(np.ones((2, 2)))) == pytest.approx(0.35)


def test_alike_sites_have_next_to_none() -> None:
    """Two thousand cells of 40 visits at 10 %: chance explains what differs."""
    cells = drawn(np.ones(2000), visits=40, rate=0.1, seed=1)
    assert site_spread(cells, row(2000)) < 0.03


def test_tells_how_much_sites_differ() -> None:
    """Risk is drawn from a gamma distribution of shape 4, whose squared variation is 1/4."""
    unequal = np.random.default_rng(2).gamma(4.0, 0.25, size=4000)
    cells = drawn(unequal, visits=40, rate=0.1, seed=3)
    assert site_spread(cells, row(4000)) == pytest.approx(0.25, abs=0.06)


def test_a_bad_quarter_is_no_spread() -> None:
    """A quarter of the town twice as risky, sites alike on either side of its border."""
    unequal = np.where(np.arange(2000) < 500, 2.0, 1.0)
    cells = drawn(unequal, visits=40, rate=0.1, seed=4)
    assert site_spread(cells, row(2000)) < 0.03


def test_a_cell_alone_says_nothing() -> None:
    """Held against itself nothing differs."""
    cells = drawn(np.ones(5), visits=10, rate=0.3, seed=5)
    assert site_spread(cells, alone(5)) == 0.0


def test_no_visits_have_no_spread() -> None:
    """An office on its first day."""
    cells = pd.DataFrame({"sites": 1, "visits": [0, 0], "finds": 0, "expected": 0.0})
    assert site_spread(cells, csr_array(np.ones((2, 2)))) == 0.0

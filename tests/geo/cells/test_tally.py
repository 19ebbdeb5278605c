"""Cells: counts of their sites, and squares to draw."""

from __future__ import annotations

from datetime import date

import pandas as pd
from numpy.testing import assert_allclose

from data.schema import SCORE, as_table
from geo.cells.tally import sum_cells
from geo.sites.history import looks_before, site_history
from tests.builders import inspections

CELL_ID = "38E-500-E0590500-N3930500"
NEXT_ID = "38E-500-E0591000-N3930500"


def test_a_site_without_a_score_still_counts() -> None:
    """Sites come before scores; the cell has sites and no risk."""
    index = pd.Index(["S1"], name="site_id")
    history = site_history(looks_before(inspections(), date(2026, 11, 23)), index)
    cells = sum_cells(
        pd.Series([CELL_ID], index=index),
        as_table([], SCORE),
        history,
        as_of=date(2026, 11, 23),
    )
    assert cells.loc[CELL_ID, "sites"] == 1
    assert pd.isna(cells.loc[CELL_ID, "mean_risk"])
    assert pd.isna(cells.loc[CELL_ID, "days_since"])


def test_a_strict_team_makes_no_hot_cell() -> None:
    """
    Thirty finds in 100 visits and ten in 100, each as its team finds elsewhere: both cells alike.

    With p = 40 / 200 = 0.2 the visits count as 150 and 50, and 30 / 150 = 10 / 50 = 0.2.
    """
    index = pd.Index(["strict", "lenient"], name="site_id")
    history = pd.DataFrame(
        {
            "visits": [100, 100],
            "finds": [30, 10],
            "expected": [30.0, 10.0],
            "last": pd.to_datetime(["2026-11-01", "2026-11-01"]),
        },
        index=index,
    )
    cells = sum_cells(
        pd.Series([CELL_ID, NEXT_ID], index=index),
        as_table([], SCORE),
        history,
        as_of=date(2026, 11, 23),
    )
    assert_allclose(cells["rate"], [0.2, 0.2])

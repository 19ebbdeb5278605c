"""Tests of the listed grid cells."""

from __future__ import annotations

import numpy as np
import shapely

from maps.cells import cell_places, cell_rows
from tests.maps.town import LAT, LON, cells_table


def test_significant_cells_come_first() -> None:
    """The list starts with what deserves attention, whatever the table's order."""
    rows = cell_rows(cells_table().iloc[::-1])
    assert [row["class"] for row in rows] == ["hot95", "few"]


def test_a_missing_figure_is_none() -> None:
    """A cell with too few visits has no z; JSON must not hold a nan."""
    hot, few = cell_rows(cells_table())
    assert hot["z"] == 2.6
    assert few["z"] is None
    assert few["q"] is None


def test_a_ring_has_four_corners() -> None:
    """The closing point of the polygon is not repeated."""
    (ring,) = cell_rows(cells_table())[0]["rings"]
    assert len(ring) == 8


def test_a_cell_is_named_after_most_of_its_places() -> None:
    """Two places of 西村 outvote one of 东村; the empty cell has no name."""
    rows = cell_rows(cells_table())
    points = np.array([[LON + 0.001 * k, LAT] for k in (1, 2, 3)])
    assert cell_places(rows, points, ["西村", "东村", "西村"]) == ["西村", ""]


def test_without_places_no_cell_has_a_name() -> None:
    """A town that has not read its ledger yet still gets its page."""
    assert cell_places(cell_rows(cells_table()), np.empty((0, 2)), []) == ["", ""]


def test_the_mean_risk_of_a_cell_is_a_whole_score() -> None:
    """Mean risk 0.5 is 50 of 100; a cell without scores has none."""
    cells = cells_table()
    cells.loc["G1", "mean_risk"] = np.nan
    assert [row["mean_score"] for row in cell_rows(cells)] == [50, None]


def test_a_cell_of_two_parts_with_a_hole_has_three_rings() -> None:
    """A village can be two pieces, and lie around another one."""
    pond = shapely.box(LON + 0.004, LAT - 0.001, LON + 0.006, LAT + 0.001)
    land = shapely.box(LON, LAT - 0.004, LON + 0.01, LAT + 0.004).difference(pond)
    cells = cells_table()
    cells.at["G0", "geometry"] = land.union(shapely.box(LON + 1, LAT, LON + 1.01, LAT + 0.01))
    assert len(cell_rows(cells)[0]["rings"]) == 3


def test_a_place_in_a_hole_does_not_name_the_cell() -> None:
    """The village in the middle of another is not the other."""
    hole = shapely.box(LON + 0.004, LAT - 0.001, LON + 0.006, LAT + 0.001)
    cells = cells_table()
    cells.at["G0", "geometry"] = cells.at["G0", "geometry"].difference(hole)
    points = np.array([[LON + 0.005, LAT], [LON + 0.002, LAT]])
    assert cell_places(cell_rows(cells), points, ["内村", "外村"])[0] == "外村"


def test_what_a_store_of_before_does_not_know_is_none() -> None:
    """Cells written by an earlier version have no trend, no keeper and no place in the order."""
    row = cell_rows(cells_table().drop(columns=["trend", "keeper", "next_place", "next_top"]))[0]
    assert [row["trend"], row["keeper"], row["next_place"]] == [None, None, None]
    assert row["next_top"] is False

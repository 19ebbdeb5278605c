"""Cells: counts of their sites, and squares to draw."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import shapely
from numpy.testing import assert_allclose

from data.schema import AREA, SCORE, as_table
from geo.cells.division import area_division, square_division
from geo.cells.tally import sum_cells
from geo.sites.history import looks_before, site_history
from tests.builders import inspections, sites
from tests.geo.builders import lonlat

AS_OF = date(2026, 11, 23)
COMMON = {"as_of": AS_OF, "model": "card", "uncertainty": 0.5, "reasons": "[]"}


def near(*rows: dict[str, object]) -> pd.DataFrame:
    """Build sites of one cell, unless a row says where else it lies."""
    lon, lat = lonlat(100, 100)
    return sites(*({"lon_deg": lon, "lat_deg": lat, **row} for row in rows))


def tally(
    places: pd.DataFrame, scores: pd.DataFrame, history: pd.DataFrame, **known: np.ndarray
) -> pd.DataFrame:
    """Sum up squares of 500 m."""
    division = square_division(places, size_m=500)
    return sum_cells(division, places, scores, history, as_of=AS_OF, **known)


def unvisited(places: pd.DataFrame) -> pd.DataFrame:
    """Tell of no visit at all."""
    return site_history(looks_before(inspections(), AS_OF), places.index)


def test_a_site_without_a_score_still_counts() -> None:
    """Sites come before scores; the cell has sites and no risk."""
    places = near({"site_id": "S1"})
    (cell,) = tally(places, as_table([], SCORE), unvisited(places)).to_dict("records")
    assert cell["sites"] == 1
    assert [cell["worst_grade"], *np.isnan([cell["mean_risk"], cell["max_risk"]])] == [
        None,
        True,
        True,
    ]
    assert np.isnan(cell["days_since"])


def test_counts_sites_by_kind_and_grade() -> None:
    """Two enterprises and an idle plant; red, blue and not scored."""
    places = near({"site_id": "A"}, {"site_id": "B"}, {"site_id": "C", "kind": "idle_factory"})
    scores = as_table(
        [
            {"site_id": "A", "risk": 0.9, "grade": "red", **COMMON},
            {"site_id": "C", "risk": 0.1, "grade": "blue", **COMMON},
        ],
        SCORE,
    )
    (cell,) = tally(places, scores, unvisited(places)).to_dict("records")
    assert (cell["sites"], cell["enterprises"], cell["idle_factories"]) == (3, 2, 1)
    assert [cell[grade] for grade in ("red", "orange", "yellow", "blue")] == [1, 0, 0, 1]
    assert cell["worst_grade"] == "red"


def test_expected_harm_is_risk_times_severity() -> None:
    """0.5 x 1 and 0.25 x 4, and a site that nobody scored adds nothing: 1.5."""
    places = near({"site_id": "A"}, {"site_id": "B"}, {"site_id": "C"})
    scores = as_table(
        [
            {"site_id": "A", "risk": 0.5, "grade": "red", **COMMON},
            {"site_id": "B", "risk": 0.25, "grade": "blue", **COMMON},
        ],
        SCORE,
    )
    cells = tally(places, scores, unvisited(places), severity=np.array([1.0, 4.0, 2.0]))
    assert_allclose(cells["expected_harm"], [1.5])


def test_the_last_look_of_any_site_counts() -> None:
    """One site was seen 22 days ago, one 12 days ago, one never."""
    places = near({"site_id": "A"}, {"site_id": "B"}, {"site_id": "C"})
    past = inspections({"site_id": "A", "day": "2026-11-01"}, {"site_id": "B", "day": "2026-11-11"})
    cells = tally(
        places, as_table([], SCORE), site_history(looks_before(past, AS_OF), places.index)
    )
    assert cells["days_since"].tolist() == [12]


def test_a_strict_team_makes_no_hot_cell() -> None:
    """
    Thirty finds in 100 visits and ten in 100, each as its team finds elsewhere: both cells alike.

    With p = 40 / 200 = 0.2 the visits count as 150 and 50, and 30 / 150 = 10 / 50 = 0.2.
    """
    lon, lat = lonlat(700, 100)
    places = near({"site_id": "strict"}, {"site_id": "lenient", "lon_deg": lon, "lat_deg": lat})
    history = pd.DataFrame(
        {
            "visits": [100, 100],
            "finds": [30, 10],
            "expected": [30.0, 10.0],
            "last": pd.to_datetime(["2026-11-01", "2026-11-01"]),
        },
        index=places.index,
    )
    assert_allclose(tally(places, as_table([], SCORE), history)["rate"], [0.2, 0.2])


def test_sites_that_are_in_no_cell_count_nowhere() -> None:
    """One site in the only grid, one a kilometre away from it."""
    grid = shapely.box(*lonlat(0, 0), *lonlat(500, 500))
    areas = as_table([{"area_id": "g1", "kind": "grid", "geometry": grid}], AREA)
    lon, lat = lonlat(1500, 100)
    places = near({"site_id": "A"}, {"site_id": "B", "lon_deg": lon, "lat_deg": lat})
    division = area_division(places, areas)
    cells = sum_cells(division, places, as_table([], SCORE), unvisited(places), as_of=AS_OF)
    assert cells["sites"].tolist() == [1]

"""Neighbours' finds: by hand, without the own site, and only where a position is known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.learned.near import neighbour_finds
from geo.learned.past import read_past
from tests.geo.learned.builders import visits


def near(x_m: float) -> pd.Series:
    """Ask what is near an unvisited place, with one find at A (0 m) and none far away at Z."""
    past = visits(("A", "2026-01-01", 1), ("Z", "2026-01-01", 0))
    places = pd.DataFrame({"x_m": [0.0, 90_000.0], "y_m": 0.0}, index=["A", "Z"])
    rows = pd.DataFrame(
        {"site": ["new"], "freeze": pd.to_datetime(["2026-01-31"]), "x_m": [x_m], "y_m": [0.0]}
    )
    return neighbour_finds(read_past(past), places, rows).iloc[0]


def test_matches_hand_arithmetic() -> None:
    """In the same cell: weight w = exp(-30/540), the town's rate 1/2: w * 0.5 / (w + 5)."""
    weight = np.exp(-30 / 540)
    assert near(10.0)["near_400"] == pytest.approx(weight * 0.5 / (weight + 5))


def test_four_cells_away_is_one_bandwidth() -> None:
    """At 410 m the cells of 100 m are four apart, so a visit counts exp(-1/2) times as much."""
    weight = np.exp(-30 / 540) * np.exp(-0.5)
    assert near(410.0)["near_400"] == pytest.approx(weight * 0.5 / (weight + 5))


def test_the_far_and_the_unknown_count_nothing() -> None:
    """Beyond 2.5 bandwidths, and without a position."""
    assert near(1_500.0)["near_400"] == 0
    assert near(np.nan)["near_400"] == 0


def test_a_site_is_not_its_own_neighbour() -> None:
    """What was found at the site itself is told by its own history."""
    past = visits(("A", "2026-01-01", 1))
    places = pd.DataFrame({"x_m": [0.0], "y_m": [0.0]}, index=["A"])
    rows = pd.DataFrame(
        {"site": ["A"], "freeze": pd.to_datetime(["2026-02-01"]), "x_m": [0.0], "y_m": [0.0]}
    )
    assert near_zero(neighbour_finds(read_past(past), places, rows))


def near_zero(found: pd.DataFrame) -> bool:
    """Tell whether every figure is 0."""
    return bool((found.abs() < 1e-12).all(axis=None))

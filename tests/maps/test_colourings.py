"""Tests of what the colours of cells mean."""

from __future__ import annotations

import pytest

from data.words import CELL_CLASSES, CELL_TRENDS
from maps.cells import cell_rows
from maps.colourings import colourings, paint
from maps.palette import CELL_LOOKS, TREND_LOOKS, TREND_SIGNS
from tests.maps.town import cells_table

ROW = {"class": "plain", "next_place": None, "next_top": False, "days_since": 30, "trend": None}


def test_cells_without_forecast_and_trend_have_two_meanings() -> None:
    """A switch that colours nothing would look broken."""
    assert [one.code for one in colourings(cell_rows(cells_table()))] == ["classes", "coverage"]


def test_each_figure_that_is_there_can_be_shown() -> None:
    """One cell with a trend, one with a place in the order."""
    cells = cells_table().assign(trend=["new", None], next_place=[None, 1])
    found = [one.code for one in colourings(cell_rows(cells))]
    assert found == ["classes", "next", "coverage", "trend"]


@pytest.mark.parametrize(
    ("place", "top", "step"),
    [
        (1, True, "top"),
        (4, False, "tenth"),
        (10, False, "tenth"),
        (11, False, "quarter"),
        (25, False, "quarter"),
        (26, False, "rest"),
        (None, False, ""),
    ],
)
def test_the_order_is_cut_at_a_tenth_and_a_quarter(
    place: int | None,
    top: bool,  # noqa: FBT001  a table of cases
    step: str,
) -> None:
    """Of 100 cells the 10th is in the first tenth, the 11th is not."""
    assert paint({**ROW, "next_place": place, "next_top": top}, cells=100)["next"] == step


@pytest.mark.parametrize(
    ("days", "step"),
    [
        (0, "within30"),
        (30, "within30"),
        (31, "within90"),
        (365, "within365"),
        (366, "longer"),
        (None, "longer"),
    ],
)
def test_never_seen_counts_as_the_longest(days: int | None, step: str) -> None:
    """The borders belong to the shorter time."""
    assert paint({**ROW, "days_since": days}, cells=2)["coverage"] == step


def test_every_class_and_trend_has_a_look() -> None:
    """A new code without a colour would stop the page."""
    assert set(CELL_LOOKS) == set(CELL_CLASSES)
    assert set(TREND_LOOKS) == set(TREND_SIGNS) == set(CELL_TRENDS)


def test_no_two_trends_share_a_sign() -> None:
    """The sign is what a reader who sees no colours goes by."""
    assert len(set(TREND_SIGNS.values())) == len(TREND_SIGNS)

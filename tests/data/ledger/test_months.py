"""Months as ledgers write them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from data.ledger.months import header_month, named_year, read_month


@pytest.mark.parametrize(
    "cell",
    [
        "2026-03",
        "2026年3月",
        "2026年03月份",
        "2026.3",
        "2026/03",
        "202603",
        202603,
        202603.0,
        "２０２６年３月",
        "2026-03-15",
        date(2026, 3, 1),
        datetime(2026, 3, 31, 8),  # noqa: DTZ001 - cells have no zone
    ],
)
def test_ways_to_write_a_month(cell: object) -> None:
    """All of them are March 2026."""
    assert read_month(cell) == "2026-03"  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", ["3月", "03月", 3, "3", "3月份"])
def test_a_month_alone_needs_a_year(cell: str | int) -> None:
    """Nobody guesses the year of a bill."""
    assert read_month(cell) is None
    assert read_month(cell, year="2025") == "2025-03"


@pytest.mark.parametrize("cell", [2026.1, "2026-13", "13月", "", None, "一季度", 202613])
def test_what_is_no_month(cell: object) -> None:
    """2026.1 could be January or October."""
    assert read_month(cell, year="2026") is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("header", "month"),
    [
        ("2026年1月", "2026-01"),
        ("2026-01", "2026-01"),
        ("202601", "2026-01"),
        ("1月", "01"),
        ("12月电量(千瓦时)", "12"),
        ("2026年3月用电量（万千瓦时）", "2026-03"),
        ("1月检查", None),
        ("2026年检查次数", None),
        ("合计", None),
    ],
)
def test_names_of_columns_that_are_months(header: str, month: str | None) -> None:
    """Only a month and words for electricity; 1月检查 counts visits."""
    assert header_month(header) == month


def test_the_first_name_that_states_a_year() -> None:
    """Sheet before file; a number with more digits is no year."""
    assert named_year("用电", "2025年用电.xlsx") == "2025"
    assert named_year("2026", "2025年用电.xlsx") == "2026"
    assert named_year("120260") is None

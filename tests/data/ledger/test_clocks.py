"""Times of day as offices write them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.ledger.clocks import clock_text, read_clock

if TYPE_CHECKING:
    from data.ledger.sheets import Cell


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        ("8:30", "08:30"),
        ("08:30:15", "08:30:15"),
        ("８：３０", "08:30"),
        ("8点半", "08:30"),
        ("8时5分", "08:05"),
        ("下午2:05", "14:05"),
        ("上午9点", "09:00"),
        ("中午12:10", "12:10"),
        ("中午11:50", "11:50"),
        ("中午1点半", "13:30"),
        ("下午12:10", "12:10"),
        ("傍晚6点", "18:00"),
        ("晚上5点", "17:00"),
        ("晚上11点半", "23:30"),
        ("晚上12点", "00:00"),
        ("晚上1点", "01:00"),
        ("夜间10点", "22:00"),
        ("夜间12:30", "00:30"),
        ("夜间2点", "02:00"),
        ("凌晨12:05", "00:05"),
        ("3:10 PM", "15:10"),
        ("2026-03-01 14:20", "14:20"),
        ("2026/3/1 9:05:00", "09:05"),
        (time(9, 1), "09:01"),
        (datetime(2026, 3, 1, 7, 5), "07:05"),  # noqa: DTZ001 - a cell has no zone
        (timedelta(hours=8, minutes=3), "08:03"),
        (0.5, "12:00"),
        (46_000.25, "06:00"),
    ],
)
def test_a_time_is_read(cell: Cell, clock: str) -> None:
    """Every spelling is one that a spreadsheet or a person writes."""
    assert read_clock(cell, column="到达时间") == (clock, None)


@pytest.mark.parametrize(
    "cell",
    [
        "25:00",
        "8:75",
        "上午",
        "12",
        "8:30-9:20",
        date(2026, 3, 1),
        datetime(2026, 3, 1),  # noqa: DTZ001 - a cell has no zone
        True,
        timedelta(days=2),
    ],
)
def test_what_is_no_time_is_told(cell: Cell) -> None:
    """A day alone says no time; a range says two."""
    clock, said = read_clock(cell, column="到达时间")
    assert clock is None
    assert said is not None
    assert said.code == "time_unread"


@pytest.mark.parametrize("cell", [None, "", "/", "-"])
def test_an_empty_cell_says_nothing(cell: Cell) -> None:
    """And nobody is bothered with it."""
    assert read_clock(cell, column="到达时间") == (None, None)


@given(st.integers(0, 86_399))
def test_a_stored_time_reads_as_itself(second: int) -> None:
    """An exported list, imported again, changes nothing."""
    assert read_clock(clock_text(second), column="x") == (clock_text(second), None)

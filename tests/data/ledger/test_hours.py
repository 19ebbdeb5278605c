"""Shifts and absences in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.ledger.hours import Hours, read_hours, read_weekdays

HOUR = 3600


def test_two_ranges_are_one_day_with_a_break() -> None:
    """8:30 is 30,600 s; lunch may lie anywhere between 12:00 and 13:30."""
    assert read_hours("8:30-12:00,13:30-17:30") == (Hours(None, 30_600, 63_000, 43_200, 48_600),)


@pytest.mark.parametrize(
    "text",
    [
        "8点30分至12点,13:30—17:30",
        "8:30~12:00;13:30~17:30",
        "８：３０－１２：００，１３：３０－１７：３０",
    ],
)
def test_marks_do_not_matter(text: str) -> None:
    """The same day, typed by others."""
    assert read_hours(text) == read_hours("8:30-12:00,13:30-17:30")


def test_night_shift_has_its_weekday() -> None:
    """周二 is Tuesday, the second day, number 1."""
    assert read_hours("周二19:00-23:00") == (Hours(1, 19 * HOUR, 23 * HOUR),)


def test_each_weekday_gets_its_shift() -> None:
    """One line may state several nights, with their own hours."""
    assert read_hours("周二、四19:00-23:00,周六20:00-24:00") == (
        Hours(1, 19 * HOUR, 23 * HOUR),
        Hours(3, 19 * HOUR, 23 * HOUR),
        Hours(5, 20 * HOUR, 24 * HOUR),
    )


def test_night_may_end_the_next_day() -> None:
    """20:00 to 2:00 are six hours, so the end is 26:00."""
    assert read_hours("周五20:00-次日2:00") == (Hours(4, 20 * HOUR, 26 * HOUR),)


def test_monday_to_friday_is_every_workday() -> None:
    """So that holidays and make-up days follow the calendar."""
    assert read_hours("周一至周五9:00-17:00")[0].weekday is None


@pytest.mark.parametrize("text", ["", "无", "全天", "25:00-26:00", "8:75-9:00"])
def test_reads_no_hours_where_none_are(text: str) -> None:
    """The caller notes what was not understood."""
    assert read_hours(text) == ()


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("周五", (4,)),
        ("周一至周三", (0, 1, 2)),
        ("周一-三", (0, 1, 2)),
        ("周二、周四", (1, 3)),
        ("星期一、三、五", (0, 2, 4)),
        ("礼拜天", (6,)),
        ("周六至周一", (5, 6, 0)),
        ("Mon, Wed", (0, 2)),
        ("无", ()),
    ],
)
def test_reads_weekdays(text: str, days: tuple[int, ...]) -> None:
    """Monday is 0."""
    assert read_weekdays(text) == days


@given(text=st.text(alphabet="周星期一二五日天至、,-:0123456789点分 次", max_size=60))
def test_never_fails(text: str) -> None:
    """Any text gives an answer, and shifts never end before they start."""
    assert all(hours.start_s < hours.end_s for hours in read_hours(text))
    assert all(0 <= day <= 6 for day in read_weekdays(text))

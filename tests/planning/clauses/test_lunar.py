"""Lunar days against published calendars."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from planning.clauses.lunar import lunar_day


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2023, 1, 22), 1),
        (date(2024, 2, 10), 1),
        (date(2025, 1, 29), 1),
        (date(2025, 5, 31), 5),
        (date(2025, 10, 6), 15),
        (date(2026, 2, 17), 1),
        (date(2026, 6, 19), 5),
        (date(2026, 9, 25), 15),
        (date(2026, 10, 18), 9),
        (date(2027, 2, 6), 1),
        (date(2028, 1, 26), 1),
    ],
)
def test_festivals_of_the_lunar_calendar(day: date, expected: int) -> None:
    """
    Spring Festivals (初一), Dragon Boat (初五), Mid-Autumn (十五), by the public calendar.

    Double Ninth (初九) of 2026 hangs on a new moon ten minutes before midnight in China.
    """
    assert lunar_day(day) == expected


def test_days_count_up_and_months_have_29_or_30_days() -> None:
    """No day is skipped or told twice over ten years."""
    days = [lunar_day(date(2020, 1, 1) + timedelta(days=n)) for n in range(3653)]
    steps = {(b, a) for a, b in pairwise(days) if b != a + 1}
    assert steps == {(1, 29), (1, 30)}

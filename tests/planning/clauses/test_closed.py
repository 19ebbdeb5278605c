"""Closed hours: their days, their spans, and what they leave of a window."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import ConfigError
from planning.clauses.closed import read_closed, without
from tests.planning.town import MONDAY

NAMES = {"zh": "集", "en": "Market"}


def days(**table: object) -> list[int]:
    """List the days of the week, 0 is Monday, on which a table holds."""
    (one,) = read_closed([{**NAMES, **table}])
    return [start // 86_400 for start, _ in one.spans(MONDAY) if start // 86_400 < 7]


def test_weekdays_count_from_monday_as_one() -> None:
    """As people count: 1 is Monday, 7 is Sunday."""
    assert days(weekdays=[1, 7]) == [0, 6]


def test_a_market_goes_by_the_lunar_day() -> None:
    """2026-11-23 is 十月十五: 逢二、七 fall on the 17th (Wednesday) and the 22nd (next Monday)."""
    assert days(lunar_ends=[2, 7]) == [2]


def test_without_days_it_holds_on_all_between_its_dates() -> None:
    """From Wednesday to Thursday."""
    assert days(**{"from": date(2026, 11, 25), "to": "2026-11-26"}) == [2, 3]


def test_several_kinds_of_days_add_up() -> None:
    """Mondays, and the 26th."""
    assert days(weekdays=[1], month_days=[26]) == [0, 3]


def test_hours_are_seconds_of_the_week() -> None:
    """Tuesday, six to twelve."""
    (one,) = read_closed([{**NAMES, "weekdays": [2], "from_hour": "06:00", "to_hour": "12:00"}])
    assert one.spans(MONDAY) == [(86_400 + 21_600, 86_400 + 43_200)]


def test_a_visit_is_over_before_the_market_begins() -> None:
    """Open 0 to 100, market 40 to 60, 10 on the spot: start by 30, or from 60 on."""
    assert without([(0, 100)], [(40, 60)], service_s=10) == ((0, 30), (60, 100))


span = st.tuples(st.integers(0, 200), st.integers(1, 60)).map(lambda p: (p[0], p[0] + p[1]))


@given(
    st.lists(span, max_size=4), st.lists(span, max_size=4), st.integers(0, 30), st.integers(0, 260)
)
def test_a_start_stays_exactly_where_nobody_is_disturbed(
    windows: list, spans: list, service_s: int, start: int
) -> None:
    """Inside a window, and neither begun nor under way in a closed hour."""
    left = without(windows, spans, service_s=service_s)
    was_open = any(a <= start <= b for a, b in windows)
    disturbed = any(start < end and start + service_s > begin for begin, end in spans)
    if service_s:
        assert any(a <= start <= b for a, b in left) == (was_open and not disturbed)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"weekdays": [0]}, r"closed 1.weekdays between 1 and 7, got \[0\]"),
        ({"lunar_ends": [10]}, "closed 1.lunar_ends between 0 and 9"),
        ({"month_days": [32]}, "closed 1.month_days between 1 and 31"),
        ({"from_hour": "25:00"}, "hours such as 07:30, got '25:00' to '24:00'"),
        ({"from_hour": "12:00", "to_hour": "06:00"}, r"closed 1 \(Market\) ends before it begins"),
        ({"from": "2026-12-01", "to": "2026-11-01"}, "ends before it begins"),
        ({"week_days": [1]}, "has no key 'week_days'"),
    ],
)
def test_wrong_tables_are_named(table: dict, message: str) -> None:
    """One line each, in both languages."""
    with pytest.raises(ConfigError, match=message) as caught:
        read_closed([{**NAMES, **table}])
    assert caught.value.zh

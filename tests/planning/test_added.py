"""By when a visit is promised that somebody asks for while the week runs."""

from __future__ import annotations

from datetime import date

import pytest

from planning.added import urgent_days
from planning.calendar import Shift
from planning.rules import parse_rules
from tests.planning.instances import HOUR

DAY = 24 * HOUR


def works(day: int, *, to_hour: int = 17) -> Shift:
    """Work from eight on a day of the week that begins on Monday 2026-11-23."""
    return Shift(
        id=f"T1-{day}",
        team="T1",
        day=date(2026, 11, 23 + day),
        kind="day",
        start_s=day * DAY + 8 * HOUR,
        end_s=day * DAY + to_hour * HOUR,
        back_s=day * DAY + to_hour * HOUR,
        skills=frozenset(),
        card_holders=0,
        home_village=None,
        rest=None,
        lon_deg=115.0,
        lat_deg=35.5,
    )


@pytest.mark.parametrize(
    ("from_s", "days"),
    [
        (0, ()),
        (11 * HOUR, (17 * HOUR, DAY + 17 * HOUR)),
        (15 * HOUR, (17 * HOUR, DAY + 17 * HOUR)),
        (15 * HOUR + 1, (DAY + 17 * HOUR,)),
        (20 * HOUR, (DAY + 17 * HOUR,)),
        (DAY + 7 * HOUR, (DAY + 17 * HOUR,)),
        (DAY + 9 * HOUR, (DAY + 17 * HOUR, 4 * DAY + 17 * HOUR)),
        (4 * DAY + 16 * HOUR, ()),
    ],
)
def test_today_counts_while_two_hours_are_left(from_s: int, days: tuple[int, ...]) -> None:
    """Work on Monday, Tuesday and Friday until 17:00; before the week nothing is urgent."""
    shifts = [works(0), works(1), works(4)]
    rules = parse_rules({"urgent": {"left_minutes": 120.0}})
    assert urgent_days(shifts, from_s=from_s, rules=rules) == days

"""Which week the pages show first, and which others they offer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from data.units import DAYS_PER_WEEK, next_week, week_monday, week_of
from service.access.clock import office_day

if TYPE_CHECKING:
    from data.store import Store
    from service.access.clock import Clock

LAST_DAY_OF_THIS = 3
"""Through Thursday people mean the week that runs; from Friday on they plan the coming one."""
MOST_OFFERED = 12


def shown_week(clock: Clock) -> str:
    """
    Say which week is meant by “the week”.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> shown_week(lambda: datetime(2026, 11, 26, 1, tzinfo=UTC))
    '2026-W48'
    >>> shown_week(lambda: datetime(2026, 11, 27, 1, tzinfo=UTC))
    '2026-W49'
    """
    today = office_day(clock)
    this = week_of(today)
    return this if today.weekday() <= LAST_DAY_OF_THIS else next_week(this)


def former_week(week: str) -> str:
    """Name the week before a week."""
    return week_of(week_monday(week) - timedelta(days=DAYS_PER_WEEK))


def offered_weeks(store: Store, week: str, clock: Clock) -> tuple[str, ...]:
    """List the weeks that one may switch to: planned ones, this, the coming and the one shown."""
    planned = {row["week"] for row in store.rows("plan", columns=("week",))}
    this = week_of(office_day(clock))
    near = {this, next_week(this), week}
    newest = sorted(planned | near, reverse=True)[:MOST_OFFERED]
    return tuple(sorted({*newest, week}, reverse=True))

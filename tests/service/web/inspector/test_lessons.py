"""Phones are learnt from now and then, not at every gate."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from service.web.inspector.lessons import EVERY, Lessons

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


def test_one_in_ten_minutes_learns() -> None:
    """The first does, and the first after the pause."""
    lessons = Lessons()
    moments = [NOON, NOON + EVERY / 2, NOON + EVERY, NOON + EVERY + timedelta(seconds=1)]
    assert [lessons.are_due(one) for one in moments] == [True, False, True, False]


def test_a_clock_set_back_learns() -> None:
    """Else nothing would be learnt until the old moment came again."""
    lessons = Lessons()
    lessons.are_due(NOON)
    assert lessons.are_due(NOON - timedelta(days=1))

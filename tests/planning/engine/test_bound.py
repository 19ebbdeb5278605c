"""The bound is above every plan, and as low as its formula says."""

from __future__ import annotations

import pytest

from planning.engine.bound import prize_bound
from planning.engine.week import lay_out
from tests.planning.instances import HOUR, MINUTE, problem, shift, visit


def test_by_hand() -> None:
    """
    Nodes 1 and 2 are a minute from their neighbours: each visit uses 10 + 1/2 + 1/2 minutes.

    A shift of 16.5 minutes holds the first (20 points) and half of the second (10): 25.
    """
    sites = (visit("a", 1, prize=20.0), visit("b", 2, prize=10.0))
    week = lay_out(problem(*sites, shifts=(shift(end_s=16 * MINUTE + 30),)))
    assert prize_bound(week, promises_kept=False) == pytest.approx(25.0)


def test_promises_take_their_time_first() -> None:
    """The must (1 point) uses 11 of 16.5 minutes; the rest is half of the other: 1 + 10 = 11."""
    sites = (visit("a", 1, prize=20.0), visit("b", 2, prize=1.0, must=True))
    week = lay_out(problem(*sites, shifts=(shift(end_s=16 * MINUTE + 30),)))
    assert prize_bound(week, promises_kept=True) == pytest.approx(11.0)


def test_a_site_nobody_may_visit_does_not_count() -> None:
    """Its prize cannot be collected by any plan."""
    week = lay_out(problem(visit("a", 1, windows=())))
    assert prize_bound(week, promises_kept=False) == 0.0


def test_day_and_night_are_filled_apart() -> None:
    """Idle hours of the day do not help the night: two of three night visits of 29 + 1 minutes."""
    night = (24 * HOUR, 25 * HOUR)
    sites = [visit(f"n{i}", i, windows=(night,), service_s=29 * MINUTE) for i in (1, 2, 3)]
    shifts = (shift("day", end_s=8 * HOUR), shift("night", start_s=night[0], end_s=night[1]))
    week = lay_out(problem(*sites, shifts=shifts))
    assert prize_bound(week, promises_kept=False) == pytest.approx(20.0)

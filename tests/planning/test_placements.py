"""When sites were visited: parts of the day, weeks, orders that come back."""

from __future__ import annotations

from datetime import date

import pytest

from planning.engine import solve
from planning.placements import (
    Outing,
    Past,
    Placement,
    order_repeats,
    part_of_day,
    placements_of,
)
from tests.planning.instances import HOUR, problem, shift, visit

FIRST, SECOND, THIRD = date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16)


@pytest.mark.parametrize(
    ("hour", "part"),
    [(4.9, "night"), (5, "morning"), (11.9, "morning"), (12, "afternoon"), (18, "night")],
)
def test_parts_of_the_day_begin_at_five_noon_and_six(hour: float, part: str) -> None:
    """A patrol at four in the morning is a night patrol, whatever date it bears."""
    assert part_of_day(hour * HOUR) == part


def test_weeks_come_in_order_and_forget_what_is_later() -> None:
    """Whoever judges a week must not know it."""
    past = Past((Placement(SECOND, "a", 1), Placement(FIRST, "a", 0)))
    assert list(past.weeks()) == [FIRST, SECOND]
    assert past.before(SECOND).placements == (Placement(FIRST, "a", 0),)


def test_an_order_repeats_only_in_its_direction() -> None:
    """First a-b-c. Then b-a turns one pair round, and b-c comes again: of two pairs, one."""
    past = Past(
        outings=(
            Outing(FIRST, ("a", "b", "c")),
            Outing(SECOND, ("b", "a")),
            Outing(THIRD, ("b", "c")),
        )
    )
    assert order_repeats(past, since=SECOND) == (2, 1)


def test_a_pair_with_a_new_site_is_no_chance_to_repeat() -> None:
    """Nobody can know what follows a place that was never visited."""
    past = Past(outings=(Outing(FIRST, ("a", "b")), Outing(SECOND, ("b", "new"))))
    assert order_repeats(past, since=SECOND) == (0, 0)


def test_a_plan_is_placed_on_the_day_its_shift_begins() -> None:
    """Monday's shift at nine, Tuesday's at two: ten minutes at node 1 each."""
    asked = problem(
        visit("a", 1, windows=((9 * HOUR, 10 * HOUR),)),
        visit("b", 1, windows=((38 * HOUR, 39 * HOUR),)),
        shifts=(
            shift("mon", start_s=9 * HOUR, end_s=10 * HOUR),
            shift("tue", start_s=38 * HOUR, end_s=39 * HOUR),
        ),
    )
    plan = solve(asked, seed=1, iterations=10)
    assert placements_of(asked, plan, FIRST) == (
        Placement(FIRST, "a", 0, "morning"),
        Placement(FIRST, "b", 1, "afternoon"),
    )

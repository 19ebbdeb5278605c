"""How long visits take: a median with bounds by counting, from twenty visits on."""

from __future__ import annotations

import pytest

from data.errors import InputError
from planning.minutes import typical_minutes


def test_the_median_of_twenty_lies_between_the_sixth_and_the_fifteenth() -> None:
    """Table A.15a of Hahn and Meeker; fewer than 6 of 20 heads: 21,700 / 2^20 = 2.07 %."""
    typical = typical_minutes([*range(20, 0, -1)])
    assert (typical.minutes, typical.low, typical.high) == (10.5, 6, 15)


def test_one_visit_of_a_whole_day_moves_nothing() -> None:
    """A team that forgot to tick; a mean of 39 thirties and 480 would be 41."""
    typical = typical_minutes([30.0] * 39 + [480.0])
    assert (typical.minutes, typical.low, typical.high, typical.visits) == (30, 30, 30, 40)


def test_nineteen_say_too_little() -> None:
    """Nobody plans weeks on a handful."""
    with pytest.raises(InputError, match="at least 20 visits, got 19"):
        typical_minutes([30.0] * 19)

"""As-of facts: counted by hand, and blind to the day itself and all that follows."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from geo.learned.asof import own_history, past_values
from geo.learned.past import read_past
from tests.geo.learned.builders import visits

PAST = visits(
    ("A", "2026-01-01", 1), ("A", "2026-01-11", 0), ("B", "2026-01-05", 0), ("B", "2026-02-01", 1)
)


def ask(site: str, day: str) -> tuple[pd.Series, pd.Series]:
    """Ask for one site on one day."""
    return pd.Series([site]), pd.Series(pd.to_datetime([day]))


def test_own_finds_are_counted_above_those_of_the_town() -> None:
    """Before 2026-01-20: the town 1 of 3, A 1 of 2; (1 - 2/3) / (2 + 2) = 1/12."""
    own = own_history(read_past(PAST), *ask("A", "2026-01-20")).iloc[0]
    assert own["own"] == pytest.approx(1 / 12)
    assert (own["last"], own["last_two"], own["first"]) == (0, 1, 0)


def test_the_day_itself_is_not_past() -> None:
    """On the morning of A's second visit only the first is known."""
    own = own_history(read_past(PAST), *ask("A", "2026-01-11")).iloc[0]
    assert own["last"] == 1
    assert own["unseen"] == pytest.approx(10 / 365.25)
    assert own["clean"] == pytest.approx(10 / 365.25)


def test_a_site_nobody_has_seen_is_like_the_town() -> None:
    """No find above expectation, the longest times, and a flag of its own."""
    own = own_history(read_past(PAST), *ask("C", "2026-03-01")).iloc[0]
    assert own[["own", "own_fair", "recent", "last", "visits"]].tolist() == [0, 0, 0, 0, 0]
    assert (own["unseen"], own["clean"], own["first"]) == (2, 4, 1)


def test_other_findings_count_above_the_teams_mean_of_the_month_before() -> None:
    """A's visits of January had no month before, so the mean is 0: last 2, sum 5 over 2 + 2."""
    past = visits(("A", "2026-01-01", 1), ("A", "2026-01-11", 0))
    values = pd.DataFrame({"serious": [3.0, 2.0]}, index=past.rows.index)
    seen = past_values(read_past(past), values, *ask("A", "2026-02-01")).iloc[0]
    assert seen["last serious"] == 2
    assert seen["mean serious"] == pytest.approx(5 / 4)


def test_no_past_at_all_is_answered() -> None:
    """The first day of a new office."""
    past = read_past(PAST.take(PAST.rows.index[:0]))
    own = own_history(past, *ask("A", str(date(2026, 1, 1)))).iloc[0]
    assert own["first"] == 1
    assert own["own"] == 0

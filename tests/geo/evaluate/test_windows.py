"""Which months are judged."""

from __future__ import annotations

import pandas as pd
import pytest

from data.errors import ConfigError
from geo.evaluate.windows import Window, month_windows


def days(*texts: str) -> pd.Series:
    """Write days."""
    return pd.Series(pd.to_datetime(list(texts)))


def test_nine_months_every_second_one() -> None:
    """The protocol on the Chicago rows: to 2014-04-16, so 2012-11 to 2014-03."""
    every = pd.Series(pd.date_range("2011-09-02", "2014-04-16"))
    windows = month_windows(every, count=9)
    assert [str(one.first.date()) for one in windows] == [
        "2012-11-01",
        "2013-01-01",
        "2013-03-01",
        "2013-05-01",
        "2013-07-01",
        "2013-09-01",
        "2013-11-01",
        "2014-01-01",
        "2014-03-01",
    ]
    assert windows[-1].end == pd.Timestamp("2014-04-01")


def test_a_month_that_is_over_is_whole() -> None:
    """With a visit on its last day the month is complete."""
    windows = month_windows(days("2026-01-05", "2026-02-28"), count=1)
    assert windows == (Window(pd.Timestamp("2026-02-01"), pd.Timestamp("2026-03-01")),)


def test_a_month_with_nothing_before_it_is_not_judged() -> None:
    """Nobody knew anything then."""
    assert month_windows(days("2026-02-01", "2026-02-28"), count=5, step_months=1) == ()


def test_a_month_without_visits_is_left_out() -> None:
    """Nothing was seen in February."""
    windows = month_windows(days("2026-01-05", "2026-03-31"), count=5, step_months=1)
    assert [one.first.month for one in windows] == [3]


def test_nothing_after_the_end_is_judged() -> None:
    """What lies ahead of the day asked for does not exist yet."""
    every = pd.Series(pd.date_range("2026-01-01", "2026-12-31"))
    windows = month_windows(every, count=1, end=pd.Timestamp("2026-06-20"))
    assert windows == (Window(pd.Timestamp("2026-05-01"), pd.Timestamp("2026-06-01")),)


def test_no_day_gives_no_window() -> None:
    """An empty ledger, or one without dates."""
    assert month_windows(days(), count=3) == ()
    assert month_windows(pd.Series([pd.NaT, pd.NaT]), count=3) == ()


def test_a_window_holds_its_first_day_and_not_its_end() -> None:
    """Each visit is judged in one month."""
    window = Window(pd.Timestamp("2026-02-01"), pd.Timestamp("2026-03-01"))
    listed = days("2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01")
    assert window.holds(listed).tolist() == [False, True, True, False]


@pytest.mark.parametrize(("count", "step", "name"), [(0, 1, "count"), (1, 0, "step_months")])
def test_numbers_below_one_are_refused(count: int, step: int, name: str) -> None:
    """No month at all, or the same one again and again."""
    with pytest.raises(ConfigError, match=f"{name} >= 1, got 0"):
        month_windows(days("2026-01-01"), count=count, step_months=step)

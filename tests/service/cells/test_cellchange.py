"""What changed on the cells since an earlier Monday."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from data.errors import ConfigError
from service.pipeline.cells.change import compared

TODAY = date(2026, 11, 21)
NAMES = ["甲", "乙", "丙", "丁"]


def cells(*classes: str) -> pd.DataFrame:
    """Give the four cells with these classes."""
    index = pd.Index(list("abcd"), name="cell_id")
    return pd.DataFrame({"class": classes, "name": NAMES, "z": [2.0, -1.0, 3.0, None]}, index=index)


def test_every_change_is_told_by_name() -> None:
    """甲 became hot, 乙 cooled, 丙 stays hot in a lower class, 丁 has now enough visits."""
    then = cells("plain", "hot95", "hot99", "few")
    now = cells("hot90", "plain", "hot95", "plain")
    change = compared(lambda _day: then, now, as_of=TODAY, week="2026-W40")
    assert change is not None
    assert change.became_hot == ("甲",)
    assert change.no_longer_hot == ("乙",)
    assert change.no_longer_few == ("丁",)
    assert change.now_few == ()


def test_the_cells_are_judged_as_of_the_monday() -> None:
    """2026-W40 began on 28 September."""
    asked = []

    def judged(day: date) -> pd.DataFrame:
        asked.append(day)
        return cells("plain", "plain", "plain", "plain")

    change = compared(judged, cells(*["plain"] * 4), as_of=TODAY, week="2026-W40")
    assert asked == [date(2026, 9, 28)]
    assert change is not None
    assert change.as_of == "2026-09-28"


def test_without_a_week_nothing_is_judged_twice() -> None:
    """It costs as much as the first judgement."""

    def judged(_day: date) -> pd.DataFrame:
        raise AssertionError

    assert compared(judged, cells(*["plain"] * 4), as_of=TODAY, week=None) is None


def test_a_week_that_has_not_been_is_refused() -> None:
    """W48 begins on 23 November, after the day of the scores."""
    with pytest.raises(ConfigError, match="began before 2026-11-21"):
        compared(
            lambda _day: cells(*["plain"] * 4), cells(*["plain"] * 4), as_of=TODAY, week="2026-W48"
        )

"""What an export holds before it has a format."""

from __future__ import annotations

import pandas as pd

from data.export.table import Column, plain_text, plain_values
from data.words import GRADES


def test_codes_and_ticks_are_shown_in_words_and_the_missing_stays_missing() -> None:
    """A clerk reads words; a code that nobody knows must not vanish."""
    grades = Column(
        name="grade", zh="等级", en="Grade", kind="text", cells=["red", None, "?"], labels=GRADES
    )
    ticks = Column(name="x", zh="是否", en="X", kind="flag", cells=[True, False, None])
    assert grades.shown("zh") == ["红", None, "?"]
    assert ticks.shown("en") == ["yes", "no", None]


def test_signs_no_file_can_hold_are_marked_and_not_dropped() -> None:
    """A name with a NUL or half a character must not stop an export of ten thousand."""
    assert (
        plain_text("a\x00b\ud800c\nd") == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c\nd"
    )


def test_days_are_days_and_the_missing_is_none() -> None:
    """Spreadsheets want a date, not a time stamp."""
    days = pd.Series(pd.to_datetime(["2026-11-02", None]))
    assert [str(day) for day in plain_values(days)] == ["2026-11-02", "None"]
    assert plain_values(pd.Series([1.5, float("nan")])) == [1.5, None]

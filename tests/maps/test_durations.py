"""Minutes as people read them."""

from __future__ import annotations

from maps.durations import minutes, minutes_range


def test_a_drive_is_a_range_of_whole_minutes() -> None:
    """10 minutes give or take 30 % are 7 to 13; without a spread the number stands alone."""
    assert minutes_range(600, 0.3) == "7–13"
    assert minutes_range(600, 0.0) == "10"
    assert minutes_range(0, 0.3) == "0"


def test_a_short_drive_is_a_minute_and_none_is_none() -> None:
    """20 s round to 0 minutes, but nobody is there at once; 90 s are 1.5, to the even 2."""
    assert [minutes(seconds) for seconds in (0, 20, 90, 600)] == [0, 1, 2, 10]

"""What commands say of how guessable a week is."""

from __future__ import annotations

from dataclasses import replace

from service.printing.guess import guess_change_lines, unpredictable_lines
from service.results.guess import GuessChangeResult, UnpredictableResult

DRAWN = UnpredictableResult(
    draws=12,
    moved=9,
    lost_share=0.004,
    more_drive_s=300,
    judged=40,
    blind=0.2,
    weekday_before=0.31,
    weekday_after=0.22,
    part_before=0.6,
    part_after=0.5,
    bits_before=2.9,
    bits_after=3.3,
)
CHANGED = GuessChangeResult(
    judged=40,
    blind=0.2,
    weekday_before=0.22,
    weekday_after=0.31,
    bits_before=3.3,
    bits_after=2.9,
    is_worse=True,
)


def test_the_draw_is_told_with_its_price() -> None:
    """0.4 % of the prize and five minutes; 31 % of days guessed before, 22 % now."""
    first, second = unpredictable_lines(DRAWN, "en")
    assert "12 weeks" in first
    assert "9 stops" in first
    assert "0.4%" in first
    assert "+5 min" in first
    assert "22% of the 40" in second
    assert "31%" in second


def test_a_week_that_stays_says_so() -> None:
    """Twelve were drawn, none was harder to guess."""
    (line,) = unpredictable_lines(
        replace(DRAWN, moved=0, weekday_after=None, weekday_before=None), "zh"
    )
    assert "按原样采用" in line


def test_only_a_change_that_gives_the_week_away_is_told() -> None:
    """Silence where nothing got worse."""
    assert guess_change_lines(replace(CHANGED, is_worse=False), "en") == []
    (line,) = guess_change_lines(CHANGED, "zh")
    assert "22% → 31%" in line

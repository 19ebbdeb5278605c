"""Tests of the page of a backtest."""

from __future__ import annotations

from dataclasses import replace

from maps.pages import backtest_page
from tests.maps.judged import backtest_sheet


def test_the_verdict_comes_before_every_figure() -> None:
    """Whoever reads one sentence reads whether it holds."""
    text = backtest_page(backtest_sheet())
    assert text.index("不优于随机顺序。") < text.index("<table")
    assert "Not better than random order." in text


def test_a_difference_shows_its_interval() -> None:
    """A tenth more, 2 to 20 %, is not luck; in days it is a tenth of a day."""
    text = backtest_page(backtest_sheet())
    assert "+10.0<small>+2.0 … +20.0</small>" in text
    assert "+0.1<small>+0.0 … +0.2</small>" in text


def test_the_random_draw_has_its_say_in_both_languages() -> None:
    """It is the only figure that no score had a hand in."""
    text = backtest_page(backtest_sheet())
    assert text.index("随机抽查说明什么") < text.index("任意去查，20% 会有发现。")
    assert "Any place: 20% of visits find something." in text


def test_every_line_of_a_plot_has_its_key() -> None:
    """A plot is read by dash and name, not by colour alone."""
    text = backtest_page(backtest_sheet())
    assert text.count("<polyline") == 3 + 2 + 3
    assert 'stroke-dasharray="2 5"' in text


def test_a_team_that_cannot_be_compared_is_told_so() -> None:
    """No ratio is not a ratio of 0."""
    assert "无法比较" in backtest_page(backtest_sheet())


def test_without_chances_the_page_says_why() -> None:
    """Too few months before: a plot of nothing is worse than a sentence."""
    text = backtest_page(replace(backtest_sheet(), reliability=()))
    assert "还不能换算成概率" in text


def test_text_of_ledgers_is_escaped() -> None:
    """Names come from anybody's spreadsheet."""
    text = backtest_page(backtest_sheet("<img src=x onerror=alert(1)>{{7*7}}"))
    assert "<img src=x" not in text
    assert "{{7*7}}" in text

"""What a backtest says of the random share."""

from __future__ import annotations

import pytest

from geo.evaluate.exploration import Gain, Rate
from service.pipeline.risk.drawn import drawn_figures
from service.pipeline.risk.exploration import RandomShare

TOWN = Rate(rate=0.2, low=0.1, high=0.35, visits=30, effective=25.0)
PICKS = Rate(rate=0.45, low=0.3, high=0.6, visits=20, effective=20.0)


def share(gain: Gain | None) -> RandomShare:
    """Give four weeks with ten visits drawn, eight of them made."""
    return RandomShare(weeks=4, planned=10, seen=8, rate=TOWN, gain=gain)


def gain(low: float, high: float) -> Gain:
    """Give a gain of 25 points with this interval."""
    return Gain(picks=PICKS, random=TOWN, more=0.25, low=low, high=high)


@pytest.mark.parametrize(
    ("weeks", "planned", "zh", "en"),
    [
        (0, 0, "还没有一周计划走完", "no planned week is over yet"),
        (3, 0, "没有抽中任何场所", "drew no place"),
        (3, 5, "抽中 5 处，当周都没有进门检查", "none with a visit inside"),
    ],
)
def test_before_the_first_result_it_says_what_is_missing(
    weeks: int, planned: int, zh: str, en: str
) -> None:
    """An empty heading would be read as a rate of 0."""
    figures = drawn_figures(RandomShare(weeks=weeks, planned=planned, seen=0))
    assert figures.rate is None
    ((said_zh, said_en),) = figures.said
    assert zh in said_zh
    assert en in said_en


def test_the_rate_is_told_with_its_interval_and_what_it_rests_on() -> None:
    """Without picks there is nothing to compare with."""
    figures = drawn_figures(share(None))
    assert (figures.rate, figures.low, figures.high, figures.more) == (0.2, 0.1, 0.35, None)
    ((zh, en),) = figures.said
    assert "4 周抽中 10 处，其中 8 处当周进了门" in zh
    assert "in 20% of cases (95% interval 10% to 35%)" in en


@pytest.mark.parametrize(
    ("low", "high", "zh", "en"),
    [
        (0.05, 0.4, "不是偶然", "is not chance"),
        (-0.05, 0.4, "还不能说更多", "does not show that it is more"),
        (-0.4, -0.05, "确实更少", "is less"),
    ],
)
def test_a_gain_is_one_only_where_its_interval_says_so(
    low: float, high: float, zh: str, en: str
) -> None:
    """45 % of picks beside 20 %: luck, unless 0 lies outside the interval."""
    figures = drawn_figures(share(gain(low, high)))
    assert (figures.picks, figures.more_low, figures.more_high) == (0.45, low, high)
    told_zh, told_en = figures.said[1]
    assert zh in told_zh
    assert en in told_en
    assert "45%" in told_en

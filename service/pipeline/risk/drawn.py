"""What the random share of past plans says, in figures and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.judged import DrawnFigures
from service.words import say

if TYPE_CHECKING:
    from geo.evaluate.exploration import Gain, Rate
    from service.pipeline.risk.exploration import RandomShare

Pair = tuple[str, str]


def drawn_figures(share: RandomShare) -> DrawnFigures:
    """
    Put what became of the random share into the figures and sentences of a backtest.

    Parameters
    ----------
    share
        From ``service.pipeline.risk.exploration.read_random_share``.
    """
    rate, gain = share.rate, share.gain
    return DrawnFigures(
        weeks=share.weeks,
        planned=share.planned,
        seen=share.seen,
        rate=None if rate is None else rate.rate,
        low=None if rate is None else rate.low,
        high=None if rate is None else rate.high,
        picks=None if gain is None else gain.picks.rate,
        more=None if gain is None else gain.more,
        more_low=None if gain is None else gain.low,
        more_high=None if gain is None else gain.high,
        said=_said(share),
    )


def _said(share: RandomShare) -> tuple[Pair, ...]:
    counts = {"weeks": share.weeks, "planned": share.planned, "seen": share.seen}
    if share.rate is None:
        key = "unseen" if share.planned else "undrawn" if share.weeks else "unplanned"
        return (_both(key, **counts),)
    told = _both("rate", **counts, **_interval(share.rate))
    return (told,) if share.gain is None else (told, _told_gain(share.gain))


def _interval(rate: Rate) -> dict[str, str]:
    return {name: f"{100 * getattr(rate, name):.0f}%" for name in ("rate", "low", "high")}


def _told_gain(gain: Gain) -> Pair:
    """Say whether the picks found more; with 0 in the interval, that it is not shown."""
    key = "more" if gain.low > 0 else "less" if gain.high < 0 else "unsure"
    ends = {"more": gain.more, "low": gain.low, "high": gain.high}
    points = {name: f"{100 * value:+.0f}" for name, value in ends.items()}
    return _both(key, picks=f"{100 * gain.picks.rate:.0f}%", visits=gain.picks.visits, **points)


def _both(key: str, **figures: object) -> Pair:
    return say(f"drawn.{key}", "zh", **figures), say(f"drawn.{key}", "en", **figures)

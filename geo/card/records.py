"""Risk factors that speak from records: past results, open findings, and how long ago."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.card.signals import Signal, day_of, signal
from geo.wording.sentences import sentences

if TYPE_CHECKING:
    import pandas as pd

    from geo.card.card import Scorecard


def results_signal(features: pd.DataFrame, card: Scorecard) -> Signal:  # noqa: ARG001 - every factor takes the card
    """Compare past finds with what the same teams find elsewhere; twice as much is the most."""
    record = features["find_record"]
    return signal(
        "results",
        ("以往检查结果", "past results"),
        features["relative"] / 2.0,
        known=features["visits"] > 0,
        says=sentences(_results_words, features["visits"], features["finds"], day_of(record)),
        evidence=record,
    )


def _results_words(visits: int, finds: int, day: str) -> tuple[str, str]:
    if finds:
        return (
            f"以往{visits}次入内检查有{finds}次发现问题，最近一次{day}",
            f"{finds} of {visits} past visit(s) found something, the last on {day}",
        )
    return (
        f"以往{visits}次入内检查未发现问题，仍计少量分",
        f"None of {visits} past visit(s) found anything; a small remainder counts",
    )


_NEVER = -1
_OPEN_WEIGHT = 0.4
"""A finding still within its time counts less than an overdue one."""


def rectification_signal(features: pd.DataFrame, card: Scorecard) -> Signal:  # noqa: ARG001 - every factor takes the card
    """Count findings not struck off; the second overdue one adds half of what the first did."""
    weight = features["overdue"] + _OPEN_WEIGHT * (features["open"] - features["overdue"])
    late = features["overdue"] > 0
    due = features["first_due"].dt.strftime("%Y-%m-%d").fillna("")
    record = features["overdue_record"].where(late, features["open_record"])
    return signal(
        "rectification",
        ("未销号隐患", "open findings"),
        1.0 - 0.5**weight,
        says=sentences(
            _open_words,
            features["open"],
            features["overdue"],
            features["undated"],
            due,
            day_of(record),
        ),
        evidence=record,
    )


def _open_words(count: int, late: int, undated: int, due: str, found: str) -> tuple[str, str]:
    if not late:
        time_zh, time_en = _time_words(count, undated)
        return (
            f"{count}项隐患未销号，最近一项{found}发现，{time_zh}",
            f"{count} finding(s) not closed, the last found on {found}; {time_en}",
        )
    zh, en = (f"，最早应于{due}前完成", f", the first was due on {due}") if due else ("", "")
    return (
        f"{count}项隐患未销号，其中{late}项逾期{zh}",
        f"{count} finding(s) not closed, {late} overdue{en}",
    )


def _time_words(count: int, undated: int) -> tuple[str, str]:
    """Say whether findings that are not late are in time, which only a due day can tell."""
    if not undated:
        return "尚在整改期内", "still in time"
    if undated == count:
        return "没有写整改期限", "no due day on record"
    return (
        f"其中{undated}项没有写整改期限，其余尚在整改期内",
        f"{undated} with no due day on record, the others still in time",
    )


def data_age_signal(features: pd.DataFrame, card: Scorecard) -> Signal:
    """Tell how long nobody has looked; never is the longest."""
    age = features["days_since"]
    return signal(
        "data_age",
        ("多久未检查", "time since the last visit"),
        (age / card.limits.age_full_days).fillna(1.0),
        says=sentences(_age_words, age.fillna(_NEVER).astype(int)),
    )


def _age_words(days: int) -> tuple[str, str]:
    if days == _NEVER:
        return "没有检查记录", "Never visited on record"
    return f"已有{days}天没有检查", f"Not visited for {days} days"

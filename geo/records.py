"""Risk factors that speak from records: past results, open findings, and how long ago."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.signals import Signal, signal

if TYPE_CHECKING:
    import pandas as pd

    from geo.card import Scorecard


def results_signal(features: pd.DataFrame, card: Scorecard) -> Signal:  # noqa: ARG001 - every factor takes the card
    """Compare past finds with what the same teams find elsewhere; twice as much is the most."""
    counts = list(zip(features["visits"], features["finds"], strict=True))
    return signal(
        "results",
        ("以往检查结果", "past results"),
        features["relative"] / 2.0,
        known=features["visits"] > 0,
        zh=[_results_zh(int(visits), int(finds)) for visits, finds in counts],
        en=[_results_en(int(visits), int(finds)) for visits, finds in counts],
        evidence=list(features["find_record"]),
    )


def _results_zh(visits: int, finds: int) -> str:
    if finds:
        return f"以往{visits}次入内检查有{finds}次发现问题"
    return f"以往{visits}次入内检查未发现问题，仍计少量分"


def _results_en(visits: int, finds: int) -> str:
    if finds:
        return f"{finds} of {visits} past visit(s) found something"
    return f"None of {visits} past visit(s) found anything; a small remainder counts"


_OPEN_WEIGHT = 0.4
"""A finding still within its time counts less than an overdue one."""


def rectification_signal(features: pd.DataFrame, card: Scorecard) -> Signal:  # noqa: ARG001 - every factor takes the card
    """Count findings not struck off; the second overdue one adds half of what the first did."""
    weight = features["overdue"] + _OPEN_WEIGHT * (features["open"] - features["overdue"])
    late = features["overdue"] > 0
    due = features["first_due"].dt.strftime("%Y-%m-%d").fillna("")
    rows = list(zip(features["open"], features["overdue"], due, strict=True))
    return signal(
        "rectification",
        ("未销号隐患", "open findings"),
        1.0 - 0.5**weight,
        zh=[_open_zh(*row) for row in rows],
        en=[_open_en(*row) for row in rows],
        evidence=list(features["overdue_record"].where(late, features["open_record"])),
    )


def _open_zh(count: int, late: int, due: str) -> str:
    since = f"，最早应于{due}前完成" if due else ""
    return f"{count}项隐患未销号" + (f"，其中{late}项逾期{since}" if late else "，尚在整改期内")


def _open_en(count: int, late: int, due: str) -> str:
    since = f", the first was due on {due}" if due else ""
    return f"{count} finding(s) not closed" + (f", {late} overdue{since}" if late else "")


def data_age_signal(features: pd.DataFrame, card: Scorecard) -> Signal:
    """Tell how long nobody has looked; never is the longest."""
    age = features["days_since"]
    days = [int(count) for count in age.fillna(-1)]
    return signal(
        "data_age",
        ("多久未检查", "time since the last visit"),
        (age / card.limits.age_full_days).fillna(1.0),
        zh=["没有检查记录" if n < 0 else f"已有{n}天没有检查" for n in days],
        en=["Never visited on record" if n < 0 else f"Not visited for {n} days" for n in days],
    )

"""What is said of the choice, in both languages: which score is in use, and why."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.evaluate import Interval
    from geo.learned.core import Kind

_NAMES = {
    "ridge": ("岭回归模型", "the ridge model"),
    "boosted": ("提升树模型", "the boosted model"),
    "blend": ("岭回归与提升树的平均", "the mean of ridge and boosted"),
}


def rival_name(*, has_card: bool) -> tuple[str, str]:
    """Name what a model must beat: a scorecard where there is one, else the rule on past finds."""
    return ("评分卡", "the scorecard") if has_card else ("以往发现的规则", "the rule on past finds")


def too_few(
    labels: int, finds: int, *, least: tuple[int, int], rival: tuple[str, str]
) -> tuple[str, str]:
    """Say that a model cannot be fitted yet, Chinese and English."""
    return (
        (
            f"使用{rival[0]}：已有 {labels} 次检查结果，其中 {finds} 次发现问题；"
            f"至少需要 {least[0]} 次结果、{least[1]} 次发现问题（且不能每次都发现），模型才可靠。"
        ),
        (
            f"In use is {rival[1]}: {labels} results with {finds} finds are on record; a model "
            f"needs at least {least[0]} with {least[1]} finds, and some without."
        ),
    )


def not_better(gain: Interval, *, rival: tuple[str, str]) -> tuple[str, str]:
    """Say that the model did not win."""
    if isnan(gain.low):
        return (
            f"使用{rival[0]}：以往各月的记录不足以比较模型与它。",
            f"In use is {rival[1]}: past months have too little to compare a model with it.",
        )
    return (
        f"使用{rival[0]}：以往各月里，模型并不优于它（组内 AUC 之差 {_range(gain)}，95% 区间）。",
        (
            f"In use is {rival[1]}: on past months the model was not better (AUC within teams "
            f"{_range(gain)}, 95% interval)."
        ),
    )


def better(
    kind: Kind, gain: Interval, *, beaten: tuple[Kind, ...], rival: tuple[str, str]
) -> tuple[str, str]:
    """Say which model won, and which other kinds did not beat it."""
    zh, en = _NAMES[kind]
    rest_zh = "".join(f"；{_NAMES[one][0]}并不更好" for one in beaten)
    rest_en = "".join(f"; {_NAMES[one][1]} was not better" for one in beaten)
    return (
        f"使用{zh}：以往各月里优于{rival[0]}（组内 AUC 之差 {_range(gain)}，95% 区间）{rest_zh}。",
        (
            f"In use is {en}: on past months it was better than {rival[1]} (AUC within teams "
            f"{_range(gain)}, 95% interval){rest_en}."
        ),
    )


def _range(gain: Interval) -> str:
    return f"{gain.seen:+.3f} [{gain.low:+.3f}, {gain.high:+.3f}]"

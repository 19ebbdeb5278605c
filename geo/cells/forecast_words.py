"""Why a map of where next is made as it is, and how far to trust it, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from geo.cells.forecast import TOP_SHARE
from geo.wording.remark import Remark

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from geo.evaluate import Interval

Because = Literal["none", "thin", "short", "worse", "unclear", "unjudged", "better"]
"""Why a method was chosen: no reports; too few; too short a record; the regression was worse, not
clearly better, not judged, or better than the 12-month count in earlier periods."""

BY_REGRESSION = frozenset({"unclear", "unjudged", "better"})

LOOKS_SHARE = 0.2
"""Share of the visits on which a map of finds is judged."""

_METHODS: dict[Because, Remark] = {
    "none": Remark(
        "此日之前网格内没有任何上报，无法指出下一步去哪里。",
        "There is no report in any cell before this day, so nothing points out where next.",
    ),
    "thin": Remark(
        "按最近12个月的件数推算：每个网格每年不足1件上报，不足以拟合回归模型。",
        "By the 12-month count carried on: with less than one report per cell and year a "
        "regression has too little to learn from.",
    ),
    "short": Remark(
        "按已有件数推算：记录太短，可供学习的往期不足两期。",
        "By the count on record carried on: the record is too short, with fewer than two earlier "
        "periods to learn from.",
    ),
    "worse": Remark(
        "按最近12个月的件数推算：回归模型在往期中不如它。",
        "By the 12-month count carried on: in earlier periods a regression was worse.",
    ),
    "unclear": Remark(
        "按往期件数的泊松回归推算；往期检验未能证明它优于最近12个月的件数。",
        "By Poisson regression on earlier counts; in earlier periods it was not better than the "
        "12-month count beyond chance.",
    ),
    "unjudged": Remark(
        "按往期件数的泊松回归推算；往期太少，尚未检验它是否优于最近12个月的件数。",
        "By Poisson regression on earlier counts; too few earlier periods to say whether it is "
        "better than the 12-month count.",
    ),
    "better": Remark(
        "按往期件数的泊松回归推算：往期检验中优于最近12个月的件数。",
        "By Poisson regression on earlier counts: in earlier periods it was better than the "
        "12-month count.",
    ),
}


def say_reports(
    because: Because, gain: Interval | None, judged: pd.DataFrame, horizon_days: int
) -> Remark:
    """
    Say which method foresees reports, why, and what it held before.

    Parameters
    ----------
    gain, judged
        As in :class:`geo.cells.forecast.Forecast`.
    """
    method = "poisson" if because in BY_REGRESSION else "count"
    said = _METHODS[because] + _past(judged, method, horizon_days)
    if gain is None or because in {"unjudged", "none"}:
        return said
    low, seen, high = (f"{100 * one:+.1f}" for one in (gain.low, gain.seen, gain.high))
    return said + Remark(
        f"回归模型与12个月件数相差{seen}个百分点（95%区间{low}至{high}）。",
        f"The regression less the 12-month count: {seen} percentage points "
        f"(95 % interval {low} to {high}).",
    )


def _past(judged: pd.DataFrame, method: str, horizon_days: int) -> Remark:
    """Say what the first share of area held, over the earlier periods together."""
    row = judged[(judged["method"] == method) & (judged["share"] == TOP_SHARE)]
    if row.empty or not int(row["events"].iloc[0]):
        return Remark("往期没有可供检验的上报。", "No report of an earlier period could judge it.")
    one = row.iloc[0]
    windows, events, held = int(one["windows"]), int(one["events"]), f"{100 * one['hit_share']:.0f}"
    area, index = f"{100 * TOP_SHARE:.0f}", f"{one['pai']:.1f}"
    return Remark(
        f"在{windows}个往期（各{horizon_days}天）中，最靠前的{area}%面积含{events:,}件上报的{held}%，"
        f"是随机选取的{index}倍。",
        f"In {windows} earlier period(s) of {horizon_days} days the first {area} % of the area "
        f"held {held} % of {events:,} reports, {index} times as many as by chance.",
    )


def say_finds(gain: Interval | None, judged: pd.DataFrame, horizon_days: int) -> Remark:
    """
    Say that finds are foreseen per visit, and whether that held before.

    Parameters
    ----------
    gain, judged
        As in :class:`geo.cells.forecast.Forecast`.
    """
    said = Remark(
        "上报不足每格每年1件，改按每次检查的发现率推算（已扣除队伍宽严，次数少的向均值收缩）。",
        "With less than one report per cell and year, by finds per visit: teams allowed for, and "
        "drawn to the mean where visits are few.",
    )
    row = judged[judged["share"] == LOOKS_SHARE]
    if gain is None or row.empty:
        return said + Remark(
            "往期没有可供检验的发现。", "No find of an earlier period could judge it."
        )
    one = row.iloc[0]
    windows, finds, held = int(one["windows"]), int(one["events"]), f"{100 * one['hit_share']:.0f}"
    spent = f"{100 * (one['hit_share'] - gain.seen):.0f}"
    is_better = gain.is_above_zero
    verdict = Remark(
        "优于随机。" if is_better else "未能证明优于随机。",
        "Better than chance." if is_better else "Not better than chance, as far as this shows.",
    )
    return (
        said
        + Remark(
            f"在{windows}个往期（各{horizon_days}天）中，发现率最高的网格占{spent}%的检查，"
            f"占{finds:,}次发现的{held}%。",
            f"In {windows} earlier period(s) of {horizon_days} days the cells with the highest "
            f"rates had {spent} % of the visits and {held} % of {finds:,} finds.",
        )
        + verdict
    )


def say_left_out(counted: Mapping[str, int]) -> Remark:
    """
    Say which rows were not used, and why; nothing where all were.

    Parameters
    ----------
    counted
        As in :class:`geo.cells.forecast.Forecast`.
    """
    reasons = {
        "outside": ("不在任何网格内", "in no cell"),
        "future": ("日期不早于预测日", "on or after the day of the forecast"),
        "undated": ("没有日期", "without a date"),
    }
    left = [(counted[name], *reasons[name]) for name in reasons if counted[name]]
    if not left:
        return Remark("", "")
    zh = "、".join(f"{count:,}条{zh}" for count, zh, _ in left)
    en = ", ".join(f"{count:,} {en}" for count, _, en in left)
    return Remark(f"未计入：{zh}。", f"Rows that do not count: {en}.")

"""What makes a site red at once, whatever its points sum to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from data.model import Reason
from data.schema import as_records
from geo.card.signals import mentions

if TYPE_CHECKING:
    import pandas as pd

    from geo.card.card import Scorecard

_TOLD = [
    "major_record",
    "major_what",
    "relapse_record",
    "shut_on",
    "ratio",
    "ratio_told",
    "major",
    "combined",
    "red_remark",
]


def overrides(features: pd.DataFrame, card: Scorecard) -> list[Reason | None]:
    """
    Give the reason that makes a site red at once, where there is one.

    An open major finding comes first, then a site that was shut down and works again, a store of
    chemicals at or above the critical quantity (GB 18218: sum of q/Q >= 1), then columns and
    remarks of the ledger that say 重大危险源 or 三合一.

    Returns
    -------
    first
        Length ``n``: a reason without points, or ``None``.
    """
    said = mentions(features["remark"], card.words["red"])
    is_major = (features["major_record"] != "") | (features["relapse_record"] != "")
    at_once = is_major | (features["ratio"] >= 1) | features["major"] | features["combined"] | said
    first: list[Reason | None] = [None] * len(features)
    rows = features.assign(red_remark=features["remark"].where(said, ""))[_TOLD][at_once]
    for place, row in zip(np.flatnonzero(at_once), as_records(rows), strict=True):
        first[place] = _override(row)
    return first


def _override(row: dict[str, Any]) -> Reason:
    if row["major_record"]:
        what_zh, what_en = row["major_what"] or "内容未填", row["major_what"] or "not described"
        return Reason(
            "major_finding",
            0.0,
            f"重大隐患未销号：{what_zh}，直接定为红色",
            f"An open major finding makes it red at once: {what_en}",
            row["major_record"],
        )
    if row["relapse_record"]:
        shut, found = f"{row['shut_on']:%Y-%m-%d}", row["relapse_record"].split()[-1]
        return Reason(
            "relapse",
            0.0,
            f"{shut} 关停取缔，{found} 发现又在生产（反弹），直接定为红色",
            f"Shut down on {shut} and found working again on {found}: red at once",
            row["relapse_record"],
        )
    if row["ratio"] >= 1:
        return _major_hazard(
            f"危险化学品达到临界量（{row['ratio_told']}，q/Q合计{row['ratio']:.2g}），属重大危险源",
            f"Chemicals reach the critical quantity ({row['ratio_told']}, q/Q sums to "
            f"{row['ratio']:.2g})",
        )
    if row["major"] or row["combined"]:
        what = "重大危险源" if row["major"] else "三合一"
        return _major_hazard(f"台账登记为{what}", f"The ledger says {what}")
    return _major_hazard(
        f"台账备注：{row['red_remark']}", f"The ledger's remark: {row['red_remark']}"
    )


def _major_hazard(zh: str, en: str) -> Reason:
    return Reason("major_hazard", 0.0, f"{zh}，直接定为红色", f"{en}: red at once")

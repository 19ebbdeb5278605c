"""What meters say: electricity drawn where, on paper, nothing runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.card.signals import Signal, signal
from geo.wording.sentences import sentences

if TYPE_CHECKING:
    from datetime import date

    from geo.card.card import Scorecard
    from geo.card.thresholds import Limits

STANDING_STILL = frozenset({"idle", "stopped", "zombie", "shut", "moved"})
"""States in which hardly any electricity should be drawn."""


def power_facts(
    sites: pd.DataFrame, readings: pd.DataFrame | None, *, as_of: date, limits: Limits
) -> pd.DataFrame:
    """
    Sum up what the meters of each site counted in the months before a day.

    A month is known when it is over: that of the day itself is not.

    Parameters
    ----------
    readings
        By schema ``POWER_READING``; ``None`` is like a table without rows.

    Returns
    -------
    facts
        Index of ``sites``: ``kwh`` (highest month of the last ``power_months``, all meters of the
        site together; ``nan`` without a reading), ``kwh_month`` (that month, or empty),
        ``kwh_record`` (a reading and its month, or empty), ``metered`` (whether the power company
        told of any site in that time).
    """
    empty = pd.DataFrame(
        {"kwh": np.nan, "kwh_month": "", "kwh_record": "", "metered": False}, index=sites.index
    )
    if readings is None or not len(readings):
        return empty
    ends = pd.to_datetime(readings["month"], format="%Y-%m") + pd.offsets.MonthBegin(1)
    day = pd.Timestamp(as_of)
    since = day - pd.DateOffset(months=int(limits.power_months))
    past = readings[(ends <= day) & (ends > since) & readings["site_id"].isin(sites.index)]
    if past.empty:
        return empty
    record = past.index.to_series().astype("str")
    months = past.assign(record=record).groupby(["site_id", "month"], as_index=False)
    summed = months.agg(kwh=("kwh", "sum"), record=("record", "min"))
    # Of equal months the latest, so that the sentence names one that is easily remembered.
    ordered = summed.sort_values(["kwh", "month"])
    top = ordered.drop_duplicates("site_id", keep="last").set_index("site_id").reindex(sites.index)
    return pd.DataFrame(
        {
            "kwh": top["kwh"].astype(float),
            "kwh_month": top["month"].astype("object").fillna(""),
            "kwh_record": (top["record"] + " " + top["month"]).astype("object").fillna(""),
            "metered": True,
        }
    )


def power_signal(features: pd.DataFrame, card: Scorecard) -> Signal:
    """Tell how much electricity a place draws that should stand still, on a scale of magnitudes."""
    limits, kwh = card.limits, features["kwh"]
    still = (features["kind"] == "idle_factory") | features["status"].isin(STANDING_STILL)
    least = np.maximum(kwh, limits.power_none_kwh) / limits.power_none_kwh
    return signal(
        "power",
        ("停用期间用电", "electricity drawn while idle"),
        np.log(least) / np.log(limits.power_full_kwh / limits.power_none_kwh),
        known=kwh.notna(),
        applies=still & features["metered"],
        says=sentences(_power_words, features["kwh_month"], kwh.round()),
        evidence=features["kwh_record"],
    )


def _power_words(month: str, kwh: float) -> tuple[str, str]:
    return (
        f"名义上停用，{month}仍用电{kwh:.0f}度",
        f"Said to stand still, yet drew {kwh:.0f} kWh in {month}",
    )

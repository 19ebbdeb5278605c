"""Reports from outside in the sample town: most from where there is something to report."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from data.sample.past import LAST_DAY, WEEKS
from data.schema import TIP, as_table

if TYPE_CHECKING:
    import pandas as pd
    from numpy.random import Generator

SOURCE = "示范镇举报线索(虚构).csv"
_TIPS, _NEW = 64, 3
_OPEN_DAYS = 16
_CHANNELS = ("12345热线", "网格上报", "群众来信", "部门移送")
_WORDS = ("夜间有刺鼻气味", "污水排入河沟", "夜间有机器声", "货车深夜进出", "焚烧产生黑烟")
_OFFSET_DEG = 0.0004
_PLACED = 0.88


def draw_tips(rng: Generator, sites: pd.DataFrame, truth: pd.DataFrame) -> pd.DataFrame:
    """
    Make up the reports; risky places give more of them, and more that prove true.

    Returns
    -------
    tips
        By schema ``TIP``; one in eight names no exact place, and the newest are not verified yet.
    """
    rates = truth["true_rate"].to_numpy(float)
    chosen = rng.choice(len(sites), _TIPS, p=rates / rates.sum())
    new, old = rng.integers(0, _OPEN_DAYS, _NEW), rng.integers(0, 7 * WEEKS, _TIPS - _NEW)
    ages = sorted([*new.tolist(), *old.tolist()], reverse=True)
    rows = []
    for number, (site, age) in enumerate(zip(chosen, ages, strict=True), start=1):
        place = sites.iloc[int(site)]
        known = rng.random() < _PLACED
        shift = rng.normal(0.0, _OFFSET_DEG, 2)
        true = rng.random() < 0.25 + 1.5 * rates[site]
        rows.append(
            {
                "tip_id": f"X{number:03d}",
                "day": LAST_DAY - timedelta(days=int(age)),
                "channel": _CHANNELS[int(rng.integers(len(_CHANNELS)))],
                "what": _WORDS[int(rng.integers(len(_WORDS)))],
                "place": f"{place['village']}附近",
                "verified": "open" if age < _OPEN_DAYS else "true" if true else "false",
                "lon_deg": round(place["lon_deg"] + float(shift[0]), 6) if known else None,
                "lat_deg": round(place["lat_deg"] + float(shift[1]), 6) if known else None,
                "source": f"{SOURCE} {number + 1}",
            }
        )
    return as_table(rows, TIP)

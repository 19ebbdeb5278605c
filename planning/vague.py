"""Tip-offs that name a village and no spot: they count for its likeliest sites."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING

import pandas as pd

from planning.history import NearTip, counted_tips, tip_state

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from planning.history import History
    from planning.rows import Row
    from planning.rules import Rules


def add_vague_tips(
    histories: Mapping[str, History],
    sites: pd.DataFrame,
    tips: pd.DataFrame,
    risk: pd.Series,
    *,
    as_of: date,
    rules: Rules,
) -> None:
    """
    Enter tip-offs that name a village only into the histories of its likeliest sites.

    Parameters
    ----------
    histories
        By site id; the tip-offs are added in place.
    sites, tips
        Tables of ``data.schema``.
    risk
        What each site is worth to the planner, by site id.
    as_of
        Only what is dated before this day counts.
    rules
        For how many sites one counts, and how long.
    """
    for row in counted_tips(tips, as_of=as_of, rules=rules):
        if not is_vague(row):
            continue
        likeliest = likeliest_unseen(
            row.village, row.day.date(), sites=sites, risk=risk, histories=histories
        )
        for place, site in enumerate(likeliest[: rules.tip.village_sites]):
            tip = NearTip(
                tip_id=str(row.Index),
                day=row.day.date(),
                state=tip_state(row, as_of),
                away_m=nan,
                nearest=place == 0,
                urgent=row.urgency == "urgent",
                village=row.village,
            )
            histories[site].tips.append(tip)


def is_vague(row: Row) -> bool:
    """Tell whether a tip-off has a village, and neither site nor spot."""
    is_placed = not (pd.isna(row.lon_deg) or pd.isna(row.lat_deg))
    return not is_placed and isinstance(row.village, str) and not isinstance(row.site_id, str)


def likeliest_unseen(
    village: str,
    since: date,
    *,
    sites: pd.DataFrame,
    risk: pd.Series,
    histories: Mapping[str, History],
) -> Sequence[str]:
    """List the sites of a village where nobody looked since a day, the riskiest first."""
    there = risk.reindex(sites.index[sites["village"] == village]).fillna(0.0)
    ordered = there.sort_values(ascending=False, kind="stable").index
    seen = {site: histories[str(site)].last_seen for site in ordered}
    return [str(site) for site in ordered if (day := seen[site]) is None or day < since]

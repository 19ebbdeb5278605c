"""Who reports what in one week of the living town: mostly from where something is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from data.schema import TIP, as_table

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd
    from numpy import bool_
    from numpy.typing import NDArray

    from data.sample.life.luck import Luck
    from data.sample.life.params import LifeParams

SOURCE = "示范镇举报线索(虚构).csv"
_OFFSET_DEG = 0.0004
_VAGUE = 0.12
"""Share of reports that name no exact place."""


def week_reports(  # noqa: PLR0913  # what is there, and whose luck
    sites: pd.DataFrame,
    hidden: NDArray[bool_],
    idle: NDArray[bool_],
    *,
    week: int,
    monday: date,
    luck: Luck,
    params: LifeParams,
) -> pd.DataFrame:
    """
    Write down what comes in on the Monday before a week.

    Parameters
    ----------
    sites
        By schema ``SITE``.
    hidden, idle
        Shape ``(n,)``: where something is that nobody found, and which sites are idle plants.
    week, monday
        Number of the week, from 0, and its first day.

    Returns
    -------
    tips
        By schema ``TIP``, not looked into yet; they bear the day before the Monday, so that the
        week is planned on them.
    """
    chance = np.where(hidden, np.where(idle, params.told, params.told_hazard), 0.0)
    told = luck.tell[week] < chance
    untrue = ~hidden & (luck.invent[week] < params.untrue)
    rows = [_row(sites, int(place), week, monday, luck) for place in np.flatnonzero(told | untrue)]
    return as_table(rows, TIP)


def _row(sites: pd.DataFrame, place: int, week: int, monday: date, luck: Luck) -> dict[str, Any]:
    site, spread = sites.iloc[place], 2 * _OFFSET_DEG
    east, north = luck.gate[week, place] - 0.5, luck.level[week, place] - 0.5
    is_vague = luck.mend[week, place] < _VAGUE
    return {
        "tip_id": f"Y{week:02d}-{place:04d}",
        "day": monday.fromordinal(monday.toordinal() - 1),
        "channel": "12345热线",
        "what": "反映有异常",
        "place": f"{site['village']}附近",
        "verified": "open",
        "lon_deg": None if is_vague else round(float(site["lon_deg"] + spread * east), 6),
        "lat_deg": None if is_vague else round(float(site["lat_deg"] + spread * north), 6),
        "source": SOURCE,
    }

"""Visits whose records are hard to believe: listed for the supervisor, judged by nobody here.

A score must not be judged by visits that perhaps never happened, nor praised for foreseeing them.
Each mark is a reason to look, not an accusation: clocks are wrong, and clerks mistype.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.crs import great_circle_m
from data.errors import ConfigError
from data.schema import INSPECTION
from data.words import FINDS, LOOKS

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    FloatArray = NDArray[float64]

CODES = ("backwards", "short", "crowded", "apart", "many", "repeated", "all_clean")
"""Every mark, the first that applies is given.

``backwards``: left before it came; ``short``: inside for less than two minutes; ``crowded``: ten or
more visits of one team within an hour; ``apart``: no car gets from the visit before to this one in
the time between; ``many``: more visits of a team on one day than a day has room for; ``repeated``:
the same team at the same place twice on one day; ``all_clean``: a row of visits of one team without
a find that chance does not explain.
"""

_MINUTE, _HOUR, _DAY = 60.0, 3600.0, 86400.0
_NIGHT_S = 12 * _HOUR


@dataclass(frozen=True, slots=True, kw_only=True)
class OddParams:
    """
    From where on a record is hard to believe.

    Parameters
    ----------
    short_s
        Shortest look, seconds, > 0.
    crowd
        Visits of one team within an hour, > 1.
    speed_m_s
        Fastest way as the crow flies, metres per second, > 0; 120 km/h.
    near_m
        Places nearer than this are one stop, metres, > 0.
    day_visits
        Most visits of one team on one day, > 1.
    chance
        A row without a find is odd where an honest team with ``lenient`` times the town's rate has
        a lower chance of one as long, in ``(0, 1)``.
    lenient
        In ``(0, 1]``.

    Raises
    ------
    ConfigError
        If a value is outside its range.
    """

    short_s: float = 2 * _MINUTE
    crowd: int = 10
    speed_m_s: float = 120 / 3.6
    near_m: float = 500.0
    day_visits: int = 30
    chance: float = 0.001
    lenient: float = 0.25

    def __post_init__(self) -> None:
        for one in fields(self):
            value = getattr(self, one.name)
            if not value > 0:
                raise ConfigError(
                    f"Expected {one.name} > 0, got {value}.",
                    zh=f"{one.name} 必须大于 0，现为 {value}。",
                )
        for name, value in (("chance", self.chance), ("lenient", self.lenient)):
            if value > 1:
                raise ConfigError(
                    f"Expected {name} <= 1, got {value}.", zh=f"{name} 不能大于 1，现为 {value}。"
                )


DEFAULT_ODD = OddParams()


def odd_visits(
    inspections: pd.DataFrame, sites: pd.DataFrame, *, params: OddParams = DEFAULT_ODD
) -> pd.DataFrame:
    """
    List the visits whose records are hard to believe.

    Parameters
    ----------
    inspections
        Table by schema ``INSPECTION``: visits that are known, in any order. Clocks are often
        missing; then only days and results are looked at.
    sites
        Table by schema ``SITE``, for where places are.
    params
        Where belief ends.

    Returns
    -------
    odd
        Index of inspections, those with a mark only, by team, day and time; ``site_id``, ``team``,
        ``day``, ``result``, ``source`` as stored, ``code`` (of ``CODES``) and ``figure``: seconds
        inside (``backwards``, ``short``), visits (``crowded``, ``many``, ``repeated``, and
        ``all_clean``: length of the row), metres as the crow flies (``apart``).
    """
    visits = _timed(inspections[inspections["result"] != "skipped"], sites)
    marks = pd.DataFrame(
        {
            "backwards": visits["stay_s"].where(visits["stay_s"] < 0),
            "short": visits["stay_s"].where(_is_look(visits) & (visits["stay_s"] < params.short_s)),
            "crowded": _crowded(visits, params),
            "apart": _apart(visits, params),
            "many": _many(visits, params),
            "repeated": _repeated(visits),
            "all_clean": _all_clean(visits, params),
        },
        index=visits.index,
    )
    values = marks.to_numpy(dtype=float)
    marked = ~np.isnan(values)
    first = marked.argmax(axis=1)
    listed = visits[["site_id", "team", "day", "result", "source"]].assign(
        code=np.array(CODES, dtype=object)[first],
        figure=values[np.arange(len(marks)), first],
    )
    return listed[pd.Series(marked.any(axis=1), index=listed.index)]


def _is_look(visits: pd.DataFrame) -> pd.Series[bool]:
    return visits["result"].isin(LOOKS)


def _timed(visits: pd.DataFrame, sites: pd.DataFrame) -> pd.DataFrame:
    """Add seconds of coming and leaving and the position, by team, day and time."""
    came, left = _seconds(visits["arrived_at"]), _seconds(visits["left_at"])
    # A look that ends long before it began ended on the next day.
    left = left.where(~(left < came - _NIGHT_S), left + _DAY)
    start = (visits["day"] - pd.Timestamp(0)) / pd.Timedelta(seconds=1)
    timed = visits.assign(came=start + came, left=start + left, stay_s=left - came).join(
        sites[["lon_deg", "lat_deg"]], on="site_id"
    )
    key = INSPECTION.key
    ordered = timed.rename_axis(key).reset_index().sort_values(["team", "day", "came", key])
    return ordered.set_index(key)


def _seconds(clock: pd.Series) -> pd.Series[float]:
    """Read HH:MM or HH:MM:SS as seconds; ``nan`` where nothing is written."""
    parts = clock.astype("string").str.extract(r"^(\d{1,2}):(\d{2})(?::(\d{2}))?$").astype(float)
    return parts[0] * _HOUR + parts[1] * _MINUTE + parts[2].fillna(0.0)


def _crowded(visits: pd.DataFrame, params: OddParams) -> pd.Series[float]:
    """Count the visits of the team in the hour that holds most of them around each visit."""
    crowd = pd.Series(np.nan, index=visits.index)
    for _, rows in visits[visits["came"].notna()].groupby("team"):
        came = np.sort(rows["came"].to_numpy(dtype=float))
        end = np.searchsorted(came, came + _HOUR, side="right")
        size = end - np.arange(len(came))
        most = np.array([size[end > place][: place + 1].max() for place in range(len(came))])
        order = rows["came"].sort_values(kind="stable").index
        crowd.loc[order] = np.where(most >= params.crowd, most, np.nan)
    return crowd


def _apart(visits: pd.DataFrame, params: OddParams) -> pd.Series[float]:
    """Measure the way from the visit before where no car makes it in the time between."""
    timed = visits[visits["came"].notna() & visits["team"].notna()]
    before = timed.groupby("team")[["came", "left", "lon_deg", "lat_deg"]].shift()
    gone = before["left"].fillna(before["came"])
    way_m = pd.Series(
        great_circle_m(
            before["lon_deg"].to_numpy(float),
            before["lat_deg"].to_numpy(float),
            timed["lon_deg"].to_numpy(float),
            timed["lat_deg"].to_numpy(float),
        ),
        index=timed.index,
    )
    time_s = (timed["came"] - gone).clip(lower=0.0)
    is_odd = (way_m > params.near_m) & (way_m > params.speed_m_s * time_s)
    return way_m.where(is_odd).reindex(visits.index)


def _many(visits: pd.DataFrame, params: OddParams) -> pd.Series[float]:
    count = visits.groupby(["team", "day"])["site_id"].transform("size").astype(float)
    return count.where(count > params.day_visits)


def _repeated(visits: pd.DataFrame) -> pd.Series[float]:
    """Count, from the second on, the visits of a team to one place on one day."""
    same = visits.groupby(["team", "day", "site_id"])["result"]
    number = same.cumcount().astype(float) + 1
    return number.where((number > 1) & visits["team"].notna())


def _all_clean(visits: pd.DataFrame, params: OddParams) -> pd.Series[float]:
    """Give the length of a row of looks without a find where chance does not explain it."""
    looks = visits[_is_look(visits) & visits["team"].notna()]
    found = looks["result"].isin(FINDS)
    rate = params.lenient * float(found.mean()) if len(looks) else 0.0
    if not rate:
        return pd.Series(np.nan, index=visits.index)
    row = found.groupby(looks["team"]).cumsum().where(~found)
    length = row.groupby([looks["team"], row]).transform("size").astype(float)
    tries = looks.groupby("team")["result"].transform("size")
    # Of so many starts of a row, the mean number that grow as long (Feller 1968, XIII.7).
    expected = tries * (1.0 - rate) ** length
    return length.where(expected < params.chance).reindex(visits.index)

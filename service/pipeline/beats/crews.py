"""Teams and beats: how many hours each team has, and which beat it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import pandas as pd

from data.crs import to_metres
from data.ledger.names import village_key
from data.schema import as_records
from data.units import SECONDS_PER_HOUR
from geo.beats.crews import match_crews
from service.pipeline.places.sites import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyproj import CRS

    from data.store import Store

_WORKDAYS = range(5)


def weekly_hours(store: Store) -> pd.Series[float]:
    """
    Sum up the hours of each team in a week without holidays, breaks and days off left out.

    Returns
    -------
    hours
        By team id, of every team; 0 where no shift is known.
    """
    teams, hours = store.read("team"), dict.fromkeys(store.read("team").index, 0.0)
    for shift in as_records(store.read("shift")):
        team = shift["team_id"]
        if team not in hours:
            continue
        off = set(orjson.loads(text_of(teams["absent_days"][team]) or "[]"))
        days = _WORKDAYS if pd.isna(shift["weekday"]) else (int(shift["weekday"]),)
        worked_s = shift["end_s"] - shift["start_s"] - _break_s(shift)
        hours[team] += len(set(days) - off) * worked_s / SECONDS_PER_HOUR
    return pd.Series(hours, dtype=float, index=teams.index)


def _break_s(shift: Mapping[str, Any]) -> float:
    start, end = shift["break_start_s"], shift["break_end_s"]
    return 0.0 if pd.isna(start) or pd.isna(end) else float(end) - float(start)


def match_teams(
    store: Store, beats: pd.DataFrame, site_work: pd.DataFrame, *, hours: pd.Series, crs: CRS
) -> pd.Series[str]:
    """
    Choose the team of each beat.

    Parameters
    ----------
    store
        Holds the teams, as many as beats.
    beats
        Index ``beat_id``; columns ``x_m``, ``y_m``, ``fair_min``.
    site_work
        Columns ``beat_id``, ``village``, ``work_min``, one row for each site.
    hours
        What each team's capacity is, by team id; all equal where hours did not decide.
    crs
        Of the beats' middles.

    Returns
    -------
    team_id
        By beat id.
    """
    teams = store.read("team")
    x, y = to_metres(teams["lon_deg"], teams["lat_deg"], crs)
    away_m = np.hypot(beats["x_m"].to_numpy()[:, None] - x, beats["y_m"].to_numpy()[:, None] - y)
    wanted = (hours / hours.sum()).reindex(teams.index).to_numpy()
    fair = (beats["fair_min"] / beats["fair_min"].sum()).to_numpy()
    misfit = np.abs(fair[:, None] - wanted) * len(teams)
    number = match_crews(
        away_m, home_share=_home_share(beats.index, teams, site_work), misfit=misfit.round(6)
    )
    return pd.Series(teams.index.to_numpy()[number], index=beats.index, dtype="str")


def _home_share(
    beat_ids: pd.Index, teams: pd.DataFrame, site_work: pd.DataFrame
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Say which share of each beat's work lies in the own village of each team."""
    named = site_work.assign(key=site_work["village"].map(text_of).map(village_key))
    work = named.pivot_table(
        index="beat_id", columns="key", values="work_min", aggfunc="sum", fill_value=0.0
    ).reindex(beat_ids)
    share = work.div(work.sum(axis=1).where(lambda total: total > 0, 1.0), axis=0)
    homes = [village_key(text_of(home)) for home in teams["home_village"]]
    none = np.zeros(len(beat_ids))
    columns = [share[home].to_numpy() if home and home in share else none for home in homes]
    return np.column_stack(columns)

"""Where the next finds of patrols are likely, for towns without reports: the rate per visit.

Finds are made where somebody looks, so that their number says where the patrols went. What counts
is what a visit finds, teams allowed for, drawn to the town's mean where visits are few; and whether
that held before is measured per visit, not per square kilometre.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.errors import InputError
from geo.cells.forecast import (
    DEFAULT_HORIZON_DAYS,
    Forecast,
    areas_of,
    check_horizon,
    ranked,
    rows_before,
)
from geo.cells.forecast_words import LOOKS_SHARE, say_finds, say_left_out
from geo.cells.lags import day_number
from geo.cells.rolling import JUDGED, judged_table
from geo.evaluate import flag_area, most_events, places, share_gain
from geo.sites.history import fair_visits, shrunk_rate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy import bool_, float64, int64
    from numpy.typing import NDArray

    from geo.evaluate import Interval

    FloatArray = NDArray[float64]

SHARES = (0.05, LOOKS_SHARE)
"""Of the visits of a period: those to the cells with the highest rates before it."""


def where_next_finds(
    looks: pd.DataFrame,
    cells: pd.DataFrame,
    *,
    as_of: date,
    horizon_days: int = DEFAULT_HORIZON_DAYS,
    seed: int = 0,
) -> Forecast:
    """
    Give the finds that one visit to each cell may expect, and say how right that was before.

    Parameters
    ----------
    looks
        One row per look: ``day``, ``cell_id``, ``found`` (whether it found something) and
        ``expected`` (finds that its team has at ordinary places, 0-1, as
        ``geo.sites.history.team_rate`` gives).
    cells
        Index ``cell_id``, each once; column ``area_km2``, > 0.
    as_of
        Only looks before this day are known.
    horizon_days
        Length of the periods in which earlier rates are judged, >= 1.
    seed
        Of the order of tied cells.

    Raises
    ------
    InputError
        If a column is missing, a cell is listed twice or an area is not above 0.
    ConfigError
        If ``horizon_days`` is below 1.
    """
    check_horizon(horizon_days)
    lacking = sorted({"found", "expected"} - set(looks.columns))
    if lacking:
        raise InputError(f"Expected columns found and expected, got none named {lacking[0]}.")
    end, area = day_number(as_of), areas_of(cells)
    known = rows_before(looks, cells.index, end)
    rate = _rate(known.kept, len(cells))
    judged, gain = _judge(known.kept, len(cells), end=end, horizon_days=horizon_days, seed=seed)
    place, is_top = ranked(rate, area, cells.index, seed=seed)
    return Forecast(
        expected=pd.Series(rate, index=cells.index, name="expected"),
        place=place,
        is_top=is_top,
        method="rate",
        why=say_finds(gain, judged, horizon_days) + say_left_out(known.counted),
        judged=judged,
        gain=gain,
        counted=known.counted,
    )


def _rate(looks: pd.DataFrame, cells: int) -> FloatArray:
    """Give finds per visit of an average team, shape ``(cells,)``; ``nan`` without any look."""
    finds, visits, expected = (
        np.bincount(looks["cell"], weights=weight, minlength=cells).astype(float)
        for weight in (looks["found"].astype(float), np.ones(len(looks)), looks["expected"])
    )
    return shrunk_rate(finds, fair_visits(finds, visits, expected))


def _judge(
    looks: pd.DataFrame, cells: int, *, end: int, horizon_days: int, seed: int
) -> tuple[pd.DataFrame, Interval | None]:
    """Compare the finds in the cells with the highest rates with the looks they had."""
    rows: list[Mapping[str, object]] = []
    sums = np.zeros((4, cells))
    for back in range(1, JUDGED + 1):
        first = end - back * horizon_days
        before = looks[looks["day_number"] < first]
        here = looks[(looks["day_number"] >= first) & (looks["day_number"] < first + horizon_days)]
        if before.empty or here.empty:
            continue
        place = places(_rate(before, cells), seed=seed + back)
        visits = np.bincount(here["cell"], minlength=cells).astype(float)
        finds = np.bincount(here["cell"], weights=here["found"], minlength=cells).astype(float)
        for share in SHARES:
            top = _flag_looks(place, visits, share)
            rows.append(_hits(finds, visits, top) | {"method": "rate", "share": share})
        sums += [finds, visits, np.where(top, finds, 0.0), np.where(top, visits, 0.0)]
    if not sums[0].any():
        return judged_table(rows), None
    finds, visits, hits, spent = sums
    return judged_table(rows), share_gain((hits, finds), (spent, visits))


def _flag_looks(place: NDArray[int64], visits: FloatArray, share: float) -> NDArray[bool_]:
    """Flag the cells that come first among those visited, up to a share of the visits."""
    seen = np.flatnonzero(visits)
    top = np.zeros(len(visits), dtype=bool)
    top[seen] = flag_area(place[seen], visits[seen], share)
    return top


def _hits(finds: FloatArray, visits: FloatArray, top: NDArray[bool_]) -> dict[str, object]:
    seen, spent = visits > 0, float(visits[top].sum())
    return {
        "hits": finds[top].sum(),
        "events": finds.sum(),
        "by_chance": finds.sum() * spent / visits.sum(),
        "most": most_events(finds[seen], visits[seen], spent),
    }

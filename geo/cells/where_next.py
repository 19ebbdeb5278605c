"""Where the next reports will come from: Poisson regression on earlier counts, or plain counts.

On Chicago's complaints a regression on lagged and smoothed counts points out more of what comes
than the 12-month count, and twice as much as Gi*, which is for significance (ADR 0031).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.units import DAYS_PER_YEAR
from geo.cells.forecast import (
    DEFAULT_HORIZON_DAYS,
    Forecast,
    areas_of,
    check_horizon,
    ranked,
    rows_before,
)
from geo.cells.forecast_words import BY_REGRESSION, say_left_out, say_reports
from geo.cells.lags import Record, day_number
from geo.cells.rolling import Past, judge, judged_table
from geo.cells.smoothing import smoothing_of

if TYPE_CHECKING:
    from datetime import date

    from numpy import float64
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from geo.cells.forecast_words import Because
    from geo.evaluate import Interval

    FloatArray = NDArray[float64]

LEAST_YEARLY = 1.0
"""Events per cell and year below which a regression has too little to learn from."""


def where_next(
    events: pd.DataFrame,
    cells: pd.DataFrame,
    weights: csr_array,
    *,
    as_of: date,
    horizon_days: int = DEFAULT_HORIZON_DAYS,
    seed: int = 0,
) -> Forecast:
    """
    Expect so many reports in each cell in the coming days, and say how right that was before.

    Reports are what others told (complaints, alarms, accidents); of finds of patrols see
    :func:`geo.cells.where_finds.where_next_finds`.

    Parameters
    ----------
    events
        One row per report: ``day`` and ``cell_id``. Rows on or after the day, without a day or in
        no listed cell are counted and left out.
    cells
        Index ``cell_id``, each once; column ``area_km2``, > 0.
    weights
        Shape ``(n, n)``, in the order of ``cells``: 1 for each neighbour and the cell itself.
    as_of
        First day of the period; only what is dated before it is known.
    horizon_days
        Length of the period, >= 1.
    seed
        Of the order of tied cells.

    Raises
    ------
    InputError
        If a column is missing, a cell is listed twice or an area is not above 0.
    ShapeError
        If ``weights`` does not fit the cells.
    DegenerateInputError
        If a cell is missing from its own neighbourhood.
    ConfigError
        If ``horizon_days`` is below 1.
    """
    check_horizon(horizon_days)
    end, area = day_number(as_of), areas_of(cells)
    known = rows_before(events, cells.index, end)
    smoothing = smoothing_of(list(cells.index), weights)
    days, places = known.kept["day_number"], known.kept["cell"]
    record = Record.of(days.to_numpy(), places.to_numpy(), len(cells))
    if not len(record.day):
        answer = _Answer("none", np.zeros(len(cells)), judged_table([]), None)
    else:
        past = Past.of(record, smoothing, end=end, horizon_days=horizon_days)
        answer = _answer(past, area, seed=seed)
    place, is_top = ranked(answer.expected / area, area, cells.index, seed=seed)
    why = say_reports(answer.because, answer.gain, answer.judged, horizon_days)
    return Forecast(
        expected=pd.Series(answer.expected, index=cells.index, name="expected"),
        place=place,
        is_top=is_top,
        method="poisson" if answer.because in BY_REGRESSION else "count",
        why=why + say_left_out(known.counted),
        judged=answer.judged,
        gain=answer.gain,
        counted=known.counted,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Answer:
    """What is expected of each cell, by the method that was chosen, and why that one."""

    because: Because
    expected: FloatArray
    judged: pd.DataFrame
    gain: Interval | None


def _answer(past: Past, area: FloatArray, *, seed: int) -> _Answer:
    """Use the regression where there is enough to learn from, and it was no worse before."""
    is_thin = past.carried_on(0).mean() * (DAYS_PER_YEAR / past.horizon_days) < LEAST_YEARLY
    regression = None if is_thin else past.regression(0)
    judgement = judge(past, regression, area, seed=seed)
    because: Because = "thin" if is_thin else "short"
    if regression is not None:
        because = _verdict(judgement.gain)
    if regression is None or because == "worse":
        expected = past.carried_on(0)
    else:
        expected = regression.expected(past.columns[0])
    return _Answer(because, expected, judgement.table, judgement.gain)


def _verdict(gain: Interval | None) -> Because:
    if gain is None:
        return "unjudged"
    if gain.is_above_zero:
        return "better"
    return "worse" if gain.is_below_zero else "unclear"

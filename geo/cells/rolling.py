"""Forecasts as they would have been made before, a period apart, and what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.units import DAYS_PER_YEAR
from geo.cells.forecast import TOP_SHARE
from geo.cells.lags import lag_columns, last_year
from geo.cells.poisson import fit_poisson
from geo.evaluate import flag_area, most_events, places, share_gain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy import float64
    from numpy.typing import NDArray

    from geo.cells.lags import Record
    from geo.cells.poisson import Poisson
    from geo.cells.smoothing import Smoothing
    from geo.evaluate import Interval

    FloatArray = NDArray[float64]

TRAINED, LEAST_TRAINED = 6, 2
"""Earlier periods that a regression is fitted to, at most and at least."""
JUDGED = 6
"""Earlier periods that a forecast is judged on, at most."""
_MOST_TRAINED = 30_000
"""Cells that a regression learns from in each period: sixteen weights need no more."""
SHARES = (0.01, TOP_SHARE)
_LEAST_BEHIND_DAYS = 30
"""Days on record before a period that a regression may learn from or be judged on."""
_COLUMNS = ["method", "share", "pai", "pei", "hit_share", "hits", "events", "windows"]


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """
    A town's record, described on the day of a forecast and on earlier days, a period apart.

    Attributes
    ----------
    record
        At least one event.
    end
        Number of the day of the forecast.
    horizon_days
        Length of a period.
    columns
        What was known of each cell on day ``end - back * horizon_days``, by ``back``.
    """

    record: Record
    end: int
    horizon_days: int
    columns: Sequence[FloatArray]

    @classmethod
    def of(
        cls,
        record: Record,
        smoothing: Smoothing,
        *,
        end: int,
        horizon_days: int,
        judged: int = JUDGED,
    ) -> Past:
        """Describe the day and as many before it as are wanted and the record reaches back to."""
        behind = (end - record.first - _LEAST_BEHIND_DAYS) // horizon_days
        reach = min(max(behind, 0), TRAINED + judged)
        days = (end - back * horizon_days for back in range(reach + 1))
        return cls(record, end, horizon_days, [lag_columns(record, day, smoothing) for day in days])

    def day(self, back: int) -> int:
        """Give the day that lies so many periods back."""
        return self.end - back * self.horizon_days

    def outcome(self, back: int) -> FloatArray:
        """Count the events of each cell in the period that began so many periods back."""
        return self.record.count(self.day(back), self.day(back - 1))

    def carried_on(self, back: int) -> FloatArray:
        """Expect as many as in the 12 months before, or in the record where it is shorter."""
        day = self.day(back)
        known_days = min(max(day - self.record.first, 1), DAYS_PER_YEAR)
        return last_year(self.record, day) * (self.horizon_days / known_days)

    def regression(self, back: int, start: Poisson | None = None) -> Poisson | None:
        """
        Fit to the periods that were over by then.

        Returns
        -------
        regression
            ``None`` where too few periods, or none with an event, were over.
        """
        known = range(back + 1, min(back + TRAINED, len(self.columns) - 1) + 1)
        some = _some_cells(self.record.cells)
        blocks = [(self.columns[one][some], self.outcome(one)[some]) for one in known]
        if len(blocks) < LEAST_TRAINED or not any(count.any() for _, count in blocks):
            return None
        return fit_poisson(blocks, start=start)

    def forecasts(self, first: Poisson | None) -> Iterator[tuple[int, Mapping[str, FloatArray]]]:
        """Foresee each judged period by both methods, or by counts alone without a regression."""
        fit = first
        for back in range(1, min(JUDGED, len(self.columns) - 1) + 1):
            made = {"count": self.carried_on(back)}
            if fit is not None:
                fit = self.regression(back, fit)
                if fit is None:
                    return
                made["poisson"] = fit.expected(self.columns[back])
            yield back, made


def _some_cells(cells: int) -> NDArray[np.intp] | slice:
    """Choose the cells that a regression learns from: all, or enough of a very large area."""
    if cells <= _MOST_TRAINED:
        return slice(None)
    return np.random.default_rng(0).choice(cells, size=_MOST_TRAINED, replace=False)


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """
    What came of earlier forecasts.

    Attributes
    ----------
    table
        ``judged`` of :class:`geo.cells.forecast.Forecast`.
    gain
        As there; ``None`` without a regression or without an event in the judged periods.
    """

    table: pd.DataFrame
    gain: Interval | None


def judge(past: Past, regression: Poisson | None, area: FloatArray, *, seed: int) -> Judgement:
    """
    Judge the regression and the 12-month count on the same earlier periods.

    Parameters
    ----------
    regression
        Of the day of the forecast; ``None`` judges the counts alone.
    area
        Shape ``(n,)``, > 0.
    """
    rows: list[dict[str, object]] = []
    flagged: dict[tuple[str, float], FloatArray] = {}
    events = np.zeros(len(area))
    for back, made in past.forecasts(regression):
        outcome = past.outcome(back)
        events += outcome
        for method, expected in made.items():
            place = places(expected / area, seed=seed + back)
            for share in SHARES:
                top = flag_area(place, area, share)
                rows.append(_hits(outcome, area, top) | {"method": method, "share": share})
                hits = flagged.setdefault((method, share), np.zeros(len(area)))
                hits += np.where(top, outcome, 0.0)
    gain = None
    if regression is not None and events.any():
        poisson, count = flagged["poisson", TOP_SHARE], flagged["count", TOP_SHARE]
        gain = share_gain((poisson, events), (count, events))
    return Judgement(judged_table(rows), gain)


def _hits(outcome: FloatArray, area: FloatArray, top: NDArray[np.bool_]) -> dict[str, object]:
    flagged_area = float(area[top].sum())
    return {
        "hits": outcome[top].sum(),
        "events": outcome.sum(),
        "by_chance": outcome.sum() * flagged_area / area.sum(),
        "most": most_events(outcome, area, flagged_area),
    }


def judged_table(rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """
    Sum up what came of each period.

    Parameters
    ----------
    rows
        One per period, method and share: ``method``, ``share``, ``hits``, ``events``,
        ``by_chance`` (hits of as much area or as many visits drawn at random), ``most`` (hits of
        the best choice of as much).

    Returns
    -------
    table
        ``judged`` of :class:`geo.cells.forecast.Forecast`: figures over all periods together, so
        that a quiet period weighs less.
    """
    if not rows:
        return pd.DataFrame(columns=_COLUMNS)
    by_kind = pd.DataFrame(list(rows)).groupby(["method", "share"], sort=True)
    table = by_kind[["hits", "events", "by_chance", "most"]].sum()
    table["windows"] = by_kind.size()
    for name, over in (("pai", "by_chance"), ("pei", "most"), ("hit_share", "events")):
        table[name] = table["hits"] / table[over].where(table[over] > 0)
    return table.reset_index().astype({"hits": "int64", "events": "int64"})[_COLUMNS]

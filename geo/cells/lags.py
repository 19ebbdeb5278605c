"""How many events each cell and its surroundings had, by how long ago: what a forecast learns from.

Only events before the day count. Each event fades at five speeds at once, and a regression decides
how much each speed is worth; that foresaw more than counts of whole spans of days (ADR 0031).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.units import DAYS_PER_YEAR

if TYPE_CHECKING:
    from datetime import date

    from numpy import float64, int64
    from numpy.typing import NDArray

    from geo.cells.smoothing import Smoothing

    FloatArray = NDArray[float64]

FADING_DAYS = (7.0, 30.0, 90.0, 365.0, 1000.0)
"""Days after which an event counts for 1/e: a week of the same trouble up to a place's habit."""
WIDTHS_CELLS = (0.0, 1.0, 3.0)
"""Standard deviations of what counts around a cell; 0 is the cell alone."""


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """
    Events of a town in the order of their days.

    Attributes
    ----------
    day
        Shape ``(m,)``, ascending: day numbers, whole.
    cell
        Shape ``(m,)``: place of each event's cell, 0 to ``cells - 1``.
    cells
        How many cells there are.
    """

    day: NDArray[int64]
    cell: NDArray[int64]
    cells: int

    @classmethod
    def of(cls, day: NDArray[int64], cell: NDArray[int64], cells: int) -> Record:
        """Put events in the order of days."""
        order = np.argsort(day, kind="stable")
        return cls(day[order], cell[order], cells)

    @property
    def first(self) -> int:
        """Day of the first event; asks for one."""
        return int(self.day[0])

    def count(self, start: int | None, end: int) -> FloatArray:
        """
        Count the events of each cell from one day up to, not including, another.

        Parameters
        ----------
        start
            ``None`` is the beginning of the record.

        Returns
        -------
        events
            Shape ``(cells,)``, >= 0.
        """
        low = 0 if start is None else int(np.searchsorted(self.day, start))
        high = int(np.searchsorted(self.day, end))
        return np.bincount(self.cell[low:high], minlength=self.cells).astype(float)

    def faded(self, day: int, fading_days: float) -> FloatArray:
        """
        Add up what is left of the events before a day.

        Parameters
        ----------
        fading_days
            An event of age ``a`` days counts ``exp(-a / fading_days)``; it happened at noon.

        Returns
        -------
        events
            Shape ``(cells,)``, >= 0.
        """
        high = int(np.searchsorted(self.day, day))
        left = np.exp(-(day - 0.5 - self.day[:high]) / fading_days)
        return np.bincount(self.cell[:high], weights=left, minlength=self.cells).astype(float)


def day_number(day: date) -> int:
    """Give the number of a day: days since 1970-01-01."""
    return (pd.Timestamp(day) - pd.Timestamp(0)).days


def last_year(record: Record, day: int) -> FloatArray:
    """Count the events of each cell in the 365 days before a day, shape ``(cells,)``."""
    return record.count(day - DAYS_PER_YEAR, day)


def lag_columns(record: Record, day: int, smoothing: Smoothing) -> FloatArray:
    """
    Describe each cell by what happened in it and around it before a day.

    Returns
    -------
    columns
        Shape ``(cells, 16)``: ``log(1 + events)``, faded at each speed and counted at each width,
        the speeds outermost; then ``log(1 + events per year)`` of the cell over the whole record.
    """
    columns = []
    for fading_days in FADING_DAYS:
        left = record.faded(day, fading_days)
        columns += [smoothing.around(left, width) for width in WIDTHS_CELLS]
    years = max(day - record.first, 1) / DAYS_PER_YEAR
    columns.append(record.count(None, day) / years)
    # A Gaussian of zeros may fall below zero by rounding.
    return np.log1p(np.maximum(np.column_stack(columns), 0.0))

"""How many events each cell and its surroundings had, by how long ago: what a forecast learns from.

Only events before the day count. The spans (0-30, 30-90, 90-365, 365-730 days, older) and widths
(the cell, 1 and 3 cells around it) are those of the notes on Chicago's complaints; see ADR 0031.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import NDArray

    from geo.cells.smoothing import Smoothing

    FloatArray = NDArray[float64]

YEAR_DAYS = 365
SPANS = ((0, 30), (30, 90), (90, 365), (365, 730), (730, None))
"""Days before the day, from and up to; ``None`` is the beginning of the record."""
WIDTHS_CELLS = (0.0, 1.0, 3.0)


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


def day_number(day: object) -> int:
    """Number a day: days since 1970-01-01."""
    return int(pd.Timestamp(str(day)).toordinal() - pd.Timestamp(0).toordinal())


def last_year(record: Record, day: int) -> FloatArray:
    """Count the events of each cell in the 365 days before a day, shape ``(cells,)``."""
    return record.count(day - YEAR_DAYS, day)


def lag_columns(record: Record, day: int, smoothing: Smoothing) -> FloatArray:
    """
    Describe each cell by what happened in it and around it before a day.

    Returns
    -------
    columns
        Shape ``(cells, 16)``: ``log(1 + events)`` for each span at each width, the spans outermost,
        then ``log(1 + events per year)`` of the cell over the whole record.
    """
    columns = []
    for newest, oldest in SPANS:
        counted = record.count(None if oldest is None else day - oldest, day - newest)
        columns += [smoothing.around(counted, width) for width in WIDTHS_CELLS]
    years = max(day - record.first, 1) / YEAR_DAYS
    columns.append(record.count(None, day) / years)
    # A Gaussian of zeros may fall below zero by rounding.
    return np.log1p(np.maximum(np.column_stack(columns), 0.0))

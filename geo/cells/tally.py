"""What is known of each grid cell: its sites, their risk, and the visits they had."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.schema import CELL, check_table, table_of
from data.words import GRADES
from geo.sites.history import fair_visits, shrunk_rate

if TYPE_CHECKING:
    from datetime import date

    from numpy import float64, int64
    from numpy.typing import NDArray

    from geo.cells.division import Division

_KINDS = {"enterprise": "enterprises", "idle_factory": "idle_factories"}


def sum_cells(
    division: Division,
    sites: pd.DataFrame,
    scores: pd.DataFrame,
    history: pd.DataFrame,
    *,
    as_of: date,
    severity: NDArray[float64] | None = None,
) -> pd.DataFrame:
    """
    Sum up sites, scores and visits by cell.

    Parameters
    ----------
    division
        Of these sites.
    sites
        Table by schema ``SITE``.
    scores
        Table by schema ``SCORE``; a site may be missing.
    history
        From ``geo.sites.history.site_history``, by site id in the order of ``sites``; a column
        ``overdue`` counts findings past their due date, and may be missing.
    severity
        Shape ``(sites,)``, >= 0: how bad a find would be, see ``geo.cells.harm``; ``None`` where
        nobody rated it, and there is no expected harm.

    Returns
    -------
    cells
        Index of ``division.cells``; columns ``sites``, one per kind and per grade, ``mean_risk``,
        ``max_risk``, ``worst_grade``, ``expected_harm``, ``visits``, ``finds``, ``expected``,
        ``overdue``, ``days_since`` and ``rate`` as in schema ``CELL``.

    Notes
    -----
    With ``O`` finds, ``E`` finds that the same teams would have had at ordinary places, and ``p``
    finds per visit over the town, ``rate`` is ``(O / E) p`` drawn to the mean of all cells where
    visits are few: :func:`geo.sites.history.fair_visits`, then
    :func:`geo.sites.history.shrunk_rate`.

    Expected harm is the sum of risk times severity over the sites with a score: where risk is a
    chance, the number of ordinary finds that would be as bad as what is to be expected here.
    """
    sums = _Sums(division)
    known = scores[["risk", "grade"]].reindex(sites.index)
    counted = {
        "sites": sums.of(np.ones(len(sites))),
        **{column: sums.where(sites["kind"] == kind) for kind, column in _KINDS.items()},
        **{grade: sums.where(known["grade"] == grade) for grade in GRADES},
        **_risks(sums, known["risk"].to_numpy(dtype=float), severity),
        **{name: sums.of(history[name].to_numpy(dtype=float)) for name in _summed(history)},
    }
    cells = pd.DataFrame(counted, index=division.cells.index)
    rate = shrunk_rate(cells["finds"].to_numpy(), _fair(cells))
    return cells.assign(
        worst_grade=_worst(cells), days_since=_days_since(sums, history["last"], as_of), rate=rate
    )


def _summed(history: pd.DataFrame) -> list[str]:
    return [name for name in ("visits", "finds", "expected", "overdue") if name in history]


def _fair(cells: pd.DataFrame) -> NDArray[float64]:
    columns = (cells[name].to_numpy(dtype=float) for name in ("finds", "visits", "expected"))
    return fair_visits(*columns)


class _Sums:
    """Sums over the sites of each cell; sites that are in none count nowhere."""

    def __init__(self, division: Division) -> None:
        self.count = len(division.cells)
        self.in_cell: NDArray[np.bool_] = division.place >= 0
        self.place: NDArray[int64] = division.place[self.in_cell]

    def of(self, values: NDArray[float64]) -> NDArray[float64]:
        """Add up, 0 where a cell has no site."""
        held = values[self.in_cell]
        return np.bincount(self.place, weights=held, minlength=self.count).astype(float)

    def where(self, is_so: pd.Series) -> NDArray[float64]:
        """Count the sites of which something is so."""
        return self.of(is_so.fillna(value=False).to_numpy(dtype=float))

    def highest(self, values: NDArray[np.float64], *, none: float) -> NDArray[float64]:
        """Give the highest value, ``none`` where a cell has no site."""
        top = np.full(self.count, none)
        np.maximum.at(top, self.place, values[self.in_cell])
        return top


def _risks(
    sums: _Sums, risk: NDArray[float64], severity: NDArray[float64] | None
) -> dict[str, NDArray[float64]]:
    scored = ~np.isnan(risk)
    count, known = sums.of(scored.astype(float)), np.where(scored, risk, 0.0)
    missing = np.where(count > 0, 1.0, np.nan)
    found = {
        "mean_risk": sums.of(known) / np.where(count > 0, count, np.nan),
        "max_risk": sums.highest(known, none=0.0) * missing,
    }
    if severity is not None:
        found["expected_harm"] = sums.of(known * severity) * missing
    return found


def _worst(cells: pd.DataFrame) -> NDArray[np.object_]:
    """Name the worst grade that any site of a cell has."""
    named = np.full(len(cells), None, dtype=object)
    for grade in reversed(GRADES):
        named[cells[grade].to_numpy() > 0] = grade
    return named


def _days_since(sums: _Sums, last: pd.Series, as_of: date) -> NDArray[float64]:
    day = last.to_numpy(dtype="datetime64[D]").astype(float)
    latest = sums.highest(np.where(last.isna(), -np.inf, day), none=-np.inf)
    today = float(np.datetime64(as_of, "D").astype("int64"))
    return np.where(np.isfinite(latest), today - latest, np.nan)


def cell_table(cells: pd.DataFrame) -> pd.DataFrame:
    """
    Give cells the columns and types of schema ``CELL``; columns that are not there are missing.

    Parameters
    ----------
    cells
        Index ``cell_id``; geometry among the columns.

    Raises
    ------
    TableError
        If a required column is missing or a value is out of its range.
    """
    nothing = [None] * len(cells)
    columns = {name: cells[name].tolist() if name in cells else nothing for name in CELL.names}
    return check_table(table_of({CELL.key: cells.index.tolist(), **columns}, CELL), CELL)

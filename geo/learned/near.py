"""What visits nearby found: a Gaussian average of neighbours' finds, the own site left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.spatial import cKDTree

from geo.learned.asof import DECAY_DAYS
from geo.learned.past import team_means
from geo.learned.timeline import Span
from geo.learned.visits import day_numbers

if TYPE_CHECKING:
    from numpy import bool_, float64, int64
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from geo.learned.past import Past

BANDWIDTHS_M = (400, 1200)
CUT = 2.5
"""In bandwidths: what lies farther away does not count."""
CELLS_PER_BANDWIDTH = 4
PRIOR_VISITS = 5.0


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """Where sites and rows lie: numbers of cells, and how much two cells count for each other."""

    of_visit: NDArray[int64]
    of_row: NDArray[int64]
    known_visit: NDArray[bool_]
    known_row: NDArray[bool_]
    kernel: csr_array


def neighbour_finds(past: Past, places: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """
    Compare what was found around each site with what the town, or the same teams, find anywhere.

    Positions are rounded to cells of a quarter of the bandwidth, so that the work grows with the
    built-up area and not with the pairs of sites.

    Parameters
    ----------
    places
        ``x_m`` and ``y_m`` by site name, metres, each site once.
    rows
        ``site``, ``freeze``, ``x_m``, ``y_m``: what is asked, and as of when.

    Returns
    -------
    near
        Index of ``rows``. ``near_400`` and ``near_1200``: finds per visit above those of the town;
        ``near_fair_400`` and ``near_fair_1200``: above those of the same teams. A visit counts
        ``exp(-(distance / bandwidth)**2 / 2)`` times ``exp(-days / 540)``, drawn to 0 by five
        visits; 0 where a position is not known.
    """
    columns: dict[str, NDArray[float64]] = {}
    for bandwidth_m in BANDWIDTHS_M:
        cells = _cells(past, places, rows, bandwidth_m / CELLS_PER_BANDWIDTH)
        over = _around(past, rows, cells)
        columns[f"near_{bandwidth_m}"], columns[f"near_fair_{bandwidth_m}"] = over
    return pd.DataFrame(columns, index=rows.index)


def _cells(past: Past, places: pd.DataFrame, rows: pd.DataFrame, size_m: float) -> _Cells:
    visits = places.reindex(past.line.sites)[["x_m", "y_m"]].to_numpy(dtype=float)[past.line.site]
    at_site = places.reindex(rows["site"])[["x_m", "y_m"]].set_axis(rows.index)
    asked = at_site.fillna(rows[["x_m", "y_m"]]).to_numpy(dtype=float)
    at = np.concatenate([visits, asked])
    known = np.isfinite(at).all(axis=1)
    corner = np.floor(np.where(known[:, None], at, 0.0) / size_m)
    cells, code = np.unique(corner, axis=0, return_inverse=True)
    code = code.ravel()
    cut = len(visits)
    return _Cells(code[:cut], code[cut:], known[:cut], known[cut:], _kernel(cells))


def _kernel(cells: NDArray[float64]) -> csr_array:
    """Weigh pairs of cells by their distance, each with itself 1; shape ``(c, c)``."""
    pairs = cKDTree(cells).query_pairs(CUT * CELLS_PER_BANDWIDTH, output_type="ndarray")
    apart = ((cells[pairs[:, 0]] - cells[pairs[:, 1]]) ** 2).sum(axis=1)
    weight = np.exp(-apart / (2 * CELLS_PER_BANDWIDTH**2))
    itself = np.arange(len(cells))
    row = np.concatenate([pairs[:, 0], pairs[:, 1], itself])
    column = np.concatenate([pairs[:, 1], pairs[:, 0], itself])
    value = np.concatenate([weight, weight, np.ones(len(cells))])
    return coo_array((value, (row, column)), shape=(len(cells), len(cells))).tocsr()


def _around(past: Past, rows: pd.DataFrame, cells: _Cells) -> NDArray[float64]:
    """Go through the different freezing days, shape ``(2, n)``: above the town, above the teams."""
    day = day_numbers(rows["freeze"])
    own = past.line.before(rows["site"], day)
    near = np.zeros((2, len(day)))
    for one in np.unique(day):
        at = np.flatnonzero((day == one) & cells.known_row)
        near[:, at] = _on_day(past, cells, one, at, Span(own.start[at], own.end[at]))
    return near


def _on_day(
    past: Past, cells: _Cells, day: int64, at: NDArray[int64], own: Span
) -> NDArray[float64]:
    earlier = (past.line.day < day) & cells.known_visit
    weight = np.where(earlier, np.exp(-np.abs(day - past.line.day) / DECAY_DAYS), 0.0)
    means = team_means(past, past.found, np.array([day]))[0]
    town, teams = weight * (past.found - means[-1]), weight * (past.found - means[past.team])
    sums = [
        np.bincount(cells.of_visit, one, cells.kernel.shape[0]) for one in (weight, town, teams)
    ]
    around = cells.kernel[cells.of_row[at]] @ np.column_stack(sums)
    mine = np.column_stack([past.line.sums(one, own) for one in (weight, town, teams)])
    mass, *over = (around - mine).T
    return np.asarray(np.array(over) / (np.maximum(mass, 0.0) + PRIOR_VISITS))

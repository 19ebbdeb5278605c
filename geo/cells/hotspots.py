"""Which cells are hotter than chance explains: Gi* of finds per visit, teams allowed for.

Ord and Getis (1995), Local spatial autocorrelation statistics: distributional issues and an
application, doi:10.1111/j.1538-4632.1995.tb00912.x. Several cells are judged at once, so p values
are corrected after Benjamini and Hochberg (1995), doi:10.1111/j.2517-6161.1995.tb02031.x.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import ndtr

from data.crs import metric_crs
from data.errors import ConfigError, DegenerateInputError, ShapeError
from data.schema import CELL, as_table
from geo.cells.grid import DEFAULT_SIZE_M, assign_cells
from geo.cells.tally import cell_table, sum_cells
from geo.cells.weights import square_weights
from geo.sites.history import looks_before, site_history

if TYPE_CHECKING:
    from datetime import date

    from numpy import float64
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    FloatArray = NDArray[float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class HotspotParams:
    """
    What makes a cell a hotspot.

    Parameters
    ----------
    size_m
        Length of a cell's side, whole metres, > 0.
    min_near_visits
        Fewer visits than this in a cell and its neighbours say nothing, >= 1.
    hot99, hot95, hot90
        Highest corrected p value of each class, 0 < hot99 <= hot95 <= hot90 < 1. Cold cells are
        held to ``hot95``.

    Raises
    ------
    ConfigError
        If a value is outside its range.
    """

    size_m: int = DEFAULT_SIZE_M
    min_near_visits: int = 5
    hot99: float = 0.01
    hot95: float = 0.05
    hot90: float = 0.10

    def __post_init__(self) -> None:
        if self.size_m <= 0:
            raise ConfigError(
                f"Expected size_m > 0, got {self.size_m}.",
                zh=f"网格边长必须大于 0 米，现为 {self.size_m}。",
            )
        if self.min_near_visits < 1:
            raise ConfigError(
                f"Expected min_near_visits >= 1, got {self.min_near_visits}.",
                zh=f"min_near_visits 至少为 1，现为 {self.min_near_visits}。",
            )
        if not 0 < self.hot99 <= self.hot95 <= self.hot90 < 1:
            raise ConfigError(
                "Expected 0 < hot99 <= hot95 <= hot90 < 1, "
                f"got {self.hot99}, {self.hot95}, {self.hot90}.",
                zh="应有 0 < hot99 ≤ hot95 ≤ hot90 < 1,"
                f"现为 {self.hot99}、{self.hot95}、{self.hot90}。",
            )


DEFAULT_HOTSPOTS = HotspotParams()


def local_gi_star(values: FloatArray, weights: csr_array) -> FloatArray:
    """
    Score each cell by how unusual the weighted sum around it is.

    Parameters
    ----------
    values
        Shape ``(n,)``. Risk per cell, any unit, finite. The scale does not matter:
        the result is unchanged by ``a * values + b`` for ``a > 0``.
    weights
        Shape ``(n, n)``. Row ``i`` holds the weight of every cell in the
        neighbourhood of cell ``i``, the cell itself included (diagonal > 0).

    Returns
    -------
    scores
        Shape ``(n,)``, dimensionless z-scores. Positive is hotter than expected under
        spatial randomness, negative is colder. ``nan`` where the neighbourhood weights
        every cell alike, since its sum then cannot vary.

    Raises
    ------
    ShapeError
        If ``weights`` is not ``(n, n)``.
    DegenerateInputError
        If a value is not finite, a cell is missing from its own neighbourhood, or all
        values are equal.

    Examples
    --------
    >>> from scipy.sparse import diags_array
    >>> line = diags_array([1.0, 1.0, 1.0], offsets=[-1, 0, 1], shape=(5, 5), format="csr")
    >>> local_gi_star(np.array([0.0, 0.0, 0.0, 1.0, 1.0]), line).round(2).tolist()
    [-1.33, -2.0, -0.33, 1.33, 2.0]
    """
    _check(values, weights)
    n = values.size
    total = weights.sum(axis=1)
    squares = weights.multiply(weights).sum(axis=1)

    flat = np.isclose(n * squares, total**2)
    spread = np.where(flat, np.nan, n * squares - total**2)
    variance = values.var() * spread / (n - 1)
    scores: FloatArray = (weights @ values - values.mean() * total) / np.sqrt(variance)
    return scores


def _check(values: FloatArray, weights: csr_array) -> None:
    n = values.size
    if values.ndim != 1 or weights.shape != (n, n):
        raise ShapeError(
            f"Expected weights of shape ({n}, {n}) for values of shape {values.shape}, "
            f"got {weights.shape}."
        )
    if not np.isfinite(values).all():
        where = int(np.flatnonzero(~np.isfinite(values))[0])
        raise DegenerateInputError(f"Expected finite values, got {values[where]} in cell {where}.")
    if not (weights.diagonal() > 0).all():
        where = int(np.flatnonzero(~(weights.diagonal() > 0))[0])
        raise DegenerateInputError(f"Expected cell {where} in its own neighbourhood, it is not.")
    if not _varies(values):
        raise DegenerateInputError(f"Expected values that differ, got {n} equal value(s).")


def _varies(values: FloatArray) -> bool:
    """Tell whether values differ by more than rounding."""
    return values.size > 1 and not np.allclose(values, values[0], rtol=1e-12, atol=0.0)


def benjamini_hochberg(p: FloatArray) -> FloatArray:
    """
    Correct p values for having looked at many cells.

    Parameters
    ----------
    p
        Shape ``(n,)``, 0-1; ``nan`` where nothing was tested.

    Returns
    -------
    q
        Shape ``(n,)``, 0-1: the smallest false discovery rate at which the cell counts; ``nan``
        where ``p`` is.

    References
    ----------
    Benjamini and Hochberg (1995), doi:10.1111/j.2517-6161.1995.tb02031.x.

    Examples
    --------
    >>> benjamini_hochberg(np.array([0.01, 0.04, 0.03, np.nan])).round(3).tolist()
    [0.03, 0.04, 0.04, nan]
    """
    q = np.full(p.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    scaled = p[order] * len(order) / np.arange(1, len(order) + 1)
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q


def find_hotspots(
    sites: pd.DataFrame,
    scores: pd.DataFrame,
    inspections: pd.DataFrame,
    *,
    as_of: date,
    params: HotspotParams = DEFAULT_HOTSPOTS,
) -> pd.DataFrame:
    """
    Put sites on the grid and say which cells are hot, cold, plain, or hardly visited.

    The statistic is Gi* of finds per visit of an average team (see ``geo.cells.tally.sum_cells``),
    drawn to the town's mean where visits are few. It is never of raw counts: places that are
    visited more often, or by a stricter team, are not hotter for it.

    Parameters
    ----------
    sites, scores, inspections
        Tables by schema ``SITE``, ``SCORE`` and ``INSPECTION``. Visits to places that are not in
        ``sites`` count nowhere, and neither do visits that saw nothing (closed, absent, refused).
    as_of
        Only visits before this day count.
    params
        Cell size and levels.

    Returns
    -------
    cells
        Table by schema ``CELL``: every cell with a site in it, in the order of ids. ``z`` and ``q``
        are missing where the class is ``few``, and where the statistic has no answer.
    """
    if sites.empty:
        return as_table([], CELL)
    crs = metric_crs(sites["lon_deg"])
    names = assign_cells(sites["lon_deg"], sites["lat_deg"], crs=crs, size_m=params.size_m)
    history = site_history(looks_before(inspections, as_of), sites.index)
    cells = sum_cells(pd.Series(names, index=sites.index), scores, history, as_of=as_of)
    return cell_table(cells.join(_statistic(cells, params)))


def _statistic(cells: pd.DataFrame, params: HotspotParams) -> pd.DataFrame:
    """Judge each cell by its neighbourhood."""
    weights = square_weights(list(cells.index))
    near_visits = weights @ cells["visits"].to_numpy(float)
    rate = cells["rate"].to_numpy(float)
    enough = near_visits >= params.min_near_visits
    z = np.full(len(cells), np.nan)
    if np.isfinite(rate).all() and _varies(rate):
        z = np.where(enough, local_gi_star(rate, weights), np.nan)
    q = benjamini_hochberg(2.0 * ndtr(-np.abs(z)))
    return pd.DataFrame(
        {"near_visits": near_visits, "z": z, "q": q, "class": _classes(z, q, enough, params)},
        index=cells.index,
    )


def _classes(
    z: FloatArray, q: FloatArray, enough: NDArray[np.bool_], params: HotspotParams
) -> NDArray[np.object_]:
    """Name the class of each cell; the first that applies counts."""
    hot = z > 0
    chosen = np.select(
        [
            ~enough,
            hot & (q <= params.hot99),
            hot & (q <= params.hot95),
            hot & (q <= params.hot90),
            (z < 0) & (q <= params.hot95),
        ],
        ["few", "hot99", "hot95", "hot90", "cold"],
        default="plain",
    )
    return chosen.astype(object)

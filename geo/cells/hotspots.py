"""Cells of a town with what is known of each, and which are hot: teams allowed for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from data.crs import metric_crs
from data.errors import ConfigError
from data.schema import CELL, as_table
from geo.cells.grid import DEFAULT_SIZE_M, assign_cells
from geo.cells.significance import judge_cells
from geo.cells.tally import cell_table, sum_cells
from geo.cells.weights import square_weights
from geo.sites.history import looks_before, site_history

if TYPE_CHECKING:
    from datetime import date


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
    judged = judge_cells(cells, square_weights(list(cells.index)), params=params)
    return cell_table(cells.join(judged))

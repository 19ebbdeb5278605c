"""Cells of a town with what is known of each, and which are hot: teams allowed for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from data.errors import ConfigError
from data.findings import is_overdue
from data.schema import CELL, as_table
from geo.cells.harm import site_severity
from geo.cells.significance import judge_cells
from geo.cells.tally import cell_table, sum_cells
from geo.sites.history import looks_before, site_history

if TYPE_CHECKING:
    from datetime import date

    from geo.cells.division import Division


@dataclass(frozen=True, slots=True, kw_only=True)
class HotspotParams:
    """
    What makes a cell a hotspot.

    Parameters
    ----------
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

    min_near_visits: int = 5
    hot99: float = 0.01
    hot95: float = 0.05
    hot90: float = 0.10

    def __post_init__(self) -> None:
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


def find_hotspots(  # noqa: PLR0913 - four tables, a day, the cut, the levels
    sites: pd.DataFrame,
    scores: pd.DataFrame,
    inspections: pd.DataFrame,
    *,
    as_of: date,
    division: Division,
    params: HotspotParams = DEFAULT_HOTSPOTS,
    findings: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """
    Say what is known of every cell, and which are hot, cold, plain, or hardly visited.

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
    division
        Of these sites; from ``geo.cells.division``. Sites that it leaves out are in no cell.
    params
        Levels.
    findings
        Table by schema ``FINDING``, for those past their due date; ``None`` leaves them missing.

    Returns
    -------
    cells
        Table by schema ``CELL``: every cell of the division, in the order of ids. ``z`` and ``q``
        are missing where the class is ``few``, and where the statistic has no answer. Keepers, the
        trend, alerts, beats and what comes next are for others to add.
    """
    if division.cells.empty:
        return as_table([], CELL)
    history = site_history(looks_before(inspections, as_of), sites.index)
    if findings is not None:
        late = findings[is_overdue(findings, as_of)].groupby("site_id").size()
        history = history.assign(overdue=late.reindex(sites.index, fill_value=0))
    cells = sum_cells(division, sites, scores, history, as_of=as_of, severity=site_severity(sites))
    judged = judge_cells(cells, division.weights, params=params)
    return cell_table(pd.concat([division.cells, cells, judged], axis="columns"))

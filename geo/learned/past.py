"""Past visits in order, and what each team finds on average before a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.learned.timeline import build_timeline

if TYPE_CHECKING:
    from numpy import bool_, float64, int64
    from numpy.typing import NDArray

    from geo.learned.timeline import Timeline
    from geo.learned.visits import Visits

TEAM_PRIOR_VISITS = 20.0
"""A team's mean is drawn to the town's by as many visits."""


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """
    Past visits by site and day, with what each of them found.

    Attributes
    ----------
    line
        The visits in order; all arrays below follow it.
    found
        Shape ``(n,)``, 0 or 1.
    team
        Shape ``(n,)``, position in ``teams``; ``len(teams)`` where unknown.
    teams
        Names of the teams, sorted.
    by_day
        Shape ``(n,)``: the visits in the order of their days.
    """

    line: Timeline
    found: NDArray[float64]
    team: NDArray[int64]
    teams: pd.Index
    by_day: NDArray[int64]

    def totals_before(
        self, values: NDArray[float64], day: NDArray[int64], kept: NDArray[bool_] | None = None
    ) -> tuple[NDArray[float64], NDArray[int64]]:
        """
        Add up ``values`` over all visits before each day.

        Parameters
        ----------
        values
            Shape ``(n,)``, finite, in the order of ``line``.
        day
            Shape ``(m,)``, days since 1970.
        kept
            Shape ``(n,)``: only these visits.

        Returns
        -------
        total, count
            Shape ``(m,)`` each.
        """
        order = self.by_day if kept is None else self.by_day[kept[self.by_day]]
        before = np.searchsorted(self.line.day[order], day)
        total = np.concatenate([[0.0], np.cumsum(values[order])])[before]
        return total, before


def read_past(past: Visits) -> Past:
    """Sort visits whose outcomes are known."""
    line = build_timeline(past.rows)
    teams = pd.Index(past.rows["team"].dropna().unique()).sort_values()
    team = np.asarray(teams.get_indexer(past.rows["team"]), dtype=np.int64)
    team = np.where(team < 0, len(teams), team)[line.order]
    found = past.rows["found"].to_numpy(dtype=float)[line.order]
    return Past(line, found, team, teams, np.argsort(line.day, kind="stable"))


def team_means(past: Past, values: NDArray[float64], day: NDArray[int64]) -> NDArray[float64]:
    """
    Give the mean of ``values`` per visit of each team before each day.

    Parameters
    ----------
    values
        Shape ``(n,)``, finite, one a past visit in the order of the line.
    day
        Shape ``(m,)``, days since 1970.

    Returns
    -------
    means
        Shape ``(m, teams + 1)``. Every team's is drawn to the town's by 20 visits, and an unknown
        team, the last column, has the town's; 0 before the first visit of all.
    """
    days, back = np.unique(day, return_inverse=True)
    total, count = past.totals_before(values, days)
    town = total / np.maximum(count, 1)
    means = np.tile(town[:, None], (1, len(past.teams) + 1))
    for team in range(len(past.teams)):
        total, count = past.totals_before(values, days, past.team == team)
        means[:, team] = (total + TEAM_PRIOR_VISITS * town) / (count + TEAM_PRIOR_VISITS)
    return np.asarray(means[back])


def expected_at(past: Past, values: NDArray[float64]) -> NDArray[float64]:
    """
    Give for each past visit the mean of its team before the month of the visit, shape ``(n,)``.

    What is compared with it is a site's own doing rather than the team's.
    """
    months = past.line.day.astype("datetime64[D]").astype("datetime64[M]")
    starts = months.astype("datetime64[D]").astype(np.int64)
    means = team_means(past, values, starts)
    return np.asarray(means[np.arange(len(starts)), past.team])

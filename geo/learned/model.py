"""A model learned from past visits: fitted as of one day, scoring what comes on or after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from geo.learned.design import fit_design
from geo.learned.facts import describe
from geo.learned.ridge import fit_ridge
from geo.learned.visits import past_visits

if TYPE_CHECKING:
    from datetime import date

    from numpy import float64
    from numpy.typing import NDArray

    from geo.learned.calibration import Calibration
    from geo.learned.design import Design
    from geo.learned.ridge import Ridge
    from geo.learned.visits import TeamMode, Visits

Kind = Literal["ridge", "boosted", "blend"]

LEAST_PENALTY, PENALTY_PER_LABEL = 200.0, 0.05
"""Ridge of the facts: more labels do not make next month more like the last ones."""
TEAM_PENALTY = 20.0
"""Ridge of the teams: loose, so that what differs between teams is theirs and not their sites'."""
TEAM = ("team", "team")


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """
    Scores of rows; everything has the index of the rows.

    Attributes
    ----------
    logit
        The model's own, before calibration.
    risk
        Chance that a visit finds something, 0-1, calibrated.
    spread
        Standard deviation of the logit that the data leave open, >= 0.
    contributions
        A column for each fact, named by kind and name; with ``intercept`` they sum to ``logit``.
    intercept
        The logit of an average training row, the average team included.
    facts
        What was known of each row.
    """

    logit: pd.Series
    risk: pd.Series
    spread: pd.Series
    contributions: pd.DataFrame
    intercept: float
    facts: pd.DataFrame


@dataclass(frozen=True, slots=True, eq=False)
class Core:
    """
    The fitted part of a model, which knows nothing of calendars.

    Attributes
    ----------
    design, ridge
        Facts as columns; their weights, those of the teams behind them.
    teams, shares
        Names of the teams in training and the share of training rows of each.
    team_mode
        What becomes of the team when scoring.
    """

    design: Design
    ridge: Ridge
    teams: pd.Index
    shares: NDArray[float64]
    team_mode: TeamMode

    def contributions(self, facts: pd.DataFrame, team: pd.Series) -> pd.DataFrame:
        """Give what each fact adds to the logit; with the intercept they are all of it."""
        return self._grouped(self.design.matrix(facts), facts.index, team)

    def _grouped(
        self, x: NDArray[float64], index: pd.Index, team: pd.Series
    ) -> pd.DataFrame:
        parts = x * self.ridge.weight[: x.shape[1]]
        owner = np.eye(len(self.design.facts))[self.design.owner]
        columns = pd.MultiIndex.from_tuples(self.design.facts, names=["kind", "name"])
        table = pd.DataFrame(parts @ owner, index=index, columns=columns)
        if self.team_mode == "known":
            table[TEAM] = team_columns(team, self.teams, self.shares) @ self.ridge.weight[x.shape[1] :]
        return table

    def spread(self, facts: pd.DataFrame) -> NDArray[float64]:
        """Give the standard deviation of each logit, the team held at its average."""
        x = self.design.matrix(facts)
        return self.ridge.spread(np.column_stack([x, np.zeros((len(x), len(self.teams)))]))


def team_columns(
    team: pd.Series, teams: pd.Index, shares: NDArray[float64]
) -> NDArray[float64]:
    """Give one column a team, centred on its share; all 0 where the team is not known."""
    code = teams.get_indexer(team)
    columns = np.eye(len(teams) + 1)[code][:, :-1] - shares
    columns[code < 0] = 0.0
    return np.asarray(columns)


def fit_core(facts: pd.DataFrame, rows: pd.DataFrame, *, team_mode: TeamMode) -> Core:
    """
    Fit to facts whose outcomes are known.

    Parameters
    ----------
    facts
        As from :func:`geo.learned.facts.describe`.
    rows
        ``found`` (0 or 1) and ``team`` of the same rows.
    """
    design = fit_design(facts)
    x = design.matrix(facts)
    team = rows["team"] if team_mode != "ignore" else rows["team"].where(False)
    shares = team.value_counts(normalize=True).sort_index()
    names = pd.Index(shares.index)
    columns = team_columns(team, names, shares.to_numpy())
    group = np.repeat([0, 1], [x.shape[1], columns.shape[1]])
    penalty = np.array([max(LEAST_PENALTY, PENALTY_PER_LABEL * len(x)), TEAM_PENALTY])
    found = rows["found"].to_numpy(dtype=float)
    ridge = fit_ridge(np.column_stack([x, columns]), found, group, penalty)
    return Core(design, ridge, names, shares.to_numpy(), team_mode)


@dataclass(frozen=True, slots=True, eq=False)
class FittedModel:
    """
    A model as of one day.

    Attributes
    ----------
    origin
        It knows nothing dated on or after this day.
    kind
        Ridge, boosted, or the mean of the two.
    core
        The fitted part.
    calibration
        From the logit to the chance.
    """

    origin: date
    kind: Kind
    core: Core
    calibration: Calibration

    def score(self, ahead: Visits, history: Visits) -> Scored:
        """
        Score rows as of the model's own day.

        Parameters
        ----------
        ahead
            Rows to score; their outcomes, and those of each other, are never looked at.
        history
            Visits on record; those on or after the origin are not looked at either.
        """
        past = past_visits(history, self.origin)
        freeze = pd.Series(pd.Timestamp(self.origin), index=ahead.rows.index)
        facts = describe(ahead, past, freeze)
        table = self.core.contributions(facts, ahead.rows["team"])
        intercept = self.core.ridge.intercept
        logit = table.sum(axis="columns") + intercept
        risk = self.calibration.risk(logit.to_numpy())
        spread = pd.Series(self.core.spread(facts), index=facts.index)
        return Scored(
            logit, pd.Series(risk, index=facts.index), spread, table, intercept, facts
        )

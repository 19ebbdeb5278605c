"""What is fitted: weights and steps of facts, with the team beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from geo.learned.boosted import fit_steps
from geo.learned.design import fit_design
from geo.learned.ridge import fit_ridge

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    from geo.learned.boosted import Steps
    from geo.learned.design import Design
    from geo.learned.ridge import Ridge
    from geo.learned.visits import TeamMode

Kind = Literal["ridge", "boosted", "blend"]
"""Weights, boosted steps, or the mean of both on the logit."""

LEAST_PENALTY, PENALTY_PER_LABEL = 200.0, 0.05
"""Ridge of the facts: more labels do not make next month more like the last ones."""
TEAM_PENALTY = 20.0
"""Ridge of the teams: loose, so that what differs between teams is theirs and not their sites'."""
TEAM = ("team", "team")
_STEPS_SHARE = {"ridge": 0.0, "boosted": 1.0, "blend": 0.5}


@dataclass(frozen=True, slots=True, eq=False)
class Core:
    """
    The fitted part of a model, which knows nothing of calendars.

    Attributes
    ----------
    design, ridge, steps
        Facts as columns; their weights; their steps (``None`` in a pure ridge). The columns of the
        teams stand behind those of the facts.
    steps_share
        Share of the steps in the logit, 0-1.
    teams, shares
        Names of the teams in training and the share of training rows of each.
    team_mode
        What becomes of the team when scoring.
    """

    design: Design
    ridge: Ridge
    steps: Steps | None
    steps_share: float
    teams: pd.Index
    shares: NDArray[float64]
    team_mode: TeamMode

    @property
    def intercept(self) -> float:
        """Give the logit of an average training row, the average team included."""
        weighed = (1.0 - self.steps_share) * self.ridge.intercept
        return weighed + (self.steps_share * self.steps.intercept if self.steps else 0.0)

    def contributions(self, facts: pd.DataFrame, team: pd.Series) -> pd.DataFrame:
        """
        Give what each fact adds to the logit; with the intercept they are all of it.

        The team is a column of its own where it counts as known. Otherwise it is the average team
        for every row: nothing on top of the intercept.
        """
        x = self.design.matrix(facts)
        teams = team_columns(team, self.teams, self.shares)
        parts = self._parts(np.column_stack([x, teams]))
        owner = np.eye(len(self.design.facts))[self.design.owner]
        columns = pd.MultiIndex.from_tuples(self.design.facts, names=["kind", "name"])
        table = pd.DataFrame(parts[:, : x.shape[1]] @ owner, index=facts.index, columns=columns)
        if self.team_mode == "known":
            is_known = self.teams.get_indexer(pd.Index(team)) >= 0
            table[TEAM] = parts[:, x.shape[1] :].sum(axis=1) * is_known
        return table

    def _parts(self, x: NDArray[float64]) -> NDArray[float64]:
        weighed = (1.0 - self.steps_share) * x * self.ridge.weight
        return weighed + self.steps_share * self.steps.parts(x) if self.steps else weighed

    def logit(self, facts: pd.DataFrame, team: pd.Series) -> pd.Series:
        """Give the score of each row before calibration."""
        return self.contributions(facts, team).sum(axis="columns") + self.intercept

    def spread(self, facts: pd.DataFrame) -> NDArray[float64]:
        """
        Give the standard deviation of each logit, the team held at its average.

        It is the ridge's, by Laplace's approximation, whatever the kind: trees tell none.
        """
        x = self.design.matrix(facts)
        return self.ridge.spread(np.column_stack([x, np.zeros((len(x), len(self.teams)))]))


def team_columns(team: pd.Series, teams: pd.Index, shares: NDArray[float64]) -> NDArray[float64]:
    """Give one column a team, centred on its share; all 0 where the team is not known."""
    code = np.asarray(teams.get_indexer(pd.Index(team)))
    columns = np.eye(len(teams) + 1)[code][:, :-1] - shares
    columns[code < 0] = 0.0
    return np.asarray(columns)


def fit_core(facts: pd.DataFrame, rows: pd.DataFrame, *, kind: Kind, team_mode: TeamMode) -> Core:
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
    team = rows["team"]
    counts = (team.iloc[:0] if team_mode == "ignore" else team).value_counts().sort_index()
    names = pd.Index(counts.index)
    shares = counts.to_numpy(dtype=float) / max(int(counts.sum()), 1)
    teams = team_columns(team, names, shares)
    full = np.column_stack([x, teams])
    group = np.repeat([0, 1], [x.shape[1], teams.shape[1]])
    penalty = np.array([max(LEAST_PENALTY, PENALTY_PER_LABEL * len(x)), TEAM_PENALTY])
    found = rows["found"].to_numpy(dtype=float)
    return Core(
        design=design,
        ridge=fit_ridge(full, found, group, penalty),
        steps=None if kind == "ridge" else fit_steps(full, found),
        steps_share=_STEPS_SHARE[kind],
        teams=names,
        shares=shares,
        team_mode=team_mode,
    )

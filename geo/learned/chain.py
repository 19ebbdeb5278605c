"""Forecasts of the past: each month scored by a model that knew only what came before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.errors import DegenerateInputError
from geo.evaluate import month_windows
from geo.learned.core import fit_core
from geo.learned.facts import describe
from geo.learned.model import FittedModel
from geo.learned.visits import freezing_days, past_visits, seen_teams
from geo.sigmoid import fit_sigmoid

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from geo.evaluate import Window
    from geo.learned.core import Core, Kind
    from geo.learned.visits import TeamMode, Visits
    from geo.sigmoid import Sigmoid


MONTHS = 24
EFOLD_DAYS = 180.0
"""A forecast this old counts e times less: the share of finds drifts from month to month."""
_OUTCOMES = 2
_KEPT = ["found", "day", "site", "team"]


@dataclass(frozen=True, slots=True, eq=False)
class Described:
    """
    Visits whose outcomes are known, each described as of the first day of its own month.

    One description serves every origin, since a row never sees anything after its freezing day.

    Attributes
    ----------
    past
        The visits, by day.
    facts
        What was known of each.
    """

    past: Visits
    facts: pd.DataFrame

    @classmethod
    def of(cls, visits: Visits, origin: date) -> Described:
        """Describe the visits before ``origin``."""
        past = past_visits(visits, origin)
        if past.rows["found"].nunique() < _OUTCOMES:
            labels, finds = len(past.rows), int(past.rows["found"].sum())
            raise DegenerateInputError(
                f"A model needs visits before {origin} with and without a find; there are "
                f"{labels} visits with {finds} finds.",
                zh=f"模型需要 {origin} 之前既有发现问题、也有未发现问题的检查；"
                f"现有 {labels} 次检查，其中 {finds} 次发现问题。",
            )
        return cls(past, describe(past, past, freezing_days(past.rows["day"], origin)))

    def core(self, first: pd.Timestamp, *, kind: Kind, team_mode: TeamMode) -> Core:
        """Fit to the visits before a day."""
        rows = self.past.rows[self.past.rows["day"] < first]
        return fit_core(self.facts.loc[rows.index], rows, kind=kind, team_mode=team_mode)

    def fit(self, *, origin: date, kind: Kind, team_mode: TeamMode) -> FittedModel:
        """Fit to all visits, calibrated on forecasts of past months."""
        forecasts = self.forecasts(self.months(origin), kind=kind, team_mode=team_mode)
        return self.calibrated(forecasts, origin=origin, kind=kind, team_mode=team_mode)

    def calibrated(
        self, forecasts: pd.DataFrame, *, origin: date, kind: Kind, team_mode: TeamMode
    ) -> FittedModel:
        """Fit to all visits, with forecasts that the same kind of model made of past months."""
        first = pd.Timestamp(origin)
        core = self.core(first, kind=kind, team_mode=team_mode)
        return FittedModel(origin, kind, core, calibrate(forecasts, first))

    def months(self, origin: date) -> tuple[Window, ...]:
        """Give the whole months that forecasts are made of: the last two years before a day."""
        days, end = self.past.rows["day"], pd.Timestamp(origin)
        return month_windows(days, count=MONTHS, step_months=1, end=end)

    def forecasts(
        self, windows: Sequence[Window], *, kind: Kind, team_mode: TeamMode
    ) -> pd.DataFrame:
        """
        Score the visits of each window by a model of what came before it.

        Returns
        -------
        forecasts
            Index: ids; ``logit``, ``found``, ``day``, ``site``, ``team``, ``window`` (number).
        """
        made = []
        for number, window in enumerate(windows):
            rows = self.past.rows[window.holds(self.past.rows["day"])]
            before = self.past.rows[self.past.rows["day"] < window.first]
            if before["found"].nunique() < _OUTCOMES:
                continue
            core = self.core(window.first, kind=kind, team_mode=team_mode)
            logit = core.logit(self.facts.loc[rows.index], rows["team"])
            made.append(rows[_KEPT].assign(logit=logit, window=number))
        if not made:
            return self.past.rows[_KEPT].iloc[:0].assign(logit=0.0, window=0)
        return pd.concat(made)


def calibrate(forecasts: pd.DataFrame, origin: pd.Timestamp) -> Sigmoid:
    """Fit the calibration to forecasts of visits before ``origin``, the recent ones more."""
    known = forecasts[forecasts["day"] < origin]
    age_days = (origin - known["day"]).dt.days.to_numpy(dtype=float)
    return fit_sigmoid(known["logit"], known["found"], weight=np.exp(-age_days / EFOLD_DAYS))


def fit(
    visits: Visits, *, origin: date, kind: Kind = "ridge", team_mode: TeamMode = "nuisance"
) -> FittedModel:
    """
    Learn from the visits before ``origin``, each described as of the first day of its month.

    Raises
    ------
    DegenerateInputError
        If no visit before the origin has a known outcome, or all have the same.
    """
    described = Described.of(seen_teams(visits, team_mode), origin)
    return described.fit(origin=origin, kind=kind, team_mode=team_mode)

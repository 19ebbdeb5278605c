"""Forecasts of the past: each month scored by a model that knew only what came before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.errors import DegenerateInputError
from geo.evaluate import month_windows
from geo.learned.calibration import Calibration, fit_calibration
from geo.learned.facts import describe
from geo.learned.model import FittedModel, fit_core
from geo.learned.visits import freezing_days, past_visits

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from geo.evaluate import Window
    from geo.learned.model import Core, Kind
    from geo.learned.visits import TeamMode, Visits


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
        if past.rows["found"].nunique() < 2:
            raise DegenerateInputError(
                f"A model needs visits before {origin} with and without a find; there are "
                f"{len(past.rows)} visits with {int(past.rows['found'].sum())} finds."
            )
        return cls(past, describe(past, past, freezing_days(past.rows["day"], origin)))

    def core(self, first: pd.Timestamp, *, kind: Kind, team_mode: TeamMode) -> Core:
        """Fit to the visits before a day."""
        rows = self.past.rows[self.past.rows["day"] < first]
        return fit_core(self.facts.loc[rows.index], rows, team_mode=team_mode)

    def fit(self, *, origin: date, kind: Kind, team_mode: TeamMode) -> FittedModel:
        """Fit to all visits, calibrated on forecasts of the last months."""
        core = self.core(pd.Timestamp(origin), kind=kind, team_mode=team_mode)
        windows = month_windows(
            self.past.rows["day"], count=9, step_months=2, end=pd.Timestamp(origin)
        )
        forecasts = self.forecasts(windows, kind=kind, team_mode=team_mode)
        return FittedModel(origin, kind, core, calibrate(forecasts, pd.Timestamp(origin)))

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
            if before["found"].nunique() < 2:
                continue
            core = self.core(window.first, kind=kind, team_mode=team_mode)
            table = core.contributions(self.facts.loc[rows.index], rows["team"])
            logit = table.sum(axis="columns") + core.ridge.intercept
            made.append(
                rows[["found", "day", "site", "team"]].assign(logit=logit, window=number)
            )
        if not made:
            return pd.DataFrame(
                {"found": [], "day": pd.to_datetime([]), "site": [], "team": [], "logit": [], "window": []}
            )
        return pd.concat(made)


def calibrate(forecasts: pd.DataFrame, origin: pd.Timestamp) -> Calibration:
    """Fit the calibration to forecasts of visits before ``origin``."""
    known = forecasts[forecasts["day"] < origin]
    age = (origin - known["day"]).dt.days.to_numpy(dtype=float)
    return fit_calibration(
        known["logit"].to_numpy(dtype=float), known["found"].to_numpy(dtype=float), age
    )


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
    return Described.of(visits, origin).fit(origin=origin, kind=kind, team_mode=team_mode)

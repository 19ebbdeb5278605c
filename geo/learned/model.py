"""A model learned from past visits: fitted as of one day, scoring what comes on or after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geo.learned.facts import describe
from geo.learned.visits import past_visits, seen_teams

if TYPE_CHECKING:
    from datetime import date

    from geo.learned.core import Core, Kind
    from geo.learned.visits import Visits
    from geo.sigmoid import Sigmoid


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
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
    site
        Name of each row's site.
    origin
        The day as of which the rows are scored.
    """

    logit: pd.Series
    risk: pd.Series
    spread: pd.Series
    contributions: pd.DataFrame
    intercept: float
    facts: pd.DataFrame
    site: pd.Series
    origin: date


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
    calibration: Sigmoid

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
        ahead = seen_teams(ahead, self.core.team_mode)
        past = past_visits(seen_teams(history, self.core.team_mode), self.origin)
        freeze = pd.Series(pd.Timestamp(self.origin), index=ahead.rows.index)
        facts = describe(ahead, past, freeze)
        table = self.core.contributions(facts, ahead.rows["team"])
        logit = table.sum(axis="columns") + self.core.intercept
        risk = pd.Series(self.calibration.chance(logit.to_numpy()), index=facts.index)
        spread = pd.Series(self.core.spread(facts), index=facts.index)
        return Scored(
            logit=logit,
            risk=risk,
            spread=spread,
            contributions=table,
            intercept=self.core.intercept,
            facts=facts,
            site=ahead.rows["site"],
            origin=self.origin,
        )

"""A contest over past months: forecasts of two scores, and whether one is better than luck."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.evaluate import over_windows, paired_interval, within_auc
from geo.learned.baseline import baseline_logit

if TYPE_CHECKING:
    from datetime import date

    from numpy import int64
    from numpy.typing import NDArray

    from geo.evaluate import Interval
    from geo.learned.chain import Described
    from geo.learned.core import Kind
    from geo.learned.visits import TeamMode

WINDOWS, STEP_MONTHS = 9, 2
DRAWS = 300


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """
    Past months in which scores are compared: every second one, nine at most.

    Attributes
    ----------
    described
        The visits, as they were known.
    origin
        Nothing on or after this day is seen.
    team_mode
        What becomes of the team when scoring.
    """

    described: Described
    origin: date
    team_mode: TeamMode

    def forecasts(self, kind: Kind) -> pd.DataFrame:
        """
        Score past months by models of what came before each.

        The ridge, which is cheap, forecasts every month, so that its calibration has more to go
        by; only the months of the trial are compared.
        """
        months = self.described.months(self.origin)
        chosen = set(months[::-1][::STEP_MONTHS][:WINDOWS])
        asked = months if kind == "ridge" else tuple(one for one in months if one in chosen)
        made = self.described.forecasts(asked, kind=kind, team_mode=self.team_mode)
        judged = np.zeros(len(made), dtype=bool)
        for window in chosen:
            judged |= window.holds(made["day"])
        return made.assign(judged=judged)

    def card(self, forecasts: pd.DataFrame) -> pd.Series:
        """Give what the model must beat: the card, or the built-in rule."""
        return baseline_logit(self.described.facts.loc[forecasts.index])

    def against(self, forecasts: pd.DataFrame, rival: pd.Series) -> tuple[Interval, pd.DataFrame]:
        """
        Compare forecasts with a rival on the months of the trial.

        Returns
        -------
        gain
            Interval of the AUC within teams less the rival's, whole sites resampled; a month
            weighs as many as it has finds. Without any team, all visits are one group.
        windows
            A row a month: ``month`` (first day), ``visits``, ``finds``, ``model``, ``card``: the
            AUC within teams of the forecasts and of the rival.
        """
        made = forecasts[forecasts["judged"]]
        found, group = made["found"].to_numpy(dtype=float), team_groups(made["team"])
        logit = made["logit"].to_numpy(dtype=float)
        other = rival.loc[made.index].to_numpy(dtype=float)
        month = made["day"].dt.to_period("M")
        window = pd.factorize(month)[0]
        metric = over_windows(within_auc, window, found, found, group)
        gain = paired_interval(metric, logit, other, made["site"], draws=DRAWS)
        rows = [
            {
                "month": one.start_time,
                "visits": int(at.sum()),
                "finds": int(found[at].sum()),
                "model": within_auc(found[at], logit[at], group[at]),
                "card": within_auc(found[at], other[at], group[at]),
            }
            for one in month.unique()
            if (at := (month == one).to_numpy()).any()
        ]
        return gain, pd.DataFrame(rows, columns=["month", "visits", "finds", "model", "card"])


def team_groups(team: pd.Series) -> NDArray[int64]:
    """Give each team a number, -1 where unknown; without any team all visits are one group."""
    if team.isna().all():
        return np.zeros(len(team), dtype=np.int64)
    return np.asarray(pd.factorize(team, sort=True)[0], dtype=np.int64)

"""Figures of replayed months: each rival, each month, and what is luck."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.judged import Gain, MonthFigures, ReliabilityPoint, RivalFigures
from geo.evaluate import (
    auc,
    brier_skill,
    days_earlier,
    difference,
    drawn_figures,
    ece,
    first_half_share,
    gain_curve,
    hit_share,
    lift_at,
    monthly_auc,
    pai,
    places_in,
    recall_at,
    reliability,
    weighted_mean,
)
from service.pipeline.risk.figures import DECIMALS, known_figure
from service.pipeline.risk.replay import TEAM
from service.pipeline.risk.rivals import RIVALS

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import NDArray

    from data.judged import Figure
    from geo.evaluate.paired import Metric
    from service.pipeline.risk.replay import Replay

    FloatArray = NDArray[float64]
    IntArray = NDArray[int64]

BASELINES = ("scorecard", "random")
CURVE_STEPS = 20
DRAWS = 1000


class Judge:
    """
    Replayed visits as arrays, judged by one definition for all rivals.

    Parameters
    ----------
    done
        The months.
    draws, seed
        Resamples of sites for intervals.
    """

    def __init__(self, done: Replay, *, draws: int = DRAWS, seed: int = 0) -> None:
        visits = done.visits
        self._done = done
        self._visits = visits
        self._found = visits["found"].to_numpy(dtype=float)
        self._day = visits["day"].to_numpy()
        self._month: IntArray = visits["month"].to_numpy(dtype=np.int64)
        self._team: IntArray = visits["team"].to_numpy(dtype=np.int64)
        teams = int(self._team.max(initial=0)) + 1
        self._both = np.where(self._team < 0, -1, self._month * teams + self._team)
        self._site = pd.factorize(visits["site_id"])[0]
        self._draws, self._seed = draws, seed
        self._figures: dict[tuple[str, str], FloatArray] = {}
        flat = np.zeros(len(visits))
        self.by_team = bool(np.isfinite(monthly_auc(self._found, flat, self._month, self._team)))
        """Whether some month has both outcomes inside a team."""

    def score(self, code: str) -> FloatArray:
        """Give the score of each visit."""
        return self._visits[f"score:{code}"].to_numpy(dtype=float)

    def chance(self, code: str) -> FloatArray | None:
        """Give the chance of each visit, ``nan`` where unknown; ``None`` for an index."""
        name = f"chance:{code}"
        return self._visits[name].to_numpy(dtype=float) if name in self._visits else None

    def metrics(self) -> dict[str, Metric]:
        """Give the figures in which scores are compared, each inside months."""
        found, month, day = self._found, self._month, self._day
        team = self._team if self.by_team else np.zeros_like(self._team)
        return {
            "order": lambda rows, score: monthly_auc(found[rows], score, month[rows], team[rows]),
            "half": lambda rows, score: recall_at(found[rows], score, 0.5, month[rows]),
            "days": lambda rows, score: days_earlier(found[rows], score, day[rows], month[rows]),
        }

    def gains(self, code: str) -> tuple[Gain, ...]:
        """Compare one rival with the others that it is judged against."""
        against = [one for one in self._opponents(code) if not self._alike(code, one)]
        return tuple(
            self._gain(code, one, name, metric)
            for one in against
            for name, metric in self.metrics().items()
        )

    def _opponents(self, code: str) -> tuple[str, ...]:
        """List whom a rival meets: the score in use every other, the rest the two baselines."""
        others = [one for one in RIVALS if one != code] if code == "in_use" else BASELINES
        return tuple(one for one in others if one != code)

    def _alike(self, one: str, other: str) -> bool:
        return bool((self.score(one) == self.score(other)).all())

    def _gain(self, code: str, against: str, name: str, metric: Metric) -> Gain:
        span = difference(self._drawn(code, name, metric), self._drawn(against, name, metric))
        seen, low, high = map(known_figure, (span.seen, span.low, span.high))
        return Gain(against=against, figure=name, seen=seen, low=low, high=high)

    def _drawn(self, code: str, name: str, metric: Metric) -> FloatArray:
        """Judge a rival on every draw, once."""
        if (code, name) not in self._figures:
            self._figures[code, name] = drawn_figures(
                metric, self.score(code), self._site, draws=self._draws, seed=self._seed
            )
        return self._figures[code, name]

    def rival(self, code: str) -> RivalFigures:
        """Give all figures of one rival."""
        found, score, month = self._found, self.score(code), self._month
        figures = {
            "auc": monthly_auc(found, score, month),
            "within_auc": monthly_auc(found, score, month, self._team),
            "recall_20": recall_at(found, score, 0.2, month),
            "recall_50": recall_at(found, score, 0.5, month),
            "lift_20": lift_at(found, score, 0.2, month),
            "days_earlier": days_earlier(found, score, self._day, month),
            "within_days": days_earlier(found, score, self._day, self._both),
            "first_half": first_half_share(found, score, self._day, month),
            "found_20": self._found_per_100(score, 0.2),
            "found_50": self._found_per_100(score, 0.5),
            **self._cells(code),
            **self._chances(code),
        }
        return RivalFigures(
            code=code,
            model=self._done.models[-1] if code == "in_use" else "",
            gains=() if code in {TEAM, "random"} else self.gains(code),
            curve=self._curve(score),
            **{name: known_figure(value) for name, value in figures.items()},
        )

    def _found_per_100(self, score: FloatArray, share: float) -> float:
        """Give finds per 100 visits in the first share of each month."""
        taken = places_in(np.bincount(self._month), share).sum()
        if not taken:
            return float("nan")
        made = recall_at(self._found, score, share, self._month) * float(self._found.sum())
        return 100.0 * made / float(taken)

    def _cells(self, code: str) -> dict[str, float]:
        """Judge the months' maps: the mean over months, weighted by finds."""
        names = {"hit_5": (hit_share, 0.05), "hit_10": (hit_share, 0.1)}
        names |= {"pai_5": (pai, 0.05), "pai_10": (pai, 0.1)}
        column = f"score:{code}"
        if column not in self._done.cells:
            return dict.fromkeys(names, float("nan"))
        months = [group for _, group in self._done.cells.groupby("month")]
        weights = [group["finds"].sum() for group in months]
        return {
            name: weighted_mean(
                [figure(group["finds"], group[column], share) for group in months], weights
            )
            for name, (figure, share) in names.items()
        }

    def _chances(self, code: str) -> dict[str, float]:
        chance = self.chance(code)
        if chance is None:
            return {"brier_skill": float("nan"), "ece": float("nan")}
        known = np.isfinite(chance)
        found, told = self._found[known], chance[known]
        return {"brier_skill": brier_skill(found, told), "ece": ece(found, told)}

    def _curve(self, score: FloatArray) -> tuple[Figure, ...]:
        """Give the share of finds made by so many visits of each month."""
        steps = np.linspace(0, 1, CURVE_STEPS + 1)
        curves, weights = [], []
        for number in range(len(self._done.windows)):
            here = self._month == number
            made = gain_curve(self._found[here], score[here])
            curves.append(np.interp(steps, np.linspace(0, 1, len(made)), made))
            weights.append(self._found[here].sum())
        return tuple(
            known_figure(weighted_mean(column, weights)) for column in np.transpose(curves)
        )

    def months(self) -> tuple[MonthFigures, ...]:
        """Give the score in use month by month."""
        return tuple(self._one_month(number) for number in range(len(self._done.windows)))

    def _one_month(self, number: int) -> MonthFigures:
        here = self._month == number
        found, chance = self._found[here], self.chance("in_use")
        told = np.full(len(found), np.nan) if chance is None else chance[here]
        is_told = bool(np.isfinite(told).all())
        return MonthFigures(
            month=self._done.windows[number].first.strftime("%Y-%m"),
            model=self._done.models[number],
            visits=len(found),
            finds=int(found.sum()),
            auc=known_figure(auc(found, self.score("in_use")[here])),
            overlap=known_figure(self._done.overlaps[number]),
            foreseen=known_figure(told.mean()),
            seen=known_figure(found.mean()),
            ece=known_figure(ece(found, told)) if is_told else None,
        )

    def reliability(self) -> tuple[ReliabilityPoint, ...]:
        """Compare chances with what was seen, over all months that had chances."""
        chance = self.chance("in_use")
        if chance is None:
            return ()
        known = np.isfinite(chance)
        groups = reliability(self._found[known], chance[known])
        return tuple(
            ReliabilityPoint(
                visits=int(visits),
                foreseen=round(float(foreseen), DECIMALS),
                seen=round(float(seen), DECIMALS),
            )
            for visits, foreseen, seen in groups.itertuples(index=False)
        )

    def all_rivals(self) -> tuple[RivalFigures, ...]:
        """Give every rival, and what knowing only the team would do."""
        same = {"scorecard"} if self._alike("in_use", "scorecard") else set()
        team = [TEAM] if self.by_team else []
        return tuple(self.rival(code) for code in [*RIVALS, *team] if code not in same)

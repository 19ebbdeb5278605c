"""Which score is in use: a model only once it has shown on past months that it is better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from geo.evaluate import month_windows, over_windows, paired_interval, within_auc
from geo.learned.chain import Described, calibrate
from geo.learned.facts import CARD, OWN, describe
from geo.learned.model import FittedModel, Kind, Scored
from geo.learned.past import read_past, team_means
from geo.learned.visits import past_visits

if TYPE_CHECKING:
    from datetime import date

    from geo.evaluate import Interval
    from geo.learned.visits import TeamMode, Visits

InUse = Literal["card", "ridge", "boosted", "blend"]

FEWEST_LABELS, FEWEST_FINDS = 800, 110
"""Below them no fitted model reliably beat a scorecard."""
BOOSTED_LABELS = 5000
WINDOWS, STEP_MONTHS = 9, 2
DRAWS = 300


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """
    What is in use, and why.

    Attributes
    ----------
    kind
        ``card`` where no model is.
    labels, finds
        Visits with a known outcome before the origin, and those that found something.
    gain
        Interval of the model's AUC within teams less that of the scorecard, over past months;
        ``None`` where it was not measured.
    windows
        A row for each past month judged: ``visits``, ``finds``, ``model`` and ``card``, the AUC
        within teams of each.
    zh, en
        One sentence saying so.
    """

    kind: InUse
    labels: int
    finds: int
    gain: Interval | None
    windows: pd.DataFrame
    zh: str
    en: str


def choose(visits: Visits, *, origin: date, team_mode: TeamMode = "nuisance") -> Choice:
    """Say which score is in use on ``origin``."""
    return _choose(visits, origin, team_mode)[0]


def score_visits(
    past: Visits, ahead: Visits, *, origin: date, team_mode: TeamMode = "nuisance"
) -> tuple[Choice, Scored]:
    """
    Choose, and score the rows ahead with what was chosen.

    Parameters
    ----------
    past
        Visits on record; those on or after ``origin`` are not looked at.
    ahead
        Rows to score; their outcomes are not looked at.
    """
    choice, model = _choose(past, origin, team_mode)
    if model is None:
        return choice, score_by_card(past, ahead, origin=origin)
    return choice, model.score(ahead, past)


def _choose(
    visits: Visits, origin: date, team_mode: TeamMode
) -> tuple[Choice, FittedModel | None]:
    known = past_visits(visits, origin).rows["found"]
    labels, finds = len(known), int(known.sum())
    empty = pd.DataFrame({"visits": [], "finds": [], "model": [], "card": []})
    if labels < FEWEST_LABELS or finds < FEWEST_FINDS or finds == labels:
        zh = f"已有 {labels} 次检查结果，其中 {finds} 次发现问题，不足以建立模型，使用评分卡。"
        en = (
            f"{labels} results with {finds} finds are too few for a model; the scorecard is in use."
        )
        return Choice("card", labels, finds, None, empty, zh, en), None
    described = Described.of(visits, origin)
    windows = month_windows(
        described.past.rows["day"],
        count=WINDOWS,
        step_months=STEP_MONTHS,
        end=pd.Timestamp(origin),
    )
    forecasts = described.forecasts(windows, kind="ridge", team_mode=team_mode)
    gain, table = _compare(forecasts, baseline_logit(described.facts).loc[forecasts.index])
    if not gain.is_above_zero:
        zh = "模型在以往各月并不优于评分卡，使用评分卡。"
        en = "On past months the model was not better than the scorecard, which is in use."
        return Choice("card", labels, finds, gain, table, zh, en), None
    model = FittedModel(
        origin,
        "ridge",
        described.core(pd.Timestamp(origin), kind="ridge", team_mode=team_mode),
        calibrate(forecasts, pd.Timestamp(origin)),
    )
    zh = f"以往各月模型优于评分卡（组内 AUC 高 {gain.seen:.3f}），使用模型。"
    en = f"On past months the model beat the scorecard (AUC within teams +{gain.seen:.3f}); it is in use."
    return Choice("ridge", labels, finds, gain, table, zh, en), model


def _compare(forecasts: pd.DataFrame, baseline: pd.Series) -> tuple[Interval, pd.DataFrame]:
    group = team_groups(forecasts["team"])
    found = forecasts["found"].to_numpy(dtype=float)
    window = forecasts["window"].to_numpy()
    metric = over_windows(within_auc, window, found, found, group)
    logit, card = forecasts["logit"].to_numpy(), baseline.to_numpy()
    gain = paired_interval(metric, logit, card, forecasts["site"], draws=DRAWS)
    rows = []
    for one in np.unique(window):
        at = window == one
        rows.append(
            {
                "visits": int(at.sum()),
                "finds": int(found[at].sum()),
                "model": within_auc(found[at], logit[at], group[at]),
                "card": within_auc(found[at], card[at], group[at]),
            }
        )
    return gain, pd.DataFrame(rows)


def team_groups(team: pd.Series) -> np.ndarray:
    """Number the teams, -1 where unknown; without any team all visits are one group."""
    if team.isna().all():
        return np.zeros(len(team), dtype=np.int64)
    return np.asarray(pd.factorize(team, sort=True)[0], dtype=np.int64)


def baseline_logit(facts: pd.DataFrame) -> pd.Series:
    """Give what a model must beat: the card, or the site's own finds above the town's."""
    if CARD in facts.columns.get_level_values(0):
        return facts[CARD, "card"]
    return facts[OWN, "own"]


def score_by_card(past: Visits, ahead: Visits, *, origin: date) -> Scored:
    """
    Score rows without a model: by the card, or by the site's past finds where there is none.

    The town's rate is one half while nobody has found anything anywhere, for want of any.
    """
    known = past_visits(past, origin)
    freeze = pd.Series(pd.Timestamp(origin), index=ahead.rows.index)
    facts = describe(ahead, known, freeze)
    if ahead.card is not None:
        logit = facts[CARD, "card"]
        name = (CARD, "card")
    else:
        ready = read_past(known)
        day = np.array([pd.Timestamp(origin).to_datetime64()], dtype="datetime64[D]")
        rate = float(team_means(ready, ready.found, day.astype(np.int64))[0, -1])
        rate = rate if len(known.rows) else 0.5
        risk = (facts[OWN, "own"] + rate).clip(1e-4, 1 - 1e-4)
        logit = np.log(risk / (1 - risk))
        name = (OWN, "own")
    middle = float(logit.mean()) if len(logit) else 0.0
    risk = 1 / (1 + np.exp(-logit))
    visits = np.expm1(facts[OWN, "visits"])
    spread = np.sqrt(1 / ((visits + 2) * risk * (1 - risk)))
    table = pd.DataFrame({name: logit - middle})
    table.columns = pd.MultiIndex.from_tuples([name], names=["kind", "name"])
    return Scored(logit, risk, spread, table, middle, facts)

"""Which score is in use: a model only once it has shown on past months that it is better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pandas as pd

from geo.evaluate.enough import LEAST_FINDS, LEAST_LOOKS
from geo.learned import sentences
from geo.learned.baseline import score_by_card
from geo.learned.chain import Described
from geo.learned.noticed import notice_columns, notice_later
from geo.learned.trial import Trial
from geo.learned.visits import past_visits, seen_teams

if TYPE_CHECKING:
    from datetime import date

    from geo.evaluate import Interval
    from geo.learned.core import Kind
    from geo.learned.model import FittedModel, Scored
    from geo.learned.noticed import Noticed
    from geo.learned.visits import TeamMode, Visits

InUse = Literal["card", "ridge", "boosted", "blend"]

BOOSTED_LABELS = 5000
"""Up to as many labels only the ridge is tried."""


_WINDOWS = ["month", "visits", "finds", "model", "card"]


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """
    What is in use, and why.

    Attributes
    ----------
    kind
        ``card`` where no model is: the card's risk, or without one the rule on past finds.
    labels, finds
        Visits with a known outcome before the origin, and those that found something.
    gain
        Interval of the model's AUC within teams less that of its rival, over past months;
        ``None`` where it was not measured.
    windows
        A row for each past month judged: ``month``, ``visits``, ``finds``, ``model`` and ``card``,
        the AUC within teams of each.
    zh, en
        One sentence saying so.
    noticed
        What was done about odd columns and rows.
    """

    kind: InUse
    labels: int
    finds: int
    gain: Interval | None
    windows: pd.DataFrame
    zh: str
    en: str
    noticed: tuple[Noticed, ...] = ()


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


def _choose(visits: Visits, origin: date, team_mode: TeamMode) -> tuple[Choice, FittedModel | None]:
    visits = seen_teams(visits, team_mode)
    noticed = notice_later(visits, origin)
    rival = sentences.rival_name(has_card=visits.card is not None)
    known = past_visits(visits, origin).rows["found"]
    labels, finds = len(known), int(known.sum())
    if labels < LEAST_LOOKS or finds < LEAST_FINDS or finds == labels:
        told = sentences.too_few(labels, finds, least=(LEAST_LOOKS, LEAST_FINDS), rival=rival)
        windows = pd.DataFrame(columns=_WINDOWS)
        return Choice("card", labels, finds, None, windows, *told, noticed), None
    described = Described.of(visits, origin)
    noticed += notice_columns(described)
    trial = Trial(described, origin, team_mode)
    forecasts = trial.forecasts("ridge")
    gain, windows = trial.against(forecasts, trial.card(forecasts))
    if not gain.is_above_zero:
        told = sentences.not_better(gain, rival=rival)
        return Choice("card", labels, finds, gain, windows, *told, noticed), None
    kind, forecasts, beaten = _best_kind(trial, forecasts, labels)
    gain, windows = trial.against(forecasts, trial.card(forecasts))
    model = described.calibrated(forecasts, origin=origin, kind=kind, team_mode=team_mode)
    told = sentences.better(kind, gain, beaten=beaten, rival=rival)
    return Choice(kind, labels, finds, gain, windows, *told, noticed), model


def _best_kind(
    trial: Trial, ridge: pd.DataFrame, labels: int
) -> tuple[Kind, pd.DataFrame, tuple[Kind, ...]]:
    """Take boosted steps, or their mean with the ridge, only where they beat the ridge."""
    if labels <= BOOSTED_LABELS:
        return "ridge", ridge, ()
    boosted = trial.forecasts("boosted")
    # The blend is the mean of both on the logit, so it needs no fit of its own.
    mean = (boosted["logit"] + ridge.loc[boosted.index, "logit"]) / 2.0
    rivals: dict[Kind, pd.DataFrame] = {"blend": boosted.assign(logit=mean), "boosted": boosted}
    best: tuple[Kind, pd.DataFrame] = ("ridge", ridge)
    for kind, forecasts in rivals.items():
        gain, _ = trial.against(forecasts, best[1]["logit"])
        if gain.is_above_zero:
            best = (kind, forecasts)
    return (*best, tuple(kind for kind in rivals if kind != best[0]))

"""The score in use without a model: the scorecard, or what was found at the site before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.learned.facts import CARD, OWN, describe
from geo.learned.model import Scored
from geo.learned.past import read_past, team_means
from geo.learned.visits import past_visits

if TYPE_CHECKING:
    from datetime import date

    from geo.learned.visits import Visits

SMALLEST = 1e-4
PRIOR_VISITS = 2.0
RATE_OF_NOTHING = 0.5
"""Where nobody has visited anything, nothing is known of any rate."""


def baseline_logit(facts: pd.DataFrame) -> pd.Series:
    """Give what a model must beat: the card, or a site's own finds per visit above the town's."""
    if CARD in facts.columns.get_level_values(0):
        return facts[CARD, "card"]
    return facts[OWN, "own"]


def score_by_card(past: Visits, ahead: Visits, *, origin: date) -> Scored:
    """
    Score rows without a model.

    Returns
    -------
    scored
        With a card, its risk. Without, finds per visit of the site, drawn to the town's share by
        two visits. One contribution, of the card or of the site's own past; ``spread`` is that of
        a share seen at the site's visits and two more.
    """
    known = past_visits(past, origin)
    freeze = pd.Series(pd.Timestamp(origin), index=ahead.rows.index)
    facts = describe(ahead, known, freeze)
    fact = (OWN, "own") if ahead.card is None else (CARD, "card")
    logit = facts[fact] if ahead.card is not None else _own_logit(facts, known, origin)
    middle = float(logit.mean()) if len(logit) else 0.0
    risk = 1.0 / (1.0 + np.exp(-logit))
    visits = np.expm1(facts[OWN, "visits"]) + PRIOR_VISITS
    columns = pd.MultiIndex.from_tuples([fact], names=["kind", "name"])
    table = (logit - middle).to_frame().set_axis(columns, axis="columns")
    spread = np.sqrt(1.0 / (visits * risk * (1.0 - risk)))
    return Scored(
        logit=logit,
        risk=risk,
        spread=spread,
        contributions=table,
        intercept=middle,
        facts=facts,
        site=ahead.rows["site"],
        origin=origin,
    )


def _own_logit(facts: pd.DataFrame, known: Visits, origin: date) -> pd.Series:
    rate = RATE_OF_NOTHING
    if len(known.rows):
        ready = read_past(known)
        day = np.array([np.datetime64(origin, "D")]).astype(np.int64)
        rate = float(team_means(ready, ready.found, day)[0, -1])
    risk = (facts[OWN, "own"] + rate).clip(SMALLEST, 1.0 - SMALLEST)
    return pd.Series(np.log(risk / (1.0 - risk)), index=facts.index)

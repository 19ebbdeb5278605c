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
SHARE_OF_NOTHING = 0.5
"""Where nobody has visited anything, nothing is known of any share."""


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
        two visits. One contribution, of the card or of the site's own past, beside an intercept
        that hangs on the past alone: the logit of the card's mean over past visits, or of the
        town's share of finds (an even chance without a past). ``spread`` is that of a share seen
        at the site's visits and two more.
    """
    known = past_visits(past, origin)
    freeze = pd.Series(pd.Timestamp(origin), index=ahead.rows.index)
    facts = describe(ahead, known, freeze)
    fact = (OWN, "own") if ahead.card is None else (CARD, "card")
    usual = _usual_risk(known, origin)
    middle = float(np.log(usual / (1.0 - usual)))
    logit = facts[fact]
    if ahead.card is None:
        rate = (facts[fact] + _share(known, origin)).clip(SMALLEST, 1.0 - SMALLEST)
        logit = pd.Series(np.log(rate / (1.0 - rate)), index=facts.index)
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


def _usual_risk(known: Visits, origin: date) -> float:
    """Give what a place is at on average, by the card of past visits or by their finds."""
    of_card = np.nan if known.card is None else known.card.mean()
    risk = _share(known, origin) if np.isnan(of_card) else float(of_card)
    return float(np.clip(risk, SMALLEST, 1.0 - SMALLEST))


def _share(known: Visits, origin: date) -> float:
    """Give the share of past visits that found something."""
    if known.rows.empty:
        return SHARE_OF_NOTHING
    ready = read_past(known)
    day = np.array([np.datetime64(origin, "D")]).astype(np.int64)
    return float(team_means(ready, ready.found, day)[0, -1])

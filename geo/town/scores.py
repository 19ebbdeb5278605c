"""Scores of every site by the town's model, as the store keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from data.chances import LEARNED
from data.schema import SCORE, check_table
from geo.card.overrides import overrides
from geo.sigmoid import fit_sigmoid
from geo.town.advice import learned_advice
from geo.town.colours import colour_firmness, matched_grades
from geo.town.effects import explain_learned, foresee
from geo.town.facts import town_facts
from geo.town.looks import model_columns
from geo.town.mixed import fit_mixed

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from geo.card.card import Scorecard
    from geo.town.facts import TownTables
    from geo.town.looks import Looks

VERSION = f"{LEARNED}-1"


def learned_scores(
    tables: TownTables,
    looks: Looks,
    judged: pd.DataFrame,
    *,
    as_of: date,
    card: Scorecard,
    card_scores: pd.DataFrame,
) -> pd.DataFrame:
    """
    Score every site with the town's model.

    Parameters
    ----------
    tables
        The town.
    looks
        All looks before ``as_of``.
    judged
        Months foreseen and seen, from ``geo.town.choice.choose``: they calibrate the chance.
    card
        The card that the model starts from.
    card_scores
        The card's scores of the same day. Its rules outside the score and how little it knows of
        each site hold for the model too, and colours are as many as its own.

    Returns
    -------
    scores
        Table by schema ``SCORE``. ``risk`` is the chance that a visit by a usual mix of teams
        finds something; ``uncertainty`` is the card's, so that it means the same under both:
        how much of the site is unknown and how few the visits were. ``reasons`` have logits as
        points, see ``geo.town.effects``. ``stability`` is how likely the colour stands, given how
        sure the model is of the site (``geo.town.colours``); ``advice`` are the card's remedies and
        gaps with the model's own weights (``geo.town.advice``).
    """
    facts = town_facts(tables, as_of=as_of, card=card)
    sigmoid = fit_sigmoid(judged["logit"], judged["found"])
    seen = foresee(fit_mixed(looks), model_columns(facts), card, sigmoid)
    first = overrides(facts.features, card)
    at_once = np.array([reason is not None for reason in first], dtype=bool)
    ordered = card_scores.loc[seen.risk.index]
    reasons = explain_learned(seen, facts, tables, as_of=as_of, sigmoid=sigmoid, first=first)
    grades = matched_grades(seen.risk, ordered["grade"], at_once=at_once)
    advice = learned_advice(seen, facts, ordered["advice"], sigmoid=sigmoid)
    scores = ordered.assign(
        model=f"{VERSION}+{card.model}",
        risk=seen.risk,
        grade=grades.astype(ordered["grade"].dtype),
        reasons=np.array(reasons, dtype=object),
        stability=colour_firmness(seen.logit, seen.spread, grades, at_once=at_once),
        advice=np.array(advice, dtype=object),
    )
    typed = scores.astype(dict(card_scores.dtypes))
    return check_table(typed, SCORE)

"""Risk and grade of every site by the card, without the sentences that nobody reads here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.card.card import default_card
from geo.card.overrides import overrides
from geo.town.facts import TownTables, town_facts

if TYPE_CHECKING:
    from service.pipeline.simulation.records import Records


def bare_scores(records: Records) -> pd.DataFrame:
    """
    Score a town by its records, as ``geo.card.scorecard.score_sites`` does.

    Returns
    -------
    scores
        Index of the sites: ``risk`` 0-1, ``worth`` (the same), ``grade``, ``model``.
    """
    card = default_card()
    tables = TownTables(
        sites=records.sites,
        inspections=records.inspections,
        findings=records.findings,
        tips=records.tips,
        power=records.power,
    )
    facts = town_facts(tables, as_of=records.monday, card=card)
    risk = facts.card
    at_once = np.array([reason is not None for reason in overrides(facts.features, card)])
    grade = np.select(
        [at_once | (risk >= card.red), risk >= card.orange, risk >= card.yellow],
        ["red", "orange", "yellow"],
        default="blue",
    )
    return pd.DataFrame(
        {"risk": risk, "worth": risk, "grade": grade, "model": card.model}, index=risk.index
    )

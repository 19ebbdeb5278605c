"""The table a model sees: what was known of each row on its freezing day, and nothing later."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.learned.asof import own_history, past_values
from geo.learned.near import neighbour_finds
from geo.learned.past import read_past

if TYPE_CHECKING:
    from geo.learned.visits import Visits

COLUMN, CARD, HISTORY, NEAR, OWN = "column", "card", "history", "near", "own"
"""Kinds of facts: the first level of the columns."""
_SMALLEST = 1e-4


def describe(rows: Visits, past: Visits, freeze: pd.Series) -> pd.DataFrame:
    """
    Describe rows as of their freezing days.

    Parameters
    ----------
    rows
        Visits to describe; their outcomes are not looked at.
    past
        Visits whose outcomes are known, as from :func:`geo.learned.visits.past_visits`; each row
        sees those strictly before its freezing day.
    freeze
        Length ``n``, index of ``rows``: days.

    Returns
    -------
    facts
        Index of ``rows``; columns of two levels, kind and name: ``own`` and ``near`` (see
        :mod:`geo.learned.asof`, :mod:`geo.learned.near`), ``history`` (the caller's), ``card``
        (logit of the card's risk) and ``column`` (the caller's features as they are).
    """
    known = read_past(past)
    site = rows.rows["site"]
    places = past.rows[["x_m", "y_m"]].groupby(past.rows["site"]).median()
    asked = rows.rows[["site", "x_m", "y_m"]].assign(freeze=freeze)
    parts = {
        OWN: own_history(known, site, freeze),
        NEAR: neighbour_finds(known, places, asked),
        COLUMN: rows.features.apply(_as_fact),
    }
    if past.history is not None:
        parts[HISTORY] = past_values(known, past.history, site, freeze)
    if rows.card is not None:
        risk = rows.card.clip(_SMALLEST, 1 - _SMALLEST)
        parts[CARD] = pd.DataFrame({"card": np.log(risk / (1 - risk))})
    return pd.concat(parts, axis=1)


def _as_fact(column: pd.Series) -> pd.Series:
    """Keep numbers; all else is a category, known by its text."""
    if pd.api.types.is_numeric_dtype(column.dtype):
        return column
    texts = column.astype("object").map(str, na_action="ignore")
    return texts.astype("category")

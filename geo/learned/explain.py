"""Reasons of a learned score in plain words: groups of facts whose points sum to the logit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from data.model import Reason
from geo.learned.facts import CARD, COLUMN, HISTORY, NEAR, OWN
from geo.reasons import write_reasons

if TYPE_CHECKING:
    from geo.learned.model import Scored
    from geo.learned.visits import Visits

_LABELS = {
    OWN: ("本场所以往检查情况", "what past visits here found"),
    HISTORY: ("以往检查的轻重程度", "how serious past visits were"),
    NEAR: ("周边场所的检查情况", "what visits nearby found"),
    CARD: ("评分卡", "the scorecard"),
    COLUMN: ("场所自身条件", "what the place is"),
    "team": ("检查组", "the team"),
}


def explain_learned(scored: Scored, history: Visits) -> list[str]:
    """
    Write the reasons of every row.

    Returns
    -------
    reasons
        One JSON text a row, as :func:`geo.reasons.write_reasons`: the base first, then at most
        seven groups, the greatest effect first. The points sum to the row's logit within 1e-9.
    """
    kinds = list(dict.fromkeys(scored.contributions.columns.get_level_values(0)))
    points = np.column_stack(
        [scored.contributions[kind].sum(axis="columns").to_numpy() for kind in kinds]
    )
    base = Reason("base", scored.intercept, "一般场所的水平", "The level of an average place")
    written = []
    for row in points:
        order = np.argsort(-np.abs(row), kind="stable")
        reasons = [
            Reason(kinds[k], float(row[k]), *_LABELS[kinds[k]]) for k in order if row[k] != 0
        ]
        written.append(write_reasons([base, *reasons]))
    return written

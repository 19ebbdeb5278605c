"""Scores of a simulated town by the card or its own model, whichever past months say is better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.card.card import default_card
from geo.card.scorecard import score_sites
from geo.town import TownTables, choose, learned_scores, past_looks, planning_worth

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from geo.town import Choice
    from geo.town.looks import Looks
    from service.pipeline.simulation.records import Records

_JUDGED_EVERY_DAYS = 90
"""An office judges its model anew once a quarter: what months hold is reckoned month by month."""


@dataclass(slots=True)
class _Judged:
    """When it was last judged, on which looks, and how that came out."""

    day: pd.Timestamp
    looks: Looks
    choice: Choice


def card_and_town() -> Callable[[Records], pd.DataFrame]:
    """Give a way to score the records of one year, which remembers the quarter's judgement."""
    judged: _Judged | None = None
    card = default_card()

    def scored(records: Records) -> pd.DataFrame:
        nonlocal judged
        tables, day = _tables(records), records.monday
        if judged is None or (records.monday_stamp - judged.day).days >= _JUDGED_EVERY_DAYS:
            looks = past_looks(tables, as_of=day, card=card)
            choice = choose(looks, as_of=day, wanted="auto")
            judged = _Judged(records.monday_stamp, looks, choice)
        scores = score_sites(
            tables.sites,
            tables.inspections,
            tables.findings,
            tables.tips,
            as_of=day,
            card=card,
            power=tables.power,
        )
        if judged.choice.is_learned and judged.choice.judged is not None:
            scores = learned_scores(
                tables, judged.looks, judged.choice.judged, as_of=day, card=card, card_scores=scores
            )
        return scores.assign(worth=planning_worth(scores, card))

    return scored


def _tables(records: Records) -> TownTables:
    return TownTables(
        sites=records.sites,
        inspections=records.inspections,
        findings=records.findings,
        tips=records.tips,
        power=records.power,
    )

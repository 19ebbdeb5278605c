"""Risk and grade of every site by the card, from an office's records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.card import scorecard
from geo.card.card import default_card

if TYPE_CHECKING:
    import pandas as pd

    from service.pipeline.simulation.records import Records


def bare_scores(records: Records) -> pd.DataFrame:
    """
    Score a town by its records, without the sentences that nobody reads here.

    Returns
    -------
    scores
        Index of the sites: ``risk`` 0-1, ``grade``, ``model``.
    """
    return scorecard.bare_scores(
        records.sites,
        records.inspections,
        records.findings,
        records.tips,
        as_of=records.monday,
        card=default_card(),
        power=records.power,
    )

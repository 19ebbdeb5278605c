"""What the town's model sees of every site on one morning, and the card's risk on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geo.card.card import FULL_POINTS
from geo.card.scorecard import FACTORS
from geo.card.signals import fill_unknown
from geo.sites.features import site_features
from geo.sites.history import known_before
from geo.town.extras import extra_columns
from geo.town.known import findings_then, is_past, tips_then

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from geo.card.card import Scorecard
    from geo.card.signals import Signal

OWN = "results"
"""The factor of past results: the model has an effect of its own for each site in its place."""
RECORDS = ("rectification", "data_age")
"""Factors that follow from visits: they say less of the place than of who went there, and when."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TownTables:
    """
    The tables of a town that scores are made of, by their schemas.

    Attributes
    ----------
    access_m
        Metres between each site and its road, by site id; ``None`` without roads.
    places, power, dispositions
        Homes, schools, water; power readings; what was decided of sites. ``None`` where nobody
        told.
    """

    sites: pd.DataFrame
    inspections: pd.DataFrame
    findings: pd.DataFrame
    tips: pd.DataFrame
    access_m: pd.Series | None = None
    places: pd.DataFrame | None = None
    power: pd.DataFrame | None = None
    dispositions: pd.DataFrame | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Facts:
    """
    All sites on one morning.

    Attributes
    ----------
    features
        As ``geo.sites.features.site_features`` gives them.
    signals
        What each factor says, in the order of the card.
    shares
        Index of sites, a column per factor but that of past results: 0-1, unknown ones filled.
    prior
        What the card gives for the place alone, 0-1: these shares without ``RECORDS``.
    card
        The card's whole risk, past results included, 0-1.
    extras
        Further columns of the ledger as numbers, see ``geo.town.extras``; ``nan`` unknown.
    """

    features: pd.DataFrame
    signals: Sequence[Signal]
    shares: pd.DataFrame
    prior: pd.Series
    card: pd.Series
    extras: pd.DataFrame


def town_facts(tables: TownTables, *, as_of: date, card: Scorecard) -> Facts:
    """
    Describe every site as of one morning.

    Nothing dated on or after ``as_of`` is seen, and states that are written over as things go on
    are those of that morning, see ``geo.town.known``. Columns of the ledger of sites bear no date
    and are taken as they are.
    """
    sites = tables.sites
    features = site_features(
        sites,
        known_before(tables.inspections, "day", as_of),
        findings_then(tables.findings, as_of, is_today=not is_past(tables, as_of)),
        tips_then(tables.tips, as_of),
        as_of=as_of,
        card=card,
        access_m=tables.access_m,
        places=tables.places,
        power=tables.power,
        dispositions=tables.dispositions,
    )
    signals = [factor(features, card) for factor in FACTORS]
    division = features["industry_code"].str.extract(r"(\d{2})", expand=False)
    groups = features["kind"] + division, features["kind"]
    filled = {one.code: fill_unknown(one, groups) for one in signals}
    shares = pd.DataFrame(filled, index=sites.index)
    points = pd.Series({code: card.points[code] / FULL_POINTS for code in shares.columns})
    others = shares.drop(columns=OWN)
    place = others.drop(columns=list(RECORDS))
    return Facts(
        features=features,
        signals=signals,
        shares=others,
        prior=place @ points[place.columns],
        card=(shares @ points).clip(upper=1.0),
        extras=extra_columns(sites),
    )

"""Ways to score sites that a backtest compares; each sees only what was known on a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from data.chances import is_chance
from geo.card import default_card
from geo.history import known_before, looks_before, mean_rate, site_history
from geo.scorecard import score_sites
from geo.town import TownTables
from service.pipeline.access import measure_access, roads_if_any
from service.pipeline.learning import chosen_scores
from service.pipeline.scores import read_sites

if TYPE_CHECKING:
    from datetime import date

    from data.store import Store
    from geo.town.looks import Mornings

_NEVER_DAYS = 36_500.0
_PRIOR_LOOKS = 2.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Known:
    """
    What was known on a day.

    Attributes
    ----------
    as_of
        The day; every dated row lies before it.
    sites
        Table ``SITE`` as the ledger is today, those that are gone since included: what the ledger
        said on the day is not asked for.
    inspections, findings, tips
        By their schemas. A finding may carry a closing day that is yet to come, which
        ``data.findings.is_open`` knows how to read.
    access_m, places
        As ``geo.scorecard.score_sites`` takes them; the roads of today.
    mornings
        What was described once and is the same for every later day, see ``geo.town.past_looks``.
    """

    as_of: date
    sites: pd.DataFrame
    inspections: pd.DataFrame
    findings: pd.DataFrame
    tips: pd.DataFrame
    access_m: pd.Series[float] | None
    places: pd.DataFrame | None
    mornings: Mornings = field(default_factory=dict)

    def before(self, day: date) -> Known:
        """Go back to an earlier day and forget what is dated on it or after."""
        return Known(
            as_of=day,
            sites=self.sites,
            inspections=known_before(self.inspections, "day", day),
            findings=known_before(self.findings, "found", day),
            tips=known_before(self.tips, "day", day),
            access_m=self.access_m,
            places=self.places,
            mornings=self.mornings,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """
    Scores of all sites on a day.

    Attributes
    ----------
    score
        By site, higher for sooner.
    model
        Name and version; empty for naive scores.
    chance
        By site, 0-1, where the score says how likely a find is; ``None`` where it is an index.
    """

    score: pd.Series[float]
    model: str = ""
    chance: pd.Series[float] | None = None


Rival = Callable[[Known], Scored]


def read_known(store: Store, *, as_of: date) -> Known:
    """
    Read the store as it was known on a day.

    Raises
    ------
    NotFoundError
        If there is no site.
    """
    sites = read_sites(store)
    roads = roads_if_any(store)
    return Known(
        as_of=as_of,
        sites=sites,
        inspections=store.read("inspection"),
        findings=store.read("finding"),
        tips=store.read("tip"),
        access_m=None if roads is None else measure_access(store, sites, roads),
        places=None if roads is None else roads.places,
    ).before(as_of)


def scorecard(known: Known) -> Scored:
    """Score by the card as shipped."""
    scores = _by_card(known)
    return Scored(score=scores["risk"], model=default_card().model)


@lru_cache(maxsize=1)  # two rivals may ask for the card of one day, one after the other
def _by_card(known: Known) -> pd.DataFrame:
    return score_sites(
        known.sites,
        known.inspections,
        known.findings,
        known.tips,
        as_of=known.as_of,
        card=default_card(),
        access_m=known.access_m,
        places=known.places,
    )


def in_use(known: Known) -> Scored:
    """Score as ``gridpatrol score`` would have on the day: it chooses by what lay before."""
    tables = TownTables(
        sites=known.sites,
        inspections=known.inspections,
        findings=known.findings,
        tips=known.tips,
        access_m=known.access_m,
        places=known.places,
    )
    scores, _ = chosen_scores(
        tables,
        _by_card(known),
        as_of=known.as_of,
        card=default_card(),
        wanted="auto",
        mornings=known.mornings,
    )
    model = str(scores["model"].iloc[0])
    chance = scores["risk"] if is_chance(model) else None
    return Scored(score=scores["risk"], model=model, chance=chance)


def first_day_card(known: Known) -> Scored:
    """Score by the card without any result of a visit."""
    return scorecard(
        Known(
            as_of=known.as_of,
            sites=known.sites,
            inspections=known.inspections.head(0),
            findings=known.findings.head(0),
            tips=known.tips,
            access_m=known.access_m,
            places=known.places,
        )
    )


def past_finds(known: Known) -> Scored:
    """Score by each site's own finds per look, drawn to the mean by two looks."""
    looks = looks_before(known.inspections, known.as_of)
    history = site_history(looks, known.sites.index)
    base = mean_rate(looks) if len(looks) else 0.0
    rate = (history["finds"] + _PRIOR_LOOKS * base) / (history["visits"] + _PRIOR_LOOKS)
    return Scored(score=rate, chance=rate)


def longest_unvisited(known: Known) -> Scored:
    """Score by days since the last look; never comes first."""
    looks = looks_before(known.inspections, known.as_of)
    last = site_history(looks, known.sites.index)["last"]
    days = (pd.Timestamp(known.as_of) - last).dt.days
    return Scored(score=days.astype(float).fillna(_NEVER_DAYS))


def random_order(known: Known) -> Scored:
    """Score all sites alike: tied visits count as they would on average in random order."""
    return Scored(score=pd.Series(0.0, index=known.sites.index))


RIVALS: dict[str, Rival] = {
    "in_use": in_use,
    "scorecard": scorecard,
    "past": past_finds,
    "longest": longest_unvisited,
    "random": random_order,
}
"""All rivals by code of ``data.words.RIVALS``, in the order of the page."""

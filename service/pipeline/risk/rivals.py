"""Ways to score sites that a backtest compares; each sees only what was known on a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from geo.card.card import default_card
from geo.sigmoid import fit_sigmoid
from geo.sites.history import looks_before, mean_rate, site_history
from geo.town import TownTables, choose, choose_unseen, counted_looks, past_looks
from geo.town.effects import foresee
from geo.town.facts import town_facts
from geo.town.known import tables_then
from geo.town.looks import Looks, model_columns
from geo.town.mixed import fit_mixed
from geo.town.scores import VERSION
from service.pipeline.places.standing import read_sites
from service.pipeline.risk.scores import town_tables

if TYPE_CHECKING:
    from datetime import date

    from data.ports import Progress
    from data.store import Store
    from geo.town import Choice

_NEVER_DAYS = 36_500.0
_PRIOR_LOOKS = 2.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Known:
    """
    What was known on a day.

    Attributes
    ----------
    as_of
        The day; every dated row of ``tables`` lies before it.
    tables
        The town, sites that are gone since included. The ledger of sites and the roads are those
        of today: what they said on the day is not asked for.
    looks
        All looks of the replay, each with what was known when its month began, to be cut at the
        day by whoever reads them; ``None`` where they are too few for a model of the town's own.
    """

    as_of: date
    tables: TownTables
    looks: Looks | None = None

    @property
    def sites(self) -> pd.DataFrame:
        """Return the table ``SITE``."""
        return self.tables.sites

    @property
    def inspections(self) -> pd.DataFrame:
        """Return the table ``INSPECTION`` up to the day."""
        return self.tables.inspections

    def before(self, day: date) -> Known:
        """Go back to an earlier day and forget what is dated on it or after."""
        tables = tables_then(self.tables, day)
        return Known(as_of=day, tables=tables, looks=self.looks)


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


def read_known(store: Store, *, as_of: date, progress: Progress | None = None) -> Known:
    """
    Read the store as it was known on a day.

    Parameters
    ----------
    progress
        Told how many months of looks are described.

    Raises
    ------
    NotFoundError
        If there is no site.
    """
    tables = town_tables(store, read_sites(store))
    known = Known(as_of=as_of, tables=tables).before(as_of)
    if choose_unseen(*counted_looks(tables, as_of=as_of), wanted="auto") is not None:
        return known
    looks = past_looks(tables, as_of=as_of, card=default_card(), progress=progress)
    return replace(known, looks=looks)


@lru_cache(maxsize=1)  # two rivals may ask for the card of one day, one after the other
def scorecard(known: Known) -> Scored:
    """Score by the card as shipped."""
    card = default_card()
    risk = town_facts(known.tables, as_of=known.as_of, card=card).card
    return Scored(score=risk, model=card.model)


def in_use(known: Known) -> Scored:
    """
    Score as ``gridpatrol score --model auto`` would have on the day.

    Which model is used is asked anew on the first day of each quarter: asking takes a dozen fits.
    """
    day, card = pd.Timestamp(known.as_of), default_card()
    choice = None if known.looks is None else _choice(known.looks, _quarter(day))
    if known.looks is None or choice is None or not choice.is_learned or choice.judged is None:
        return scorecard(known)
    facts = town_facts(known.tables, as_of=known.as_of, card=card)
    sigmoid = fit_sigmoid(choice.judged["logit"], choice.judged["found"])
    model = fit_mixed(known.looks.before(day))
    risk = foresee(model, model_columns(facts), card, sigmoid).risk
    return Scored(score=risk, model=f"{VERSION}+{card.model}", chance=risk)


def _quarter(day: pd.Timestamp) -> pd.Timestamp:
    return day.to_period("Q").to_timestamp()


@lru_cache(maxsize=8)
def _choice(looks: Looks, day: pd.Timestamp) -> Choice | None:
    """Choose a model by the looks before a day; ``None`` where there are none."""
    past = looks.before(day)
    return choose(past, as_of=day.date(), wanted="auto") if len(past.rows) else None


def first_day_card(known: Known) -> Scored:
    """Score by the card without any result of a visit."""
    tables = known.tables
    nothing = replace(
        tables, inspections=tables.inspections.head(0), findings=tables.findings.head(0)
    )
    return scorecard(Known(as_of=known.as_of, tables=nothing))


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

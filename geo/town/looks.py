"""Past looks, each with what was known of its site when the month began."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geo.sites.history import looks_before
from geo.town.facts import town_facts

if TYPE_CHECKING:
    from datetime import date

    from data.ports import Progress
    from geo.card.card import Scorecard
    from geo.town.facts import Facts, TownTables

MOST_MONTHS = 36
"""Looks older than so many months say little of today and are left out."""
PRIOR = "prior"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Looks:
    """
    Looks to learn from; both tables have one index, the ids of the inspections.

    Attributes
    ----------
    rows
        ``site_id``, ``day``, ``month`` (the first day of the look's month: the morning it is
        described as of), ``team`` (missing where unknown), ``found`` (0 or 1), ``card`` (the
        card's risk on that morning).
    columns
        What the model sees, see :func:`model_columns`.
    """

    rows: pd.DataFrame
    columns: pd.DataFrame

    def take(self, kept: pd.Series) -> Looks:
        """Keep the rows where ``kept`` holds."""
        return Looks(rows=self.rows[kept], columns=self.columns[kept])

    def before(self, day: pd.Timestamp) -> Looks:
        """Keep the looks before a day."""
        return self.take(self.rows["day"] < day)


def model_columns(facts: Facts) -> pd.DataFrame:
    """Join what the model sees of every site: the card's prior, the factors, further columns."""
    return pd.concat([facts.prior.rename(PRIOR), facts.shares, facts.extras], axis=1)


def counted_looks(tables: TownTables, *, as_of: date) -> tuple[int, int]:
    """Count the looks that a model could learn from, and those that found something."""
    seen = _seen(tables, as_of)
    return len(seen), int(seen["found"].sum())


def _seen(tables: TownTables, as_of: date) -> pd.DataFrame:
    seen = looks_before(tables.inspections, as_of)
    oldest = pd.Timestamp(as_of) - pd.DateOffset(months=MOST_MONTHS)
    return seen[seen["site_id"].isin(tables.sites.index) & (seen["day"] >= oldest)]


def past_looks(
    tables: TownTables, *, as_of: date, card: Scorecard, progress: Progress | None = None
) -> Looks:
    """
    Describe every look before a day as of the first morning of its month.

    Parameters
    ----------
    tables
        The town.
    as_of
        Nothing dated on or after it is seen.
    progress
        Told how many months are done.

    Returns
    -------
    looks
        At sites of ``tables.sites``, in the order of day, site and id; at most ``MOST_MONTHS``.
    """
    seen = _seen(tables, as_of)
    seen = seen.assign(month=seen["day"].dt.to_period("M").dt.start_time)
    seen = seen.rename_axis("look").reset_index().sort_values(["day", "site_id", "look"])
    seen = seen.set_index("look")[["site_id", "day", "month", "team", "found"]]
    parts, risks = [], []
    months = list(seen.groupby("month", sort=True))
    for number, (month, here) in enumerate(months):
        facts = town_facts(tables, as_of=pd.Timestamp(str(month)).date(), card=card)
        parts.append(model_columns(facts).loc[here["site_id"]].set_axis(here.index))
        risks.append(facts.card.loc[here["site_id"]].set_axis(here.index))
        if progress is not None:
            progress(number + 1, len(months))
    if not parts:
        none = model_columns(town_facts(tables, as_of=as_of, card=card)).iloc[:0]
        return Looks(rows=seen.assign(found=0.0, card=0.0).iloc[:0], columns=none)
    rows = seen.assign(found=seen["found"].astype(float), card=pd.concat(risks))
    return Looks(rows=rows, columns=pd.concat(parts))

"""Which sites were shut down, and which of them work again: one rule for scores, plans, pages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pandas as pd

from data.words import FINDS

if TYPE_CHECKING:
    from datetime import date

WORKING = frozenset({"operating", "partly"})
"""States of a site in the ledger that say it works."""


def relapse_days(
    dispositions: pd.DataFrame, inspections: pd.DataFrame, as_of: date
) -> pd.Series[pd.Timestamp]:
    """
    Find the day on which each shut site was found working again (反弹), before a day began.

    That is the first visit after it was shut down that found something, or the day that people
    entered, where that is earlier.

    Parameters
    ----------
    dispositions, inspections
        Tables by schemas ``DISPOSITION`` and ``INSPECTION``.
    as_of
        Only what is dated strictly before this day is known.

    Returns
    -------
    relapsed
        Index of ``dispositions``; missing where it is not of kind ``shut``, was not carried out by
        then, or held.
    """
    day = pd.Timestamp(as_of)
    shut = dispositions[(dispositions["kind"] == "shut") & (dispositions["finished"] < day)]
    finds = inspections[inspections["result"].isin(FINDS) & (inspections["day"] < day)]
    pairs = shut[["site_id", "finished"]].reset_index()
    pairs = pairs.merge(finds[["site_id", "day"]], on="site_id")
    pairs = pairs[pairs["day"] > pairs["finished"]]
    first = pairs.groupby("disposition_id")["day"].min().reindex(shut.index)
    told = shut["relapsed"].where(shut["relapsed"] < day)
    found: pd.Series[pd.Timestamp] = first.where(~(told < first), told).fillna(told)
    return found.reindex(dispositions.index)


def with_stated_relapses(
    dispositions: pd.DataFrame, sites: pd.DataFrame, as_of: date
) -> pd.DataFrame:
    """
    Enter the relapse of shut sites that the ledger says are working.

    Parameters
    ----------
    dispositions, sites
        Tables by schemas ``DISPOSITION`` and ``SITE``; states of sites are those of today, so that
        the day must be no day of the past.
    as_of
        Such a site relapsed the day before it, at the latest.

    Returns
    -------
    dispositions
        The same rows.
    """
    day = pd.Timestamp(as_of)
    works = dispositions["site_id"].map(sites["status"]).isin(WORKING)
    is_shut = (dispositions["kind"] == "shut") & (dispositions["finished"] < day)
    known = pd.Timestamp(as_of - timedelta(days=1))
    found = dispositions["relapsed"].mask(works & is_shut & dispositions["relapsed"].isna(), known)
    return dispositions.assign(relapsed=found)


def with_known_relapses(
    dispositions: pd.DataFrame, inspections: pd.DataFrame, as_of: date
) -> pd.DataFrame:
    """
    Enter the relapse of shut sites that a visit found, before a day began.

    Parameters
    ----------
    dispositions, inspections, as_of
        As of :func:`relapse_days`.

    Returns
    -------
    dispositions
        The same rows; what people entered of other kinds stands as it is.
    """
    found = relapse_days(dispositions, inspections, as_of)
    is_shut = dispositions["kind"] == "shut"
    return dispositions.assign(relapsed=dispositions["relapsed"].where(~is_shut, found))


def shut_cases(
    dispositions: pd.DataFrame,
    inspections: pd.DataFrame,
    as_of: date,
) -> pd.DataFrame:
    """
    List the sites that stood as shut down when a day began, and whether they work again.

    Parameters
    ----------
    dispositions, inspections, as_of
        As of :func:`relapse_days`.

    Returns
    -------
    cases
        Index ``site_id``; columns ``disposition_id``, ``finished`` and ``relapsed`` (missing where
        it holds). Of several dispositions of a site the one carried out last counts; a case that
        relapsed stays open until another disposition is carried out.
    """
    day = pd.Timestamp(as_of)
    standing = dispositions[
        (dispositions["finished"] < day) & ~(dispositions["withdrawn"] < day)
    ].sort_values(["finished", "day"], kind="stable")
    last = standing[~standing["site_id"].duplicated(keep="last")]
    last = last[last["kind"] == "shut"]
    found = relapse_days(dispositions, inspections, as_of).reindex(last.index)
    return pd.DataFrame(
        {
            "disposition_id": last.index.to_numpy(),
            "finished": last["finished"].to_numpy(),
            "relapsed": found.to_numpy(),
        },
        index=pd.Index(last["site_id"].to_numpy(), dtype="str", name="site_id"),
    )

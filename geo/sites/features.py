"""Facts about every site, as of a day, from which the risk factors speak.

Each function takes the site table and one source and gives a table with the same index. Only rows
dated strictly before the day are ever used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.findings import is_open, is_overdue
from data.shut import shut_cases
from data.words import FINDS
from geo.card.meters import power_facts
from geo.card.surroundings import surroundings
from geo.sites.extras import extra_facts
from geo.sites.history import known_before, looks_before, mean_rate, site_history
from geo.sites.numbering import Numbering, plain_texts

if TYPE_CHECKING:
    from datetime import date

    from geo.card.card import Scorecard

SHUT_OUT = ("closed", "refused")
_PRIOR_SITES = 2.0
"""A site's finds are drawn to the expected ones as if two ordinary visits had been made more."""


def site_features(  # noqa: PLR0913 - four tables, a day, the card, three optional sources
    sites: pd.DataFrame,
    inspections: pd.DataFrame,
    findings: pd.DataFrame,
    tips: pd.DataFrame,
    *,
    as_of: date,
    card: Scorecard,
    access_m: pd.Series | None = None,
    places: pd.DataFrame | None = None,
    power: pd.DataFrame | None = None,
    dispositions: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """
    Collect what is known of every site.

    Parameters
    ----------
    sites, inspections, findings, tips
        Tables by their schemas.
    as_of
        Only rows dated before this day count.
    card
        Says how far and how long ago still counts.
    access_m
        Metres from the road by site id; ``None`` or missing where not measured.
    places
        Table by schema ``AREA``, of the map and of the office; ``None`` where neither is at hand.
    power
        Table by schema ``POWER_READING``; ``None`` where the power company told nothing.
    dispositions
        Table by schema ``DISPOSITION``; ``None`` where no site was ever shut down.

    Returns
    -------
    features
        Index of ``sites``: its columns, and those that the functions of this module, of
        ``geo.sites.extras``, ``geo.card.meters`` and ``geo.card.surroundings`` add.
    """
    access = np.nan if access_m is None else access_m.reindex(sites.index).to_numpy(dtype=float)
    # Sites are numbered here: what is counted and looked up by number is quick for a county too.
    numbered = plain_texts(sites).assign(access_m=access).reset_index(drop=True)
    number = Numbering(sites.index)
    parts = [
        numbered,
        _visits(numbered, number.of(inspections), as_of),
        _open_findings(numbered, number.of(findings), as_of),
        extra_facts(numbered, card),
        power_facts(
            numbered,
            None if power is None else number.of(power),
            as_of=as_of,
            limits=card.limits,
        ),
        _relapses(sites, inspections, dispositions, as_of),
        surroundings(numbered, tips, places, as_of=as_of, limits=card.limits),
    ]
    return pd.concat(parts, axis="columns").set_axis(sites.index)


def _visits(sites: pd.DataFrame, inspections: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """
    Give past visits: counts, finds against what the teams find elsewhere, days since.

    Columns ``visits``, ``finds``, ``relative`` (1 is like elsewhere; ``nan`` without a visit),
    ``find_record`` and ``shut_record`` (latest record and date, or empty), ``shut_out`` (visits
    that met a closed gate or a refusal), ``days_since`` (``nan`` if never looked at).
    """
    looks = looks_before(inspections, as_of)
    history = site_history(looks, sites.index)
    base = mean_rate(looks)
    prior = _PRIOR_SITES * (base if base > 0 else 1.0)
    relative = (history["finds"] + prior * (base > 0)) / (history["expected"] + prior)
    past = known_before(inspections, "day", as_of)
    shut = past[past["result"].isin(SHUT_OUT)]
    stated = sites["stated_visit"].where(sites["stated_visit"] < pd.Timestamp(as_of))
    last = pd.concat([history["last"], stated], axis=1).max(axis=1)
    return pd.DataFrame(
        {
            "visits": history["visits"],
            "finds": history["finds"],
            "relative": relative.where(history["visits"] > 0),
            "find_record": _latest(looks[looks["result"].isin(FINDS)], "day", sites.index),
            "shut_out": _count(shut, sites.index),
            "shut_record": _latest(shut, "day", sites.index),
            "days_since": (pd.Timestamp(as_of) - last).dt.days.astype(float),
        },
        index=sites.index,
    )


def _open_findings(sites: pd.DataFrame, findings: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """
    Give findings not closed by the day.

    Columns ``open``, ``overdue`` and ``undated`` (counts; the first includes both others, the last
    are not late and bear no due day), ``open_record`` and ``overdue_record`` (latest, or empty),
    ``first_due`` (earliest due day among the overdue), ``major_record`` and ``major_what`` (latest
    open major finding, or empty).

    Which are open and overdue is for ``data.findings`` to say.
    """
    still, late = findings[is_open(findings, as_of)], findings[is_overdue(findings, as_of)]
    major = still[still["level"] == "major"]
    return pd.DataFrame(
        {
            "open": _count(still, sites.index),
            "overdue": _count(late, sites.index),
            "undated": _count(
                still[still["due"].isna() & ~still.index.isin(late.index)], sites.index
            ),
            "open_record": _latest(still, "found", sites.index),
            "overdue_record": _latest(late, "found", sites.index),
            "first_due": late.groupby("site_id")["due"].min().reindex(sites.index),
            "major_record": _latest(major, "found", sites.index),
            "major_what": _last_of(major, "found", "what", sites.index),
        },
        index=sites.index,
    )


def _relapses(
    sites: pd.DataFrame, inspections: pd.DataFrame, dispositions: pd.DataFrame | None, as_of: date
) -> pd.DataFrame:
    """
    Give shut sites that work again, by the rule of ``data.shut``.

    Columns ``relapse_record`` (disposition and day of the relapse, or empty) and ``shut_on`` (day
    the site was shut down).
    """
    cases = pd.DataFrame({"record": "", "finished": pd.NaT}, index=sites.index)
    if dispositions is not None and len(dispositions):
        found = shut_cases(dispositions, inspections, as_of)
        found = found[found["relapsed"].notna()]
        told = found["disposition_id"] + " " + found["relapsed"].dt.strftime("%Y-%m-%d")
        cases = found.assign(record=told).reindex(sites.index)
    return pd.DataFrame(
        {
            "relapse_record": cases["record"].fillna("").to_numpy(dtype=object),
            "shut_on": pd.to_datetime(cases["finished"]).to_numpy(),
        }
    )


def _count(rows: pd.DataFrame, site_ids: pd.Index) -> pd.Series:
    return rows.groupby("site_id").size().reindex(site_ids, fill_value=0)


def _latest(rows: pd.DataFrame, day: str, site_ids: pd.Index) -> pd.Series:
    """Write record and date of the latest row of each site, empty where there is none."""
    last = _last(rows, day)
    written = last.index.to_series().astype("str") + " " + last[day].dt.strftime("%Y-%m-%d")
    return _by_site(written.set_axis(last["site_id"]), site_ids)


def _last_of(rows: pd.DataFrame, day: str, column: str, site_ids: pd.Index) -> pd.Series:
    """Give a text column of the latest row of each site, empty where there is none."""
    last = _last(rows, day)
    return _by_site(last[column].set_axis(last["site_id"]), site_ids)


def _last(rows: pd.DataFrame, day: str) -> pd.DataFrame:
    """Keep the latest row of each site; of those of one day the one with the last id."""
    return rows.sort_index().sort_values(day, kind="stable").drop_duplicates("site_id", keep="last")


def _by_site(texts: pd.Series, site_ids: pd.Index) -> pd.Series:
    return texts.reindex(site_ids).astype("object").fillna("")

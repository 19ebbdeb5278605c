"""Do a first visit and the one that repeats it unseen say the same: by team, with the interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from data.words import FINDS, LOOKS
from geo.evaluate.proportions import proportion

if TYPE_CHECKING:
    from collections.abc import Mapping

AUDIT = "audit"
MOST_DAYS = 90
"""A visit longer ago than this is not what an audit repeats: the place has changed since."""


def audit_pairs(inspections: pd.DataFrame, repeats: Mapping[str, str]) -> pd.DataFrame:
    """
    Put each audit beside the visit that it repeats.

    Parameters
    ----------
    inspections
        Table by schema ``INSPECTION``.
    repeats
        Id of the repeated visit by the id of the audit, where a plan drew it. Of other audits the
        last look of another team at the same site within ``MOST_DAYS`` before it counts.

    Returns
    -------
    pairs
        Index ``audit_id``, those that saw inside; ``first_id``, ``site_id``, ``day`` of the audit,
        ``team`` (whose visit was repeated; may be missing), ``first_found``, ``audit_found``,
        ``agrees`` (flags). An audit without a visit to repeat is left out.
    """
    looks = inspections[inspections["result"].isin(LOOKS)].sort_values("day", kind="stable")
    rows = {}
    for audit_id, audit in looks[looks["mode"] == AUDIT].iterrows():
        first = _first(looks, audit, repeats.get(str(audit_id)))
        if first is None:
            continue
        found = [looks["result"][first] in FINDS, audit["result"] in FINDS]
        rows[str(audit_id)] = {
            "first_id": first,
            "site_id": audit["site_id"],
            "day": audit["day"],
            "team": looks["team"][first],
            "first_found": found[0],
            "audit_found": found[1],
            "agrees": found[0] == found[1],
        }
    names = ["first_id", "site_id", "day", "team", "first_found", "audit_found", "agrees"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=names).rename_axis("audit_id")


def _first(looks: pd.DataFrame, audit: pd.Series, drawn: str | None) -> str | None:
    """Find the visit that an audit repeats."""
    if drawn is not None and drawn in looks.index:
        return drawn
    since = audit["day"] - pd.Timedelta(days=MOST_DAYS)
    same = looks[(looks["site_id"] == audit["site_id"]) & (looks["mode"] != AUDIT)]
    same = same[(same["day"] < audit["day"]) & (same["day"] >= since)]
    others = same[same["team"].isna() | (same["team"] != audit["team"])]
    return str(others.index[-1]) if len(others) else None


def team_agreement(pairs: pd.DataFrame) -> pd.DataFrame:
    """
    Sum up how often audits agree with the visits of each team.

    Parameters
    ----------
    pairs
        From :func:`audit_pairs`.

    Returns
    -------
    agreement
        Index ``team``, ascending, visits of no named team left out; ``audits``, ``agree``
        (counts), ``missed`` (the audit found what the visit had not), ``share`` with Wilson's
        ``low`` and ``high``, 0-1.
    """
    rows = {}
    for team, part in pairs.dropna(subset="team").groupby("team"):
        told = proportion(int(part["agrees"].sum()), len(part))
        missed = part["audit_found"].astype(bool) & ~part["first_found"].astype(bool)
        rows[str(team)] = {
            "audits": told.cases,
            "agree": told.hits,
            "missed": int(missed.sum()),
            "share": told.share,
            "low": told.low,
            "high": told.high,
        }
    names = ["audits", "agree", "missed", "share", "low", "high"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=names).rename_axis("team")

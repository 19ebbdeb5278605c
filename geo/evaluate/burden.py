"""Who is visited how often, and what for: the burden of inspection, and who is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.errors import ConfigError
from data.units import DAYS_PER_YEAR
from geo.sites.history import looks_before, site_history

if TYPE_CHECKING:
    from datetime import date

OVER_VISITS = 4
"""Looks in a year without a find, above which a place is called over-visited."""

_SIZES = ((10, "1-9"), (50, "10-49"), (300, "50-299"), (np.inf, "300+"))
UNKNOWN = ""


def site_burden(
    sites: pd.DataFrame, inspections: pd.DataFrame, *, as_of: date, over_visits: int = OVER_VISITS
) -> pd.DataFrame:
    """
    Sum up what each site had to bear.

    Parameters
    ----------
    sites, inspections
        Tables by schemas ``SITE`` and ``INSPECTION``.
    as_of
        Only visits before this day count.
    over_visits
        More looks than this in the last 365 days without a find are too many, >= 1.

    Returns
    -------
    burden
        Index of ``sites``; ``visits`` and ``finds`` (looks that saw inside, counts), ``year``
        (looks in the last 365 days), ``waiting_days`` (since the last look; ``nan`` if never),
        ``is_never`` and ``is_over`` (flags), and the groups ``village``, ``industry`` (division of
        GB/T 4754 such as ``C21``, else the ledger's words) and ``size`` (people: ``1-9``,
        ``10-49``, ``50-299``, ``300+``); an unknown group is the empty text.

    Raises
    ------
    ConfigError
        If ``over_visits`` is below 1.
    """
    if over_visits < 1:
        raise ConfigError(
            f"Expected over_visits >= 1, got {over_visits}.",
            zh=f"over_visits 至少为 1，现为 {over_visits}。",
        )
    looks = looks_before(inspections, as_of)
    whole = site_history(looks, sites.index)
    recent = looks[looks["day"] >= pd.Timestamp(as_of) - pd.Timedelta(days=DAYS_PER_YEAR)]
    year = site_history(recent, sites.index)
    return pd.DataFrame(
        {
            "visits": whole["visits"],
            "finds": whole["finds"],
            "year": year["visits"],
            "waiting_days": (pd.Timestamp(as_of) - whole["last"]).dt.days.astype(float),
            "is_never": whole["visits"] == 0,
            "is_over": (year["visits"] > over_visits) & (year["finds"] == 0),
            "village": sites["village"].fillna(UNKNOWN),
            "industry": _industry(sites),
            "size": _size(sites["workers"]),
        },
        index=sites.index,
    )


def _industry(sites: pd.DataFrame) -> pd.Series[str]:
    division = sites["industry_code"].str.extract(r"^([A-Z]?\d{2})", expand=False)
    return division.fillna(sites["industry"]).fillna(UNKNOWN).astype("str")


def _size(workers: pd.Series[float]) -> pd.Series[str]:
    count = workers.astype(float)
    named = np.select([count < limit for limit, _ in _SIZES], [name for _, name in _SIZES], UNKNOWN)
    return pd.Series(named, index=workers.index, dtype="str")


def group_burden(burden: pd.DataFrame, column: str) -> pd.DataFrame:
    """
    Sum up the burden by group.

    Parameters
    ----------
    burden
        As :func:`site_burden` gives it.
    column
        ``village``, ``industry`` or ``size``.

    Returns
    -------
    groups
        Index: the groups, most looks per site first, the unknown group last; ``sites``,
        ``visits``, ``finds`` (counts), ``visits_per_site``, ``find_share`` (finds per look, 0-1;
        ``nan`` without a look), ``waiting_days`` (median since the last look over the places
        that had one; ``nan`` where none had), ``never`` and ``over`` (sites).
    """
    groups = burden.groupby(column).agg(
        sites=("visits", "size"),
        visits=("visits", "sum"),
        finds=("finds", "sum"),
        waiting_days=("waiting_days", "median"),
        never=("is_never", "sum"),
        over=("is_over", "sum"),
    )
    groups["visits_per_site"] = groups["visits"] / groups["sites"]
    groups["find_share"] = (groups["finds"] / groups["visits"]).where(groups["visits"] > 0)
    keyed = groups.assign(last=groups.index == UNKNOWN, name=groups.index)
    ordered = keyed.sort_values(["last", "visits_per_site", "name"], ascending=[True, False, True])
    return ordered.drop(columns=["last", "name"])

"""Sites that no car reaches: kept out of the week, and told with how far the road is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.model import Plan, Unplanned
    from service.results.road import LostSite

UNREACHABLE = "unreachable"


def reachable(sites: pd.DataFrame, lost: Sequence[LostSite]) -> pd.Series[bool]:
    """Say of each site whether a car gets near it."""
    known = {site.site_id for site in lost}
    return pd.Series(~sites.index.isin(list(known)), index=sites.index)


def told_plan(plan: Plan, lost: Sequence[LostSite]) -> Plan:
    """Put the distance to the nearest road behind visits and promises that no car reaches."""
    known = _ways(lost)
    broken = tuple(
        replace(one, detail={**one.detail, **known[site]})
        if one.detail.get("reason") == UNREACHABLE
        and (site := one.promise.partition(":")[2]) in known
        else one
        for one in plan.broken
    )
    return replace(plan, unplanned=told_why(plan.unplanned, lost), broken=broken)


def told_why(left_out: Sequence[Unplanned], lost: Sequence[LostSite]) -> tuple[Unplanned, ...]:
    """Put the distance to the nearest road behind what no car reaches."""
    known = _ways(lost)
    return tuple(
        replace(one, detail={**one.detail, **known[one.site]})
        if one.reason == UNREACHABLE and one.site in known
        else one
        for one in left_out
    )


def _ways(lost: Sequence[LostSite]) -> dict[str, dict[str, object]]:
    return {site.site_id: {"access_m": site.access_m, "cause": site.cause} for site in lost}

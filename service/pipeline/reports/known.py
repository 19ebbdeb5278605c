"""Everything the store holds of one site, read once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from data.crs import great_circle_m
from data.findings import is_open, is_overdue, stands
from data.schema import as_records
from data.shut import with_known_relapses
from service.pipeline.places.sites import text_of

if TYPE_CHECKING:
    from datetime import date

    from data.store import Store

NEAR_M = 500.0
"""Tip-offs and neighbours within so many metres are told."""
_METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KnownSite:
    """
    What is on record of one site.

    Attributes
    ----------
    site_id, as_of
        The site, and the day against which things are late.
    site
        Its row, by schema ``SITE``.
    score
        Its row by schema ``SCORE``, ``None`` where it was never scored.
    kin
        Sites within the same walls, by schema ``SITE`` with a column ``relation``: ``host``,
        ``tenant`` or ``sibling``.
    near
        Sites within ``NEAR_M``, itself and its kin left out, with a column ``away_m``.
    visits, findings, steps, orders, dispositions, power
        Their rows; findings taken back stay, marked by ``voided``; dispositions bear the relapses
        that visits found.
    tips
        Tip-offs that mean it or came from within ``NEAR_M``, with ``away_m`` (missing where the
        tip has no spot), nearest first.
    """

    site_id: str
    as_of: date
    site: dict[str, Any]
    score: dict[str, Any] | None
    kin: pd.DataFrame
    near: pd.DataFrame
    visits: pd.DataFrame
    findings: pd.DataFrame
    steps: pd.DataFrame
    orders: pd.DataFrame
    dispositions: pd.DataFrame
    power: pd.DataFrame
    tips: pd.DataFrame

    @property
    def standing(self) -> pd.DataFrame:
        """Findings that count: those not taken back."""
        return self.findings[stands(self.findings)]

    @property
    def open(self) -> pd.DataFrame:
        """Findings not yet struck off, soonest due first."""
        mine = self.standing
        return mine[is_open(mine, self.as_of)].sort_values(["due", "found"], kind="stable")

    @property
    def overdue(self) -> pd.DataFrame:
        """Open findings past their due date."""
        mine = self.standing
        return mine[is_overdue(mine, self.as_of)]


def know_site(store: Store, site_id: str, *, as_of: date) -> KnownSite:
    """
    Read what is on record of a site.

    Parameters
    ----------
    site_id
        From :func:`service.pipeline.places.naming.find_site`.
    """
    mine = {"site_id": [site_id]}
    site = store.read("site", where=mine)
    row = as_records(site)[0]
    scores = as_records(store.read("score", where=mine))
    findings = store.read("finding", where=mine)
    visits = store.read("inspection", where=mine).sort_values("day", kind="stable")
    decided = store.read("disposition", where=mine).sort_values("day", kind="stable")
    kin, near = _around(store, row)
    return KnownSite(
        site_id=site_id,
        as_of=as_of,
        site=row,
        score=scores[0] if scores else None,
        kin=kin,
        near=near,
        visits=visits,
        findings=findings.sort_values("found", kind="stable"),
        steps=store.read("finding_step", where={"finding_id": findings.index.tolist()}),
        orders=store.read("given_order", where=mine).sort_values("day", kind="stable"),
        dispositions=with_known_relapses(decided, visits, as_of),
        power=store.read("power_reading", where=mine),
        tips=_tips(store, row),
    )


def _around(store: Store, site: dict[str, Any]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Find the sites within the same walls, and those nearby."""
    site_id, host = str(site["site_id"]), text_of(site["parent_id"])
    parts = [store.read("site", where={"parent_id": [site_id]}).assign(relation="tenant")]
    if host:
        parts.append(store.read("site", where={"site_id": [host]}).assign(relation="host"))
        parts.append(store.read("site", where={"parent_id": [host]}).assign(relation="sibling"))
    kin = pd.concat([part for part in parts if len(part)] or parts[:1])
    kin = kin[kin.index != site_id]
    near = _measured(store.read("site", box=_box(site)), site)
    return kin, near[(near.index != site_id) & ~near.index.isin(kin.index)]


def _tips(store: Store, site: dict[str, Any]) -> pd.DataFrame:
    meant = store.read("tip", where={"site_id": [str(site["site_id"])]})
    near = _measured(store.read("tip", box=_box(site)), site)
    others = near[~near.index.isin(meant.index)]
    measured = meant.assign(away_m=_away_m(meant, site))
    parts = [part for part in (measured, others) if len(part)]
    return pd.concat(parts) if parts else measured


def _measured(table: pd.DataFrame, site: dict[str, Any]) -> pd.DataFrame:
    """Keep what lies near a site, with how far it is, the nearest first."""
    measured = table.assign(away_m=_away_m(table, site))
    return measured[measured["away_m"] <= NEAR_M].sort_values("away_m", kind="stable")


def _away_m(table: pd.DataFrame, site: dict[str, Any]) -> Any:  # noqa: ANN401 - a column
    here = float(site["lon_deg"]), float(site["lat_deg"])
    return great_circle_m(table["lon_deg"].to_numpy(float), table["lat_deg"].to_numpy(float), *here)


def _box(site: dict[str, Any]) -> tuple[float, float, float, float]:
    """Give a box that holds everything near a site; it may hold more at high latitudes."""
    lon, lat = float(site["lon_deg"]), float(site["lat_deg"])
    high = 1.01 * NEAR_M / _METRES_PER_DEGREE
    wide = high / max(0.1, math.cos(math.radians(lat)))
    return lon - wide, lat - high, lon + wide, lat + high

"""Where to look for places in no ledger this week, and what is stored of those looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from data.model import SWEEP
from data.schema import SITE, as_records, as_table
from geo.blind.squares import Known, blind_squares
from planning.sweeps import Blind
from service.pipeline.places.sites import date_of, text_of
from service.pipeline.roads.checking import lost_sites

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from data.ports import Tables
    from data.store import Store
    from planning.rules import Rules
    from service.pipeline.roads.travel import Travel

_STORED = ("name", "village", "land_ha", "idle", "tips", "lane_km", "lon_deg", "lat_deg")


def town_blind(  # noqa: PLR0913  # what is known of a town
    store: Store,
    sites: pd.DataFrame,
    teams: pd.DataFrame,
    *,
    past: Mapping[str, pd.DataFrame],
    travel: Travel,
    as_of: date,
    rules: Rules,
) -> pd.DataFrame:
    """
    List the places in no ledger that a car reaches.

    Parameters
    ----------
    store
        Holds areas and past sweeps.
    sites, teams
        Sites that stand, and teams.
    past
        Tables ``inspection`` and ``tip``.
    travel
        The roads as they are driven.
    as_of
        Only what happened before this day counts.
    rules
        The office's rules; with a share of 0 nothing is looked for.

    Returns
    -------
    places
        As of :func:`geo.blind.squares.blind_squares`.
    """
    known = Known(
        sites=sites if rules.sweep.share else sites.head(0),
        areas=store.read("area"),
        inspections=past["inspection"],
        tips=past["tip"],
        sweeps=past_sweeps(store),
        edges=travel.roads.edges,
    )
    places = blind_squares(
        known,
        as_of=as_of,
        tip_radius_m=rules.tip.radius_m,
        tip_days=rules.tip.days,
        prefix=SWEEP,
    )
    if places.empty:
        return places
    asked = places.rename_axis("site_id")
    lost = {one.site_id for one in lost_sites(asked, teams, travel, limit_m=rules.reach.walk_m)}
    return places[~places.index.isin(list(lost))]


def past_sweeps(tables: Tables) -> pd.DataFrame:
    """List the sweeps that were made: ``sweep_id``, ``day`` and the rest of their table."""
    visits = tables.read("sweep_visit")
    return visits[visits["result"] != "skipped"]


def blind_places(places: pd.DataFrame) -> tuple[Blind, ...]:
    """Write the rows of :func:`town_blind` as the demand takes them."""
    return tuple(
        Blind(
            id=str(row["sweep_id"]),
            village=text_of(row["village"]) or None,
            land_ha=float(row["land_ha"]),
            idle=int(row["idle"]),
            tips=int(row["tips"]),
            lane_km=float(row["lane_km"]),
            seen=date_of(row["seen"]),
            swept=date_of(row["swept"]),
        )
        for row in as_records(places)
    )


def drawn_rows(places: pd.DataFrame, drawn: Sequence[str]) -> pd.DataFrame:
    """Give what the store keeps of the places that were drawn, by schema ``SWEEP``."""
    return places.loc[list(drawn), list(_STORED)]


def with_sweeps(tables: Tables, sites: pd.DataFrame) -> pd.DataFrame:
    """
    Add the places that a plan drew to a table of sites: name, village and position, no more.

    Parameters
    ----------
    tables
        The store.
    sites
        Table by schema ``SITE``.
    """
    swept = as_records(tables.read("sweep"))
    if not swept:
        return sites
    rows = [
        {
            "site_id": row["sweep_id"],
            "kind": "idle_factory",
            "status": "unknown",
            **{name: row[name] for name in ("name", "village", "lon_deg", "lat_deg")},
        }
        for row in swept
    ]
    return pd.concat([sites, as_table(rows, SITE)])

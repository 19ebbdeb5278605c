"""What a week's demand knows beside the ledgers, read from the store."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import shapely

from data.units import DAYS_PER_WEEK
from geo.enclosure import first_around
from planning.cases.booking import experts_of
from planning.cases.measures import site_measures
from planning.ground import Ground
from service.pipeline.week.sweep import blind_places

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from data.ports import Tables
    from planning.rules import Rules


MEASURED = ("inspection", "tip", "power_reading", "given_order", "disposition")
"""Tables that say what was done about a site, and what came of it."""


def town_ground(  # noqa: PLR0913 - tables of a town, and its week
    tables: Tables,
    sites: pd.DataFrame,
    teams: pd.DataFrame,
    *,
    blind: pd.DataFrame,
    monday: date,
    as_of: date,
    rules: Rules,
) -> Ground:
    """
    Gather names of teams, beats of sites, places in no ledger, measures and expert days.

    Parameters
    ----------
    tables
        Holds the beats, if the town was divided, orders, dispositions and expert days.
    sites, teams
        Sites that stand, and teams.
    blind
        From :func:`service.pipeline.week.sweep.town_blind`.
    monday, as_of, rules
        The week, the day up to which the past is known, and the rules.
    """
    known = {name: tables.read(name) for name in MEASURED}
    return Ground(
        team_names={str(team): str(name) for team, name in teams["name"].items()},
        beat_of=_beats(tables.read("beat"), sites),
        blind=blind_places(blind),
        measures=site_measures({**known, "site": sites}, as_of=as_of, rules=rules),
        experts=experts_of(
            tables.read("expert_day"), first=monday, last=monday + timedelta(days=DAYS_PER_WEEK - 1)
        ),
    )


def _beats(beats: pd.DataFrame, sites: pd.DataFrame) -> dict[str, str]:
    """Find the beat around each site; one outside all of them has none."""
    if beats.empty:
        return {}
    index = shapely.STRtree(beats["geometry"].to_numpy(dtype=object))
    spots = shapely.points(sites[["lon_deg", "lat_deg"]].to_numpy(dtype=float))
    which = first_around(index, np.asarray(spots, dtype=object))
    return {
        str(site): str(beats.index[place])
        for site, place in zip(sites.index, which.tolist(), strict=True)
        if place >= 0
    }

"""What a week's demand knows beside the ledgers, read from the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.enclosure import first_around
from planning.ground import Ground
from service.pipeline.sweep import blind_places

if TYPE_CHECKING:
    import pandas as pd

    from data.ports import Tables


def town_ground(
    tables: Tables, sites: pd.DataFrame, teams: pd.DataFrame, *, blind: pd.DataFrame
) -> Ground:
    """
    Gather names of teams, beats of sites and places in no ledger.

    Parameters
    ----------
    tables
        Holds the beats, if the town was divided.
    sites, teams
        Sites that stand, and teams.
    blind
        From :func:`service.pipeline.sweep.town_blind`.
    """
    return Ground(
        team_names={str(team): str(name) for team, name in teams["name"].items()},
        beat_of=_beats(tables.read("beat"), sites),
        blind=blind_places(blind),
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

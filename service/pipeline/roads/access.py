"""How far each site is from the road by which it is reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from data.errors import NotFoundError
from service.pipeline.roads.travel import town_network, town_speeds

if TYPE_CHECKING:
    from data.model import Roads
    from data.store import Store


def roads_if_any(store: Store) -> Roads | None:
    """Read the roads, or give ``None`` where none were loaded yet."""
    try:
        return store.read_roads()
    except NotFoundError:
        return None


def measure_access(store: Store, sites: pd.DataFrame, roads: Roads) -> pd.Series[float]:
    """
    Measure each site's distance to the road by which a team gets there.

    Returns
    -------
    access_m
        Same index, metres, as ``RoadNetwork.access_m`` from and to the bases of the teams: where no
        road within a walk leads there from a base, the distance to the nearest road.
    """
    speeds, _ = town_speeds(store.settings())
    network = town_network(roads, speeds=speeds, teams=store.read("team"))
    metres = network.access_m(sites["lon_deg"].to_numpy(), sites["lat_deg"].to_numpy())
    return pd.Series(metres, index=sites.index, dtype=float)

"""How far each site is from the nearest road."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from data.errors import NotFoundError
from geo.network import build_network

if TYPE_CHECKING:
    from data.model import Roads
    from data.store import Store


def roads_if_any(store: Store) -> Roads | None:
    """Read the roads, or give ``None`` where none were loaded yet."""
    try:
        return store.read_roads()
    except NotFoundError:
        return None


def measure_access(sites: pd.DataFrame, roads: Roads) -> pd.Series[float]:
    """Measure each site's distance to the nearest road, metres, same index."""
    network = build_network(roads)
    metres = network.access_m(sites["lon_deg"].to_numpy(), sites["lat_deg"].to_numpy())
    return pd.Series(metres, index=sites.index, dtype=float)

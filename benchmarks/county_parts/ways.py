"""Ways between points of an invented county: straight lines driven slowly, or real roads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from data.crs import metric_crs, to_metres
from data.roads import read_roads
from geo.roads.network import build_network
from planning.county import MeasuredTimes, Near, nearest
from service.pipeline.week.county import near_points
from service.pipeline.week.posing import measured_times

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from numpy import int32, int64
    from numpy.typing import NDArray

WINDING, M_PER_S = 1.3, 10.0
"""Roads are so much longer than straight lines, and are driven at 36 km/h."""


def straight_ways(points: pd.DataFrame) -> tuple[MeasuredTimes, Near]:
    """Time straight lines, a block at a time."""
    lon_deg, lat_deg = points["lon_deg"].to_numpy(), points["lat_deg"].to_numpy()
    xy = np.column_stack(to_metres(lon_deg, lat_deg, metric_crs(lon_deg)))

    def measure(rows: NDArray[int64], columns: NDArray[int64]) -> NDArray[int32]:
        step = xy[rows][:, None, :] - xy[columns][None, :, :]
        seconds = np.ceil(np.hypot(step[..., 0], step[..., 1]) * WINDING / M_PER_S)
        return seconds.astype(np.int32)

    times = MeasuredTimes(len(points), measure)
    return times, nearest(times)


def road_ways(points: pd.DataFrame, *, teams: int, roads: Path) -> tuple[MeasuredTimes, Near]:
    """Time ways on a real road graph; the first points are the bases of the teams."""
    graph, _ = read_roads(roads)
    lon_deg, lat_deg = points["lon_deg"].to_numpy(), points["lat_deg"].to_numpy()
    network = build_network(graph, bases=(lon_deg[:teams], lat_deg[:teams]))
    return measured_times(network, lon_deg, lat_deg), near_points(points, network)

"""Tiny towns for tests of places: positions are metres from one corner of an invented town."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
from shapely import LineString, Point

from data.crs import WGS84, metric_crs, to_degrees
from data.model import Roads
from data.schema import FINDING, TIP, as_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from data.model import LonLat

CRS = metric_crs([115.0])
CORNER_X, CORNER_Y = 590_000.0, 3_930_000.0

Spot = tuple[float, float]


def lonlat(x_m: float, y_m: float) -> LonLat:
    """Give the position that lies ``x_m`` east and ``y_m`` north of the corner."""
    lon, lat = to_degrees(CORNER_X + x_m, CORNER_Y + y_m, CRS)
    return float(lon), float(lat)


def spots(*places: Spot) -> tuple[np.ndarray, np.ndarray]:
    """Give lon and lat of several spots, as two arrays."""
    pairs = np.array([lonlat(*place) for place in places]).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def edge(start: int, end: int, line: Sequence[Spot], **known: object) -> dict[str, object]:
    """Describe one driving direction of a road wide enough for any limit that a test tags.

    Its length is that of its line unless it is given.
    """
    drawn = LineString(line)
    return {
        "u": start,
        "v": end,
        "line": drawn,
        "length": drawn.length,
        "highway": "primary",
        "maxspeed": None,
        "surface": None,
        "speed_km_h": float("nan"),
        **known,
    }


def both(start: int, end: int, line: Sequence[Spot], **known: object) -> list[dict[str, object]]:
    """Describe both driving directions of a road."""
    return [edge(start, end, line, **known), edge(end, start, line[::-1], **known)]


def roads(edges: Iterable[dict[str, object]]) -> Roads:
    """Build the road graph of these driving directions."""
    rows, nodes, keys = [], {}, {}
    for known in edges:
        line = known["line"]
        degrees = LineString([lonlat(*spot) for spot in line.coords])
        nodes.setdefault(known["u"], degrees.coords[0])
        nodes.setdefault(known["v"], degrees.coords[-1])
        pair = (known["u"], known["v"])
        keys[pair] = keys.get(pair, -1) + 1
        described = {name: value for name, value in known.items() if name != "line"}
        rows.append({**described, "key": keys[pair], "geometry": degrees})
    table = gpd.GeoDataFrame(rows, crs=WGS84).set_index(["u", "v", "key"])
    points = gpd.GeoDataFrame(
        [
            {"osmid": name, "x": at[0], "y": at[1], "rank": None, "geometry": Point(at)}
            for name, at in nodes.items()
        ],
        crs=WGS84,
    ).set_index("osmid")
    points["rank"] = points["rank"].astype("Int64")
    places = gpd.GeoDataFrame({"kind": [], "name": []}, geometry=[], crs=WGS84)
    return Roads(points, table, places, "invented")


def cross() -> Roads:
    """
    Build a crossing: four lanes of 360 m meet at node 0; the eastern one is one-way, outwards.

    ::

              1
              |
        2 --- 0 --> 3
              |
              4
    """
    return roads(
        [
            *both(0, 1, [(0, 0), (0, 360)], maxspeed="36"),
            *both(0, 2, [(0, 0), (-360, 0)], maxspeed="36"),
            edge(0, 3, [(0, 0), (360, 0)], maxspeed="36"),
            *both(0, 4, [(0, 0), (0, -360)], maxspeed="36"),
        ]
    )


def findings(*rows: dict[str, object]) -> pd.DataFrame:
    """Build a finding table; site and day are for the test to say."""
    filled = [
        {"finding_id": f"F{number}", "level": "ordinary", "state": "notified", **row}
        for number, row in enumerate(rows, start=1)
    ]
    return as_table(filled, FINDING)


def tips(*rows: dict[str, object]) -> pd.DataFrame:
    """Build a tip table; day and position are for the test to say."""
    filled = [
        {"tip_id": f"X{number}", "verified": "open", **row}
        for number, row in enumerate(rows, start=1)
    ]
    return as_table(filled, TIP)

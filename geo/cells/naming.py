"""What people call a cell: the village it is near, which way, and how far."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from scipy.spatial import KDTree

from data.crs import metric_crs, to_metres

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float64
    from numpy.typing import NDArray

_WAYS = ("东", "东北", "北", "西北", "西", "西南", "南", "东南")
_M_IN_KM = 1000.0
_LEAST_KM = 0.1


def name_cells(
    ids: Sequence[str],
    drawn: NDArray[np.object_],
    sites: pd.DataFrame,
    places: pd.DataFrame | None = None,
) -> list[str]:
    """
    Name cells after the nearest village: 焦油村, or 焦油村 东北 1.2 km.

    Parameters
    ----------
    ids
        ``n`` different cell ids.
    drawn
        Shape ``(n,)``, their outlines, WGS-84 degrees.
    sites
        Table by schema ``SITE``: where no village is known, the middle of the sites of a village
        stands for it.
    places
        Table by schema ``AREA``, or ``None``.

    Returns
    -------
    names
        One per cell, no two alike: names that would be get the way east and north as well. The ids
        themselves where no village is known at all.
    """
    villages = _villages(sites, places)
    if villages.empty or not len(ids):
        return list(ids)
    west, south, east, north = shapely.bounds(drawn).T
    lon, lat = (west + east) / 2, (south + north) / 2
    crs = metric_crs(lon)
    at = np.column_stack(to_metres(lon, lat, crs))
    seats = np.column_stack(to_metres(villages["lon_deg"], villages["lat_deg"], crs))
    nearest = np.asarray(KDTree(seats).query(at)[1])
    called = villages["name"].to_numpy(dtype=object)[nearest]
    seat = shapely.points(villages[["lon_deg", "lat_deg"]].to_numpy())
    is_here = np.zeros(len(ids), dtype=bool)
    held, cell = shapely.STRtree(drawn).query(seat, predicate="intersects")
    is_here[cell[nearest[cell] == held]] = True
    return _names(ids, called, at - seats[nearest], is_here)


def _villages(sites: pd.DataFrame, places: pd.DataFrame | None) -> pd.DataFrame:
    """List where villages are: of the map and the office, else where their sites are."""
    if places is not None:
        known = places[(places["kind"] == "village") & places["name"].notna()].sort_index()
        if len(known):
            seat = shapely.point_on_surface(known["geometry"].to_numpy(dtype=object))
            listed = {"lon_deg": shapely.get_x(seat), "lat_deg": shapely.get_y(seat)}
            found = pd.DataFrame({"name": known["name"].to_numpy(dtype=object), **listed})
            return found.dropna(ignore_index=True)
    by_name = sites.groupby("village", sort=True)[["lon_deg", "lat_deg"]].median()
    return by_name.rename_axis("name").reset_index()


def _names(
    ids: Sequence[str],
    called: NDArray[np.object_],
    away_m: NDArray[float64],
    is_here: NDArray[np.bool_],
) -> list[str]:
    km = np.maximum(np.hypot(away_m[:, 0], away_m[:, 1]) / _M_IN_KM, _LEAST_KM)
    turn = np.arctan2(away_m[:, 1], away_m[:, 0]) / (2 * np.pi) * len(_WAYS)
    way = np.rint(turn).astype(int) % len(_WAYS)
    short = [
        str(name) if here else f"{name} {_WAYS[towards]} {far:.1f} km"
        for name, towards, far, here in zip(called, way, km, is_here, strict=True)
    ]
    count = Counter(short)
    longer = [
        name if count[name] == 1 else f"{name}（{_offset(x, y)}）"
        for name, (x, y) in zip(short, away_m.tolist(), strict=True)
    ]
    return unique_names(ids, longer)


def _offset(x_m: float, y_m: float) -> str:
    """Write how far east and north, such as 东 1.10 km 北 0.50 km."""
    east, north = "东" if x_m >= 0 else "西", "北" if y_m >= 0 else "南"
    return f"{east} {abs(x_m) / _M_IN_KM:.2f} km {north} {abs(y_m) / _M_IN_KM:.2f} km"


def unique_names(ids: Sequence[str], names: Sequence[str]) -> list[str]:
    """Put the id behind names that several cells have, so that no two are alike."""
    count = Counter(names)
    return [
        name if count[name] == 1 or name == key else f"{name}（{key}）"
        for key, name in zip(ids, names, strict=True)
    ]

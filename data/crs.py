"""Degrees to metres and back, in the CGCS2000 3-degree zone that a town lies in."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from pyproj import CRS, Transformer

from data.errors import DegenerateInputError

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import ArrayLike, NDArray

WGS84 = "EPSG:4326"
_ZONE_WIDTH_DEG = 3
_FIRST_ZONE, _LAST_ZONE = 25, 45
_FIRST_ZONE_EPSG = 4534


def metric_crs(lon_deg: ArrayLike) -> CRS:
    """
    Choose the metric system for a town.

    Parameters
    ----------
    lon_deg
        Longitudes, degrees; their median decides, so that the answer is one system per town.

    Returns
    -------
    crs
        The CGCS2000 3-degree Gauss-Kruger zone (EPSG 4534-4554, no zone prefix in x) inside China,
        else a transverse Mercator of the same width; axes in metres, x east, y north.

    Raises
    ------
    DegenerateInputError
        If there is no longitude, or none is finite.
    """
    known = np.asarray(lon_deg, dtype=float)
    known = known[np.isfinite(known)]
    if not known.size:
        raise DegenerateInputError(
            "Expected at least one position to choose a metric system, got none.",
            zh="没有一个可用的坐标，选不出平面坐标系。",
        )
    zone = int(np.floor(float(np.median(known)) / _ZONE_WIDTH_DEG + 0.5))
    return _zone_crs(zone)


@lru_cache(maxsize=8)
def _zone_crs(zone: int) -> CRS:
    if _FIRST_ZONE <= zone <= _LAST_ZONE:
        return CRS.from_epsg(_FIRST_ZONE_EPSG + zone - _FIRST_ZONE)
    middle = zone * _ZONE_WIDTH_DEG
    return CRS.from_proj4(f"+proj=tmerc +lat_0=0 +lon_0={middle} +x_0=500000 +ellps=GRS80 +units=m")


def to_metres(
    lon_deg: ArrayLike, lat_deg: ArrayLike, crs: CRS
) -> tuple[NDArray[float64], NDArray[float64]]:
    """
    Project degrees to metres.

    Returns
    -------
    x, y
        Metres east and north, same shape as the input.
    """
    x, y = _to_metres(crs).transform(np.asarray(lon_deg, float), np.asarray(lat_deg, float))
    return np.asarray(x), np.asarray(y)


def to_degrees(x: ArrayLike, y: ArrayLike, crs: CRS) -> tuple[NDArray[float64], NDArray[float64]]:
    """
    Take metres back to WGS-84 degrees.

    Returns
    -------
    lon_deg, lat_deg
        Degrees, same shape as the input.
    """
    lon, lat = _to_degrees(crs).transform(np.asarray(x, float), np.asarray(y, float))
    return np.asarray(lon), np.asarray(lat)


@lru_cache(maxsize=8)
def _to_metres(crs: CRS) -> Transformer:
    return Transformer.from_crs(WGS84, crs, always_xy=True)


@lru_cache(maxsize=8)
def _to_degrees(crs: CRS) -> Transformer:
    return Transformer.from_crs(crs, WGS84, always_xy=True)

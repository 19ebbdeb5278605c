"""Degrees to metres: in the CGCS2000 3-degree zone that a town lies in, and over the sphere."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely
from pyproj import CRS, Transformer

from data.errors import DegenerateInputError

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import ArrayLike, NDArray

WGS84 = "EPSG:4326"
DEGREE_DIGITS = 7
"""Digits behind the point with which degrees are written: about one centimetre."""
EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the earth, as the IUGG defines it."""

TOWN_FLOOR_M = 30_000.0
"""A position this near the middle of a town is never too far off."""
TOWN_SPREADS = 4.0
"""How many times further than three quarters of a town its last places may lie."""

_TOWN_SHARE = 0.75
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


@lru_cache(maxsize=64)
def gauss_kruger(meridian_deg: float) -> CRS:
    """
    Give the CGCS2000 Gauss-Kruger system around a central meridian.

    3-degree and 6-degree zones differ only in where they end, so the meridian says all. Axes in
    metres: x east with 500,000 at the meridian and no zone number before it, y north.

    Parameters
    ----------
    meridian_deg
        Central meridian, degrees east; local systems have meridians between those of the zones.
    """
    return CRS.from_proj4(
        f"+proj=tmerc +lat_0=0 +lon_0={meridian_deg:.10g} +k=1 +x_0=500000 +ellps=GRS80 +units=m"
    )


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


def project(shapes: NDArray[np.object_], crs: CRS) -> NDArray[np.object_]:
    """
    Project shapes from degrees to metres.

    Parameters
    ----------
    shapes
        Shape ``(n,)``, shapely geometries in WGS-84 lon, lat.
    crs
        The town's metric system, from :func:`metric_crs`.

    Returns
    -------
    projected
        Shape ``(n,)``, the same geometries in metres, x east, y north; the input is left alone.
    """

    def in_metres(lonlat: NDArray[float64]) -> NDArray[float64]:
        return np.column_stack(to_metres(lonlat[:, 0], lonlat[:, 1], crs))

    projected: NDArray[np.object_] = shapely.transform(shapes, in_metres)
    return projected


def unproject(shapes_m: NDArray[np.object_], crs: CRS) -> NDArray[np.object_]:
    """
    Take shapes from metres back to degrees, the way back from :func:`project`.

    Parameters
    ----------
    shapes_m
        Shape ``(n,)``, shapely geometries in metres, x east, y north.
    crs
        The system that they are in.

    Returns
    -------
    shapes
        Shape ``(n,)``, the same geometries in WGS-84 lon, lat degrees; the input is left alone.
    """

    def in_degrees(xy: NDArray[float64]) -> NDArray[float64]:
        return np.column_stack(to_degrees(xy[:, 0], xy[:, 1], crs))

    shapes: NDArray[np.object_] = shapely.transform(shapes_m, in_degrees)
    return shapes


def great_circle_m(
    lon_deg: ArrayLike, lat_deg: ArrayLike, to_lon_deg: ArrayLike, to_lat_deg: ArrayLike
) -> NDArray[float64]:
    """
    Measure distances over a sphere of radius ``EARTH_RADIUS_M`` by the haversine formula.

    Parameters
    ----------
    lon_deg, lat_deg, to_lon_deg, to_lat_deg
        Degrees; they broadcast against each other.

    Returns
    -------
    distance_m
        Metres, broadcast shape; within 0.6 % of the distance on the ellipsoid; ``nan`` where a
        position is.

    References
    ----------
    Sinnott (1984), Virtues of the haversine, Sky and Telescope 68(2), 159.

    Examples
    --------
    >>> round(float(great_circle_m(0.0, 0.0, 0.0, 1.0)))
    111195
    """
    lon, lat = np.radians(lon_deg), np.radians(lat_deg)
    to_lon, to_lat = np.radians(to_lon_deg), np.radians(to_lat_deg)
    chord = (
        np.sin((to_lat - lat) / 2) ** 2
        + np.cos(lat) * np.cos(to_lat) * np.sin((to_lon - lon) / 2) ** 2
    )
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(chord, 0, 1))))


class Extent(NamedTuple):
    """Where a town lies: its middle in degrees, and how far from it a place may be in metres."""

    lon_deg: float
    lat_deg: float
    limit_m: float


def town_extent(lon_deg: ArrayLike, lat_deg: ArrayLike) -> Extent:
    """
    Tell where a town lies from its places, so that slipped digits among them do not move it.

    The middle is the median longitude and latitude. The limit is ``TOWN_SPREADS`` times the
    distance within which three quarters of the places lie, and never less than ``TOWN_FLOOR_M``: a
    county keeps all its rows, a slipped digit is found in a village.

    Parameters
    ----------
    lon_deg, lat_deg
        Shape ``(n,)``, n > 0, finite degrees.

    Returns
    -------
    extent
        Middle and limit.

    Raises
    ------
    DegenerateInputError
        If there is no place.

    Examples
    --------
    >>> town_extent([115.0, 115.0, 115.0, 115.0, 15.0], [35.5] * 5)
    Extent(lon_deg=115.0, lat_deg=35.5, limit_m=30000.0)
    """
    lon, lat = np.asarray(lon_deg, dtype=float), np.asarray(lat_deg, dtype=float)
    if not lon.size:
        raise DegenerateInputError(
            "Expected at least one place to tell where a town lies, got none.",
            zh="没有一个可用的坐标，判断不出镇的范围。",
        )
    middle_lon, middle_lat = float(np.median(lon)), float(np.median(lat))
    spread_m = np.quantile(great_circle_m(lon, lat, middle_lon, middle_lat), _TOWN_SHARE)
    return Extent(middle_lon, middle_lat, max(TOWN_FLOOR_M, TOWN_SPREADS * float(spread_m)))


@lru_cache(maxsize=8)
def _to_metres(crs: CRS) -> Transformer:
    return Transformer.from_crs(WGS84, crs, always_xy=True)


@lru_cache(maxsize=64)
def _to_degrees(crs: CRS) -> Transformer:
    return Transformer.from_crs(crs, WGS84, always_xy=True)

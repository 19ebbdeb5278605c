"""Longitudes and latitudes between the datums that Chinese maps use, and WGS-84.

GCJ-02 (Amap, Tencent) moves every point in China by some hundred metres, BD-09 (Baidu) moves it
again. Both are plain formulas; the way back is found by iteration, exact to far below 1e-9 degrees.
CGCS2000 (land office, Tianditu) agrees with WGS-84 at the scale of a map and is left as it is.
Outside the box in which the formulas apply nothing moves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from data.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy import bool_, float64
    from numpy.typing import ArrayLike, NDArray

    Degrees = TypeVar("Degrees", float, NDArray[float64])
    Pair = tuple[NDArray[float64], NDArray[float64]]

CHINA_BOX_DEG = (72.004, 0.8293, 137.8347, 55.8271)
"""West, south, east, north of the box inside which GCJ-02 differs from WGS-84.

The box also holds neighbouring countries, Hong Kong, Macau and Taiwan.
"""

_AXIS_M = 6378245.0  # a of the Krassowsky 1940 ellipsoid
_ECCENTRICITY2 = 0.00669342162296594323  # e squared of the same ellipsoid
_BAIDU_TURN = np.pi * 3000 / 180
_BAIDU_LON_DEG, _BAIDU_LAT_DEG = 0.0065, 0.006
_ROUNDS = 8  # each round shrinks the error about a thousandfold; three would reach 1e-9 degrees


def is_in_china_box(lon_deg: ArrayLike, lat_deg: ArrayLike) -> NDArray[bool_]:
    """
    Tell which points lie in the box where GCJ-02 and BD-09 differ from WGS-84.

    Returns
    -------
    inside
        Same shape as the input; ``False`` where a coordinate is ``nan``.
    """
    west, south, east, north = CHINA_BOX_DEG
    lon, lat = np.asarray(lon_deg, float), np.asarray(lat_deg, float)
    return np.asarray((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))


def wgs84_to_gcj02(lon_deg: Degrees, lat_deg: Degrees) -> tuple[Degrees, Degrees]:
    """
    Move WGS-84 to GCJ-02, the datum of Amap and Tencent.

    Parameters
    ----------
    lon_deg, lat_deg
        Degrees, one number each or arrays of one shape.

    Returns
    -------
    lon_deg, lat_deg
        The same shape; unchanged outside ``CHINA_BOX_DEG``; ``nan`` stays ``nan``.

    Examples
    --------
    >>> lon, lat = wgs84_to_gcj02(120.155, 30.2741)
    >>> round(lon, 8), round(lat, 8)
    (120.15969477, 30.2717714)
    """
    return _apply(_gcj02, lon_deg, lat_deg)


def gcj02_to_wgs84(lon_deg: Degrees, lat_deg: Degrees) -> tuple[Degrees, Degrees]:
    """Move GCJ-02 back to WGS-84; shapes as in ``wgs84_to_gcj02``."""
    return _apply(_inverse(_gcj02), lon_deg, lat_deg)


def gcj02_to_bd09(lon_deg: Degrees, lat_deg: Degrees) -> tuple[Degrees, Degrees]:
    """
    Move GCJ-02 to BD-09, the datum of Baidu; shapes as in ``wgs84_to_gcj02``.

    Examples
    --------
    >>> lon, lat = gcj02_to_bd09(120.15969477, 30.2717714)
    >>> round(lon, 6), round(lat, 6)
    (120.166258, 30.277601)
    """
    return _apply(_bd09, lon_deg, lat_deg)


def bd09_to_gcj02(lon_deg: Degrees, lat_deg: Degrees) -> tuple[Degrees, Degrees]:
    """Move BD-09 back to GCJ-02; shapes as in ``wgs84_to_gcj02``."""
    return _apply(_inverse(_bd09), lon_deg, lat_deg)


def wgs84_to_bd09(lon_deg: Degrees, lat_deg: Degrees) -> tuple[Degrees, Degrees]:
    """Move WGS-84 to BD-09; shapes as in ``wgs84_to_gcj02``."""
    return gcj02_to_bd09(*wgs84_to_gcj02(lon_deg, lat_deg))


def bd09_to_wgs84(lon_deg: Degrees, lat_deg: Degrees) -> tuple[Degrees, Degrees]:
    """Move BD-09 back to WGS-84; shapes as in ``wgs84_to_gcj02``."""
    return gcj02_to_wgs84(*bd09_to_gcj02(lon_deg, lat_deg))


def to_wgs84(lon_deg: Degrees, lat_deg: Degrees, *, datum: str) -> tuple[Degrees, Degrees]:
    """
    Move coordinates of a named datum to WGS-84.

    Parameters
    ----------
    lon_deg, lat_deg
        Degrees, one number each or arrays of one shape.
    datum
        A code of ``data.words.DATUMS``.

    Raises
    ------
    ConfigError
        If the datum has no such code.
    """
    if datum in _UNMOVED:
        return lon_deg, lat_deg
    if datum == "gcj02":
        return gcj02_to_wgs84(lon_deg, lat_deg)
    if datum == "bd09":
        return bd09_to_wgs84(lon_deg, lat_deg)
    raise ConfigError(
        f"Expected a datum of {_KNOWN}, got {datum!r}.",
        zh=f"坐标系应为 {_KNOWN} 之一，现为“{datum}”。",
    )


def from_wgs84(lon_deg: Degrees, lat_deg: Degrees, *, datum: str) -> tuple[Degrees, Degrees]:
    """
    Move WGS-84 coordinates to a named datum; arguments and errors as in ``to_wgs84``.

    Examples
    --------
    >>> from_wgs84(-0.1276, 51.5072, datum="bd09")
    (-0.1276, 51.5072)
    """
    if datum in _UNMOVED:
        return lon_deg, lat_deg
    if datum == "gcj02":
        return wgs84_to_gcj02(lon_deg, lat_deg)
    if datum == "bd09":
        return wgs84_to_bd09(lon_deg, lat_deg)
    raise ConfigError(
        f"Expected a datum of {_KNOWN}, got {datum!r}.",
        zh=f"坐标系应为 {_KNOWN} 之一，现为“{datum}”。",
    )


_UNMOVED = frozenset({"wgs84", "cgcs2000"})
_KNOWN = "wgs84, cgcs2000, gcj02, bd09"


def _apply(
    move: Callable[[NDArray[float64], NDArray[float64]], Pair], lon_deg: Degrees, lat_deg: Degrees
) -> tuple[Degrees, Degrees]:
    """Run a formula on arrays, and hand plain numbers back to callers who gave plain numbers."""
    lon, lat = move(np.asarray(lon_deg, float), np.asarray(lat_deg, float))
    if isinstance(lon_deg, np.ndarray) and isinstance(lat_deg, np.ndarray):
        return lon, lat
    return float(lon), float(lat)


def _gcj02(lon: NDArray[float64], lat: NDArray[float64]) -> Pair:
    x, y = lon - 105.0, lat - 35.0
    east_m, north_m = _east_m(x, y), _north_m(x, y)
    latitude = np.radians(lat)
    magic = 1 - _ECCENTRICITY2 * np.sin(latitude) ** 2
    root = np.sqrt(magic)
    east = east_m * 180 / (_AXIS_M / root * np.cos(latitude) * np.pi)
    north = north_m * 180 / (_AXIS_M * (1 - _ECCENTRICITY2) / (magic * root) * np.pi)
    inside = is_in_china_box(lon, lat)
    return np.where(inside, lon + east, lon), np.where(inside, lat + north, lat)


def _north_m(x: NDArray[float64], y: NDArray[float64]) -> NDArray[float64]:
    waves = (20 * _sine(y) + 40 * _sine(y / 3)) + (160 * _sine(y / 12) + 320 * _sine(y / 30))
    flat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.2 * np.sqrt(np.abs(x))
    return np.asarray(flat + _ripple(x, y) + waves * 2 / 3)


def _east_m(x: NDArray[float64], y: NDArray[float64]) -> NDArray[float64]:
    waves = (20 * _sine(x) + 40 * _sine(x / 3)) + (150 * _sine(x / 12) + 300 * _sine(x / 30))
    flat = 300 + x + 2 * y + 0.1 * x * x + 0.1 * np.sqrt(np.abs(x))
    return np.asarray(flat + _ripple(x, y) + waves * 2 / 3)


def _ripple(x: NDArray[float64], y: NDArray[float64]) -> NDArray[float64]:
    """Sum the terms that both directions share."""
    return np.asarray(0.1 * x * y + (20 * _sine(6 * x) + 20 * _sine(2 * x)) * 2 / 3)


def _sine(half_turns: NDArray[float64]) -> NDArray[float64]:
    return np.asarray(np.sin(half_turns * np.pi))


def _bd09(lon: NDArray[float64], lat: NDArray[float64]) -> Pair:
    radius = np.hypot(lon, lat) + 2e-5 * np.sin(lat * _BAIDU_TURN)
    angle = np.arctan2(lat, lon) + 3e-6 * np.cos(lon * _BAIDU_TURN)
    inside = is_in_china_box(lon, lat)
    return (
        np.where(inside, radius * np.cos(angle) + _BAIDU_LON_DEG, lon),
        np.where(inside, radius * np.sin(angle) + _BAIDU_LAT_DEG, lat),
    )


def _inverse(
    move: Callable[[NDArray[float64], NDArray[float64]], Pair],
) -> Callable[[NDArray[float64], NDArray[float64]], Pair]:
    """Solve ``move(x) = target`` by correcting x with what is still missing."""

    def back(lon: NDArray[float64], lat: NDArray[float64]) -> Pair:
        x, y = lon, lat
        for _ in range(_ROUNDS):
            moved_lon, moved_lat = move(x, y)
            x, y = x + (lon - moved_lon), y + (lat - moved_lat)
        return x, y

    return back

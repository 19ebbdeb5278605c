"""Shifted Chinese datums, as far as the pages need them: from WGS-84 to GCJ-02 and BD-09."""

from __future__ import annotations

import math

_AXIS_M = 6378245.0
_ECCENTRICITY2 = 0.00669342162296594323
_BD_PI = math.pi * 3000 / 180
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271


def wgs84_to_gcj02(lon_deg: float, lat_deg: float) -> tuple[float, float]:
    """
    Move WGS-84 to GCJ-02, the datum of Amap and Tencent; outside China nothing moves.

    Examples
    --------
    >>> [round(v, 6) for v in wgs84_to_gcj02(120.155, 30.2741)]
    [120.159695, 30.271771]
    """
    if not (_WEST <= lon_deg <= _EAST and _SOUTH <= lat_deg <= _NORTH):
        return lon_deg, lat_deg
    x, y = lon_deg - 105, lat_deg - 35
    both = 0.1 * x * y + (20 * _wave(6 * x) + 20 * _wave(2 * x)) * 2 / 3
    root = math.sqrt(abs(x))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.2 * root + both
    north += (20 * _wave(y) + 40 * _wave(y / 3) + 160 * _wave(y / 12) + 320 * _wave(y / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * root + both
    east += (20 * _wave(x) + 40 * _wave(x / 3) + 150 * _wave(x / 12) + 300 * _wave(x / 30)) * 2 / 3
    radians = math.radians(lat_deg)
    squash = 1 - _ECCENTRICITY2 * math.sin(radians) ** 2
    turn = _AXIS_M * (1 - _ECCENTRICITY2) / (squash * math.sqrt(squash))
    lat_shift = math.degrees(north / turn)
    lon_shift = math.degrees(east * math.sqrt(squash) / (_AXIS_M * math.cos(radians)))
    return lon_deg + lon_shift, lat_deg + lat_shift


def wgs84_to_bd09(lon_deg: float, lat_deg: float) -> tuple[float, float]:
    """
    Move WGS-84 to BD-09, the datum of Baidu; outside China nothing moves.

    Examples
    --------
    >>> [round(v, 6) for v in wgs84_to_bd09(120.155, 30.2741)]
    [120.166258, 30.277601]
    """
    lon, lat = wgs84_to_gcj02(lon_deg, lat_deg)
    if (lon, lat) == (lon_deg, lat_deg):
        return lon, lat
    radius = math.hypot(lon, lat) + 2e-5 * math.sin(lat * _BD_PI)
    angle = math.atan2(lat, lon) + 3e-6 * math.cos(lon * _BD_PI)
    return radius * math.cos(angle) + 0.0065, radius * math.sin(angle) + 0.006


def _wave(turns: float) -> float:
    return math.sin(turns * math.pi)

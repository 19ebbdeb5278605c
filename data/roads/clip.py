"""The roads of a map file near the places that need them, before anything is made of the rest.

The map of a province holds millions of points and a town needs a few thousand: roads are cut into
pieces a block at a time, only to measure what is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from data.crs import great_circle_m
from data.roads.draft import directed_pieces, road_ways

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy import float64, int64
    from numpy.typing import NDArray

    from data.model import LonLat
    from data.roads.needs import Box
    from data.roads.osm import OsmText

POINTS_AT_ONCE = 1 << 18
"""Points of roads that are cut into pieces in one go: bounds the memory, changes no result."""
_M_PER_KM = 1000.0


class ClippedText(NamedTuple):
    """
    The roads of a file that reach into a box.

    Attributes
    ----------
    text
        Ways of which a piece has an end in the box, and their points. Their far pieces are still
        there; ``Draft.within`` leaves those out.
    left_km
        Length of all pieces without an end in the box, kilometres; two-way roads count twice.
    """

    text: OsmText
    left_km: float


def clip_text(text: OsmText, box: Box) -> ClippedText:
    """Take the roads of a file that reach into a box; there may be none."""
    inside = box.holds(text.lon_deg, text.lat_deg)
    near, left_m = [np.empty(0, dtype=np.int64)], 0.0
    for ways, start, end, way in _blocks(text):
        kept = inside[start] | inside[end]
        near.append(ways[np.unique(way[kept])])
        left_m += float(_lengths_m(text, start[~kept], end[~kept]).sum())
    return ClippedText(text.only(np.concatenate(near)), left_m / _M_PER_KM)


def nearest_road_m(text: OsmText, place: LonLat) -> float:
    """Measure from a place to the nearest point of a road of a file; ``inf`` without a road."""
    nearest_m = np.inf
    for _, start, end, _ in _blocks(text):
        ends = np.unique(np.concatenate([start, end]))
        away_m = great_circle_m(*place, text.lon_deg[ends], text.lat_deg[ends])
        nearest_m = min(nearest_m, float(away_m.min(initial=np.inf)))
    return nearest_m


def _blocks(
    text: OsmText,
) -> Iterator[tuple[NDArray[int64], NDArray[int64], NDArray[int64], NDArray[int64]]]:
    """Cut the roads into pieces, some ways at a time: those ways, and ``directed_pieces``."""
    roads = road_ways(text)
    points = np.cumsum(text.first[roads + 1] - text.first[roads])
    cuts = np.searchsorted(points, np.arange(1, points.max(initial=0), POINTS_AT_ONCE))
    for ways in np.split(roads, np.unique(cuts)):
        if len(ways):
            yield (ways, *directed_pieces(text, ways))


def _lengths_m(text: OsmText, start: NDArray[int64], end: NDArray[int64]) -> NDArray[float64]:
    lon, lat = text.lon_deg, text.lat_deg
    return great_circle_m(lon[start], lat[start], lon[end], lat[end])

"""The places a question is about, drawn to scale on a small picture without a map behind it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.crs import EARTH_RADIUS_M

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 460, 300
_MARGIN = 46
_SMALLEST_M = 60.0
"""Metres that the picture shows at least across: two points at one spot are two points."""
_STEPS = (1, 2, 5)
_BAR_SHARE = 0.35


@dataclass(frozen=True, slots=True)
class Place:
    """One place: its mark on the picture, what it is, and where, WGS-84 degrees."""

    mark: str
    name: str
    lon_deg: float
    lat_deg: float


@dataclass(frozen=True, slots=True)
class Dot:
    """A place on the picture, pixels from its upper left corner."""

    mark: str
    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Spots:
    """A picture: the places asked about, other sites around, and a bar of a round length."""

    dots: tuple[Dot, ...]
    around: tuple[Dot, ...]
    bar_px: float
    bar_m: int
    farthest_m: int


def spots(places: Sequence[Place], around: Sequence[Place] = ()) -> Spots | None:
    """
    Lay places out; north is up.

    Returns
    -------
    picture
        ``None`` for fewer than two places: there is nothing to compare.
    """
    if len(places) < 2:  # noqa: PLR2004 - two places
        return None
    east = [_metres(place, places[0]) for place in places]
    xs, ys = [x for x, _ in east], [y for _, y in east]
    middle = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    across = max((max(xs) - min(xs)), (max(ys) - min(ys)) * WIDTH / HEIGHT, _SMALLEST_M)
    px_per_m = (WIDTH - 2 * _MARGIN) / across

    def dot(place: Place) -> Dot:
        x, y = _metres(place, places[0])
        return Dot(
            place.mark,
            place.name,
            round(WIDTH / 2 + (x - middle[0]) * px_per_m, 1),
            round(HEIGHT / 2 - (y - middle[1]) * px_per_m, 1),
        )

    bar_m = _round_length(across * _BAR_SHARE)
    beside = tuple(one for one in map(dot, around) if 0 <= one.x <= WIDTH and 0 <= one.y <= HEIGHT)
    farthest = max(math.dist(one, other) for one in east for other in east)
    return Spots(
        tuple(map(dot, places)), beside, round(bar_m * px_per_m, 1), bar_m, round(farthest)
    )


def _metres(place: Place, origin: Place) -> tuple[float, float]:
    """Measure metres east and north; a town is flat enough."""
    north = math.radians(place.lat_deg - origin.lat_deg) * EARTH_RADIUS_M
    east = math.radians(place.lon_deg - origin.lon_deg) * EARTH_RADIUS_M
    return east * math.cos(math.radians(origin.lat_deg)), north


def _round_length(metres: float) -> int:
    """Choose 1, 2 or 5 times a power of ten, not above a length.

    Examples
    --------
    >>> _round_length(730.0), _round_length(21.0)
    (500, 20)
    """
    power = 10 ** math.floor(math.log10(max(metres, 1.0)))
    return int(max(step * power for step in _STEPS if step * power <= max(metres, 1.0)))

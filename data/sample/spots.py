"""Where the sample town's plants stand: beside streets, clear of water, some in one another."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import shapely

if TYPE_CHECKING:
    from numpy.random import Generator

    from data.sample.land import Land

SETTINGS = ("works", "village", "roadside", "remote", "compound")
"""How a plant lies: industrial zone, village, along a road, down a lane, in another's walls."""
_GAP_M, _LODGER_GAP_M, _OFF_ROAD_M = 24.0, 9.0, 13.0
_NEAREST_M, _FARTHEST_M = 20.0, 46.0
_TRIES = 60
_MOST_LODGERS, _JOINS_LODGERS, _LODGER_SPREAD_M = 6, 0.7, 22.0
_WORKS_HALF_M = 700.0


@dataclass(frozen=True, slots=True)
class Spot:
    """One place in metres: where it is, how it lies, and whose plant it stands in if any."""

    x: float
    y: float
    setting: str
    host: int | None


class Surveyor:
    """Finds free ground for one site after the other."""

    def __init__(self, rng: Generator, land: Land) -> None:
        self._rng = rng
        self._net = land.net
        self._wet = land.water()
        shapely.prepare(self._wet)
        self._pools = _pools(land)
        self.spots: list[Spot] = []

    def place(self, setting: str) -> None:
        """Add one spot of a setting; in a crowded place the last try stands."""
        host = self._host() if setting == "compound" else None
        for _ in range(_TRIES):
            x, y = self._beside(host) if host is not None else self._off_street(setting)
            if self._is_free(x, y, _LODGER_GAP_M if host is not None else _GAP_M):
                break
        self.spots.append(Spot(x, y, setting, host))

    def _host(self) -> int | None:
        """Choose the plant to stand in: mostly one that has lodgers and room for more."""
        lodgers = Counter(spot.host for spot in self.spots if spot.host is not None)
        hosts = [host for host, count in lodgers.items() if count < _MOST_LODGERS]
        if hosts and self._rng.random() < _JOINS_LODGERS:
            return hosts[int(self._rng.integers(len(hosts)))]
        return int(self._rng.integers(len(self.spots))) if self.spots else None

    def _beside(self, host: int) -> tuple[float, float]:
        spot = self.spots[host]
        shift = self._rng.normal(0.0, _LODGER_SPREAD_M, 2)
        return spot.x + float(shift[0]), spot.y + float(shift[1])

    def _off_street(self, setting: str) -> tuple[float, float]:
        pool = self._pools[setting] or self._pools["village"]
        start, end = pool[int(self._rng.integers(len(pool)))]
        (ax, ay), (bx, by) = self._net.points[start], self._net.points[end]
        along = float(self._rng.random())
        setback = float(self._rng.uniform(_NEAREST_M, _FARTHEST_M)) * float(
            self._rng.choice([-1.0, 1.0])
        )
        length = math.hypot(bx - ax, by - ay)
        across_x, across_y = -(by - ay) / length, (bx - ax) / length
        return (
            ax + along * (bx - ax) + setback * across_x,
            ay + along * (by - ay) + setback * across_y,
        )

    def _is_free(self, x: float, y: float, gap_m: float) -> bool:
        if shapely.contains_xy(self._wet, x, y) or any(self._net.near(x, y, _OFF_ROAD_M)):
            return False
        return all(math.hypot(spot.x - x, spot.y - y) >= gap_m for spot in self.spots)


def _pools(land: Land) -> dict[str, list[tuple[int, int]]]:
    """Sort the pieces of street by how the ground beside them lies."""
    pools: dict[str, list[tuple[int, int]]] = {name: [] for name in SETTINGS}
    for street in land.net.streets:
        for start, end in pairwise(street.points):
            setting = _setting(land, street.highway, land.net.points[start])
            pools[setting].append((start, end))
    return pools


def _setting(land: Land, highway: str, place: tuple[float, float]) -> str:
    if math.dist(place, land.works) < _WORKS_HALF_M:
        return "works"
    nearest = min(land.centres, key=lambda name: math.dist(place, land.centres[name]))
    if math.dist(place, land.centres[nearest]) < land.sizes[nearest]:
        return "village"
    if highway in {"track", "service"}:
        return "remote"
    return "roadside" if highway in {"secondary", "tertiary", "unclassified"} else "village"

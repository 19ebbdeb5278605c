"""How the sample town's side streets come about: quarters in which they branch off and meet."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.sample.names import CENTRE
from data.sample.streets import Growth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.random import Generator

    from data.sample.streets import StreetNet

_BLOCKS = Growth(highway="residential", length_m=760.0, wander=0.015, clear_m=62.0)
_YARDS = Growth(highway="unclassified", length_m=800.0, wander=0.012, clear_m=140.0)
_STREET = Growth(highway="residential", length_m=240.0, wander=0.09, clear_m=46.0)
_LANE = Growth(highway="service", length_m=110.0, wander=0.12, clear_m=34.0)
_FIELDS = Growth(highway="unclassified", length_m=1500.0, wander=0.045, clear_m=230.0)
_TRACKS = Growth(highway="track", length_m=520.0, wander=0.09, clear_m=120.0)
_HAMLETS, _HAMLET_TO_VILLAGE_M, _HAMLET_GAP_M = 22, 750.0, 480.0
_REACH_M = 160.0


@dataclass(frozen=True, slots=True)
class Quarter:
    """An oval in which streets grow: middle, long radius, short as a share of it, its turn."""

    centre: tuple[float, float]
    radius_m: float
    flat: float
    turn: float

    def somewhere(self, rng: Generator) -> tuple[float, float]:
        """Draw a place in the oval, nearer the middle more often."""
        reach_m = self.radius_m * float(rng.random()) ** 0.6
        angle = float(rng.uniform(0.0, math.tau))
        x, y = reach_m * math.cos(angle), self.flat * reach_m * math.sin(angle)
        cos, sin = math.cos(self.turn), math.sin(self.turn)
        return self.centre[0] + x * cos - y * sin, self.centre[1] + x * sin + y * cos


@dataclass(frozen=True, slots=True)
class Branching:
    """How often branching off is tried, points between junctions, spread from square (radians)."""

    tries: int
    hops: int
    spread: float


def settle(
    rng: Generator,
    net: StreetNet,
    centres: Mapping[str, tuple[float, float]],
    sizes: Mapping[str, float],
    works: tuple[float, float],
) -> None:
    """Let streets grow: the town's blocks, the works, the villages, then lanes into the fields."""
    town = Quarter(centres[CENTRE], sizes[CENTRE], 0.8, 0.1)
    _branch(rng, net, town, _BLOCKS, Branching(tries=700, hops=3, spread=0.05))
    _branch(rng, net, Quarter(works, 800.0, 0.7, 0.1), _YARDS, Branching(260, 6, 0.04))
    for name, centre in centres.items():
        share = 0.65 if name == CENTRE else 1.0
        flat, turn = float(rng.uniform(0.5, 0.9)), float(rng.uniform(0.0, math.pi))
        _village(rng, net, Quarter(centre, share * sizes[name], flat, turn))
    _lanes(rng, net, _FIELDS, Branching(tries=170, hops=9, spread=0.2))


def settle_hamlets(
    rng: Generator, net: StreetNet, centres: Mapping[str, tuple[float, float]]
) -> tuple[tuple[float, float], ...]:
    """
    Let small groups of houses grow along the roads, away from the villages, and tracks between.

    Returns
    -------
    middles
        Where the groups are, metres.
    """
    found: list[tuple[float, float]] = []
    for _ in range(40 * _HAMLETS):
        place = net.points[int(rng.integers(len(net.points)))]
        far = all(math.dist(place, centre) > _HAMLET_TO_VILLAGE_M for centre in centres.values())
        if far and all(math.dist(place, other) > _HAMLET_GAP_M for other in found):
            found.append(place)
            quarter = Quarter(place, float(rng.uniform(90.0, 190.0)), 0.6, float(rng.uniform(0, 3)))
            _branch(rng, net, quarter, _STREET, Branching(tries=26, hops=1, spread=0.2))
        if len(found) == _HAMLETS:
            break
    _lanes(rng, net, _TRACKS, Branching(tries=300, hops=7, spread=0.3))
    return tuple(found)


def _village(rng: Generator, net: StreetNet, quarter: Quarter) -> None:
    """Grow a village's streets, then its lanes, in number with its size."""
    tries = round(quarter.radius_m**2 / 1100.0)
    _branch(rng, net, quarter, _STREET, Branching(tries, hops=2, spread=0.16))
    _branch(rng, net, quarter, _LANE, Branching(tries // 2, hops=1, spread=0.2))


def _branch(
    rng: Generator, net: StreetNet, quarter: Quarter, growth: Growth, branching: Branching
) -> None:
    """Try to branch off again and again, from the street next to places in a quarter."""
    for _ in range(branching.tries):
        start = min(net.near(*quarter.somewhere(rng), _REACH_M), default=None)
        if start is not None:
            _try(rng, net, start[1], growth, branching)


def _lanes(rng: Generator, net: StreetNet, growth: Growth, branching: Branching) -> None:
    """Try to branch off from any street of the town."""
    for _ in range(branching.tries):
        _try(rng, net, int(rng.integers(len(net.points))), growth, branching)


def _try(
    rng: Generator, net: StreetNet, start: int, growth: Growth, branching: Branching
) -> list[int]:
    if not net.has_room(start, hops=branching.hops):
        return []
    heading = net.side_heading(rng, start, spread=branching.spread)
    return net.grow(rng, start, heading, growth)

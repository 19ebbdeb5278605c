"""A street net that grows: planned roads first, then side streets that branch off and meet."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from data.sample.curves import resample

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy import float64
    from numpy.random import Generator
    from numpy.typing import NDArray

Point = tuple[float, float]

STEP_M = 25.0
"""Distance of the points of a street; short enough that no two streets cross unseen."""
_JOIN_M = 19.0
_CELL_M = 60.0
_SHORTEST_STEPS = 2
_LINKS_ALONG = 2


@dataclass(frozen=True, slots=True)
class Street:
    """One drawn street: numbers of its points in order, its OSM road class, its name."""

    points: tuple[int, ...]
    highway: str
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """
    How a side street grows.

    Attributes
    ----------
    highway
        OSM road class.
    length_m
        How far it goes if nothing stops it.
    wander
        Spread of the turn at each step, radians.
    clear_m
        Distance it keeps from other streets; it joins one that lies ahead within this distance.
    """

    highway: str
    length_m: float
    wander: float
    clear_m: float


class StreetNet:
    """Points and streets in metres; streets that come close are joined, never crossed unseen."""

    def __init__(self, is_free: Callable[[float, float], bool]) -> None:
        self._is_free = is_free
        self.points: list[Point] = []
        self.streets: list[Street] = []
        self.links: list[list[int]] = []
        self._cells: dict[tuple[int, int], list[int]] = {}

    def near(self, x: float, y: float, radius_m: float) -> Iterator[tuple[float, int]]:
        """Yield distance and number of the points within a radius, in no promised order."""
        reach = math.ceil(radius_m / _CELL_M)
        column, row = int(x // _CELL_M), int(y // _CELL_M)
        for i in range(column - reach, column + reach + 1):
            for j in range(row - reach, row + reach + 1):
                for number in self._cells.get((i, j), ()):
                    distance = math.hypot(self.points[number][0] - x, self.points[number][1] - y)
                    if distance <= radius_m:
                        yield distance, number

    def lay(
        self,
        line: NDArray[float64],
        *,
        highway: str,
        name: str | None = None,
        join_m: float = _JOIN_M,
    ) -> list[int]:
        """
        Lay a planned road; where it comes close to another they share their points.

        Parameters
        ----------
        line
            Shape ``(n, 2)``, metres.
        highway, name
            OSM road class and name.
        join_m
            What counts as close; wide for a road that should not run beside another.
        """
        numbers: list[int] = []
        for x, y in resample(line, STEP_M).tolist():
            joined = min(self.near(x, y, join_m), default=None)
            number = self._add(x, y) if joined is None else joined[1]
            if not numbers or numbers[-1] != number:
                numbers.append(number)
        self._draw(numbers, highway, name)
        return numbers

    def grow(self, rng: Generator, start: int, heading: float, growth: Growth) -> list[int]:
        """
        Grow a side street until it is long enough, meets another, or the land ends.

        Returns
        -------
        numbers
            Points of the street, ``start`` included; empty if there was no room for one.
        """
        trail: list[Point] = []
        joined: int | None = None
        for turn in rng.normal(0.0, growth.wander, max(2, round(growth.length_m / STEP_M))):
            heading += float(turn)
            step = self._step(start, trail, heading, growth.clear_m)
            if isinstance(step, int):
                joined = step
            if step is None or isinstance(step, int):
                break
            trail.append(step)
        if len(trail) < _SHORTEST_STEPS:
            return []
        ends = [] if joined is None else [joined]
        numbers = [start, *(self._add(*point) for point in trail), *ends]
        self._draw(numbers, growth.highway, None)
        return numbers

    def _step(
        self, start: int, trail: Sequence[Point], heading: float, clear_m: float
    ) -> Point | int | None:
        """Find the next point: a new one, one of another street, or none if there is no room."""
        x, y = trail[-1] if trail else self.points[start]
        ahead = (x + STEP_M * math.cos(heading), y + STEP_M * math.sin(heading))
        if not self._is_free(*ahead):
            return None
        home_m = clear_m + STEP_M if len(trail) * STEP_M <= clear_m + STEP_M else 0.0
        home = {point for _, point in self.near(*self.points[start], home_m)} if home_m else set()
        others = sorted(hit for hit in self.near(*ahead, clear_m) if hit[1] not in home)
        return self._joining(others, ahead, heading) if others else ahead

    def _joining(
        self, others: Sequence[tuple[float, int]], ahead: Point, heading: float
    ) -> int | None:
        """Join a street that lies ahead; stop beside one that runs alongside."""
        distance, number = others[0]
        x, y = self.points[number]
        bearing = math.atan2(y - ahead[1], x - ahead[0])
        turn = abs(math.remainder(bearing - heading, math.tau))
        sharp = distance > _JOIN_M and turn > math.pi / 3
        return None if sharp else number

    def _add(self, x: float, y: float) -> int:
        self.points.append((x, y))
        self.links.append([])
        number = len(self.points) - 1
        self._cells.setdefault((int(x // _CELL_M), int(y // _CELL_M)), []).append(number)
        return number

    def _draw(self, numbers: Sequence[int], highway: str, name: str | None) -> None:
        """Keep a street, without the stretches that another street has drawn already."""
        piece = [numbers[0]]
        for start, end in pairwise(numbers):
            if end in self.links[start]:
                self._keep(piece, highway, name)
                piece = [end]
                continue
            self.links[start].append(end)
            self.links[end].append(start)
            piece.append(end)
        self._keep(piece, highway, name)

    def _keep(self, piece: Sequence[int], highway: str, name: str | None) -> None:
        if len(piece) > 1:
            self.streets.append(Street(tuple(piece), highway, name))

    def side_heading(self, rng: Generator, number: int, *, spread: float) -> float:
        """Choose a heading square to the street at a point, to either side, give or take."""
        x, y = self.points[number]
        ends = [self.points[link] for link in self.links[number][:2]]
        tangent = math.atan2(ends[-1][1] - ends[0][1], ends[-1][0] - ends[0][0])
        if len(ends) == 1:
            tangent = math.atan2(y - ends[0][1], x - ends[0][0])
        side = float(rng.choice([math.pi / 2, -math.pi / 2]))
        return tangent + side + float(rng.normal(0.0, spread))

    def has_room(self, number: int, *, hops: int) -> bool:
        """Tell whether a point lies on open street, with no junction within some points."""
        seen, edge = {number}, [number]
        for _ in range(hops + 1):
            if any(len(self.links[point]) > _LINKS_ALONG for point in edge):
                return False
            edge = [link for point in edge for link in self.links[point] if link not in seen]
            seen.update(edge)
        return True

    def positions(self) -> NDArray[float64]:
        """Give all points as an array, shape ``(n, 2)``, metres."""
        return np.array(self.points)

"""What a plan loses when stops are dropped: promises by rank first, then prizes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from planning.promises import promise_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from planning.problem import Problem, ProblemSite

EXACT = 2
"""Sets of so many stops of one shift are all tried; larger ones only where they lie in a row."""

Loss = tuple[float, ...]
"""Promises broken of each rank, then the prize lost: compared from the left."""


@dataclass(frozen=True, slots=True)
class Drop:
    """Stops of one shift to be dropped, by their numbers in its route, and the least it costs."""

    loss: Loss
    shift: int
    numbers: tuple[int, ...]


class Losses:
    """
    What the stops of a plan are worth to it.

    Parameters
    ----------
    problem
        What is asked.
    routes
        The visits of each shift, in order.
    """

    def __init__(self, problem: Problem, routes: Mapping[str, Sequence[ProblemSite]]) -> None:
        self._problem = problem
        self._frozen = {stop.site for shift in problem.shifts for stop in shift.frozen}
        visited = {stop.id for route in routes.values() for stop in route}
        ranks = {self._rank(site) for site in problem.sites if site.id in visited}
        ranks |= {cover.must_rank for cover in problem.cover}
        self._ranks = sorted(rank for rank in ranks if rank is not None)
        self._spare = {
            cover.name: sum(site in visited for site in cover.sites) - cover.at_least
            for cover in problem.cover
        }
        self._covers: dict[str, list[int]] = {}
        for number, cover in enumerate(problem.cover):
            if self._spare[cover.name] >= 0:
                for site in cover.sites:
                    self._covers.setdefault(site, []).append(number)

    def _rank(self, site: ProblemSite) -> int | None:
        kind = promise_of(site, frozen=site.id in self._frozen)
        if kind is None:
            return None
        return site.must_rank if kind == "must" else 0

    def is_fixed(self, stop: ProblemSite) -> bool:
        """Tell whether a stop is under way or done: nobody drops it."""
        return stop.id in self._frozen

    def drops(self, shift: int, route: Sequence[ProblemSite]) -> Iterator[Drop]:
        """List what may be dropped of one route: nothing, one stop, any two, any in a row."""
        free = [number for number, stop in enumerate(route) if not self.is_fixed(stop)]
        for size in range(EXACT + 1):
            for numbers in combinations(free, size):
                yield self._drop(shift, route, numbers)
        for size in range(EXACT + 1, len(free) + 1):
            for first in range(len(free) - size + 1):
                yield self._drop(shift, route, tuple(free[first : first + size]))

    def _drop(self, shift: int, route: Sequence[ProblemSite], numbers: tuple[int, ...]) -> Drop:
        return Drop(self.loss([route[number] for number in numbers], None), shift, numbers)

    def loss(self, dropped: Iterable[ProblemSite], added: ProblemSite | None) -> Loss:
        """
        Weigh what is dropped while one visit is added.

        Parameters
        ----------
        dropped
            Planned stops.
        added
            The visit that comes instead, which may keep a coverage promise; ``None`` forgives
            all coverage promises, which is the least that the loss can be.
        """
        counts, prize = dict.fromkeys(self._ranks, 0), 0.0
        stops = list(dropped)
        for stop in stops:
            prize += stop.prize
            rank = self._rank(stop)
            if rank is not None:
                counts[rank] += 1
        for number in self.covers_broken(stops, added) if added is not None else ():
            counts[self._problem.cover[number].must_rank] += 1
        return (*counts.values(), prize)

    def covers_broken(self, stops: Sequence[ProblemSite], added: ProblemSite | None) -> list[int]:
        """Return the numbers of coverage promises kept now and broken without these stops."""
        gone: dict[int, int] = {}
        for stop in stops:
            for number in self._covers.get(stop.id, ()):
                gone[number] = gone.get(number, 0) + 1
        for number in self._covers.get(added.id, ()) if added is not None else ():
            if number in gone:
                gone[number] -= 1
        spare, covers = self._spare, self._problem.cover
        return [
            number for number, lost in sorted(gone.items()) if lost > spare[covers[number].name]
        ]

    def touches(self, stop: ProblemSite) -> bool:
        """Tell whether a coverage promise that is kept counts a stop."""
        return stop.id in self._covers

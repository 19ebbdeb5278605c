"""Searches under way: moves while cooling, a new start, and the best plan of all starts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.errors import ConfigError
from planning.engine.compiled import machine
from planning.engine.search import BEGIN, FINISH, SEARCH, performer
from planning.engine.week import PRIZE

if TYPE_CHECKING:
    from numpy import float64, int64, uint64
    from numpy.typing import NDArray

    from planning.engine.route import Tour
    from planning.engine.scratch import Scratch
    from planning.engine.week import Week


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchParams:
    """
    How the search cools down.

    Parameters
    ----------
    hot, cold
        Temperature of the first and of the last move, as shares of the mean prize, both > 0.

    Raises
    ------
    ConfigError
        If a value is outside its range.
    """

    hot: float = 0.3
    cold: float = 0.003

    def __post_init__(self) -> None:
        if not 0 < self.cold <= self.hot < float("inf"):
            raise ConfigError(
                f"Expected 0 < cold <= hot, got {self.cold} and {self.hot}.",
                zh=f"应有 0 < cold <= hot，现为 {self.cold} 和 {self.hot}。",
            )


@dataclass(frozen=True, slots=True)
class Routes:
    """
    A plan set aside while another one is searched for.

    Attributes
    ----------
    stops, length
        As in ``Tour``: ``stops[shift, :length[shift]]`` are the visits in order.
    cost
        What the plan costs, smaller is better; infinite where nothing was weighed yet.
    """

    stops: NDArray[int64]
    length: NDArray[int64]
    cost: float

    @classmethod
    def best_of(cls, scratch: Scratch) -> Routes:
        """Copy the best plan of a search."""
        cost = float(scratch.costs[1])
        return cls(scratch.best_stops.copy(), scratch.best_length.copy(), cost)


@dataclass(slots=True)
class Run:
    """
    A search under way, perhaps the second or third of one budget.

    Attributes
    ----------
    week, tour, scratch, dice, params
        The problem, the plan under way, room to work, the random state, and how it cools.
    opening, champion
        The plan that every start begins with, and the best plan of all starts ended so far.
    done
        Moves made by all starts together.
    """

    week: Week
    tour: Tour
    scratch: Scratch
    dice: NDArray[uint64]
    params: SearchParams
    opening: Routes
    champion: Routes
    done: int = 0

    def restart(self) -> None:
        """End this search, keep its plan if it is the best so far, and begin anew."""
        self.close()
        self._take_up(self.opening)

    def close(self) -> None:
        """End this search and go to the best plan of all."""
        self.perform(FINISH, 1)
        if self.scratch.costs[1] < self.champion.cost:
            self.champion = Routes.best_of(self.scratch)
        self._take_up(self.champion)

    def _take_up(self, routes: Routes) -> None:
        self.scratch.best_stops[:] = routes.stops
        self.scratch.best_length[:] = routes.length
        self.perform(BEGIN)

    def advance(self, steps: int, share: float, share_after: float) -> None:
        """Make ``steps`` moves while the share of the budget spent grows between the two."""
        scale = max(float(self.week.worth[:, PRIZE].mean()), 1e-6)
        drop = self.params.cold / self.params.hot
        first = scale * self.params.hot * drop**share
        factor = drop ** ((share_after - share) / steps)
        heat = np.array([first, factor])
        self.perform(SEARCH, steps, heat)
        self.done += steps

    def perform(self, task: int, steps: int = 0, heat: NDArray[float64] | None = None) -> None:
        """Do one task in machine code; the first of a fresh install compiles for some seconds."""
        heat = np.full(2, 1e-9) if heat is None else heat
        work = machine(performer)
        work(task, self.week, self.tour, self.scratch, self.dice, steps, heat)

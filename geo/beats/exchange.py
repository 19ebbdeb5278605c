"""Exchange: cells at borders change beats until work is even, borders short and beats round.

The search is annealed (Kirkpatrick, Gelatt and Vecchi 1983, doi:10.1126/science.220.4598.671): at
first it also takes moves that make things a little worse, so that a surplus can wander through
several beats; in the end only those that help. A beat never falls apart on the way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.errors import ConfigError
from geo.beats.pieces import stays_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float64
    from numpy.typing import NDArray

    from geo.beats.ground import Ground

UNEVEN_COST = 20_000.0
"""Usual borders that a beat at twice its fair work would be worth; grows with the square."""
AWAY_COST = 3.0
"""Borders worth as much as a cell at the usual distance from the middle of its beat."""
STAY_COST = 3.0
"""Borders that must be gained before a cell leaves the beat it had in an earlier division."""
_SETTLING_ROUNDS = 50
_LEAST_RADIUS2 = 0.01
"""A beat of one cell counts as this much of the usual squared radius."""
_HOT_ROUNDS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeParams:
    """
    How long beats are improved, and how even is even enough.

    Parameters
    ----------
    tolerance
        How far the work of a beat may be from its fair part, as a share of it, in ``(0, 1)``. The
        search aims at half of it.
    rounds
        How often all borders are looked at, >= 0.
    heat
        Borders that a move may lose in the first round, >= 0.

    Raises
    ------
    ConfigError
        If a value is outside its range.
    """

    tolerance: float = 0.05
    rounds: int = _HOT_ROUNDS
    heat: float = 30.0

    def __post_init__(self) -> None:
        if not 0.0 < self.tolerance < 1.0:
            raise ConfigError(f"Expected tolerance in (0, 1), got {self.tolerance}.")
        if self.rounds < 0:
            raise ConfigError(f"Expected rounds >= 0, got {self.rounds}.")
        if not self.heat >= 0.0:
            raise ConfigError(f"Expected heat >= 0, got {self.heat}.")


class Exchange:
    """
    A division while it is being improved.

    Parameters
    ----------
    ground
        Cells, one net.
    beat
        Number of the beat of each cell; every beat in one piece.
    fair_min
        Minutes of work that are fair for each beat, > 0.
    home
        Number of the beat that each cell had before, -1 where it is new.
    slack
        How uneven a beat may be before it costs anything, share.
    """

    def __init__(
        self,
        ground: Ground,
        beat: Sequence[int],
        fair_min: Sequence[float],
        *,
        home: Sequence[int],
        slack: float,
    ) -> None:
        self.beat = list(beat)
        self._near, self._bond = ground.near, ground.bond
        self._work: list[float] = ground.work_min.tolist()
        self._fair, self._home, self._slack = list(fair_min), list(home), slack
        self._xy = ground.xy
        self._load: list[float] = np.bincount(
            self.beat, ground.work_min, minlength=len(self._fair)
        ).tolist()
        self._links = np.array(
            [(cell, other) for cell, row in enumerate(self._near) for other in row], dtype=np.int64
        ).reshape(-1, 2)

    @property
    def unevenness(self) -> float:
        """Return how far the work of the worst beat is from its fair part, as a share of it."""
        return max(abs(load / fair - 1) for load, fair in zip(self._load, self._fair, strict=True))

    def cool(self, params: ExchangeParams, rng: np.random.Generator) -> None:
        """Improve for some rounds, ever less patient with moves that make things worse."""
        for number in range(params.rounds):
            self._round(params.heat * (1.0 - number / params.rounds) ** 2, rng)

    def settle(self, rng: np.random.Generator) -> None:
        """Make moves that help until there is none."""
        for _ in range(_SETTLING_ROUNDS):
            if not self._round(0.0, rng):
                return

    def _round(self, heat: float, rng: np.random.Generator) -> int:
        """Look at every border once, in drawn order; return how many cells moved."""
        beat, moved = self.beat, 0
        away = (AWAY_COST * self._away()).tolist()
        order = rng.permutation(len(self._links))
        patience = (-heat * np.log1p(-rng.random(len(order)))).tolist()
        for (cell, other), bears in zip(self._links[order].tolist(), patience, strict=True):
            if beat[cell] == beat[other]:
                continue
            cost = self._cost(cell, beat[other], away[cell])
            if cost < bears - 1e-12 and stays_whole(cell, beat, self._near):
                self._move(cell, beat[other])
                moved += 1
        return moved

    def _cost(self, cell: int, taker: int, away: Sequence[float]) -> float:
        """Say how many usual borders worse the town would be; below 0 is better."""
        giver, home = self.beat[cell], self._home[cell]
        cost = self._uneven(giver, -self._work[cell]) + self._uneven(taker, self._work[cell])
        cost += away[taker] - away[giver]
        cost += STAY_COST * ((giver == home) - (taker == home))
        for other, bond in zip(self._near[cell], self._bond[cell], strict=True):
            if self.beat[other] == giver:
                cost += bond
            elif self.beat[other] == taker:
                cost -= bond
        return cost

    def _uneven(self, beat: int, more_min: float) -> float:
        """Say what a change of a beat's work costs."""
        fair, load = self._fair[beat], self._load[beat]
        before = max(abs(load / fair - 1.0) - self._slack, 0.0)
        after = max(abs((load + more_min) / fair - 1.0) - self._slack, 0.0)
        return UNEVEN_COST * (after * after - before * before)

    def _move(self, cell: int, taker: int) -> None:
        self._load[self.beat[cell]] -= self._work[cell]
        self._load[taker] += self._work[cell]
        self.beat[cell] = taker

    def _away(self) -> NDArray[float64]:
        """
        Measure how far each cell is from the middle of each beat.

        The unit is the beat's own squared radius: a beat of wide empty land may be as round as one
        of narrow lanes.
        """
        count = np.bincount(self.beat, minlength=len(self._fair))
        x, y = (np.bincount(self.beat, axis, len(self._fair)) / count for axis in self._xy.T)
        away_m2: NDArray[float64] = (self._xy[:, :1] - x) ** 2 + (self._xy[:, 1:] - y) ** 2
        inside_m2 = np.bincount(self.beat, away_m2[np.arange(len(self.beat)), self.beat]) / count
        usual_m2 = max(float(inside_m2.mean()), 1.0)
        return away_m2 / np.maximum(inside_m2, _LEAST_RADIUS2 * usual_m2)

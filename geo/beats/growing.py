"""Growing: cells that no beat has yet go to beats beside them, the least busy beat first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.beats.ground import Ground

NOBODY = -1


def choose_seeds(ground: Ground, members: Sequence[int], count: int, *, seed: int) -> list[int]:
    """
    Choose cells from which beats grow: those nearest to the centres of work.

    Parameters
    ----------
    ground
        The cells.
    members
        Which of them to choose from, at least ``count``.
    count
        How many, >= 1.
    seed
        Of the search for centres (k-means).

    Returns
    -------
    seeds
        Different cells, in no meaningful order.
    """
    from sklearn.cluster import KMeans  # noqa: PLC0415 - a second of imports that few need

    inside = np.asarray(members)
    xy, work = ground.xy[inside], ground.work_min[inside]
    different = len(np.unique(xy, axis=0))
    weight = work + max(float(work.mean()), 1e-9) * 1e-3
    means = KMeans(min(count, different), n_init=5, random_state=seed).fit(xy, sample_weight=weight)
    chosen: list[int] = []
    for centre in means.cluster_centers_:
        away = np.hypot(*(xy - centre).T)
        away[chosen] = np.inf
        chosen.append(int(np.argmin(away)))
    chosen += [place for place in range(len(inside)) if place not in chosen]
    return [int(inside[place]) for place in chosen[:count]]


def grow(ground: Ground, beat: Sequence[int], fair_min: Sequence[float]) -> list[int]:
    """
    Give every cell a beat.

    The beat with the least of its fair work takes, of the free cells beside it, the one nearest to
    its middle.

    Parameters
    ----------
    ground
        Cells, one net.
    beat
        Number of the beat of each cell, ``NOBODY`` where it is free; each beat has a cell.
    fair_min
        Minutes of work that are fair for each beat.

    Returns
    -------
    beat
        The same without ``NOBODY``.
    """
    grown, growth = list(beat), _Growth(ground, beat, fair_min)
    for _ in range(grown.count(NOBODY)):
        taker, cell = growth.next_cell()
        grown[cell] = taker
        growth.take(taker, cell)
    return grown


class _Growth:
    """Work, middle and free neighbours of each beat while it grows."""

    def __init__(self, ground: Ground, beat: Sequence[int], fair_min: Sequence[float]) -> None:
        self._ground = ground
        self._fair = fair_min
        self._load = [0.0] * len(fair_min)
        self._cells = np.zeros(len(fair_min))
        self._sum = np.zeros((len(fair_min), 2))
        self._beside: list[set[int]] = [set() for _ in fair_min]
        self._free = {cell for cell, owner in enumerate(beat) if owner == NOBODY}
        for cell, owner in enumerate(beat):
            if owner != NOBODY:
                self.take(owner, cell)

    def take(self, taker: int, cell: int) -> None:
        """Book a cell to a beat."""
        self._free.discard(cell)
        self._load[taker] += float(self._ground.work_min[cell])
        self._cells[taker] += 1
        self._sum[taker] += self._ground.xy[cell]
        self._beside[taker].update(self._ground.near[cell])

    def next_cell(self) -> tuple[int, int]:
        """Find the beat that grows next, and its cell."""
        by_load = sorted(
            range(len(self._load)), key=lambda one: (self._load[one] / self._fair[one], one)
        )
        for taker in by_load:
            self._beside[taker] &= self._free
            if self._beside[taker]:
                return taker, self._nearest(taker)
        raise AssertionError("cells are one net, so a free one lies beside some beat")

    def _nearest(self, taker: int) -> int:
        free = sorted(self._beside[taker])
        middle = self._sum[taker] / self._cells[taker]
        away = np.hypot(*(self._ground.xy[free] - middle).T)
        return free[int(np.argmin(away))]

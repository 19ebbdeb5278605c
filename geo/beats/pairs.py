"""Pairs: two beats beside each other are joined and parted anew, so that much work moves at once.

Cells at borders go one by one, which takes a surplus through a few beats, not through a county.
Here a shortest tree with drawn lengths is laid over both beats and cut where it parts the work
best: both halves are in one piece whatever the draw. After the recombination step of DeFord, Duchin
and Solomon (2021), doi:10.1162/99608f92.eb30390f.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import breadth_first_order, minimum_spanning_tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float64, int64
    from numpy.typing import NDArray

    from geo.beats.ground import Ground

_TREES = 12
_STEPS_PER_BEAT = 12
_ROUNDNESS = 0.02
"""A cut may be this much less even, as a share of fair work, for parts half as wide."""
_HALF = 0.5


def even_out(
    ground: Ground,
    beat: Sequence[int],
    fair_min: Sequence[float],
    *,
    tolerance: float,
    rng: np.random.Generator,
) -> list[int]:
    """
    Part pairs of beats anew, the most different first, until all are about even.

    Parameters
    ----------
    ground
        Cells, one net.
    beat
        Number of the beat of each cell; every beat in one piece.
    fair_min
        Minutes of work that are fair for each beat, > 0.
    tolerance
        How far the work of a beat may be from its fair part, as a share of it.
    rng
        Draws the trees.

    Returns
    -------
    beat
        Every beat in one piece; as even as was found within some steps for each beat.
    """
    fair, now = np.asarray(fair_min), np.asarray(beat)
    links = np.array(
        [(cell, other) for cell, row in enumerate(ground.near) for other in row], dtype=np.int64
    ).reshape(-1, 2)
    best, least = now, np.inf
    tried: set[tuple[int, int]] = set()
    for _ in range(_STEPS_PER_BEAT * len(fair)):
        share = np.bincount(now, ground.work_min, minlength=len(fair)) / fair
        worst = float(np.abs(share - 1.0).max())
        if worst < least:
            best, least = now, worst
        pair = _most_different(now, links, share, tried)
        if worst <= tolerance or pair is None:
            break
        parted = _part_anew(ground, now, pair, fair, rng)
        tried = tried | {pair} if (parted == now).all() else {pair}
        now = parted
    return [int(number) for number in best]


def _most_different(
    beat: NDArray[int64],
    links: NDArray[int64],
    share: NDArray[float64],
    tried: set[tuple[int, int]],
) -> tuple[int, int] | None:
    """Find the two beats beside each other whose work differs most; the busier first."""
    ends = np.unique(beat[links], axis=0)
    gaps = share[ends[:, 0]] - share[ends[:, 1]]
    for place in np.argsort(-gaps, kind="stable").tolist():
        pair = (int(ends[place, 0]), int(ends[place, 1]))
        if gaps[place] <= 0:
            return None
        if pair not in tried:
            return pair
    return None


def _part_anew(
    ground: Ground,
    beat: NDArray[int64],
    pair: tuple[int, int],
    fair: NDArray[float64],
    rng: np.random.Generator,
) -> NDArray[int64]:
    """Part two beats anew; the half that keeps more of the first one's cells stays the first."""
    members = np.flatnonzero(np.isin(beat, pair))
    part = ground.part(members.tolist())
    wanted = fair[list(pair)] / fair[list(pair)].sum() * part.work_min.sum()
    cuts = [_best_cut(part, wanted, rng) for _ in range(_TREES)]
    is_first = min(cuts, key=lambda cut: cut[0])[1]
    if np.isclose(*wanted) and (is_first == (beat[members] == pair[0])).mean() < _HALF:
        is_first = ~is_first
    parted = beat.copy()
    parted[members] = np.where(is_first, pair[0], pair[1])
    return parted


def _best_cut(
    part: Ground, wanted: NDArray[float64], rng: np.random.Generator
) -> tuple[float, NDArray[np.bool_]]:
    """Draw a tree and cut it best: how bad the cut is, and which cells are the first half."""
    order, parent = _drawn_tree(part, rng)
    below = part.work_min.copy()
    for cell in order[:0:-1].tolist():
        below[parent[cell]] += below[cell]
    as_first = np.abs(below - wanted[0]) <= np.abs(below - wanted[1])
    off = np.where(as_first, np.abs(below - wanted[0]), np.abs(below - wanted[1]))
    off[order[0]] = np.inf
    top = int(np.argmin(off))
    inside = _below(order, parent, top)
    first = inside if as_first[top] else ~inside
    spread = _ROUNDNESS * (_width2(part.xy[first]) + _width2(part.xy[~first])) / _width2(part.xy)
    return float(off[top] / wanted.min() + spread), first


def _drawn_tree(part: Ground, rng: np.random.Generator) -> tuple[NDArray[int64], NDArray[int64]]:
    """Lay a tree over cells: them from the root outwards, and the cell before each."""
    ends = [(cell, other) for cell, row in enumerate(part.near) for other in row if cell < other]
    row, column = np.array(ends).T
    length = np.hypot(*(part.xy[row] - part.xy[column]).T) * (0.2 + rng.random(len(row)))
    graph = coo_array((length + 1e-3, (row, column)), shape=(len(part.near),) * 2)
    tree = minimum_spanning_tree(graph.tocsr())
    order, before = breadth_first_order(tree, 0, directed=False)
    return order.astype(np.int64), before.astype(np.int64)


def _below(order: NDArray[int64], parent: NDArray[int64], top: int) -> NDArray[np.bool_]:
    """Mark a cell and all that hang from it."""
    inside = np.zeros(len(order), dtype=bool)
    inside[top] = True
    for cell in order[1:].tolist():
        inside[cell] |= inside[parent[cell]]
    return inside


def _width2(xy: NDArray[float64]) -> float:
    """Give the mean squared distance from the middle, never 0."""
    return float(((xy - xy.mean(axis=0)) ** 2).sum(axis=1).mean()) + 1.0

"""Beats: a town's cells divided into areas of even work, compact, and much as they were before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.errors import ConfigError
from geo.beats.exchange import Exchange, ExchangeParams
from geo.beats.former import start_from_former
from geo.beats.ground import check_cells, lay_ground
from geo.beats.growing import NOBODY, choose_seeds, grow
from geo.beats.pairs import even_out
from geo.beats.pieces import pieces_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float64
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from geo.beats.ground import Ground

DEFAULT_EXCHANGE = ExchangeParams()
_REHEATED = (0.1, 0.5)
"""Shares of the usual heat where an earlier division is too uneven to be mended move by move."""


@dataclass(frozen=True, slots=True, eq=False)
class Beats:
    """
    A town divided.

    Attributes
    ----------
    beat_of_cell
        Beat id, such as ``B1``, by cell id, in the order of the cells.
    table
        Index ``beat_id``, in their order; columns ``cells``, ``work_min``, ``fair_min`` (the part
        of all work that the beat's capacity makes fair), ``share`` (work / fair work),
        ``contiguous``, ``moved_cells`` (cells that were in another beat before), ``x_m``, ``y_m``
        (the middle).
    hops_m
        Shape ``(groups - 1,)``, ascending: the hops across empty ground, metres, that join the
        groups of touching cells into which the town falls.
    heavy_cells
        Cells with more work than is fair for any beat: no division can be even with them.
    """

    beat_of_cell: pd.Series
    table: pd.DataFrame
    hops_m: NDArray[float64]
    heavy_cells: tuple[str, ...]

    @property
    def spread(self) -> float:
        """Return how far the work of the worst beat is from its fair part, as a share of it."""
        return float((self.table["share"] - 1.0).abs().max())

    @property
    def moved_cells(self) -> int:
        """Return how many cells changed beats since the earlier division."""
        return int(self.table["moved_cells"].sum())


def divide_beats(
    cells: pd.DataFrame,
    weights: csr_array,
    *,
    capacities: Sequence[float],
    previous: pd.Series | None = None,
    seed: int = 0,
    params: ExchangeParams = DEFAULT_EXCHANGE,
) -> Beats:
    """
    Divide a town into contiguous beats with work in proportion to capacity.

    Seeds by k-means of the work, beats grown from them, then an exchange of cells at the borders;
    see ``geo.beats.exchange`` for what is weighed. An earlier division is changed no more than it
    takes to be even again.

    Parameters
    ----------
    cells
        Index ``cell_id``; columns ``work_min`` (expected work, minutes of any one period, >= 0),
        ``x_m``, ``y_m`` (the middle, metres); ``keeper`` if known: cells of one keeper stay
        together where that costs little. The order of rows does not matter.
    weights
        Shape ``(n, n)`` in the order of ``cells``, symmetric: > 0 where two cells touch, such as
        the metres of their border. Cells with no third between them count as neighbours anyhow.
    capacities
        One number > 0 for each beat, of any unit; only their proportions count. In the order of
        ``previous``'s beats; without those, any beat may get any of them.
    previous
        Beat id by cell id of an earlier division; ``None``, or none of these cells: a fresh start.
        Beats keep their ids; a missing one gets the first free number.
    seed
        Of every draw.
    params
        How even, and how long to search.

    Returns
    -------
    beats
        Every cell in one beat, every beat in one piece.

    Raises
    ------
    ConfigError
        If there is no capacity, one is not positive, or there are more than cells.
    ShapeError
        If ``weights`` is not ``(n, n)``.
    DegenerateInputError
        If there is no cell, a number is missing or negative, or there is no work at all.
    """
    check_cells(cells, weights)
    order = np.argsort(cells.index.to_numpy(dtype=str), kind="stable")
    ground = lay_ground(cells.iloc[order], weights[order][:, order])
    _check_capacities(capacities, len(cells))
    names, home = _homes(ground, previous, len(capacities))
    fair_min = _fair(ground, capacities)
    if max(home) == NOBODY or min(home) == len(capacities):
        beat, fair_min = _fresh(ground, fair_min, seed=seed, params=params)
        names, beat, fair_min = _named_by_place(ground, beat, fair_min)
    else:
        beat = _changed(ground, home, fair_min, seed=seed, params=params)
    return _beats(cells, ground, beat, home=home, names=names, fair_min=fair_min)


def _check_capacities(capacities: Sequence[float], cells: int) -> None:
    if not len(capacities):
        raise ConfigError("Expected at least one beat, got none.", zh="至少要分成 1 片。")
    bad = [capacity for capacity in capacities if not 0.0 < capacity < np.inf]
    if bad:
        raise ConfigError(
            f"Expected capacities > 0, got {bad[0]}.", zh=f"各片的能力值必须大于 0，现为 {bad[0]}。"
        )
    if len(capacities) > cells:
        raise ConfigError(
            f"Expected at most as many beats as cells, got {len(capacities)} beats for {cells} "
            "cell(s); ask for fewer, or make the cells smaller.",
            zh=f"片数不能多于网格数：要分 {len(capacities)} 片，只有 {cells} 个网格；"
            "请减少片数或缩小网格。",
        )


def _homes(ground: Ground, previous: pd.Series | None, count: int) -> tuple[list[str], list[int]]:
    """
    Give the names of all beats, and the number of each cell's earlier one.

    The number is -1 for a new cell, and the count of beats for one whose beat is no more.
    """
    if previous is None:
        return [], [NOBODY] * len(ground.cell_ids)
    known = previous.reindex(ground.cell_ids)
    work = pd.Series(ground.work_min, index=known.index).groupby(known).sum()
    kept = work.sort_index(key=_number).sort_values(ascending=False, kind="stable").index[:count]
    names = [str(name) for name in kept]
    free = [f"B{number}" for number in range(1, count + len(names) + 1)]
    names += [name for name in free if name not in names][: count - len(names)]
    names.sort(key=_key)
    place = {name: number for number, name in enumerate(names)}
    return names, [NOBODY if pd.isna(one) else place.get(str(one), count) for one in known]


def _key(beat_id: str) -> tuple[int, str]:
    """Order B2 before B10."""
    return len(beat_id), beat_id


def _number(ids: pd.Index) -> pd.Index:
    return pd.Index([_key(str(beat_id)) for beat_id in ids], tupleize_cols=False)


def _fair(ground: Ground, capacities: Sequence[float]) -> list[float]:
    total = float(sum(capacities))
    return [float(ground.work_min.sum()) * float(one) / total for one in capacities]


def _fresh(
    ground: Ground, fair_min: Sequence[float], *, seed: int, params: ExchangeParams
) -> tuple[list[int], list[float]]:
    """Grow from the middles of work; the busiest middle gets the most capacity."""
    count = len(ground.cell_ids)
    beat = [NOBODY] * count
    seeds = choose_seeds(ground, range(count), len(fair_min), seed=seed)
    for number, cell in enumerate(seeds):
        beat[cell] = number
    load = np.bincount(_nearest(ground, seeds), ground.work_min, minlength=len(seeds))
    fair = np.empty(len(seeds))
    fair[np.argsort(-load, kind="stable")] = sorted(fair_min, reverse=True)
    rng = np.random.default_rng(seed)
    grown = grow(ground, beat, fair.tolist())
    even = even_out(ground, grown, fair.tolist(), tolerance=params.tolerance, rng=rng)
    home, slack = [NOBODY] * count, params.tolerance / 2.0
    search = Exchange(ground, even, fair.tolist(), home=home, slack=slack)
    search.cool(params, rng)
    search.settle(rng)
    return search.beat, fair.tolist()


def _nearest(ground: Ground, seeds: Sequence[int]) -> NDArray[np.int64]:
    """Give each cell the number of the seed nearest to it."""
    away = np.hypot(*(ground.xy[:, None] - ground.xy[list(seeds)]).transpose(2, 0, 1))
    return np.asarray(np.argmin(away, axis=1), dtype=np.int64)


def _named_by_place(
    ground: Ground, beat: Sequence[int], fair_min: Sequence[float]
) -> tuple[list[str], list[int], list[float]]:
    """Name beats from north to south, those beside each other from west to east."""
    members = [np.flatnonzero(np.asarray(beat) == number) for number in range(len(fair_min))]
    middle = np.array([ground.xy[cells].mean(axis=0) for cells in members])
    order = np.lexsort((middle[:, 0], -middle[:, 1])).tolist()
    place = {number: rank for rank, number in enumerate(order)}
    names = [f"B{rank + 1}" for rank in range(len(order))]
    return names, [place[number] for number in beat], [fair_min[number] for number in order]


def _changed(
    ground: Ground,
    home: Sequence[int],
    fair_min: Sequence[float],
    *,
    seed: int,
    params: ExchangeParams,
) -> list[int]:
    """Change an earlier division until it is even again."""
    start = start_from_former(ground, home, fair_min, seed=seed)
    rng = np.random.default_rng(seed)
    search = Exchange(ground, start, fair_min, home=home, slack=params.tolerance * 0.6)
    search.settle(rng)
    best, least = list(search.beat), search.unevenness
    for share in _REHEATED:
        if least <= params.tolerance:
            break
        search.cool(replace(params, heat=params.heat * share), rng)
        search.settle(rng)
        if search.unevenness < least:
            best, least = list(search.beat), search.unevenness
    return best


def _beats(
    cells: pd.DataFrame,
    ground: Ground,
    beat: Sequence[int],
    *,
    home: Sequence[int],
    names: Sequence[str],
    fair_min: Sequence[float],
) -> Beats:
    """Write the division down."""
    number = np.asarray(beat)
    work = np.bincount(number, ground.work_min, minlength=len(names))
    count = np.bincount(number, minlength=len(names))
    moved = (np.asarray(home) != NOBODY) & (np.asarray(home) != number)
    pieces = [
        len(pieces_of(np.flatnonzero(number == one).tolist(), ground.near))
        for one in range(len(names))
    ]
    x, y = (np.bincount(number, axis, minlength=len(names)) / count for axis in ground.xy.T)
    table = pd.DataFrame(
        {
            "cells": count,
            "work_min": work,
            "fair_min": list(fair_min),
            "share": work / np.asarray(fair_min),
            "contiguous": np.asarray(pieces) == 1,
            "moved_cells": np.bincount(number, moved, minlength=len(names)).astype(int),
            "x_m": x,
            "y_m": y,
        },
        index=pd.Index(list(names), name="beat_id", dtype="str"),
    )
    of_cell = pd.Series(table.index.to_numpy()[number], index=ground.cell_ids, name="beat_id")
    heavy = ground.cell_ids[ground.work_min > max(fair_min)]
    ordered = of_cell.reindex(cells.index).astype("str")
    return Beats(ordered, table, ground.hops_m, tuple(map(str, heavy)))

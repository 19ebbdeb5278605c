"""Roads as arcs: every driving direction of every edge, with the time it takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from data.units import metres_per_second
from geo.roads.speeds import FERRY_CLASS

if TYPE_CHECKING:
    import pandas as pd
    from numpy import float64, int64
    from numpy.typing import NDArray

    from geo.roads.speeds import SpeedParams

NO_WAY_MS = 2**31 - 1
"""The one value for "no way" in milliseconds; a way of 24 days or more is none."""
_MS = 1000.0


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """
    The driving directions of all edges that take a car.

    Attributes
    ----------
    nodes
        Number of nodes; they are called 0 to ``nodes - 1``.
    start, end
        Shape ``(m,)``, node numbers.
    drive_ms, pass_ms
        Shape ``(m,)``, >= 0: milliseconds along the arc, ``NO_WAY_MS`` where it is closed; and
        milliseconds lost at the junction at its end.
    length_m
        Shape ``(m,)``, metres, >= 0.
    edge
        Shape ``(m,)``: the row of the edge in the table of roads.
    is_ferry
        Shape ``(m,)``: nobody gets on or off along these.
    """

    nodes: int
    start: NDArray[int64]
    end: NDArray[int64]
    drive_ms: NDArray[int64]
    pass_ms: NDArray[int64]
    length_m: NDArray[float64]
    edge: NDArray[int64]
    is_ferry: NDArray[np.bool_]

    @property
    def weight_ms(self) -> NDArray[int64]:
        """Return the milliseconds from the start of each arc to past its end."""
        whole: NDArray[int64] = np.minimum(self.drive_ms + self.pass_ms, NO_WAY_MS)
        return whole

    @property
    def is_open(self) -> NDArray[np.bool_]:
        """Tell which arcs may be driven at all."""
        return self.drive_ms < NO_WAY_MS

    def slowed(self, speed_factor: NDArray[float64]) -> Arcs:
        """Return the arcs at a share of their speed, shape ``(m,)``; 0 closes an arc."""
        with np.errstate(divide="ignore", invalid="ignore"):
            drive_ms = np.where(speed_factor > 0, self.drive_ms / speed_factor, np.inf)
        return replace(self, drive_ms=_whole_ms(drive_ms))


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """
    The pairs of nodes that arcs join: what searches run on.

    Loops never lie on a fastest way and are no link; of parallel arcs the fastest stands for all,
    and of equally fast ones the shortest.

    Attributes
    ----------
    nodes
        Number of nodes.
    start, end
        Shape ``(l,)``, node numbers; no pair twice.
    order, first
        The arcs that are no loops sorted by link, and where each link begins among them.
    """

    nodes: int
    start: NDArray[int64]
    end: NDArray[int64]
    order: NDArray[int64]
    first: NDArray[int64]

    def fastest(self, arcs: Arcs) -> NDArray[int64]:
        """Choose an arc for each link, shape ``(l,)``."""
        weight, sizes = arcs.weight_ms[self.order], np.diff([*self.first, len(self.order)])
        if (sizes == 1).all():
            return self.order
        link = np.repeat(np.arange(len(sizes)), sizes)
        ranked = np.lexsort((arcs.length_m[self.order], weight, link))
        return self.order[ranked[self.first]]


def link_arcs(arcs: Arcs) -> Links:
    """Find the links of arcs; they stay the same when speeds change."""
    moving = np.flatnonzero(arcs.start != arcs.end)
    key = arcs.start[moving] * arcs.nodes + arcs.end[moving]
    order = np.argsort(key, kind="stable")
    keys, first = np.unique(key[order], return_index=True)
    return Links(arcs.nodes, keys // arcs.nodes, keys % arcs.nodes, moving[order], first)


def make_arcs(
    edges: pd.DataFrame, speed_km_h: NDArray[float64], params: SpeedParams
) -> tuple[Arcs, pd.Index]:
    """
    Make arcs of the edges that have a speed.

    Parameters
    ----------
    edges
        Of ``data.model.Roads``.
    speed_km_h
        Shape ``(n,)``, ``nan`` where no car may go.
    params
        Delay at junctions, wait for a ferry, and the scale of both.

    Returns
    -------
    arcs, names
        The arcs, and the ids of their nodes in the order of their numbers.
    """
    row = np.flatnonzero(np.isfinite(speed_km_h))
    used = edges.iloc[row]
    start, end, names = numbered_ends(used)
    length_m = used["length"].to_numpy(dtype=float)
    is_ferry = (used["highway"] == FERRY_CLASS).to_numpy(dtype=bool)
    drive_s = length_m / metres_per_second(1.0) / speed_km_h[row]
    delay_s = params.junction_delay_s / params.scale * _is_junction(start, end, len(names))
    arcs = Arcs(
        len(names),
        start,
        end,
        drive_ms=_whole_ms((drive_s + params.ferry_wait_s * is_ferry) * _MS),
        pass_ms=_whole_ms(delay_s[end] * _MS),
        length_m=length_m,
        edge=row,
        is_ferry=is_ferry,
    )
    return arcs, names


def _whole_ms(milliseconds: NDArray[float64]) -> NDArray[int64]:
    """Round to whole milliseconds, never beyond the value for no way."""
    whole: NDArray[int64] = np.rint(np.minimum(milliseconds, NO_WAY_MS)).astype(np.int64)
    return whole


def numbered_ends(edges: pd.DataFrame) -> tuple[NDArray[int64], NDArray[int64], pd.Index]:
    """Give the end nodes of edges numbers from 0, in the order of their ids."""
    start, end = edges.index.get_level_values(0), edges.index.get_level_values(1)
    names = start.union(end).unique().sort_values()
    return names.get_indexer(start), names.get_indexer(end), names


def _is_junction(start: NDArray[int64], end: NDArray[int64], nodes: int) -> NDArray[float64]:
    """Tell with 1.0 where three or more roads meet: more than two different neighbours."""
    low, high = np.minimum(start, end), np.maximum(start, end)
    pairs = np.unique(np.column_stack([low, high])[low != high], axis=0)
    return np.asarray(np.bincount(pairs.ravel(), minlength=nodes) > 2, dtype=float)  # noqa: PLR2004 - a road passes through with two

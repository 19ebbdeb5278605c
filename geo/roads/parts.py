"""Which roads have a way there and back: those on a part of the network that holds a base."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.roads.shortest import strong_parts

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import NDArray

    from geo.roads.arcs import Arcs, Links
    from geo.roads.snapping import Snapper

NONE = -1


def has_way(
    arcs: Arcs, links: Links, *, snapper: Snapper, bases_xy: NDArray[float64] | None
) -> NDArray[np.bool_]:
    """
    Tell which arcs can be driven to from a base, and back to it.

    A base counts for the largest part of the network where that is within a walk of it, so that a
    drive of its yard that the map does not join to the street is not taken for the whole world;
    else it counts for the part of its nearest road.

    Parameters
    ----------
    arcs, links
        The roads, some of which may be closed.
    snapper
        Their lines.
    bases_xy
        Shape ``(b, 2)``, metres; ``None``, or no row, where no base is known: then the largest
        part, by length, is the one that counts.

    Returns
    -------
    has_way
        Shape ``(m,)``; never where a road is closed, nor on a ferry.
    """
    part = arc_parts(arcs, links)
    inner: NDArray[np.bool_] = part != NONE
    if not inner.any():
        return inner
    largest = int(np.bincount(part[inner], weights=arcs.length_m[inner]).argmax())
    in_largest: NDArray[np.bool_] = part == largest
    if bases_xy is None or not len(bases_xy):
        return in_largest
    near = snapper.restricted(in_largest).snap(bases_xy[:, 0], bases_xy[:, 1])
    chosen = {largest} if near.reached.any() else set()
    others = bases_xy[~near.reached]
    own = snapper.restricted(inner).snap(others[:, 0], others[:, 1])
    chosen |= set(part[own.arc[own.arc >= 0]].tolist())
    in_chosen: NDArray[np.bool_] = inner & np.isin(part, sorted(chosen))
    return in_chosen


def arc_parts(arcs: Arcs, links: Links) -> NDArray[int64]:
    """
    Give each arc the number of its part, in which every road leads to every other and back.

    Returns
    -------
    part
        Shape ``(m,)``; -1 for an arc on which one cannot stop and come back: closed, a ferry, or
        one-way out of a part.
    """
    weight_ms = arcs.weight_ms[links.fastest(arcs)]
    part = strong_parts(links, weight_ms)
    inside = arcs.is_open & ~arcs.is_ferry & (part[arcs.start] == part[arcs.end])
    return np.where(inside, part[arcs.start], NONE)

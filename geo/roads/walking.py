"""How far it is on foot from place to place along roads, whatever the driving direction."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra

from data.errors import ShapeError

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import NDArray

    from geo.roads.network import RoadNetwork
    from geo.roads.snapping import Anchors

_SOURCES_AT_ONCE = 256
_SHORTEST_M = 1e-3
"""A road of no length would be no link of a sparse graph."""


class _Ends(NamedTuple):
    """The two junctions of the road of each place, ``-1`` for none, and metres to each."""

    node: NDArray[int64]
    metres: NDArray[float64]


def walking_m(
    network: RoadNetwork,
    start_lonlat: NDArray[float64],
    end_lonlat: NDArray[float64],
    *,
    limit_m: float,
) -> NDArray[float64]:
    """
    Measure ways on foot between pairs of places.

    A way goes straight from the place to its road, along roads that take a car, and straight to the
    other place. One-way streets and closures stop nobody on foot.

    Parameters
    ----------
    network
        The roads.
    start_lonlat, end_lonlat
        Shape ``(m, 2)``, WGS-84 degrees, finite: the places of each pair.
    limit_m
        Ways that are longer need not be known.

    Returns
    -------
    metres
        Shape ``(m,)``; ``inf`` where there is no way within the limit.

    Raises
    ------
    ShapeError
        If the two are not of one shape ``(m, 2)``.
    DegenerateInputError
        If a position is not finite.
    """
    if start_lonlat.ndim != 2 or start_lonlat.shape != end_lonlat.shape:  # noqa: PLR2004
        raise ShapeError(
            f"Expected two arrays of one shape (m, 2), got {start_lonlat.shape} and "
            f"{end_lonlat.shape}."
        )
    if not len(start_lonlat):
        return np.empty(0)
    spots, which = np.unique(
        np.concatenate([start_lonlat, end_lonlat]), axis=0, return_inverse=True
    )
    one, other = which.ravel()[: len(start_lonlat)], which.ravel()[len(start_lonlat) :]
    anchors = network.anchors(spots[:, 0], spots[:, 1])
    ends = _ends(network, anchors)
    along = _over_junctions(network, ends, one, other, limit_m=limit_m)
    along = np.minimum(along, _on_one_road(network, anchors, one, other))
    total = along + anchors.access_m[one] + anchors.access_m[other]
    total = np.where(one == other, 0.0, total)
    return np.where(total <= limit_m, total, np.inf)


def _ends(network: RoadNetwork, anchors: Anchors) -> _Ends:
    """Take both junctions of each arc by which a place is entered."""
    arcs, arc = network.arcs, anchors.arc
    length_m = arcs.length_m[arc]
    node = np.concatenate([arcs.start[arc], arcs.end[arc]], axis=1)
    metres = np.concatenate([anchors.share * length_m, (1.0 - anchors.share) * length_m], axis=1)
    none = np.concatenate([arc < 0, arc < 0], axis=1)
    return _Ends(np.where(none, -1, node), np.where(none, np.inf, metres))


def _over_junctions(
    network: RoadNetwork,
    ends: _Ends,
    one: NDArray[int64],
    other: NDArray[int64],
    *,
    limit_m: float,
) -> NDArray[float64]:
    """Walk from junction to junction; the pairs of each search are done together."""
    found, graph = np.full(len(one), np.inf), _foot_graph(network)
    nodes = np.unique(ends.node[one])
    for first in range(0, len(nodes), _SOURCES_AT_ONCE):
        sources = nodes[first : first + _SOURCES_AT_ONCE]
        sources = sources[sources >= 0]
        if not len(sources):
            continue
        reach_m = dijkstra(graph, directed=False, indices=sources, limit=limit_m)
        for slot in range(ends.node.shape[1]):
            row = np.searchsorted(sources, ends.node[one, slot]).clip(max=len(sources) - 1)
            mine = np.flatnonzero(sources[row] == ends.node[one, slot])
            goal = ends.node[other[mine]]
            between = reach_m[row[mine, None], goal]
            total = between + ends.metres[one[mine], slot, None] + ends.metres[other[mine]]
            found[mine] = np.minimum(found[mine], total.min(axis=1))
    return found


def _foot_graph(network: RoadNetwork) -> csr_array:
    """Join junctions by their shortest road, both ways."""
    arcs = network.arcs
    low, high = np.minimum(arcs.start, arcs.end), np.maximum(arcs.start, arcs.end)
    order = np.lexsort((arcs.length_m, high, low))
    _, first = np.unique(low[order] * arcs.nodes + high[order], return_index=True)
    kept = order[first]
    kept = kept[low[kept] != high[kept]]
    length_m = np.maximum(arcs.length_m[kept], _SHORTEST_M)
    shape = (arcs.nodes, arcs.nodes)
    return coo_array((length_m, (low[kept], high[kept])), shape=shape).tocsr()


def _on_one_road(
    network: RoadNetwork, anchors: Anchors, one: NDArray[int64], other: NDArray[int64]
) -> NDArray[float64]:
    """Walk along one road without a junction in between, where both places lie on it."""
    mine, theirs = anchors.arc[one][:, :, None], anchors.arc[other][:, None, :]
    share = np.abs(anchors.share[one][:, :, None] - anchors.share[other][:, None, :])
    along_m = np.where((mine == theirs) & (mine >= 0), share * network.arcs.length_m[mine], np.inf)
    shortest_m: NDArray[float64] = along_m.reshape(len(one), -1).min(axis=1)
    return shortest_m

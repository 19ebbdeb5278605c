"""Shortest paths over a graph of arcs: the one place of the house where they are searched for.

Another engine (a contraction hierarchy, say) replaces :func:`paths_from` and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy import float64, int64
    from numpy.typing import NDArray

SOURCES_AT_ONCE = 64
"""Sources searched in one call: keeps distances and predecessors of a chunk within the cache."""


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """
    The driving directions of all edges.

    Attributes
    ----------
    nodes
        Number of nodes; they are called 0 to ``nodes - 1``.
    start, end
        Shape ``(m,)``, node numbers.
    drive_s, pass_s
        Shape ``(m,)``, >= 0: seconds along the arc, and seconds lost at the junction at its end.
    length_m
        Shape ``(m,)``, metres, >= 0.
    """

    nodes: int
    start: NDArray[int64]
    end: NDArray[int64]
    drive_s: NDArray[float64]
    pass_s: NDArray[float64]
    length_m: NDArray[float64]


@dataclass(frozen=True, slots=True, eq=False)
class ArcGraph:
    """
    A directed graph in which the fastest of parallel arcs stands for all of them.

    Attributes
    ----------
    nodes
        Number of nodes.
    weights
        Shape ``(nodes, nodes)``, seconds; explicit zeros are arcs.
    keys, arcs
        Shape ``(m,)``: ``start * nodes + end`` in ascending order, and the arc chosen for it.
    length_m
        Metres of every arc, by arc number.
    """

    nodes: int
    weights: csr_array
    keys: NDArray[int64]
    arcs: NDArray[int64]
    length_m: NDArray[float64]

    def arc_between(self, start: NDArray[int64], end: NDArray[int64]) -> NDArray[int64]:
        """Return the arc that leads from each start to its neighbour ``end``."""
        place = np.searchsorted(self.keys, start * self.nodes + end)
        return self.arcs[place]


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """
    Fastest ways from a few sources to every node.

    Attributes
    ----------
    sources
        Shape ``(k,)``.
    seconds
        Shape ``(k, nodes)``; ``inf`` where there is no way.
    before
        Shape ``(k, nodes)``: the node before on the way; negative at the source and out of reach.
    """

    sources: NDArray[int64]
    seconds: NDArray[float64]
    before: NDArray[int64]


def arc_graph(arcs: Arcs) -> ArcGraph:
    """
    Build the graph of arcs.

    Loops never lie on a fastest way and are left out; of parallel arcs the fastest stays, and of
    equally fast ones the shortest.
    """
    seconds = arcs.drive_s + arcs.pass_s
    key = arcs.start * arcs.nodes + arcs.end
    order = np.lexsort((arcs.length_m, seconds, key))
    order = order[arcs.start[order] != arcs.end[order]]
    keys, first = np.unique(key[order], return_index=True)
    chosen = order[first]
    ends = np.searchsorted(keys, np.arange(arcs.nodes + 1) * arcs.nodes)
    # Built by hand: a constructor from triples would add parallel arcs up and may drop zeros.
    weights = csr_array((seconds[chosen], arcs.end[chosen], ends), shape=(arcs.nodes, arcs.nodes))
    return ArcGraph(arcs.nodes, weights, keys, chosen, arcs.length_m)


def paths_from(graph: ArcGraph, sources: NDArray[int64]) -> Iterator[Paths]:
    """
    Search from each source, a chunk of sources at a time.

    Parameters
    ----------
    sources
        Shape ``(k,)``, node numbers.

    Yields
    ------
    paths
        At most ``SOURCES_AT_ONCE`` sources each, in the order given.
    """
    for first in range(0, len(sources), SOURCES_AT_ONCE):
        chunk = sources[first : first + SOURCES_AT_ONCE]
        seconds, before = dijkstra(graph.weights, indices=chunk, return_predecessors=True)
        yield Paths(chunk, seconds, before.astype(np.int64))


def metres_along(graph: ArcGraph, paths: Paths) -> NDArray[float64]:
    """
    Measure the ways that :func:`paths_from` found.

    Returns
    -------
    metres
        Shape ``(k, nodes)``; ``inf`` where there is no way.
    """
    here = np.broadcast_to(np.arange(graph.nodes), paths.before.shape)
    inner = paths.before >= 0
    metres = np.zeros(paths.before.shape)
    metres[inner] = graph.length_m[graph.arc_between(paths.before[inner], here[inner])]
    above = np.where(inner, paths.before, here)
    # Pointer jumping: each round doubles the stretch of way behind every node that is added up.
    while True:
        metres = metres + np.take_along_axis(metres, above, axis=1)
        higher = np.take_along_axis(above, above, axis=1)
        if np.array_equal(higher, above):
            break
        above = higher
    return np.where(np.isfinite(paths.seconds), metres, np.inf)


def nodes_on_way(paths: Paths, row: int, end: int) -> list[int]:
    """List the nodes from a chunk's source number ``row`` to ``end``, both included."""
    way = [end]
    while (before := int(paths.before[row, way[-1]])) >= 0:
        way.append(before)
    return way[::-1]

"""Fastest ways by Dijkstra's search, for machines without the hierarchy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from geo.roads.arcs import NO_WAY_MS
from geo.roads.search import Ends, Way

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy import float64, int32, int64
    from numpy.typing import NDArray

    from geo.roads.arcs import Links

SOURCES_AT_ONCE = 64
"""Sources searched in one call: keeps distances and predecessors of a chunk within the cache."""


@dataclass(frozen=True, slots=True, eq=False)
class Dijkstra:
    """
    Links with one set of times, searched anew from every start.

    Attributes
    ----------
    links
        What joins the nodes.
    weight_ms
        Shape ``(l,)``, milliseconds, 0 to ``NO_WAY_MS``.
    """

    links: Links
    weight_ms: NDArray[int64]

    @property
    def name(self) -> str:
        """Say which engine this is."""
        return "dijkstra"

    def reweighted(self, weight_ms: NDArray[int64]) -> Dijkstra:
        """Return a search over the same links with other times."""
        return replace(self, weight_ms=weight_ms)

    def times_ms(self, starts: Ends, targets: NDArray[int64]) -> NDArray[int32]:
        """Measure from each start to each node; see ``geo.roads.search.Search``."""
        best = np.full((len(starts.node), len(targets)), float(NO_WAY_MS))
        if best.size and (starts.node >= 0).any():
            sources, between = self._between(starts, targets)
            for node, before_ms in zip(starts.node.T, starts.ms.T, strict=True):
                rows = np.flatnonzero(node >= 0)
                found = between[np.searchsorted(sources, node[rows])] + before_ms[rows, None]
                best[rows] = np.minimum(best[rows], found)
        return best.astype(np.int32)

    def _between(
        self, starts: Ends, targets: NDArray[int64]
    ) -> tuple[NDArray[int64], NDArray[float64]]:
        """Search once from every node at which a start is left."""
        sources = np.unique(starts.node[starts.node >= 0])
        found = [ms[:, targets] for _, ms, _ in self._searches(sources, paths=False)]
        return sources, np.concatenate(found)

    def ways(self, starts: Ends, goals: Ends) -> list[Way | None]:
        """Find the way from each start to the goal beside it; see ``geo.roads.search.Search``."""
        found: list[Way | None] = [None] * len(starts.node)
        for sources, ms, before in self._searches(np.unique(starts.node[starts.node >= 0])):
            for pair in np.flatnonzero(np.isin(starts.node, sources).any(axis=1)):
                way = self._best(starts, goals, int(pair), (sources, ms, before))
                known = found[pair]
                if way is not None and (known is None or way.ms < known.ms):
                    found[pair] = way
        return found

    def _best(
        self,
        starts: Ends,
        goals: Ends,
        pair: int,
        chunk: tuple[NDArray[int64], NDArray[float64], NDArray[int64]],
    ) -> Way | None:
        """Take the fastest of a pair's ways that begin in this chunk of sources."""
        sources, ms, before = chunk
        leave = np.flatnonzero(np.isin(starts.node[pair], sources))
        enter = np.flatnonzero(goals.node[pair] >= 0)
        if not len(enter):
            return None
        row = np.searchsorted(sources, starts.node[pair, leave])
        between = ms[np.ix_(row, goals.node[pair, enter])]
        total = starts.ms[pair, leave, None] + between + goals.ms[pair, enter]
        one, other = np.unravel_index(int(np.argmin(total)), total.shape)
        if not total[one, other] < NO_WAY_MS:
            return None
        nodes = _nodes_on_way(before[row[one]], int(goals.node[pair, enter[other]]))
        return Way(int(total[one, other]), nodes[0], nodes[-1], self._links_on(nodes))

    def _links_on(self, nodes: list[int]) -> NDArray[int64]:
        """Find the links between consecutive nodes; they are sorted by their pairs."""
        count = self.links.nodes
        way = np.array(nodes, dtype=np.int64)
        keys = self.links.start * count + self.links.end
        return np.searchsorted(keys, way[:-1] * count + way[1:])

    def _searches(
        self, sources: NDArray[int64], *, paths: bool = True
    ) -> Iterator[tuple[NDArray[int64], NDArray[float64], NDArray[int64]]]:
        """Search from each source, a chunk at a time: sources, milliseconds, nodes before."""
        graph = link_graph(self.links, self.weight_ms)
        for first in range(0, len(sources), SOURCES_AT_ONCE):
            chunk = sources[first : first + SOURCES_AT_ONCE]
            if not paths:
                yield chunk, dijkstra(graph, indices=chunk), np.empty((0, 0), dtype=np.int64)
                continue
            ms, before = dijkstra(graph, indices=chunk, return_predecessors=True)
            yield chunk, ms, before.astype(np.int64)


def link_graph(links: Links, weight_ms: NDArray[int64]) -> csr_array:
    """Lay links out as a sparse matrix; explicit zeros are links, closed links are left out."""
    is_open = weight_ms < NO_WAY_MS
    begin = np.searchsorted(links.start[is_open], np.arange(links.nodes + 1))
    # Built by hand: a constructor from triples would drop zeros.
    return csr_array(
        (weight_ms[is_open].astype(float), links.end[is_open], begin),
        shape=(links.nodes, links.nodes),
    )


def strong_parts(links: Links, weight_ms: NDArray[int64]) -> NDArray[int64]:
    """
    Give each node the number of its part, in which every node reaches every other.

    Returns
    -------
    part
        Shape ``(nodes,)``, from 0; a node without a way there and back is a part of its own.
    """
    is_open = weight_ms < NO_WAY_MS
    start, end = links.start[is_open], links.end[is_open]
    return joined_parts(start, end, nodes=links.nodes, connection="strong")


def joined_parts(
    start: NDArray[int64],
    end: NDArray[int64],
    *,
    nodes: int,
    connection: Literal["weak", "strong"],
) -> NDArray[int64]:
    """
    Give each node the number of its part.

    Parameters
    ----------
    start, end
        Shape ``(m,)``: the nodes that a driving direction leads from and to.
    nodes
        How many there are.
    connection
        ``"weak"`` joins nodes whatever the direction, ``"strong"`` those with a way there and back.
    """
    joined = coo_array((np.ones(len(start)), (start, end)), shape=(nodes, nodes))
    _, part = connected_components(joined.tocsr(), directed=True, connection=connection)
    return np.asarray(part, dtype=np.int64)


def _nodes_on_way(before: NDArray[int64], end: int) -> list[int]:
    """List the nodes from the source to ``end``, both included."""
    way = [end]
    while (node := int(before[way[-1]])) >= 0:
        way.append(node)
    return way[::-1]

"""Times from many starts to many nodes, by coming down a contraction hierarchy for all together.

Delling, Goldberg, Nowatzyk and Werneck (2011), PHAST: Hardware-accelerated shortest path trees,
doi:10.1109/IPDPS.2011.89, on the hierarchy of Dibbelt, Strasser and Wagner (2016),
doi:10.1145/2886843.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.roads.arcs import NO_WAY_MS
from geo.roads.sweeping import STARTS_AT_ONCE, customise, descend, fill

if TYPE_CHECKING:
    from numpy import int32, int64, uint32
    from numpy.typing import NDArray

    from geo.roads.arcs import Links
    from geo.roads.search import Ends


@dataclass(frozen=True, slots=True, eq=False)
class Sweep:
    """
    A hierarchy that answers large questions; make it with :func:`sweep_of`.

    Attributes
    ----------
    rank
        Shape ``(nodes,)``: when each node is contracted, from 0.
    first, head
        The neighbours of higher rank, by rank; see ``geo.roads.sweeping``.
    parent
        Shape ``(nodes,)``: the lowest of these, -1 for none.
    up_ms, down_ms
        Shape of ``head``: milliseconds to each neighbour above, and back.
    """

    rank: NDArray[int64]
    first: NDArray[int64]
    head: NDArray[int64]
    parent: NDArray[int64]
    up_ms: NDArray[uint32]
    down_ms: NDArray[uint32]

    def times_ms(self, starts: Ends, targets: NDArray[int64]) -> NDArray[int32]:
        """Measure from each start to each node; see ``geo.roads.search.Search``."""
        nodes = len(self.rank)
        times = np.empty((len(starts.node), len(targets)), dtype=np.int32)
        node = np.where(starts.node >= 0, self.rank[starts.node], -1)
        hierarchy = self.first, self.head, self.parent, self.up_ms, self.down_ms
        row, chosen = np.empty((2, nodes), dtype=np.int64)
        near_ms = np.empty(nodes, dtype=np.uint32)
        held_ms = np.empty((nodes, STARTS_AT_ONCE), dtype=np.uint32)
        ends = np.ascontiguousarray(node), np.ascontiguousarray(starts.ms), self.rank[targets]
        descend(*hierarchy, *ends, row, chosen, near_ms, held_ms, times)
        return times


def sweep_of(links: Links, weight_ms: NDArray[int64], *, order: NDArray[int64]) -> Sweep:
    """
    Build the hierarchy of links.

    Parameters
    ----------
    links
        At least one node.
    weight_ms
        Shape ``(l,)``, milliseconds, 0 to ``NO_WAY_MS``.
    order
        Shape ``(nodes,)``, each node once: the first is contracted first.
    """
    nodes = links.nodes
    rank = np.empty(nodes, dtype=np.int64)
    rank[order] = np.arange(nodes)
    start, end = rank[links.start], rank[links.end]
    key = np.minimum(start, end) * nodes + np.maximum(start, end)
    first, filled, parent = _filled(np.unique(key), nodes)
    head, slot = filled % nodes, np.searchsorted(filled, key)
    up_ms, down_ms = (np.full(len(head), NO_WAY_MS, dtype=np.uint32) for _ in range(2))
    up = start < end
    up_ms[slot[up]], down_ms[slot[~up]] = weight_ms[up], weight_ms[~up]
    customise(first, head, up_ms, down_ms)
    return Sweep(rank, first, head, parent, up_ms, down_ms)


def _filled(
    pairs: NDArray[int64], nodes: int
) -> tuple[NDArray[int64], NDArray[int64], NDArray[int64]]:
    """
    Add shortcuts to the pairs of nodes that links join.

    Parameters
    ----------
    pairs
        Ascending, each once: the lower rank times ``nodes``, plus the higher.

    Returns
    -------
    first, pairs, parent
        Where those of each node begin, the pairs and the shortcuts, and each node's parent.
    """
    below, neighbour = np.divmod(pairs, nodes)
    begin = np.searchsorted(below, np.arange(nodes + 1))
    first, parent = np.empty(nodes + 1, dtype=np.int64), np.empty(nodes, dtype=np.int64)
    spare, room, count = np.empty((3, nodes), dtype=np.int64), len(pairs) + nodes, -1
    while count < 0:
        room *= 2
        head = np.empty(room, dtype=np.int64)
        count = fill(begin, neighbour, first, head, parent, spare)
    tail = np.repeat(np.arange(nodes), np.diff(first))
    return first, np.sort(tail * nodes + head[:count]), parent

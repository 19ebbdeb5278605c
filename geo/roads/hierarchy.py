"""Fastest ways by a customizable contraction hierarchy: the one module that knows routingkit.

Dibbelt, Strasser and Wagner (2016), Customizable Contraction Hierarchies, ACM Journal of
Experimental Algorithmics 21, doi:10.1145/2886843. The library ends the whole process on input that
it does not expect (no node, no source), so nothing of the kind is ever passed on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import routingkit_cch

from geo.roads.arcs import NO_WAY_MS
from geo.roads.search import Ends, Way

if TYPE_CHECKING:
    from numpy import float64, int32, int64
    from numpy.typing import NDArray

    from geo.roads.arcs import Links
    from geo.roads.sweep import Sweep

SWEEP_FROM = 300_000
"""Starts times targets from which on a sweep over all starts at once is used: its machine code
takes half a second to load, and a few to compile on the first day."""


def inertial_order(
    start: NDArray[int64],
    end: NDArray[int64],
    *,
    lon_deg: NDArray[float64],
    lat_deg: NDArray[float64],
) -> NDArray[int64]:
    """
    Order nodes for contraction, by cutting the map in halves again and again.

    Parameters
    ----------
    start, end
        Shape ``(m,)``: the nodes that are joined.
    lon_deg, lat_deg
        Shape ``(n,)``, finite: where the nodes are.

    Returns
    -------
    order
        Shape ``(n,)``: the node that is contracted first, second, and so on.
    """
    if not len(lon_deg):
        return np.empty(0, dtype=np.int64)
    order = routingkit_cch.compute_order_inertial(
        len(lon_deg), start.tolist(), end.tolist(), lat_deg.tolist(), lon_deg.tolist()
    )
    return np.array(order, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """
    Links in the order of a contraction, with one set of times; make it with :func:`contract`.

    It cannot be pickled: keep the order and contract again, which takes a tenth of a second.

    Attributes
    ----------
    links
        What joins the nodes.
    order
        Shape ``(nodes,)``: which node is contracted first, second, and so on.
    weight_ms
        Shape ``(l,)``: the times of the links.
    topology
        Order and shortcuts, whatever the times.
    metric
        The times, for the library.
    """

    links: Links
    order: NDArray[int64]
    weight_ms: NDArray[int64]
    topology: routingkit_cch.CCH
    metric: routingkit_cch.CCHMetric

    @property
    def name(self) -> str:
        """Say which engine this is."""
        return "hierarchy"

    def reweighted(self, weight_ms: NDArray[int64]) -> Hierarchy:
        """Return a search over the same links with other times; the topology is shared."""
        metric = routingkit_cch.CCHMetric(self.topology, weight_ms.tolist())
        return replace(self, weight_ms=weight_ms, metric=metric)

    @cached_property
    def _sweep(self) -> Sweep:
        """Build our own form of the hierarchy when the first large question is asked."""
        from geo.roads.sweep import sweep_of  # noqa: PLC0415 - it loads numba, which a town need not

        return sweep_of(self.links, self.weight_ms, order=self.order)

    def times_ms(self, starts: Ends, targets: NDArray[int64]) -> NDArray[int32]:
        """Measure from each start to each node; see ``geo.roads.search.Search``."""
        times = np.full((len(starts.node), len(targets)), NO_WAY_MS, dtype=np.int32)
        if not times.size:
            return times
        if times.size >= SWEEP_FROM:
            return self._sweep.times_ms(starts, targets)
        sweep = routingkit_cch.CCHOneToMany(self.metric, targets.tolist())
        for row, start in enumerate(_pairs(starts)):
            if start:
                times[row] = _as_int32(sweep.distances_from_multi(start))
        return times

    def ways(self, starts: Ends, goals: Ends) -> list[Way | None]:
        """Find the way from each start to the goal beside it; see ``geo.roads.search.Search``."""
        query = routingkit_cch.CCHQuery(self.metric)
        return [
            self._way(query, start, goal)
            for start, goal in zip(_pairs(starts), _pairs(goals), strict=True)
        ]

    def _way(
        self,
        query: routingkit_cch.CCHQuery,
        start: list[tuple[int, int]],
        goal: list[tuple[int, int]],
    ) -> Way | None:
        if not start or not goal:
            return None
        # The result lives in the query: it is gone, with this frame, before the next run.
        found = query.run_multi(start, goal)
        if found.distance is None or found.distance >= NO_WAY_MS:
            return None
        chain = np.array(found.arc_path, dtype=np.int64)
        if not len(chain):
            (node,) = found.node_path
            return Way(found.distance, node, node, chain)
        first, last = int(self.links.start[chain[0]]), int(self.links.end[chain[-1]])
        return Way(found.distance, first, last, chain)


def contract(links: Links, weight_ms: NDArray[int64], *, order: NDArray[int64]) -> Hierarchy:
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
    topology = routingkit_cch.CCH(
        order.tolist(), links.start.tolist(), links.end.tolist(), filter_always_inf_arcs=False
    )
    metric = routingkit_cch.CCHMetric(topology, weight_ms.tolist())
    return Hierarchy(links, order, weight_ms, topology, metric)


def _pairs(ends: Ends) -> list[list[tuple[int, int]]]:
    """List node and milliseconds of each row, without those that are none."""
    return [
        [(node, ms) for node, ms in zip(nodes, times, strict=True) if ms < NO_WAY_MS]
        for nodes, times in zip(ends.node.tolist(), ends.ms.tolist(), strict=True)
    ]


def _as_int32(listed: list[int | None]) -> NDArray[int32]:
    try:
        return np.array(listed, dtype=np.int32)
    except TypeError:  # a missing way, which is rare; asking each number first costs far more
        return np.array([NO_WAY_MS if ms is None else ms for ms in listed], dtype=np.int32)

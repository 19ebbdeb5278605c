"""Walks between the places of a town, along its roads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.cells.clusters import DEFAULT_DIAMETER_M
from geo.roads.walking import walking_m
from service.pipeline.roads.access import roads_if_any
from service.pipeline.roads.travel import town_travel

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    from data.store import Store
    from geo.cells.clusters import Walk


def town_walks(store: Store, *, limit_m: float = DEFAULT_DIAMETER_M) -> Walk | None:
    """
    Give what measures walks in this town, for ``geo.cells.clusters.visit_clusters``.

    Parameters
    ----------
    limit_m
        Longer walks need not be known.

    Returns
    -------
    walk
        ``None`` where no roads were loaded yet.
    """
    roads = roads_if_any(store)
    if roads is None:
        return None
    network = town_travel(store, roads=roads).network

    def walk(start: NDArray[float64], end: NDArray[float64]) -> NDArray[float64]:
        return walking_m(network, start, end, limit_m=limit_m)

    return walk

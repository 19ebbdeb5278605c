"""Which engine searches for fastest ways, and the order that the hierarchy needs."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from data.errors import ConfigError
from geo.roads.shortest import Dijkstra

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

    from data.model import Roads
    from geo.roads.arcs import Links
    from geo.roads.search import Search

Engine = Literal["auto", "hierarchy", "dijkstra"]


def contraction_order(roads: Roads) -> pd.Series[int]:
    """
    Order the junctions for the hierarchy, once for all speeds; store it with the roads.

    Returns
    -------
    rank
        Index of ``roads.nodes``, ``Int64``: 0 is contracted first. Missing everywhere on a machine
        without the hierarchy.
    """
    rank = pd.Series(pd.NA, index=roads.nodes.index, dtype="Int64", name="rank")
    if not _has_hierarchy() or rank.empty:
        return rank
    from geo.roads.hierarchy import inertial_order  # noqa: PLC0415 - its library is not everywhere

    start = roads.nodes.index.get_indexer(roads.edges.index.get_level_values(0))
    end = roads.nodes.index.get_indexer(roads.edges.index.get_level_values(1))
    x, y = roads.nodes["x"].to_numpy(dtype=float), roads.nodes["y"].to_numpy(dtype=float)
    rank.iloc[inertial_order(start, end, lon_deg=x, lat_deg=y)] = np.arange(len(rank))
    return rank


def choose_search(
    links: Links, weight_ms: NDArray[int64], nodes: pd.DataFrame, *, engine: Engine
) -> Search:
    """Choose the engine; the hierarchy if there is a choice."""
    if engine == "hierarchy" and not _has_hierarchy():
        raise ConfigError(
            "Expected the package routingkit-cch for the engine 'hierarchy', it is not installed.",
            zh="未安装 routingkit-cch，不能使用 hierarchy。",
        )
    if engine == "dijkstra" or not _has_hierarchy():
        return Dijkstra(links, weight_ms)
    from geo.roads.hierarchy import contract, inertial_order  # noqa: PLC0415 - as above

    rank = nodes["rank"] if "rank" in nodes else pd.Series(pd.NA, index=nodes.index)
    if rank.isna().any() or not rank.is_unique:
        x, y = nodes["x"].to_numpy(dtype=float), nodes["y"].to_numpy(dtype=float)
        order = inertial_order(links.start, links.end, lon_deg=x, lat_deg=y)
    else:
        order = np.argsort(rank.to_numpy(dtype=np.int64), kind="stable")
    return contract(links, weight_ms, order=order)


def _has_hierarchy() -> bool:
    return find_spec("routingkit_cch") is not None

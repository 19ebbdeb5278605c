"""Places so near to each other that one stop of the car serves them all."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree
from scipy.spatial.distance import pdist

from data.crs import metric_crs, to_metres
from data.errors import ConfigError

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import NDArray

DEFAULT_DIAMETER_M = 600.0


Walk = Callable[["NDArray[float64]", "NDArray[float64]"], "NDArray[float64]"]
"""Metres on foot, shape ``(m,)``, from places to places, lon lat of shape ``(m, 2)`` each; ``inf``
where there is no way."""
_APART = 2.0
"""Sites too far from each other to be asked about are told apart by so many diameters and more."""


def visit_clusters(
    sites: pd.DataFrame, *, diameter_m: float = DEFAULT_DIAMETER_M, walk_m: Walk | None = None
) -> pd.Series:
    """
    Group sites so that no two of a group are a longer walk apart than a diameter.

    Complete linkage, cut at the diameter. Groups are named after the smallest site id in them, so
    the order of rows does not matter and a far-away new site renames nothing.

    Parameters
    ----------
    sites
        Table by schema ``SITE``.
    diameter_m
        Longest walk between two sites of a group, metres, >= 0.
    walk_m
        Measures walks along roads; asked about pairs within the diameter as the crow flies only.
        ``None``: walks are straight.

    Returns
    -------
    cluster
        Index of ``sites``, in its order; text.

    Raises
    ------
    ConfigError
        If the diameter is negative.

    Notes
    -----
    Memory grows with the square of the largest crowd of sites that chain together at the diameter,
    about 0.4 GB for 10,000; crowds are grouped one by one.
    """
    if not diameter_m >= 0:
        raise ConfigError(f"Expected diameter_m >= 0, got {diameter_m}.")
    if sites.empty:
        return pd.Series(index=sites.index, dtype="str", name="cluster")
    ordered = sites.sort_index()
    lon, lat = ordered["lon_deg"], ordered["lat_deg"]
    xy = np.column_stack(to_metres(lon, lat, metric_crs(lon)))
    number = np.empty(len(xy), dtype=np.int64)
    lonlat = np.column_stack([lon, lat]).astype(float)
    for crowd in _crowds(xy, diameter_m):
        apart_m = pdist(xy[crowd])
        if walk_m is not None:
            apart_m = _on_foot(apart_m, lonlat[crowd], walk_m, diameter_m=diameter_m)
        number[crowd] = crowd[_first_of_group(apart_m, diameter_m)]
    named = pd.Series(ordered.index.to_numpy()[number], index=ordered.index, name="cluster")
    return named.reindex(sites.index).astype("str")


def _crowds(xy: NDArray[float64], diameter_m: float) -> list[NDArray[int64]]:
    """Split places into sets that are farther apart than a diameter: no group can span two."""
    pairs = KDTree(xy).query_pairs(diameter_m, output_type="ndarray")
    links = csr_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(xy), len(xy)))
    count, crowd = connected_components(links, directed=False)
    order = np.argsort(crowd, kind="stable")
    return np.split(order, np.searchsorted(crowd[order], np.arange(1, count)))


def _on_foot(
    straight_m: NDArray[float64], lonlat: NDArray[float64], walk_m: Walk, *, diameter_m: float
) -> NDArray[float64]:
    """Measure the walks of a crowd, pair by pair; no walk is shorter than the straight line."""
    near = np.flatnonzero(straight_m <= diameter_m)
    one, other = np.triu_indices(len(lonlat), k=1)
    apart_m = straight_m + _APART * diameter_m
    if len(near):
        walked_m = walk_m(lonlat[one[near]], lonlat[other[near]])
        known = walked_m <= diameter_m
        apart_m[near[known]] = np.maximum(walked_m, straight_m[near])[known]
    return apart_m


def _first_of_group(apart_m: NDArray[float64], diameter_m: float) -> NDArray[int64]:
    """Give, for each place of a crowd, the position of the first place of its group."""
    if not len(apart_m):
        return np.zeros(1, dtype=np.int64)
    group = fcluster(linkage(apart_m, method="complete"), t=diameter_m, criterion="distance")
    _, first, which = np.unique(group, return_index=True, return_inverse=True)
    return np.asarray(first[which], dtype=np.int64)

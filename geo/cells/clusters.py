"""Places so near to each other that one stop of the car serves them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from data.crs import metric_crs, to_metres
from data.errors import ConfigError

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import NDArray

DEFAULT_DIAMETER_M = 600.0


def visit_clusters(sites: pd.DataFrame, *, diameter_m: float = DEFAULT_DIAMETER_M) -> pd.Series:
    """
    Group sites so that no two of a group are farther apart than a diameter.

    Complete linkage, cut at the diameter. Groups are named after the smallest site id in them, so
    the order of rows does not matter and a far-away new site renames nothing.

    Parameters
    ----------
    sites
        Table by schema ``SITE``.
    diameter_m
        Longest straight distance within a group, metres, >= 0.

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
    for crowd in _crowds(xy, diameter_m):
        number[crowd] = crowd[_first_of_group(xy[crowd], diameter_m)]
    named = pd.Series(ordered.index.to_numpy()[number], index=ordered.index, name="cluster")
    return named.reindex(sites.index).astype("str")


def _crowds(xy: NDArray[float64], diameter_m: float) -> list[NDArray[int64]]:
    """Split places into sets that are farther apart than a diameter: no group can span two."""
    pairs = KDTree(xy).query_pairs(diameter_m, output_type="ndarray")
    links = csr_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(xy), len(xy)))
    count, crowd = connected_components(links, directed=False)
    order = np.argsort(crowd, kind="stable")
    return np.split(order, np.searchsorted(crowd[order], np.arange(1, count)))


def _first_of_group(xy: NDArray[float64], diameter_m: float) -> NDArray[int64]:
    """Give, for each place of a crowd, the position of the first place of its group."""
    if len(xy) == 1:
        return np.zeros(1, dtype=np.int64)
    group = fcluster(linkage(xy, method="complete"), t=diameter_m, criterion="distance")
    _, first, which = np.unique(group, return_index=True, return_inverse=True)
    return np.asarray(first[which], dtype=np.int64)

"""Where sites crowd: shapes of any form and size, for the analyst's eye."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from shapely import MultiPoint

from data.crs import metric_crs, to_metres, unproject
from data.errors import ConfigError

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

DEFAULT_MIN_SITES = 8
_FEWEST = 2
_HOLLOW = 0.6
"""How closely an outline follows its points: 0 as closely as can be, 1 their convex hull."""
_MARGIN_M = 100.0
"""Around the outermost sites, so that sites in one line have a shape too."""
_NOTCH_M = 200.0
"""Notches of up to twice this width are filled: they are gaps between points, not borders."""
_ROUNDED_M = 8.0
"""How far an outline may be moved to be drawn with fewer points."""
_LEAST_BELONGING = 0.3
"""Places whose part in a crowd is weaker, 0-1, are its fringe: outlines with them have spikes."""
_NOISE = -1


def density_shapes(sites: pd.DataFrame, *, min_sites: int = DEFAULT_MIN_SITES) -> pd.DataFrame:
    """
    Outline where sites lie more densely than around.

    Parameters
    ----------
    sites
        Table by schema ``SITE``.
    min_sites
        Smallest crowd, >= 2.

    Returns
    -------
    shapes
        Index ``shape_id``, ``D1`` is the largest; columns ``sites`` (how many), ``members`` (tuple
        of site ids, ascending) and ``geometry`` (outline, WGS-84). Sites that crowd with nobody,
        or only at the fringe of a crowd, are in none.

    Raises
    ------
    ConfigError
        If ``min_sites`` is below 2.

    References
    ----------
    Campello, Moulavi and Sander (2013), doi:10.1007/978-3-642-37456-2_14.
    """
    if min_sites < _FEWEST:
        raise ConfigError(
            f"Expected min_sites >= {_FEWEST}, got {min_sites}.",
            zh=f"一处聚集至少 {_FEWEST} 个点位，现为 {min_sites}。",
        )
    ordered = sites.sort_index()
    if len(ordered) < min_sites:
        return _table([])
    lon = ordered["lon_deg"]
    crs = metric_crs(lon)
    xy = np.column_stack(to_metres(lon, ordered["lat_deg"], crs))
    crowd = _crowds(xy, min_sites)
    found = [np.flatnonzero(crowd == number) for number in np.unique(crowd[crowd != _NOISE])]
    found.sort(key=lambda members: (-len(members), members[0]))
    outlines = np.array([_outline(xy[members]) for members in found], dtype=object)
    ids = ordered.index.to_numpy()
    return _table(
        [
            {"sites": len(members), "members": tuple(map(str, ids[members])), "geometry": shape}
            for members, shape in zip(found, unproject(outlines, crs), strict=True)
        ]
    )


def _crowds(xy: NDArray[float64], min_sites: int) -> NDArray[int64]:
    """Tell the crowd of each place, -1 where it has none; all at one spot are one crowd."""
    if not np.ptp(xy, axis=0).max() > 0:
        return np.zeros(len(xy), dtype=np.int64)
    from sklearn.cluster import HDBSCAN  # noqa: PLC0415 - a second of imports that few need

    fitted = HDBSCAN(min_cluster_size=min_sites, copy=True).fit(xy)
    is_core = fitted.probabilities_ >= _LEAST_BELONGING
    return np.where(is_core, fitted.labels_, _NOISE).astype(np.int64)


def _outline(xy: NDArray[float64]) -> BaseGeometry:
    """Draw a calm line around places: outwards and part of the way back, which fills notches."""
    hull = shapely.concave_hull(MultiPoint(xy), ratio=_HOLLOW)
    return hull.buffer(_MARGIN_M + _NOTCH_M).buffer(-_NOTCH_M).simplify(_ROUNDED_M)


def _table(rows: list[dict[str, object]]) -> pd.DataFrame:
    index = pd.Index([f"D{place}" for place in range(1, len(rows) + 1)], name="shape_id")
    return pd.DataFrame(rows, index=index, columns=["sites", "members", "geometry"])

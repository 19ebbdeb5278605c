"""Links between places across empty ground: which cells lie beside each other with none between."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components, minimum_spanning_tree
from scipy.spatial import Delaunay, KDTree

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import NDArray

_GUARD_TIMES = 50.0
"""Four corners this many extents away keep places on one line from being no triangulation."""
_SLACK = 1e-6
_SLACK_M = 1e-3
_NEAREST = 3
"""The two ends of a link, and whoever else is nearest to its middle."""


def gabriel_pairs(xy: NDArray[float64]) -> NDArray[int64]:
    """
    Pair places that have no third in the circle between them.

    Parameters
    ----------
    xy
        Shape ``(n, 2)``, metres.

    Returns
    -------
    pairs
        Shape ``(m, 2)``, the smaller number first, ascending. They join all places at different
        spots to one net, as the shortest tree is among them. Four places at the corners of a square
        are joined along its sides only.

    References
    ----------
    Gabriel and Sokal (1969), doi:10.2307/2412323.

    Examples
    --------
    >>> gabriel_pairs(np.array([[0.0, 0.0], [100.0, 0.0], [300.0, 0.0]])).tolist()
    [[0, 1], [1, 2]]
    """
    pairs = _delaunay_pairs(xy)
    ends = xy[pairs]
    radius_m = np.hypot(*(ends[:, 0] - ends[:, 1]).T) / 2.0
    if len(xy) < _NEAREST:
        return pairs
    near_m = np.asarray(KDTree(xy).query(ends.mean(axis=1), k=_NEAREST)[0])
    is_free: NDArray[np.bool_] = near_m[:, -1] > radius_m * (1.0 + _SLACK) + _SLACK_M
    free: NDArray[int64] = pairs[is_free]
    return free


def _delaunay_pairs(xy: NDArray[float64]) -> NDArray[int64]:
    """List the sides of the triangulation, of which all pairs wanted are some."""
    if len(xy) == 1:
        return np.empty((0, 2), dtype=np.int64)
    middle, extent = xy.mean(axis=0), max(float(np.ptp(xy, axis=0).max()), 1.0)
    signs = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]])
    guarded = np.vstack([xy - middle, signs * extent * _GUARD_TIMES])
    corners = Delaunay(guarded).simplices
    sides = np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]])
    sides = np.unique(np.sort(sides, axis=1), axis=0).astype(np.int64)
    return sides[(sides < len(xy)).all(axis=1)]


def join_parts(links: csr_array, xy: NDArray[float64]) -> csr_array:
    """
    Add the shortest link from each part that still stands alone, until all is one net.

    Parameters
    ----------
    links
        Shape ``(n, n)``, symmetric; stored values are links.
    xy
        Shape ``(n, 2)``, metres.

    Returns
    -------
    joined
        ``links`` itself where all is one net already; new links have the value 1.
    """
    parts, part = connected_components(links, directed=False)
    while parts > 1:
        alone = int(np.bincount(part).argmin())
        inside, outside = np.flatnonzero(part == alone), np.flatnonzero(part != alone)
        away_m, other = map(np.asarray, KDTree(xy[outside]).query(xy[inside]))
        one = int(np.argmin(away_m))
        links = with_pairs(links, np.array([[inside[one], outside[other[one]]]]))
        parts, part = connected_components(links, directed=False)
    return links


def with_pairs(links: csr_array, pairs: NDArray[int64]) -> csr_array:
    """Add pairs that are no links yet, both ways, with the value 1."""
    count, known = links.shape[0], coo_array(links)
    row, column = np.concatenate([pairs, pairs[:, ::-1]]).T
    new = ~np.isin(row * count + column, known.row * count + known.col)
    more = coo_array((np.ones(int(new.sum())), (row[new], column[new])), shape=links.shape)
    return csr_array(links + more.tocsr())


def gap_hops_m(touching: csr_array, links: csr_array, xy: NDArray[float64]) -> NDArray[float64]:
    """
    Measure the hops across empty ground that are needed to reach every cell from every other.

    Parameters
    ----------
    touching
        Shape ``(n, n)``: cells that touch.
    links
        The same with links across empty ground; one net.
    xy
        Shape ``(n, 2)``, metres.

    Returns
    -------
    hops_m
        Shape ``(parts - 1,)``, ascending, where ``parts`` is into how many groups of touching cells
        the town falls: the shortest way to join them.
    """
    parts, part = connected_components(touching, directed=False)
    across = coo_array(links)
    row, column = across.row, across.col
    length_m = np.hypot(*(xy[row] - xy[column]).T) + _SLACK_M
    order = np.lexsort((length_m, part[column], part[row]))
    ends = np.column_stack([part[row], part[column]])[order]
    _, first = np.unique(ends, axis=0, return_index=True)
    (one, other), between_m = ends[first].T, length_m[order][first]
    apart = one != other
    graph = coo_array((between_m[apart], (one[apart], other[apart])), shape=(parts, parts))
    return np.sort(minimum_spanning_tree(graph.tocsr()).data) - _SLACK_M

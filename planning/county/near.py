"""The nodes that are reached soonest from each node: who is a neighbour, and the least driving."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from data.model import UNREACHABLE

if TYPE_CHECKING:
    from numpy import int32, int64
    from numpy.typing import NDArray

    from planning.matrix import Times

NEIGHBOURS = 8
"""Enough to see every border that is worth a search."""
_ROWS = 256


class Near(NamedTuple):
    """
    The nearest nodes of each node, soonest first.

    Attributes
    ----------
    node
        Shape ``(n, k)``: other nodes; -1 where fewer can be reached.
    duration_s
        Shape ``(n, k)``, int32 seconds; ``UNREACHABLE`` beside -1.
    """

    node: NDArray[int64]
    duration_s: NDArray[int32]


def nearest(times: Times, k: int = NEIGHBOURS) -> Near:
    """
    Find the ``k`` nodes reached soonest from each node, a few hundred rows at a time.

    Parameters
    ----------
    times
        ``n`` nodes.
    k
        At least 1.

    Returns
    -------
    near
        Of equally near nodes the one with the lower number first. Every way is looked at once:
        roads that find neighbours without it save the time.

    Examples
    --------
    >>> nearest(np.array([[0, 5, 1], [5, 0, 9], [1, 9, 0]]), k=1).node.ravel().tolist()
    [2, 0, 0]
    """
    count, every = len(times), np.arange(len(times), dtype=np.int64)
    k = min(k, max(count - 1, 1))
    found = Near(
        np.full((count, k), -1, dtype=np.int64), np.full((count, k), UNREACHABLE, dtype=np.int32)
    )
    for first in range(0, count, _ROWS):
        rows = every[first : first + _ROWS]
        block = np.array(times[np.ix_(rows, every)])
        block[np.arange(len(rows)), rows] = UNREACHABLE
        ranked = block.astype(np.int64) * count + every
        some = np.argpartition(ranked, k - 1, axis=1)[:, :k]
        order = np.take_along_axis(some, np.take_along_axis(ranked, some, axis=1).argsort(), axis=1)
        soonest = np.take_along_axis(block, order, axis=1)
        found.duration_s[rows] = soonest
        found.node[rows] = np.where(soonest < UNREACHABLE, order, -1)
    return found

"""Times between many places: from gate to gate by car, and on foot at both ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from data.model import UNREACHABLE
from geo.roads.arcs import NO_WAY_MS
from geo.roads.search import Ends

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy import float64, int32, int64
    from numpy.typing import NDArray

    from geo.roads.arcs import Arcs
    from geo.roads.search import Search
    from geo.roads.snapping import Anchors

ROWS_AT_ONCE = 256
"""Gates from which times are measured in one go: bounds the memory that is needed in between."""
SAME_SHARE = 1e-9
"""Of the length of an arc: nearer than this, far below a millimetre, is the same spot."""


class Places(NamedTuple):
    """
    Places on the road network.

    Attributes
    ----------
    xy
        Shape ``(n, 2)``, metres.
    anchors
        Where they are entered.
    walk_ms
        Shape ``(n,)``: milliseconds on foot between each place and its road.
    """

    xy: NDArray[float64]
    anchors: Anchors
    walk_ms: NDArray[int64]

    def take(self, which: NDArray[int64]) -> Places:
        """Take some of the places."""
        return Places(self.xy[which], self.anchors.take(which), self.walk_ms[which])


class Gates(NamedTuple):
    """
    The different spots at which places are entered; places at one gate share the drive.

    Attributes
    ----------
    arc, share, done_ms
        Shape ``(g, s)``: arcs, -1 for none; how far along; milliseconds from their start.
    of_place
        Shape ``(n,)``: the gate of each place.
    """

    arc: NDArray[int64]
    share: NDArray[float64]
    done_ms: NDArray[int64]
    of_place: NDArray[int64]

    def leave(self, arcs: Arcs) -> Ends:
        """Say at which nodes cars come out of these gates, and when."""
        rest_ms = arcs.weight_ms[self.arc] - self.done_ms
        shut = (self.arc < 0) | ~arcs.is_open[self.arc]
        return Ends(np.where(shut, -1, arcs.end[self.arc]), np.where(shut, NO_WAY_MS, rest_ms))

    def enter(self, arcs: Arcs) -> Ends:
        """Say over which nodes cars come to these gates, and how long before."""
        shut = (self.arc < 0) | ~arcs.is_open[self.arc]
        return Ends(
            np.where(shut, -1, arcs.start[self.arc]), np.where(shut, NO_WAY_MS, self.done_ms)
        )

    def of_each_place(self) -> Gates:
        """Repeat gates for the places that share them: one row for each place."""
        which = self.of_place
        each = np.arange(len(which))
        return Gates(self.arc[which], self.share[which], self.done_ms[which], each)

    def rows(self, first: int, last: int) -> Gates:
        """Take some gates in a row, with the places that are entered there."""
        inside = np.flatnonzero((self.of_place >= first) & (self.of_place < last))
        taken = slice(first, last)
        return Gates(self.arc[taken], self.share[taken], self.done_ms[taken], inside)


def gates_of(anchors: Anchors, arcs: Arcs) -> Gates:
    """Find the different gates of places."""
    done_ms = np.rint(anchors.share * arcs.drive_ms[anchors.arc]).astype(np.int64)
    done_ms[anchors.arc < 0] = 0
    spot = np.rint(anchors.share / SAME_SHARE).astype(np.int64)
    key = np.column_stack([anchors.arc, spot])
    _, first, of_place = np.unique(key, axis=0, return_index=True, return_inverse=True)
    return Gates(anchors.arc[first], anchors.share[first], done_ms[first], of_place.ravel())


def drive_ms(search: Search, arcs: Arcs, *, out: Gates, into: Gates) -> NDArray[int64]:
    """
    Measure the drive between gates.

    Returns
    -------
    drive_ms
        Shape ``(g, h)``; ``NO_WAY_MS`` where there is none.
    """
    goals = into.enter(arcs)
    targets = np.unique(goals.node[goals.node >= 0])
    times = search.times_ms(out.leave(arcs), targets)
    best = np.full((len(out.arc), len(into.arc)), NO_WAY_MS, dtype=np.int64)
    for node, after_ms in zip(goals.node.T, goals.ms.T, strict=True):
        column = np.flatnonzero(node >= 0)
        if len(column):
            found = times[:, np.searchsorted(targets, node[column])] + after_ms[column]
            best[:, column] = np.minimum(best[:, column], found)
    _drive_along(best, arcs, out=out, into=into)
    return best


def _drive_along(best: NDArray[int64], arcs: Arcs, *, out: Gates, into: Gates) -> None:
    """Put in what is shorter along one arc, without a node in between."""
    row, one = np.nonzero(out.arc >= 0)
    column, other = np.nonzero(into.arc >= 0)
    by_arc = np.argsort(into.arc[column, other], kind="stable")
    column, other = column[by_arc], other[by_arc]
    arc = into.arc[column, other]
    low = np.searchsorted(arc, out.arc[row, one], side="left")
    count = np.searchsorted(arc, out.arc[row, one], side="right") - low
    leave = np.repeat(np.arange(len(row)), count)
    enter = low[leave] + np.arange(len(leave)) - np.repeat(np.cumsum(count) - count, count)
    row, one, column, other = row[leave], one[leave], column[enter], other[enter]
    ahead = into.share[column, other] - out.share[row, one] >= -SAME_SHARE
    ahead &= arcs.is_open[out.arc[row, one]]
    along_ms = np.maximum(into.done_ms[column, other] - out.done_ms[row, one], 0)
    np.minimum.at(best, (row[ahead], column[ahead]), along_ms[ahead])


def seconds_blocks(
    search: Search, arcs: Arcs, *, start: Places, end: Places
) -> Iterator[tuple[NDArray[int64], NDArray[int32]]]:
    """
    Measure the ways from places to places, door to door, a block of places at a time.

    Yields
    ------
    places, seconds
        Which of the first places, shape ``(b,)``; whole seconds, rounded up, shape ``(b, m)``,
        ``UNREACHABLE`` where there is no way, 0 between places at the very same spot.
    """
    out, into = gates_of(start.anchors, arcs), gates_of(end.anchors, arcs)
    for first in range(0, len(out.arc), ROWS_AT_ONCE):
        block = out.rows(first, first + ROWS_AT_ONCE)
        between = drive_ms(search, arcs, out=block, into=into)
        row = out.of_place[block.of_place] - first
        drive = between[np.ix_(row, into.of_place)]
        total = drive + start.walk_ms[block.of_place, None] + end.walk_ms[None, :]
        seconds = np.where(drive < NO_WAY_MS, -(-total // 1000), UNREACHABLE)
        x, y = (start.xy[block.of_place, None] == end.xy[None, :]).transpose(2, 0, 1)
        yield block.of_place, np.where(x & y, 0, seconds).astype(np.int32)

"""Compiled loops over a contraction hierarchy: the one module of ``geo`` that knows numba.

Nodes are numbered by rank here, 0 contracted first. Every node lists its neighbours of higher rank;
the lowest of these is its parent, and all others are ancestors of that parent, so that whatever can
be reached upwards from a node lies on its path to the root. Milliseconds are unsigned, so that two
of up to ``NO_WAY_MS`` add up without overflow: the value for no way needs no test of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
from numba import njit
from numba.extending import register_jitable

from geo.roads.arcs import NO_WAY_MS

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy import int32, int64, uint32
    from numpy.typing import NDArray

_Function = TypeVar("_Function", bound="Callable[..., Any]")

STARTS_AT_ONCE = 64
"""Starts swept together: their times at one node fill a few lines of the cache."""
_NO_WAY = np.uint32(NO_WAY_MS)
_PLAIN: dict[str, Any] = {"nogil": True, "no_cfunc_wrapper": True, "_nrt": False}
"""Compiled code makes no array, so numba need not count who holds one: less to compile."""


def _machine(function: _Function) -> _Function:
    """Compile when first called; keep the machine code where there is a place for it."""
    try:
        return cast("_Function", njit(cache=True, **_PLAIN)(function))
    except RuntimeError:  # neither the sources' folder nor the user's can be written
        return cast("_Function", njit(**_PLAIN)(function))


def _part(function: _Function) -> _Function:
    """Let compiled code call a function."""
    return register_jitable(**_PLAIN)(function)


@_machine
def fill(
    first: NDArray[int64],
    neighbour: NDArray[int64],
    begin: NDArray[int64],
    head: NDArray[int64],
    parent: NDArray[int64],
    spare: NDArray[int64],
) -> int:
    """
    Add the shortcuts that contraction leaves behind, whatever the times.

    Parameters
    ----------
    first, neighbour
        The neighbours of higher rank of node ``v`` are ``neighbour[first[v]:first[v + 1]]``.
    begin, head
        Shape ``(n + 1,)`` and any: the same with shortcuts, written, in no order within a node.
    parent
        Shape ``(n,)``: the lowest neighbour above, -1 for none, written.
    spare
        Shape ``(3, n)``, for work.

    Returns
    -------
    count
        How many heads there are; -1 where ``head`` is too short.
    """
    child, sibling, seen = spare[0], spare[1], spare[2]
    child[:], seen[:] = -1, -1
    count = begin[0] = 0
    for node in range(len(parent)):
        for at in range(first[node], first[node + 1]):
            if count == len(head):
                return -1
            seen[neighbour[at]] = node
            head[count] = neighbour[at]
            count += 1
        below = child[node]
        while below >= 0:
            for at in range(begin[below], begin[below + 1]):
                if head[at] == node or seen[head[at]] == node:
                    continue
                if count == len(head):
                    return -1
                seen[head[at]] = node
                head[count] = head[at]
                count += 1
            below = sibling[below]
        begin[node + 1] = count
        parent[node] = _lowest(head, begin[node], count)
        if parent[node] >= 0:
            sibling[node] = child[parent[node]]
            child[parent[node]] = node
    return int(count)


@_part
def _lowest(head: NDArray[int64], begin: int, end: int) -> int:
    """Find the lowest of some heads; -1 where there is none."""
    lowest = -1
    for at in range(begin, end):
        if lowest < 0 or head[at] < lowest:
            lowest = int(head[at])
    return lowest


@_machine
def customise(
    first: NDArray[int64], head: NDArray[int64], up_ms: NDArray[uint32], down_ms: NDArray[uint32]
) -> None:
    """
    Lower the times between every two nodes to the best over any node that ranks below both.

    Parameters
    ----------
    first, head
        From :func:`fill`, heads ascending within each node.
    up_ms, down_ms
        Shape of ``head``: milliseconds from a node to its neighbour above, and from there down to
        it; those of links on entry, changed in place.
    """
    for node in range(len(first) - 1):
        for low in range(first[node], first[node + 1]):
            at = first[head[low]]
            for high in range(low + 1, first[node + 1]):
                while head[at] != head[high]:
                    at += 1
                up_ms[at] = min(up_ms[at], np.uint32(down_ms[low] + up_ms[high]))
                down_ms[at] = min(down_ms[at], np.uint32(down_ms[high] + up_ms[low]))


@_machine
def descend(  # noqa: PLR0913, PLR0917 - compiled code takes arrays, not records
    first: NDArray[int64],
    head: NDArray[int64],
    parent: NDArray[int64],
    up_ms: NDArray[uint32],
    down_ms: NDArray[uint32],
    start: NDArray[int64],
    start_ms: NDArray[int64],
    target: NDArray[int64],
    row: NDArray[int64],
    chosen: NDArray[int64],
    near_ms: NDArray[uint32],
    held_ms: NDArray[uint32],
    times_ms: NDArray[int32],
) -> None:
    """
    Measure from starts to targets.

    Each start climbs to the root alone; then all of them come down together, over the targets'
    ancestors only, the highest first.

    Parameters
    ----------
    first, head, parent, up_ms, down_ms
        From :func:`fill`, as :func:`customise` left them.
    start, start_ms
        Shape ``(k, s)``, as ``geo.roads.search.Ends``.
    target
        Shape ``(t,)``.
    row, chosen, near_ms, held_ms
        Shape ``(n,)`` each, and ``(n, STARTS_AT_ONCE)``, for work.
    times_ms
        Shape ``(k, t)``, written.
    """
    count, at_once = _choose(parent, target, row, chosen), held_ms.shape[1]
    near_ms[:] = _NO_WAY
    for begin in range(0, len(start), at_once):
        size = min(at_once, len(start) - begin)
        held_ms[:count] = _NO_WAY
        for column in range(size):
            one = begin + column
            _climb(first, head, parent, up_ms, start[one], start_ms[one], near_ms)
            _note(parent, start[one], near_ms, row, held_ms[:, column])
        for mine in range(count):
            node = chosen[mine]
            for at in range(first[node], first[node + 1]):
                theirs, more_ms = row[head[at]], down_ms[at]
                for column in range(at_once):
                    over_ms = np.uint32(held_ms[theirs, column] + more_ms)
                    held_ms[mine, column] = min(held_ms[mine, column], over_ms)
        for at in range(len(target)):
            reached = row[target[at]]
            for column in range(size):
                times_ms[begin + column, at] = np.int32(held_ms[reached, column])


@_part
def _choose(
    parent: NDArray[int64], target: NDArray[int64], row: NDArray[int64], chosen: NDArray[int64]
) -> int:
    """Give the targets and all above them a row, the highest first; -1 to others. Count them."""
    row[:] = -1
    for one in target:
        node = one
        while node >= 0 and row[node] < 0:
            row[node] = 0
            node = parent[node]
    count = 0
    for node in range(len(parent) - 1, -1, -1):
        if row[node] == 0:
            row[node] = count
            chosen[count] = node
            count += 1
    return count


@_part
def _climb(  # noqa: PLR0913, PLR0917 - as above
    first: NDArray[int64],
    head: NDArray[int64],
    parent: NDArray[int64],
    up_ms: NDArray[uint32],
    start: NDArray[int64],
    start_ms: NDArray[int64],
    near_ms: NDArray[uint32],
) -> None:
    """Measure to all nodes above a start: from each of its nodes along the path to the root."""
    for slot in range(len(start)):
        node = start[slot]
        if node < 0 or start_ms[slot] >= _NO_WAY:
            continue
        near_ms[node] = min(near_ms[node], np.uint32(start_ms[slot]))
        while node >= 0:
            for at in range(first[node], first[node + 1]):
                higher = head[at]
                near_ms[higher] = min(near_ms[higher], np.uint32(near_ms[node] + up_ms[at]))
            node = parent[node]


@_part
def _note(
    parent: NDArray[int64],
    start: NDArray[int64],
    near_ms: NDArray[uint32],
    row: NDArray[int64],
    held_ms: NDArray[uint32],
) -> None:
    """Write down what a start found above it, and wipe it for the next one."""
    for one in start:
        node = one
        while node >= 0:
            if row[node] >= 0:
                held_ms[row[node]] = min(held_ms[row[node]], near_ms[node])
            near_ms[node] = _NO_WAY
            node = parent[node]

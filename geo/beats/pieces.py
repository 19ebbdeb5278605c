"""Pieces of beats: whether cells hang together, and what a beat loses without one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def stays_whole(cell: int, beat: Sequence[int], near: Sequence[Sequence[int]]) -> bool:
    """
    Tell whether a beat stays in one piece, and stays at all, when it gives a cell away.

    Parameters
    ----------
    cell
        The cell that would go.
    beat
        Number of the beat of each cell.
    near
        Neighbours of each cell.
    """
    mine = beat[cell]
    left = [other for other in near[cell] if beat[other] == mine]
    if len(left) <= 1:
        return len(left) == 1
    wanted, seen, waiting = set(left[1:]), {cell, left[0]}, [left[0]]
    while waiting:
        for other in near[waiting.pop()]:
            if other in seen or beat[other] != mine:
                continue
            seen.add(other)
            waiting.append(other)
            wanted.discard(other)
        if not wanted:
            return True
    return False


def pieces_of(members: Sequence[int], near: Sequence[Sequence[int]]) -> list[list[int]]:
    """
    Part cells into pieces that hang together.

    Returns
    -------
    pieces
        Each ascending, ordered by their smallest cells.
    """
    left, pieces = set(members), []
    for start in sorted(members):
        if start not in left:
            continue
        left.discard(start)
        piece, waiting = [start], [start]
        while waiting:
            found = [other for other in near[waiting.pop()] if other in left]
            left.difference_update(found)
            piece.extend(found)
            waiting.extend(found)
        pieces.append(sorted(piece))
    return pieces

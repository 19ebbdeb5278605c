"""Which parts of a county are neighbours, and which of them can be improved at the same time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planning.county.near import Near
    from planning.county.parting import Part
    from planning.problem import Problem

Pair = tuple[int, int]
"""Numbers of two parts, the lower first."""


def border_rounds(
    problem: Problem, parts: Sequence[Part], near: Near, *, most_rounds: int
) -> tuple[tuple[Pair, ...], ...]:
    """
    Pair neighbouring parts, in rounds within which no part is in two pairs.

    Parameters
    ----------
    problem, parts
        The county's problem, and its parts.
    near
        The nearest nodes of each node of the problem.
    most_rounds
        At most this many rounds, >= 0; later ones would hold the shortest borders.

    Returns
    -------
    rounds
        The pair with the most neighbours across its border comes first; a pair is put into the
        first round that has room for both. Parts that no site links are never paired.
    """
    ties = _ties(problem, parts, near)
    rounds: list[list[Pair]] = []
    for pair in sorted(ties, key=lambda pair: (-ties[pair], pair)):
        free = [one for one in rounds if not any(set(pair) & set(other) for other in one)]
        if free:
            free[0].append(pair)
        elif len(rounds) < most_rounds:
            rounds.append([pair])
    return tuple(tuple(one) for one in rounds)


def _ties(problem: Problem, parts: Sequence[Part], near: Near) -> dict[Pair, int]:
    """Count for each pair of parts the sites of one that are near a site of the other."""
    part_of_node = np.full(len(problem.duration_s), -1, dtype=np.int64)
    for number, part in enumerate(parts):
        part_of_node[[problem.sites[site].node for site in part.sites]] = number
    here, there = np.nonzero(near.node >= 0)
    mine, other = part_of_node[here], part_of_node[near.node[here, there]]
    across = (mine >= 0) & (other >= 0) & (mine != other)
    pairs = np.sort(np.column_stack([mine[across], other[across]]), axis=1)
    found, counts = np.unique(pairs, axis=0, return_counts=True)
    return {(int(a), int(b)): int(n) for (a, b), n in zip(found, counts, strict=True)}

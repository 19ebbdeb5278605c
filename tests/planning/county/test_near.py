"""The nearest nodes: the same as a sorted matrix, by blocks."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from data.model import UNREACHABLE
from planning.county import MeasuredTimes, nearest
from tests.planning.instances import line


@given(st.integers(2, 7), st.integers(1, 6), st.randoms(use_true_random=False))
def test_is_the_sorted_matrix(count: int, k: int, dice: object) -> None:
    """Every row without its own node, soonest first, of equals the lower number."""
    ways = np.array(
        [[dice.randint(0, 3) for _ in range(count)] for _ in range(count)],  # type: ignore[attr-defined]  # random.Random
        dtype=np.int32,
    )
    near = nearest(ways, k=k)
    for row in range(count):
        others = sorted((int(ways[row, n]), n) for n in range(count) if n != row)[:k]
        assert near.node[row].tolist() == [n for _, n in others]
        assert near.duration_s[row].tolist() == [way for way, _ in others]


def test_nobody_is_near_where_no_way_leads() -> None:
    """A node that leads nowhere has -1 and the one value for no way."""
    ways = np.full((2, 2), UNREACHABLE, dtype=np.int32)
    assert nearest(ways, k=1).node.tolist() == [[-1], [-1]]


def test_measured_times_are_asked_for_blocks_and_never_for_all() -> None:
    """Of 600 nodes no block has more than 256 rows, and the answer is that of the matrix."""
    matrix, asked = line(600), []

    def measure(rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        asked.append(len(rows))
        return matrix[np.ix_(rows, columns)]

    near = nearest(MeasuredTimes(600, measure), k=2)
    assert max(asked) <= 256
    assert near.node[300].tolist() == [299, 301]


def test_a_single_way_is_measured_once() -> None:
    """Whoever checks a plan asks for the same way again and again."""
    calls = []

    def measure(rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        calls.append((rows.tolist(), columns.tolist()))
        return np.full((len(rows), len(columns)), 7, dtype=np.int32)

    times = MeasuredTimes(3, measure)
    times.keep({(0, 1): 5})
    assert [times[0, 1], times[1, 2], times[1, 2]] == [5, 7, 7]
    assert calls == [([1], [2])]
    assert np.array(times).shape == (3, 3)

"""Travel times as the engine may trust them."""

from __future__ import annotations

import numpy as np
import pytest

from data.errors import ProblemError
from data.model import UNREACHABLE
from planning.matrix import check_matrix, clean_matrix


@pytest.mark.parametrize("rows", [[[0, 1], [2]], [["a"]], [[0, 1]], 5])
def test_a_matrix_with_missing_rows_is_refused(rows: object) -> None:
    """Half a matrix would plan half a town."""
    with pytest.raises(ProblemError, match="duration_s"):
        clean_matrix(rows)


def test_ways_are_rounded_up() -> None:
    """A plan never counts on less than the way takes."""
    assert clean_matrix([[0.0, 1.2], [0.5, 0.0]]).tolist() == [[0, 2], [1, 0]]


def test_a_matrix_nobody_cleaned_is_refused() -> None:
    """Seconds with a fraction would be cut off inside the engine without a word."""
    with pytest.raises(ProblemError, match="clean_matrix makes it so"):
        check_matrix(np.zeros((2, 2)))  # type: ignore[arg-type]  # the point of the test


def test_whole_seconds_are_copied_and_negative_ones_are_no_way() -> None:
    """A matrix of the roads needs no other cleaning, and stays its owner's."""
    ways = np.array([[0, -1], [60, 0]], dtype=np.int32)
    cleaned = clean_matrix(ways)
    assert cleaned.tolist() == [[0, UNREACHABLE], [60, 0]]
    assert (cleaned.dtype, np.shares_memory(ways, cleaned)) == (np.int32, False)


def test_whole_seconds_in_no_square_are_refused() -> None:
    """As any other table would be."""
    with pytest.raises(ProblemError, match="square"):
        clean_matrix(np.zeros((2, 3), dtype=np.int32))

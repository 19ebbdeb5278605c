"""Travel times of a county, measured block by block where somebody asks; never a whole matrix."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy import int32, int64
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Mapping

Measure = Callable[[NDArray[int64], NDArray[int64]], NDArray[int32]]
"""Given ``n`` and ``m`` nodes: shape ``(n, m)``, int32 seconds, ``UNREACHABLE`` without a way."""


class MeasuredTimes:
    """
    What a problem takes for a matrix (``planning.matrix.Times``), without holding one.

    Parameters
    ----------
    size
        Number of nodes, >= 0.
    measure
        Measures the ways from some nodes to others.

    Examples
    --------
    >>> line = MeasuredTimes(3, lambda rows, columns: abs(rows[:, None] - columns).astype("int32"))
    >>> len(line), line[0, 2]
    (3, 2)
    >>> line[np.ix_([0, 2], [1, 2])].tolist()
    [[1, 2], [1, 0]]
    """

    def __init__(self, size: int, measure: Measure) -> None:
        self._size = size
        self._measure = measure
        self._legs: dict[tuple[int, int], int] = {}

    def __len__(self) -> int:
        """Return the number of nodes."""
        return self._size

    def __getitem__(self, key: tuple[Any, Any]) -> Any:  # noqa: ANN401  # numpy: number or block
        """Measure one way (and keep it), or a block as ``numpy.ix_`` asks for it."""
        rows, columns = key
        if np.ndim(rows) or np.ndim(columns):
            return self._measure(_nodes(rows), _nodes(columns))
        pair = int(rows), int(columns)
        if pair not in self._legs:
            self._legs[pair] = int(self._measure(_nodes(rows), _nodes(columns))[0, 0])
        return self._legs[pair]

    def __array__(self, dtype: Any = None, copy: Any = None) -> NDArray[int32]:  # noqa: ANN401  # numpy's own
        """Write the whole matrix out: for tests and towns, too large for a county."""
        every = np.arange(self._size, dtype=np.int64)
        return np.asarray(self._measure(every, every), dtype=dtype)

    def keep(self, legs: Mapping[tuple[int, int], int]) -> None:
        """Keep single ways that somebody has measured already: each costs a call otherwise."""
        self._legs |= legs


def _nodes(numbers: Any) -> NDArray[int64]:  # noqa: ANN401  # a number or any list of them
    return np.asarray(numbers, dtype=np.int64).ravel()

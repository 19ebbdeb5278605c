"""The travel times of a problem, node to node, as a matrix the engine can trust."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeGuard

import numpy as np

from data.errors import ProblemError
from data.model import UNREACHABLE

if TYPE_CHECKING:
    from numpy import int32
    from numpy.typing import NDArray


class Times(Protocol):
    """
    Seconds from node to node: a matrix, or what answers like one and never holds it whole.

    ``times[a, b]`` is one way, ``times[np.ix_(rows, columns)]`` a block, both int32 and
    ``UNREACHABLE`` where there is no way. ``numpy.array`` writes it out.
    """

    def __len__(self) -> int:
        """Return the number of nodes."""

    def __getitem__(self, key: Any, /) -> Any:  # noqa: ANN401  # numpy: a number or a block
        """Return one way, or a block of them."""

    def __array__(self) -> NDArray[int32]:
        """Write the whole matrix out, shape ``(n, n)``."""


def clean_matrix(duration_s: object) -> NDArray[int32]:
    """
    Turn a matrix as files hold it into whole seconds with one value for "no way".

    Parameters
    ----------
    duration_s
        Shape ``(n, n)``: nested lists or an array; ``None``, nan, negative and 2**31 - 1 mean no
        way. Fractions are rounded up, so that a plan never counts on less than the way takes.

    Raises
    ------
    ProblemError
        If it is not a square of numbers.

    Examples
    --------
    >>> clean_matrix([[0, None], [1.2, -1]]).tolist()
    [[0, 2147483647], [2, 2147483647]]
    """
    _check_kinds(duration_s)
    if _is_counted(duration_s):
        return np.where(duration_s < 0, np.int32(UNREACHABLE), duration_s)
    try:
        times = np.array(duration_s, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise ProblemError(
            "Expected duration_s with equally long rows of numbers or null.",
            zh="duration_s 应是每行一样长、由数或 null 组成的矩阵。",
        ) from error
    if times.ndim != 2 or times.shape[0] != times.shape[1]:  # noqa: PLR2004
        raise ProblemError(
            f"Expected a square duration_s, got shape {times.shape}.",
            zh=f"duration_s 应是方阵，现为 {times.shape}。",
        )
    lost = ~(times >= 0) | (times >= UNREACHABLE)
    return np.where(lost, UNREACHABLE, np.ceil(np.where(lost, 0, times))).astype(np.int32)


def _is_counted(duration_s: object) -> TypeGuard[NDArray[int32]]:
    """Tell whether ways are whole seconds in a square already: a year asks for them each week."""
    if not isinstance(duration_s, np.ndarray) or duration_s.dtype != np.int32:
        return False
    return duration_s.ndim == 2 and duration_s.shape[0] == duration_s.shape[1]  # noqa: PLR2004


def _check_kinds(duration_s: object) -> None:
    """Refuse texts and truth values: numpy would read "60" and true as numbers."""
    if isinstance(duration_s, np.ndarray):
        wrong = duration_s.dtype.kind in "bUS"
    else:
        rows = duration_s if isinstance(duration_s, list | tuple) else ()
        wrong = any({bool, str} & set(map(type, row)) for row in rows if isinstance(row, list))
    if wrong:
        raise ProblemError(
            "Expected duration_s with numbers or null, got text or true/false in it.",
            zh="duration_s 应由数或 null 组成，里面有文本或 true/false。",
        )


def check_matrix(duration_s: NDArray[int32]) -> None:
    """
    Refuse a matrix that ``clean_matrix`` would not have made.

    Raises
    ------
    ProblemError
        If it is not square, or not ``int32`` >= 0.
    """
    if duration_s.ndim != 2 or duration_s.shape[0] != duration_s.shape[1]:  # noqa: PLR2004
        raise ProblemError(
            f"Expected a square duration_s, got shape {duration_s.shape}.",
            zh=f"duration_s 应是方阵，现为 {duration_s.shape}。",
        )
    if duration_s.dtype != np.int32 or (duration_s < 0).any():
        raise ProblemError(
            "Expected duration_s as int32 >= 0; clean_matrix makes it so.",
            zh="duration_s 应是不小于 0 的 int32，可用 clean_matrix 整理。",
        )

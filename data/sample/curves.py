"""Lines that bend as roads and rivers do, in metres."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy import float64
    from numpy.random import Generator
    from numpy.typing import NDArray

Path = "NDArray[float64]"


def bent_line(
    rng: Generator, start: NDArray[float64], end: NDArray[float64], *, bend: float, knots: int = 4
) -> NDArray[float64]:
    """
    Draw a smooth line that wanders to both sides of the straight way.

    Parameters
    ----------
    start, end
        Shape ``(2,)``, metres.
    bend
        Spread of the wandering as a share of the straight length, >= 0.
    knots
        How often it may turn, >= 1.

    Returns
    -------
    line
        Shape ``(n, 2)``, metres, both ends included.
    """
    along = end - start
    across = np.array([-along[1], along[0]])
    shares = np.linspace(0.0, 1.0, knots + 2)
    sides = np.concatenate([[0.0], rng.normal(0.0, bend, knots), [0.0]])
    return smooth(start + shares[:, None] * along + sides[:, None] * across)


def smooth(line: NDArray[float64], *, rounds: int = 3) -> NDArray[float64]:
    """
    Cut the corners of a line (Chaikin 1974, doi:10.1016/0146-664X(74)90028-8); its ends stay.

    Parameters
    ----------
    line
        Shape ``(n, 2)``, ``n`` >= 2.
    rounds
        How often; each time doubles the points.
    """
    for _ in range(rounds):
        near = 0.75 * line[:-1] + 0.25 * line[1:]
        far = 0.25 * line[:-1] + 0.75 * line[1:]
        inner = np.stack([near, far], axis=1).reshape(-1, 2)
        line = np.concatenate([line[:1], inner, line[-1:]])
    return line


def resample(line: NDArray[float64], step_m: float) -> NDArray[float64]:
    """
    Put points on a line at even distances.

    Parameters
    ----------
    line
        Shape ``(n, 2)``, metres.
    step_m
        Wanted distance, > 0; the real one is the nearest that fits a whole number of times.
    """
    lengths = np.hypot(*np.diff(line, axis=0).T)
    at = np.concatenate([[0.0], np.cumsum(lengths)])
    count = max(2, round(float(at[-1]) / step_m) + 1)
    wanted = np.linspace(0.0, at[-1], count)
    return np.column_stack([np.interp(wanted, at, line[:, axis]) for axis in (0, 1)])

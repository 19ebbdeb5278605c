"""
Weights from comparing things two by two, as in the analytic hierarchy process (AHP).

Saaty (1987), The analytic hierarchy process: what it is and how it is used, Mathematical Modelling
9(3-5), doi:10.1016/0270-0255(87)90473-8.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from data.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy import float64
    from numpy.typing import NDArray

RATIO_LIMIT = 0.10
"""A table whose consistency ratio is higher contradicts itself too much (Saaty)."""

RANDOM_INDEX = (0.0, 0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)
"""Mean consistency index of random tables, by the number of things compared (Saaty)."""

_MOST = 9
_MOST_THINGS = len(RANDOM_INDEX) - 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    What one table of comparisons comes to.

    Attributes
    ----------
    name
        Name of the table.
    weights
        Thing to weight, > 0, together 1.
    ratio
        Consistency ratio, >= 0; 0 where nobody can contradict himself.
    """

    name: str
    weights: Mapping[str, float]
    ratio: float


def compare(name: str, table: Mapping[str, Mapping[str, object]]) -> Comparison:
    """
    Weigh the things of one table.

    Parameters
    ----------
    name
        Name of the table, for errors.
    table
        Thing to other thing to how many times as important the first is as the second: a number or
        a text such as ``"1/3"``, from 1/9 to 9. Every pair once, in either direction.

    Raises
    ------
    ConfigError
        If a pair is missing, is there twice or compares a thing with itself, a value is out of
        range, or there are more than ten things.

    Examples
    --------
    >>> found = compare("t", {"a": {"b": 3, "c": 5}, "b": {"c": 3}})
    >>> {thing: round(weight, 3) for thing, weight in found.weights.items()}
    {'a': 0.637, 'b': 0.258, 'c': 0.105}
    >>> round(found.ratio, 3)
    0.033
    """
    things = list(dict.fromkeys([*table, *(other for row in table.values() for other in row)]))
    if not 1 <= len(things) <= _MOST_THINGS:
        raise ConfigError(
            f"Expected 1 to {_MOST_THINGS} things in pairs.{name}, got {len(things)}.",
            zh=f"评分卡：pairs.{name} 应比较 1 到 {_MOST_THINGS} 项，现有 {len(things)} 项。",
        )
    weights, largest = _principal(_matrix(name, table, things))
    index = RANDOM_INDEX[len(things)]
    ratio = (largest - len(things)) / (len(things) - 1) / index if index else 0.0
    # Of a table without contradiction the eigenvalue misses its number by rounding.
    return Comparison(name, dict(zip(things, weights.tolist(), strict=True)), max(ratio, 0.0))


def _matrix(
    name: str, table: Mapping[str, Mapping[str, object]], things: list[str]
) -> NDArray[float64]:
    """Fill in both directions of every pair."""
    places = {thing: place for place, thing in enumerate(things)}
    matrix = np.eye(len(things))
    seen: set[frozenset[str]] = set()
    for one, row in table.items():
        for other, value in row.items():
            pair = frozenset({one, other})
            if one == other or pair in seen:
                raise ConfigError(
                    f"Expected each pair of pairs.{name} once, got {one} and {other} again.",
                    zh=f"评分卡：pairs.{name} 里每一对只能比较一次，{one} 与 {other} 重复了。",
                )
            seen.add(pair)
            times = _times(f"pairs.{name}.{one}.{other}", value)
            matrix[places[one], places[other]] = times
            matrix[places[other], places[one]] = 1.0 / times
    _check_complete(name, things, seen)
    return matrix


def _check_complete(name: str, things: list[str], seen: set[frozenset[str]]) -> None:
    missing = [
        f"{one}-{other}"
        for place, one in enumerate(things)
        for other in things[place + 1 :]
        if frozenset({one, other}) not in seen
    ]
    if missing:
        raise ConfigError(
            f"Expected every pair of pairs.{name}, missing: {', '.join(missing)}.",
            zh=f"评分卡：pairs.{name} 还缺这些对的比较：{'、'.join(missing)}。",
        )


def _times(where: str, value: object) -> float:
    """Read how many times as important."""
    try:
        times = Fraction(str(value)) if not isinstance(value, bool) else Fraction(0)
    except (ValueError, ZeroDivisionError):
        times = Fraction(0)
    if not Fraction(1, _MOST) <= times <= _MOST:
        raise ConfigError(
            f'Expected {where} from 1/9 to 9, such as 3 or "1/3", got {value!r}.',
            zh=f'评分卡：{where} 应在 1/9 到 9 之间，如 3 或 "1/3"，现为“{value}”。',
        )
    return float(times)


def _principal(matrix: NDArray[float64]) -> tuple[NDArray[float64], float]:
    """Give the eigenvector of the largest eigenvalue, summing to 1, and that eigenvalue."""
    values, vectors = np.linalg.eig(matrix)
    place = int(np.argmax(values.real))
    vector = np.abs(vectors[:, place].real)  # of a positive matrix all its parts have one sign
    return vector / vector.sum(), float(values[place].real)

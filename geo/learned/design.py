"""Facts as numbers a model can weigh: standardised, missing ones filled and flagged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy import float64, int64
    from numpy.typing import NDArray

    Key: TypeAlias = tuple[str, str]
    """Kind and name of a fact, as in the columns of :func:`geo.learned.facts.describe`."""

FARTHEST = 5.0
"""Standard deviations from the mean at which a number stops to weigh more."""
FEWEST_ROWS, FEWEST_SHARE = 20, 0.005
"""A category needs as many training rows, and as large a share of them, to weigh on its own."""
MOST_LEVELS = 50
UNKNOWN = "?"


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """
    One column of the design.

    Attributes
    ----------
    fact
        The fact it is made from.
    level
        The category it stands for, ``?`` for "not known", empty for the number itself.
    fill
        What stands for a missing number: the training rows' median.
    mean, scale
        Of the training rows, after filling.
    """

    fact: Key
    level: str
    fill: float
    mean: float
    scale: float

    def column(self, raw: pd.Series) -> NDArray[float64]:
        """Give the standardised column of a fact."""
        steps = (self._values(raw) - self.mean) / self.scale
        return np.asarray(np.clip(steps, -FARTHEST, FARTHEST), dtype=float)

    def _values(self, raw: pd.Series) -> NDArray[float64]:
        if self.level == UNKNOWN:
            return _is_missing(raw).to_numpy(dtype=float)
        if self.level:
            return np.asarray(raw == self.level, dtype=float)
        return _numbers(raw).fillna(self.fill).to_numpy(dtype=float)


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """
    How facts become columns.

    Attributes
    ----------
    terms
        ``k`` columns.
    left_out
        Facts that say nothing, since they are the same in every training row.
    joined
        Facts with so many categories that the rare ones were joined.
    infinite
        Facts that held infinities, which count as missing.
    """

    terms: tuple[Term, ...]
    left_out: tuple[Key, ...]
    joined: tuple[Key, ...]
    infinite: tuple[Key, ...]

    @property
    def facts(self) -> tuple[Key, ...]:
        """Give the facts that weigh, each once, in the order of their columns."""
        return tuple(dict.fromkeys(term.fact for term in self.terms))

    @property
    def owner(self) -> NDArray[int64]:
        """Give the position in ``facts`` of each column, shape ``(k,)``."""
        position = {fact: number for number, fact in enumerate(self.facts)}
        return np.array([position[term.fact] for term in self.terms], dtype=np.int64)

    def matrix(self, facts: pd.DataFrame) -> NDArray[float64]:
        """Give the columns of these rows, shape ``(n, k)``, finite."""
        columns = [term.column(facts[term.fact]) for term in self.terms]
        return np.column_stack(columns) if columns else np.zeros((len(facts), 0))


def fit_design(facts: pd.DataFrame) -> Design:
    """
    Learn from training rows how facts become columns.

    Numbers are standardised and cut at five standard deviations; a missing one is the median and
    raises a flag of its own. Of categories the frequent ones have a column each.
    """
    terms: list[Term] = []
    left_out: list[Key] = []
    joined: list[Key] = []
    infinite: list[Key] = []
    for column in facts.columns:
        fact: Key = (column[0], column[1])
        raw = facts[fact]
        if _is_number(raw) and np.isinf(raw.to_numpy(dtype=float, na_value=np.nan)).any():
            infinite.append(fact)
        if not _is_number(raw) and _is_joined(raw):
            joined.append(fact)
        made = [term for term in _terms(fact, raw) if term.scale > 0]
        terms += made
        if not made:
            left_out.append(fact)
    return Design(tuple(terms), tuple(left_out), tuple(joined), tuple(infinite))


def _terms(fact: Key, raw: pd.Series) -> Iterator[Term]:
    missing = _is_missing(raw)
    if _is_number(raw):
        yield _measured(fact, "", raw)
    else:
        for level in _levels(raw):
            yield _measured(fact, level, raw)
    if missing.any() and not missing.all():
        yield _measured(fact, UNKNOWN, raw)


def _measured(fact: Key, level: str, raw: pd.Series) -> Term:
    middle = _numbers(raw).median() if not level else 0.0
    plain = Term(fact, level, 0.0 if np.isnan(middle) else float(middle), 0.0, 1.0)
    values = plain._values(raw)  # noqa: SLF001 - its own class
    spread = float(values.std())
    # A constant may differ from itself by rounding.
    real = spread > 1e-9 * max(1.0, float(np.abs(values).max(initial=0.0)))
    return Term(fact, level, plain.fill, float(values.mean()), spread if real else 0.0)


def _levels(raw: pd.Series) -> list[str]:
    """List the frequent categories, the most frequent first; equal ones by name."""
    counts = raw.value_counts()
    enough = counts[counts >= max(FEWEST_ROWS, FEWEST_SHARE * len(raw))]
    ordered = sorted((-int(count), str(level)) for level, count in enough.items())
    return [level for _, level in ordered[:MOST_LEVELS]]


def _is_joined(raw: pd.Series) -> bool:
    return int(raw.nunique()) > len(_levels(raw))


def _is_number(raw: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(raw.dtype))


def _is_missing(raw: pd.Series) -> pd.Series:
    return _numbers(raw).isna() if _is_number(raw) else raw.isna()


def _numbers(raw: pd.Series) -> pd.Series:
    """Give numbers; infinities count as missing."""
    values = raw.to_numpy(dtype=float, na_value=np.nan)
    return pd.Series(np.where(np.isfinite(values), values, np.nan), index=raw.index)

"""Sentences of many sites, of which few differ: each is worded once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy import intp
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Sentences:
    """
    One sentence per site, in Chinese and English.

    Attributes
    ----------
    pairs
        The sentences that differ, (zh, en).
    which
        Shape ``(n,)``: place of each site's sentence in ``pairs``.
    """

    pairs: Sequence[tuple[str, str]]
    which: NDArray[intp]

    @property
    def zh(self) -> list[str]:
        """Write the Chinese sentence of every site."""
        return [self.pairs[place][0] for place in self.which]

    @property
    def en(self) -> list[str]:
        """Write the English sentence of every site."""
        return [self.pairs[place][1] for place in self.which]


def sentences(
    wording: Callable[..., tuple[str, str]], *columns: pd.Series | NDArray[Any]
) -> Sentences:
    """
    Word what some columns say of every site.

    Parameters
    ----------
    wording
        Takes a value of each column and gives (zh, en); called once for values that are alike.
    columns
        At least one, each of shape ``(n,)``; round a measure before it comes here.

    Examples
    --------
    >>> found = sentences(lambda n: (f"{n}处", f"{n} places"), np.array([2, 5, 2]))
    >>> found.zh, len(found.pairs)
    (['2处', '5处', '2处'], 2)
    """
    which = np.zeros(len(columns[0]), dtype=np.intp)
    for column in columns:
        codes, different = pd.factorize(np.asarray(column), use_na_sentinel=False)
        # Numbered anew each time, so that the product of many columns stays small.
        which, _ = pd.factorize(which * len(different) + codes)
    first = np.full(which.max(initial=-1) + 1, -1, dtype=np.intp)
    first[which[::-1]] = np.arange(len(which))[::-1]
    rows = zip(*(np.asarray(column)[first].tolist() for column in columns), strict=True)
    return Sentences([wording(*row) for row in rows], which.astype(np.intp))

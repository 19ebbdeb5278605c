"""Past visits by site and day: what had happened at a site before a day, without a loop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.learned.visits import day_numbers

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """For each asked row, the past visits of its site: positions ``start`` to ``end``, excluded."""

    start: NDArray[int64]
    end: NDArray[int64]

    @property
    def count(self) -> NDArray[int64]:
        """Give the number of past visits, shape ``(n,)``."""
        return self.end - self.start


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """
    Past visits sorted by site, then day.

    Attributes
    ----------
    order
        Shape ``(n,)``: where each sorted visit stands in the table it came from.
    sites
        The different sites, sorted.
    site, day
        Shape ``(n,)``: position in ``sites``, days since 1970, both sorted.
    """

    order: NDArray[int64]
    sites: pd.Index
    site: NDArray[int64]
    day: NDArray[int64]

    def before(self, site: pd.Series, day: NDArray[int64]) -> Span:
        """
        Find the visits of each site strictly before each day.

        Parameters
        ----------
        site
            Length ``n``, names; unknown ones have no past.
        day
            Shape ``(n,)``, days since 1970.
        """
        code = self.sites.get_indexer(pd.Index(site))
        first = int(self.day.min()) if len(self.day) else 0
        width = int(self.day.max()) - first + 2 if len(self.day) else 2
        key = self.site * width + (self.day - first)
        asked = np.clip(day - first, 0, width - 1)
        known = code >= 0
        start = np.searchsorted(key, code * width)
        end = np.searchsorted(key, code * width + asked)
        return Span(np.where(known, start, 0), np.where(known, end, 0))

    def sums(self, values: NDArray[float64], span: Span) -> NDArray[float64]:
        """Add up ``values`` (one a sorted visit) over each span, shape ``(n,)``."""
        total = np.concatenate([[0.0], np.cumsum(values)])
        return np.asarray(total[span.end] - total[span.start])

    def nth_last(self, values: NDArray[float64], span: Span, nth: int = 1) -> NDArray[float64]:
        """Give the value of the last visit (or the one ``nth`` from the end); ``nan`` if none."""
        at = span.end - nth
        there = at >= span.start
        found = np.full(len(at), np.nan)
        found[there] = values[at[there]]
        return found


def build_timeline(rows: pd.DataFrame) -> Timeline:
    """Sort past visits (columns ``site`` and ``day``) by site, then day; ties as they stand."""
    sites = pd.Index(rows["site"].unique()).sort_values()
    site = np.asarray(sites.get_indexer(rows["site"]), dtype=np.int64)
    day = day_numbers(rows["day"])
    order = np.lexsort((np.arange(len(rows)), day, site))
    return Timeline(order, sites, site[order], day[order])

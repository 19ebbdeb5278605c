"""How spread the visits of single sites are over weekdays or parts of the day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import comb, log2
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planning.guessers import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Entropy:
    """
    How spread the visits of single sites are.

    Attributes
    ----------
    sites, visits
        Sites seen at least twice, and their visits.
    bits
        Mean over these sites of the entropy of what came, bits; 0: always the same.
    drawn_bits
        What it would be if each visit had been drawn from those of all sites.
    """

    sites: int
    visits: int
    bits: float
    drawn_bits: float


def site_entropy(seen: Iterable[tuple[str, Value]]) -> Entropy | None:
    """
    Measure how spread what came is, site by site.

    Parameters
    ----------
    seen
        Each visit: its site, and what came.

    Returns
    -------
    entropy
        ``None`` where no site was seen twice.
    """
    by_site: dict[str, Counter[Value]] = {}
    for site, value in seen:
        by_site.setdefault(site, Counter())[value] += 1
    town: Counter[Value] = Counter()
    for counts in by_site.values():
        town.update(counts)
    often = [counts for counts in by_site.values() if counts.total() > 1]
    if not often:
        return None
    shares = [count / town.total() for count in town.values()]
    return Entropy(
        sites=len(often),
        visits=sum(counts.total() for counts in often),
        bits=sum(entropy_bits(list(counts.values())) for counts in often) / len(often),
        drawn_bits=sum(drawn_entropy_bits(shares, counts.total()) for counts in often) / len(often),
    )


def entropy_bits(counts: Sequence[int]) -> float:
    """
    Give the entropy of counts, bits.

    Examples
    --------
    >>> entropy_bits([2, 2]), entropy_bits([4])
    (1.0, 0.0)
    """
    total = sum(counts)
    return sum(-count / total * log2(count / total) for count in counts if count) + 0.0


def drawn_entropy_bits(shares: Sequence[float], count: int) -> float:
    """
    Give the entropy to be expected of a few independent draws, bits: below that of the shares.

    Parameters
    ----------
    shares
        Chance of each value, summing to 1.
    count
        Number of draws, >= 1.

    Examples
    --------
    Two draws of two equal values differ in half of all cases:

    >>> drawn_entropy_bits([0.5, 0.5], 2)
    0.5
    """
    return (
        sum(
            comb(count, hits)
            * share**hits
            * (1 - share) ** (count - hits)
            * -hits
            / count
            * log2(hits / count)
            for share in shares
            for hits in range(1, count)
        )
        + 0.0
    )

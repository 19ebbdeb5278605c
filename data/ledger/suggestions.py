"""Sites whose names come nearest to one that no site has."""

from __future__ import annotations

from collections import defaultdict
from heapq import nlargest
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.ledger.entries import SiteEntry

_CUTOFF = 60.0
_SHOWN = 3
_LONGEST = 60
_LOOKED_AT = 400
_COMMON = 2_000
"""Sites that share two signs in a row; more, and these signs tell nothing (公司, 加工)."""


class Suggestions:
    """
    Names of sites by their pairs of signs.

    A name is compared with the at most 400 sites that share its rarest pairs, so one question
    costs the same in a county as in a village.
    """

    def __init__(self) -> None:
        self._by_pair: dict[str, dict[str, str]] = defaultdict(dict)
        self._sites: dict[str, SiteEntry] = {}

    def add(self, entry: SiteEntry) -> None:
        """Take in a site."""
        self._sites[entry.site_id] = entry
        for pair in _pairs(entry.name_key):
            self._by_pair[pair][entry.site_id] = entry.name_key[:_LONGEST]

    def remove(self, entry: SiteEntry) -> None:
        """Forget a site, as it was taken in."""
        self._sites.pop(entry.site_id, None)
        for pair in _pairs(entry.name_key):
            self._by_pair[pair].pop(entry.site_id, None)

    def like(self, key: str, village: str) -> list[SiteEntry]:
        """
        List up to three sites of like names, those of the village first, the likest first.

        Parameters
        ----------
        key
            A name as ``name_key`` gives it.
        village
            A village as ``village_key`` gives it; empty where none is stated.
        """
        names = self._sharing(key[:_LONGEST])
        found = process.extract(
            key[:_LONGEST], names, scorer=fuzz.ratio, score_cutoff=_CUTOFF, limit=None
        )
        sites = self._sites
        home = [item for item in found if sites[item[2]].village_key == village]
        return [sites[site_id] for site_id in self._likest(home or found)]

    def _likest(self, found: Sequence[tuple[str, float, str]]) -> list[str]:
        """Choose the few likest, of those equally like the oldest; most others need no rank."""
        scores = nlargest(_SHOWN, (score for _, score, _ in found))
        ranked = sorted(
            (-score, self._sites[site_id].number, site_id)
            for _, score, site_id in found
            if score >= scores[-1]
        )
        return [site_id for *_, site_id in ranked[:_SHOWN]]

    def _sharing(self, key: str) -> dict[str, str]:
        groups = [self._by_pair.get(pair, {}) for pair in sorted(_pairs(key))]
        pool: dict[str, str] = {}
        for group in sorted(groups, key=len):
            if len(group) > _COMMON or len(pool) >= _LOOKED_AT:
                break
            pool.update(group)
        return pool


def _pairs(key: str) -> frozenset[str]:
    """List the pairs of signs in a name; one sign alone is a pair of its own."""
    return frozenset(key[at : at + 2] for at in range(max(1, len(key) - 1)))

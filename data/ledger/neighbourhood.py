"""Sites that could be the one a row describes, found without comparing every site with it."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.ledger.entries import SiteEntry

_Cell = tuple[int, int]
_Slots = dict[str, "SiteEntry"]

_NEAR_DEG = (0.002, 0.001)
"""Longitude and latitude of a cell at least ``SAME_PLACE_M`` wide up to 60 degrees north."""
_FAR_DEG = (0.04, 0.02)
"""... at least ``APART_M`` wide."""
_STEPS = tuple((dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
_CROWD = 50
"""Sites of one name or code looked at; a name that more sites share tells nothing."""


def _cell(entry: SiteEntry, size: tuple[float, float]) -> _Cell:
    return int(entry.lon_deg // size[0]), int(entry.lat_deg // size[1])


def _around(cell: _Cell) -> list[_Cell]:
    x, y = cell
    return [(x + dx, y + dy) for dx, dy in _STEPS]


class Neighbourhood:
    """Sites by credit code, by place, and by name and place; each step looks at a few."""

    def __init__(self) -> None:
        self._by_code: dict[str, _Slots] = defaultdict(dict)
        self._by_place: dict[_Cell, _Slots] = defaultdict(dict)
        self._by_name: dict[str, dict[_Cell, _Slots]] = defaultdict(lambda: defaultdict(dict))

    def add(self, entry: SiteEntry) -> None:
        """Take in a site."""
        for slots in self._slots(entry):
            slots[entry.site_id] = entry

    def remove(self, entry: SiteEntry) -> None:
        """Forget a site, as it was taken in."""
        for slots in self._slots(entry):
            slots.pop(entry.site_id, None)

    def _slots(self, entry: SiteEntry) -> Iterator[_Slots]:
        yield self._by_place[_cell(entry, _NEAR_DEG)]
        yield self._by_name[entry.name_key][_cell(entry, _FAR_DEG)]
        if entry.proof:
            yield self._by_code[entry.proof]

    def candidates(self, entry: SiteEntry) -> list[SiteEntry]:
        """
        List the sites of its code, those next to it, and its namesakes not far away.

        Returns
        -------
        candidates
            Each once; in the order of ids within each group.
        """
        found: _Slots = {}
        if entry.proof:
            found.update(islice(self._by_code.get(entry.proof, {}).items(), _CROWD))
        by_place = self._by_place
        for cell in _around(_cell(entry, _NEAR_DEG)):
            if cell in by_place:
                found.update(by_place[cell])
        namesakes = self._namesakes(entry)
        if len(namesakes) <= _CROWD:
            found.update(namesakes)
        return list(found.values())

    def _namesakes(self, entry: SiteEntry) -> _Slots:
        cells = self._by_name.get(entry.name_key)
        found: _Slots = {}
        for cell in _around(_cell(entry, _FAR_DEG)) if cells else ():
            found.update((cells or {}).get(cell, {}))
        return found

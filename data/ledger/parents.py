"""Plant in plant (厂中厂, 园中园): several sites at one place are tenants of one of them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from data.ledger.entries import SiteEntry, away_m
from data.ledger.likeness import Likeness, likeness, name_parts
from data.ledger.moves import new_hosts, rehoused
from data.ledger.names import name_key
from data.ledger.notes import Note, note

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from data.ledger.outcomes import Outcome, Record
    from data.ledger.sitebook import SiteBook

SAME_WALLS_M = 10.0
"""Sites as near as this stand within the same walls, unless their addresses deny it."""
SAME_ADDRESS_M = 300.0
"""... or with one address and house number as far apart as a works is wide."""
_CROWD = 30
"""More sites than this on one spot were put on the middle of a village, not on their own place."""
_CELL_DEG = (0.008, 0.004)
_SPOT_DEG = (0.000_2, 0.000_1)
"""Cells in which the neighbours within ``SAME_WALLS_M`` are found, at any latitude below 56."""
_YARD = (
    r"(?:(?:闲置|空置)?(?:厂房|车间|仓库|场地|院落|房屋|院子)|(?:大院|厂区|园区|院|厂|园)[内里])"
)
_HOSTS = (
    re.compile(
        rf"(?:租用|租赁|承租|租|借用|位于|在|转租自)(?P<host>[^,，;；。、()（）]{{2,30}}?)的?{_YARD}"
    ),
    re.compile(
        r"(?:房东|出租方|出租人|业主|主体企业|所在园区)[:：]?(?P<host>[^,，;；。、()（）]{2,30})"
    ),
    re.compile(rf"(?P<host>[^,，;；。、()（）]{{2,30}}?){_YARD}"),
)
_PARK = re.compile(r"园区|产业园|工业园|创业园|科技园|市场|基地|大院")
_STATED = ("shared_walls", "address", "remark")

_Cell = tuple[int, int]


def with_parents(
    outcomes: Sequence[Outcome], *, book: SiteBook, known: Mapping[str, Record]
) -> list[Outcome]:
    """
    Say of every site within another's walls whose they are.

    The host is the site that the row itself names (租用永盛木材厂厂房), else, among the sites at
    that place, the one that hosts others already, a park or idle factory, the one with most land,
    the oldest. A host is nobody's tenant.

    Parameters
    ----------
    outcomes
        Fates of the rows of sites.
    book
        All sites.
    known
        Sites of the store, by id.

    Returns
    -------
    outcomes
        In the same order; tenants with ``parent_id`` and a note.
    """
    walls = _Walls(outcomes, book=book, known=known)
    return [walls.settle(outcome) for outcome in outcomes]


class _Walls:
    """All sites as they will be, by place, and who hosts whom."""

    def __init__(
        self, outcomes: Iterable[Outcome], *, book: SiteBook, known: Mapping[str, Record]
    ) -> None:
        self._book = book
        fresh = {str(o.target): o.record for o in outcomes if o.record is not None}
        stored = {site: record.get("parent_id") for site, record in known.items()}
        self._moved = new_hosts(book.moved, stored)
        self._records = {
            site: rehoused(fresh.get(site) or known[site], self._moved) for site in book.by_id
        }
        self._parents = {
            site: str(record["parent_id"])
            for site, record in self._records.items()
            if record.get("parent_id") in book.by_id
        }
        self._hosts = set(self._parents.values())
        self._by_cell: dict[_Cell, list[SiteEntry]] = defaultdict(list)
        self._by_spot: dict[_Cell, list[SiteEntry]] = defaultdict(list)
        self._by_address: dict[str, list[SiteEntry]] = defaultdict(list)
        for entry in book.by_id.values():
            self._by_cell[_cell(entry, _CELL_DEG)].append(entry)
            self._by_spot[_cell(entry, _SPOT_DEG)].append(entry)
            if entry.house:
                self._by_address[entry.address_key].append(entry)

    def settle(self, outcome: Outcome) -> Outcome:
        """Give a stored row its parent, or leave it as it is."""
        if outcome.record is None or outcome.target not in self._book.by_id:
            return outcome
        entry = self._book.by_id[outcome.target]
        record = rehoused(outcome.record, self._moved)
        if record is not outcome.record:
            outcome = replace(outcome, record=record)
        found = self._named(entry) or self._by_place(entry)
        if found is None or entry.site_id in self._hosts or found[0].site_id in self._parents:
            return outcome
        host, why = found
        changed = self._parents.get(entry.site_id) != host.site_id
        self._parents[entry.site_id] = host.site_id
        self._hosts.add(host.site_id)
        return _let(outcome, host, why, is_news=changed)

    def _named(self, entry: SiteEntry) -> tuple[SiteEntry, tuple[str, str]] | None:
        """Find the one host that the row's own words name, in its village if it states one."""
        for column in _STATED:
            text = self._records[entry.site_id].get(column)
            is_host = column == "shared_walls"  # other columns name a host only in so many words
            for name in _host_names(str(text), whole=is_host) if text else ():
                host = self._host(name, entry)
                if host is not None:
                    return host, (f"本行写明“{name}”", f"the row names {name!r}")
        return None

    def _host(self, name: str, entry: SiteEntry) -> SiteEntry | None:
        named = [
            other
            for other in self._book.called(name)
            if other.site_id != entry.site_id and _may_share_village(other, entry)
        ]
        if not named:
            wanted = name_parts(
                name, tuple(place for place in (entry.town, entry.village) if place)
            )
            named = [
                other
                for other in self._near(entry)
                if likeness(wanted, other.parts(())) >= Likeness.SHORT
            ]
        return named[0] if len(named) == 1 else None

    def _near(self, entry: SiteEntry) -> list[SiteEntry]:
        around = _around(self._by_cell, _cell(entry, _CELL_DEG))
        return [other for other in around if other.site_id != entry.site_id]

    def _beside(self, entry: SiteEntry) -> list[SiteEntry]:
        """List the sites within the same walls."""
        spots = _around(self._by_spot, _cell(entry, _SPOT_DEG))
        alike = self._by_address.get(entry.address_key, ()) if entry.house else ()
        others = {other.site_id: other for other in (*spots, *alike)}
        others.pop(entry.site_id, None)
        return [other for other in others.values() if _within_same_walls(entry, other)]

    def _by_place(self, entry: SiteEntry) -> tuple[SiteEntry, tuple[str, str]] | None:
        """Find who hosts the sites within the same walls, if it is another one."""
        group = self._beside(entry)
        if not group or len(group) >= _CROWD:
            return None
        host = min([entry, *group], key=self._rank)
        if host.site_id == entry.site_id:
            return None
        metres = away_m(entry, host)
        return host, (f"同址，相距 {metres:.0f} 米", f"same place, {metres:.0f} m apart")

    def _rank(self, entry: SiteEntry) -> tuple[bool, bool, float, int, str]:
        """Rank hosts, the first is the one: hosts already, park or idle, land, age."""
        hosts = entry.site_id in self._hosts
        yard = entry.kind == "idle_factory" or bool(_PARK.search(entry.name))
        area = self._records[entry.site_id].get("area_m2")
        land = float(area) if isinstance(area, int | float) else 0.0
        return not hosts, not yard, -land, entry.number, entry.site_id


def _let(outcome: Outcome, host: SiteEntry, why: tuple[str, str], *, is_news: bool) -> Outcome:
    told: Note = note("within", id=host.site_id, name=host.name, why=why)
    at = -1 if outcome.fate == "question" else len(outcome.notes)  # the last note asks
    return replace(
        outcome,
        record={**(outcome.record or {}), "parent_id": host.site_id},
        notes=(*outcome.notes[:at], told, *outcome.notes[at:]),
        change="updated" if is_news and outcome.change == "unchanged" else outcome.change,
    )


def _host_names(text: str, *, whole: bool) -> list[str]:
    """List what a text could name as the host, the surest wording first, the whole text last."""
    found = [match["host"] for pattern in _HOSTS for match in pattern.finditer(text)]
    names = dict.fromkeys([*found, text] if whole else found)
    return [name for name in names if len(name_key(name)) > 1]


def _may_share_village(one: SiteEntry, other: SiteEntry) -> bool:
    return not one.village_key or not other.village_key or one.village_key == other.village_key


def _within_same_walls(one: SiteEntry, other: SiteEntry) -> bool:
    metres = away_m(one, other)
    if one.house and one.address_key == other.address_key:
        return metres <= SAME_ADDRESS_M
    denied = one.house and other.house and one.house != other.house
    return metres <= SAME_WALLS_M and not denied


def _cell(entry: SiteEntry, size_deg: tuple[float, float]) -> _Cell:
    return int(entry.lon_deg // size_deg[0]), int(entry.lat_deg // size_deg[1])


def _around(cells: Mapping[_Cell, list[SiteEntry]], middle: _Cell) -> list[SiteEntry]:
    """List what lies in a cell and in the eight about it."""
    x, y = middle
    places = ((x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
    return [entry for place in places for entry in cells.get(place, ())]

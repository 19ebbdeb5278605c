"""All sites known while an import runs, and which of them a row means."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.crs import great_circle_m
from data.ledger.names import name_key, village_key
from data.ledger.notes import Note, note
from data.ledger.returned import OUR_ID
from data.ledger.values import is_full_code, read_credit_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from data.ledger.outcomes import Record
    from data.ledger.rows import LedgerRow

SAME_PLACE_M = 100.0
"""Two rows of one name and village are one site when they lie as near as this."""
SAME_ADDRESS_M = 2_000.0
"""... or when their addresses are equal too; a wrong datum moves a point by up to 1.5 km."""
SAME_CODE_M = 3_000.0
"""Rows with one credit code are one site up to here; further away the firm has a second plant."""

_NUMBER = re.compile(r"S(\d+)")
_CLOSE = 0.6
_MANY_NAMES = 5_000
_LONGEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteEntry:
    """What tells one site from another; names and villages in plain form, position WGS-84."""

    site_id: str
    name: str
    name_key: str
    village: str
    village_key: str
    kind: str
    code: str | None
    address: str
    address_key: str
    lon_deg: float
    lat_deg: float


def entry_of(record: Record) -> SiteEntry:
    """Take from a site's record what tells it from others."""
    name, village = str(record["name"]), str(record.get("village") or "")
    address = str(record.get("address") or "")
    return SiteEntry(
        site_id=str(record["site_id"]),
        name=name,
        name_key=name_key(name),
        village=village,
        village_key=village_key(village),
        kind=str(record["kind"]),
        code=str(record["code"]) if record.get("code") else None,
        address=address,
        address_key=name_key(address),
        lon_deg=float(str(record["lon_deg"])),
        lat_deg=float(str(record["lat_deg"])),
    )


class SiteBook:
    """
    Sites by id, by credit code and by name.

    Parameters
    ----------
    sites
        The sites the store holds.
    """

    def __init__(self, sites: Iterable[SiteEntry]) -> None:
        self.by_id: dict[str, SiteEntry] = {}
        self._by_code: dict[str, dict[str, SiteEntry]] = defaultdict(dict)
        self._by_name: dict[str, dict[str, SiteEntry]] = defaultdict(dict)
        self._by_village: dict[str, dict[str, SiteEntry]] = defaultdict(dict)
        self.turned_away: dict[str, tuple[LedgerRow, Note]] = {}
        self._nameless: dict[str, LedgerRow] = {}
        self._likes: dict[tuple[str, str], SiteEntry | None] = {}
        self._last = 0
        for entry in sites:
            self.add(entry)

    def add(self, entry: SiteEntry) -> None:
        """Take in a site, or what has become of one."""
        self.by_id[entry.site_id] = entry
        self._by_name[entry.name_key][entry.site_id] = entry
        self._by_village[entry.village_key][entry.site_id] = entry
        if entry.code and is_full_code(entry.code):
            self._by_code[entry.code][entry.site_id] = entry
        match = _NUMBER.fullmatch(entry.site_id)
        self._last = max(self._last, int(match[1]) if match else 0)

    def turn_away(self, row: LedgerRow, why: Note) -> None:
        """Remember a site that was rejected, so that rows naming it can be told why."""
        name = row.text("name")
        if name:
            self.turned_away.setdefault(name_key(name), (row, why))
        else:
            self._nameless.setdefault(village_key(row.text("village")), row)

    def reserve(self, stated: Iterable[str]) -> None:
        """Keep ids that rows state for those rows, so that no other row is given one of them."""
        numbers = [int(i.removeprefix("S")) for i in stated if OUR_ID.fullmatch(i)]
        self._last = max([self._last, *numbers])

    def next_id(self, stated: str = "") -> str:
        """Give the id that a row states, if it is one of ours and free, else the next one."""
        if OUR_ID.fullmatch(stated) and stated not in self.by_id:
            return stated
        return f"S{self._last + 1:05d}"

    def same_site(self, entry: SiteEntry) -> tuple[SiteEntry | None, tuple[Note, ...]]:
        """
        Find the site that a row describes once more.

        Returns
        -------
        site
            The nearest site with the same credit code within ``SAME_CODE_M``; else the nearest of
            the same name, village and kind, no codes contradicting, within ``SAME_PLACE_M``, or
            ``SAME_ADDRESS_M`` with the same address; else missing.
        notes
            What a person should know about it.
        """
        own = self.by_id.get(entry.site_id) if entry.site_id else None
        if own is not None:
            return own, ()
        coded = _nearest(entry, self._by_code.get(entry.code or "", {}).values())
        if coded is not None and coded[0] <= SAME_CODE_M:
            return coded[1], ()
        named = _nearest(entry, self._namesakes(entry))
        notes = () if coded is None else (_far_note(*coded),)
        return (named[1] if named else None), notes

    def _namesakes(self, entry: SiteEntry) -> list[SiteEntry]:
        return [
            other
            for other in self._by_name.get(entry.name_key, {}).values()
            if other.village_key == entry.village_key
            and other.kind == entry.kind
            and not (is_full_code(entry.code) and is_full_code(other.code))
            and _away_m(entry, other) <= _reach_m(entry, other)
        ]

    def named(self, row: LedgerRow) -> SiteEntry | Note:
        """
        Find the one site that a row of another ledger names.

        Returns
        -------
        site
            By its id, else its credit code, else name and village, else the address too; or the
            question to ask where none or several fit.
        """
        by_id = self.by_id.get(row.text("site_id") or "")
        if by_id:
            return by_id
        code, _ = read_credit_code(row.cells.get("code"))
        coded = self._by_code.get(code or "", {})
        if len(coded) == 1:
            return next(iter(coded.values()))
        return self._by_words(row)

    def _by_words(self, row: LedgerRow) -> SiteEntry | Note:
        name, village = row.text("name") or "", village_key(row.text("village"))
        namesakes = list(self._by_name.get(name_key(name), {}).values()) if name else []
        fitting = [e for e in namesakes if not village or e.village_key in {"", village}]
        if len(fitting) > 1:
            address = name_key(row.text("address"))
            there = [entry for entry in fitting if address and entry.address_key == address]
            fitting = there if len(there) == 1 else fitting
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            return note("several_sites", name=name, count=len(fitting), ids=_listed(fitting))
        return self._none_fits(name, row.text("village"), namesakes)

    def _none_fits(self, name: str, stated: str | None, namesakes: list[SiteEntry]) -> Note:
        """Say what a person would want to see first: a rejected row, a namesake, a like name."""
        village, shown = village_key(stated), stated or "-"
        turned = self.turned_away.get(name_key(name))
        if turned and village_key(turned[0].text("village")) == village:
            row, why = turned
            reason = (why.zh, why.en)
            return note("site_rejected", name=name, village=shown, source=row.source, why=reason)
        if namesakes:
            other = namesakes[0]
            return note(
                "site_elsewhere", name=name, village=shown, other=other.village, id=other.site_id
            )
        return note("unknown_site", name=name, village=shown, hint=self._hint(name, village))

    def _hint(self, name: str, village: str) -> tuple[str, str]:
        nameless = self._nameless.get(village)
        if village and nameless:
            return (
                f"；{nameless.source} 是本村没填名称的一行，会不会就是它？",
                f"; {nameless.source} is a row of that village without a name: is it this one?",
            )
        asked = (name_key(name), village)
        if asked not in self._likes:
            self._likes[asked] = self._most_like(*asked)
        like = self._likes[asked]
        if like is None:
            return "", ""
        return (
            f"；最接近的是 {like.site_id} “{like.name}”",
            f"; the closest is {like.site_id} {like.name!r}",
        )

    def _most_like(self, key: str, village: str) -> SiteEntry | None:
        """Look for a like name in the village, else everywhere if that is not too long a list."""
        near = self._by_village.get(village, {}).values() if village else ()
        for entries in (near, self.by_id.values() if len(self.by_id) <= _MANY_NAMES else ()):
            names: Mapping[str, SiteEntry] = {
                e.name_key[:_LONGEST]: e for e in reversed(list(entries))
            }
            found = difflib.get_close_matches(key[:_LONGEST], names, n=1, cutoff=_CLOSE)
            if found:
                return names[found[0]]
        return None


def _listed(entries: Iterable[SiteEntry]) -> tuple[str, str]:
    """List sites with what tells them apart, Chinese and English."""
    shown = [(entry.site_id, entry.address) for entry in entries]
    return (
        "、".join(f"{site}（{address}）" if address else site for site, address in shown),
        ", ".join(f"{site} ({address})" if address else site for site, address in shown),
    )


def _away_m(one: SiteEntry, other: SiteEntry) -> float:
    return float(great_circle_m(one.lon_deg, one.lat_deg, other.lon_deg, other.lat_deg))


def _reach_m(one: SiteEntry, other: SiteEntry) -> float:
    same = bool(one.address_key) and one.address_key == other.address_key
    return SAME_ADDRESS_M if same else SAME_PLACE_M


def _nearest(entry: SiteEntry, others: Iterable[SiteEntry]) -> tuple[float, SiteEntry] | None:
    """Find the nearest, the earlier id among equals."""
    ranked = [(_away_m(entry, other), other.site_id, other) for other in others]
    if not ranked:
        return None
    away, _, other = min(ranked, key=lambda item: item[:2])
    return away, other


def _far_note(away_m: float, other: SiteEntry) -> Note:
    return note("same_code_far", id=other.site_id, km=f"{away_m / 1000:.1f}")

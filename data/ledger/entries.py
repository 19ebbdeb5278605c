"""What tells one site from another, as a row or the store states it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING

from data.crs import EARTH_RADIUS_M
from data.ledger.glyphs import plain_glyphs
from data.ledger.likeness import NameParts, name_parts
from data.ledger.names import name_key, village_key
from data.ledger.values import is_full_code
from data.words import GONE

if TYPE_CHECKING:
    from data.ledger.outcomes import Record, Value

_DIGITS = re.compile(r"\d+")
_FEWEST_SIGNS = 3
_NUMBER = re.compile(r"S(\d+)")


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
    town: str
    address: str
    address_key: str
    house: tuple[str, ...]
    """Numbers in the address, such as that of the house."""
    lon_deg: float
    lat_deg: float
    is_gone: bool = False
    """Whether it is said to be pulled down."""

    @property
    def proof(self) -> str | None:
        """Return the credit code where it proves anything: whole, and not one sign throughout."""
        whole = is_full_code(self.code) and len(set(self.code or "")) >= _FEWEST_SIGNS
        return self.code if whole else None

    @property
    def number(self) -> int:
        """Return the running number in the id; 0 where it has none of ours."""
        match = _NUMBER.fullmatch(self.site_id)
        return int(match[1]) if match else 0

    def parts(self, places: tuple[str, ...]) -> NameParts:
        """Take the name apart, its own town and village and ``places`` left out at the front."""
        own = (self.town, self.village, self.village_key)
        return name_parts(self.name, (*places, *(place for place in own if place)))


def entry_of(record: Record) -> SiteEntry:
    """Take from a site's record what tells it from others."""
    name, village = str(record["name"]), str(record.get("village") or "")
    address = str(record.get("address") or "")
    address_key = name_key(address)
    return SiteEntry(
        site_id=str(record["site_id"]),
        name=name,
        name_key=name_key(name),
        village=village,
        village_key=village_key(village),
        kind=str(record["kind"]),
        code=str(record["code"]) if record.get("code") else None,
        town=str(record.get("town") or ""),
        address=address,
        address_key=address_key,
        house=tuple(_DIGITS.findall(plain_glyphs(address_key))),
        lon_deg=_degrees(record["lon_deg"]),
        lat_deg=_degrees(record["lat_deg"]),
        is_gone=record.get("status") == GONE,
    )


def _degrees(value: Value) -> float:
    return value if isinstance(value, float) else float(str(value))


def away_m(one: SiteEntry, other: SiteEntry) -> float:
    """Measure how far two sites lie apart, metres; the haversine formula for one pair, quickly."""
    north, to_north = radians(one.lat_deg), radians(other.lat_deg)
    up, across = sin((to_north - north) / 2), sin(radians(other.lon_deg - one.lon_deg) / 2)
    chord = up * up + cos(north) * cos(to_north) * across * across
    return 2 * EARTH_RADIUS_M * asin(sqrt(min(1.0, chord)))

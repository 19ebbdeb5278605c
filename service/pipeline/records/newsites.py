"""Sites that teams came upon: each is one to confirm, and a lead that next week's plan follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from data.ledger import LAST_SITE
from data.ledger.outcomes import content_id
from data.schema import SITE, TIP, as_records, as_table
from data.words import GONE
from service.pipeline.places.sites import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from data.store.unit import Unit

Row = dict[str, Any]
LONGEST_NAME = 60
TO_CONFIRM = "待确认："
"""How the remark of a site begins that nobody confirmed yet."""
TAKEN_BACK = "已撤回："
"""How it begins once the phone took it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """
    What a team came upon.

    Attributes
    ----------
    key
        What it was found on, the same each time it is told.
    name, what
        What to call it, and what was seen.
    village
        The village; missing where unknown.
    lon_deg, lat_deg
        WGS-84; both missing where nobody knows: it becomes a lead alone.
    day
        When it was found.
    channel
        How it came, in the office's words.
    remark
        What the office should know of the position.
    source
        Name of the file.
    is_withdrawn
        Whether it was taken back.
    """

    key: str
    name: str
    what: str
    village: str | None
    lon_deg: float | None
    lat_deg: float | None
    day: date
    channel: str
    remark: str
    source: str
    is_withdrawn: bool = False

    @property
    def tip_id(self) -> str:
        """Name its lead."""
        return content_id("PC", self.key)


def write_sightings(
    unit: Unit, seen: Sequence[Sighting], *, known: Mapping[str, str]
) -> dict[str, str]:
    """
    Write each site once, however often it is told; one that is taken back is marked as gone.

    Parameters
    ----------
    unit
        Writes.
    seen
        What teams came upon.
    known
        Sites that sightings became by an earlier version of the program, by key.

    Returns
    -------
    sites
        Site id by key; a sighting without a position has none.
    """
    tips = {str(row["tip_id"]): row for row in as_records(unit.read("tip"))}
    sites = {
        one.key: site
        for one in seen
        if (site := known.get(one.key) or text_of(tips.get(one.tip_id, {}).get("site_id")))
    }
    fresh = [one for one in seen if _is_new_site(one, sites)]
    sites |= _numbered(unit, fresh)
    _write_sites(unit, seen, sites)
    rows = [row for one in seen if (row := _tip(one, sites.get(one.key), tips.get(one.tip_id)))]
    unit.upsert("tip", as_table(rows, TIP))
    return sites


def _is_new_site(one: Sighting, sites: Mapping[str, str]) -> bool:
    return one.key not in sites and one.lon_deg is not None and not one.is_withdrawn


def _numbered(unit: Unit, fresh: Sequence[Sighting]) -> dict[str, str]:
    """Give numbers that no site has or ever had."""
    if not fresh:
        return {}
    known = pd.Series([*unit.read("site").index, unit.settings().get(LAST_SITE, "")], dtype="str")
    numbers = known.str.extract(r"^S(\d+)$")[0].dropna().astype(int)
    last = int(numbers.max()) if len(numbers) else 0
    named = {one.key: f"S{number:05d}" for number, one in enumerate(fresh, start=last + 1)}
    unit.set(LAST_SITE, f"S{last + len(fresh):05d}")
    return named


def _write_sites(unit: Unit, seen: Sequence[Sighting], sites: Mapping[str, str]) -> None:
    """Write new sites, and those still to confirm of which something else is said now."""
    wanted = sorted(set(sites.values()))
    held = {str(row["site_id"]): row for row in as_records(_chosen(unit, wanted))}
    rows = []
    for one in seen:
        site = sites.get(one.key)
        if site is None:
            continue
        row, former = _site(one, site), held.get(site)
        if former is None or (_is_unconfirmed(former) and _differs(row, former)):
            rows.append(row)
    unit.upsert("site", as_table(rows, SITE))


def _chosen(unit: Unit, wanted: Sequence[str]) -> pd.DataFrame:
    return unit.read("site", where={"site_id": wanted}) if wanted else as_table([], SITE)


def _is_unconfirmed(row: Mapping[str, Any]) -> bool:
    return text_of(row["remark"]).startswith((TO_CONFIRM, TAKEN_BACK))


def _differs(row: Row, former: Mapping[str, Any]) -> bool:
    texts = ("name", "village", "remark", "status")
    same = all(text_of(row[name]) == text_of(former[name]) for name in texts)
    return not same or any(row[axis] != former[axis] for axis in ("lon_deg", "lat_deg"))


def _site(one: Sighting, site_id: str) -> Row:
    begins = TAKEN_BACK if one.is_withdrawn else TO_CONFIRM
    return {
        "site_id": site_id,
        "kind": "enterprise",
        "name": one.name,
        "village": one.village,
        "status": GONE if one.is_withdrawn else "unknown",
        "remark": f"{begins}{one.day} {one.channel}的新点位，{one.remark}。{one.what}".strip(),
        "datum": "wgs84",
        "datum_stated": True,
        "lon_deg": one.lon_deg,
        "lat_deg": one.lat_deg,
        "source": one.source,
    }


def _tip(one: Sighting, site: str | None, former: Mapping[str, Any] | None) -> Row | None:
    """Make a lead of it; what somebody found of the lead since stays."""
    if former is None and one.is_withdrawn:
        return None
    mine = "false" if one.is_withdrawn else "open"
    verified = mine
    if former is not None:
        is_ours = pd.isna(former["checked"]) and former["verified"] != "true"
        verified = mine if is_ours else str(former["verified"])
        if verified == former["verified"] and text_of(former["what"]) == (one.what or one.name):
            return None
    row = {
        "tip_id": one.tip_id,
        "day": one.day,
        "channel": one.channel,
        "what": one.what or one.name,
        "place": one.name,
        "verified": verified,
        "village": one.village,
        "site_id": site,
        "lon_deg": one.lon_deg,
        "lat_deg": one.lat_deg,
        "source": one.source,
    }
    return {**dict(former), **row} if former is not None else row

"""What is known around the rows of an import: sites with a sure place, and where the town is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from data.ledger.assumption import Known, Surroundings
from data.ledger.names import name_key, village_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from data.ledger.ground import Ground
    from data.ledger.outcomes import Record
    from data.ledger.positions import Position
    from data.ledger.readings import Middle
    from data.ledger.rows import LedgerRow
    from data.ledger.sitebook import SiteBook

_PLACE_DECIMALS = 6  # of a degree, about 0.1 m: one place told twice counts once


def surroundings(
    told: Iterable[tuple[LedgerRow, Position]], known: Mapping[str, Record], *, ground: Ground
) -> Surroundings:
    """
    Collect the sites whose place is known, of the files and the store.

    A place told twice counts once, so that a file read again is held against the same as before.

    Parameters
    ----------
    told
        Rows that state a datum, with their positions.
    known
        Sites of the store, by id.
    ground
        Roads, villages and water.
    """
    sites = [_told_site(row, position) for row, position in told]
    sites += [_stored_site(record) for record in known.values()]
    same: dict[str, list[Known]] = {}
    for name, site in sites:
        same.setdefault(name, []).append(site)
    sure = (site for _, site in sites if site.datum_stated)
    return Surroundings(ground=ground, sites=_each_once(sure), same=same)


def _each_once(sites: Iterable[Known]) -> tuple[Known, ...]:
    places = {
        (
            site.village,
            round(site.lon_deg, _PLACE_DECIMALS),
            round(site.lat_deg, _PLACE_DECIMALS),
        ): site
        for site in sites
    }
    return tuple(places[place] for place in sorted(places))


def site_name(name: object, village: object) -> str:
    """
    Name a site so that another row of it has the same name; village and name must both agree.

    Examples
    --------
    >>> site_name("鑫源有限公司", "刘湾村") == site_name("鑫源公司", "刘湾")
    True
    """
    return f"{name_key(str(name or ''))}@{village_key(str(village or ''))}"


def _told_site(row: LedgerRow, position: Position) -> tuple[str, Known]:
    name, village = row.text("name"), row.text("village")
    site = Known(village_key(village), position.lon_deg, position.lat_deg, position.datum)
    return site_name(name, village), site


def _stored_site(record: Record) -> tuple[str, Known]:
    lon, lat = float(str(record["lon_deg"])), float(str(record["lat_deg"]))
    village = village_key(str(record.get("village") or ""))
    datum, stated = str(record.get("datum") or "wgs84"), bool(record.get("datum_stated"))
    return site_name(record["name"], village), Known(village, lon, lat, datum, stated)


def around_book(book: SiteBook) -> Surroundings:
    """Take the sites of an import as what other ledgers' positions are held against."""
    entries = book.by_id.values()
    return Surroundings(
        sites=_each_once(Known(e.village_key, e.lon_deg, e.lat_deg) for e in entries)
    )


def book_middle(book: SiteBook) -> Middle | None:
    """Tell where the town is by its sites."""
    return _middle([(entry.lon_deg, entry.lat_deg) for entry in book.by_id.values()])


def town_middle(
    places: Sequence[Middle], *, stored: Sequence[Middle], ground: Callable[[], Ground]
) -> Middle | None:
    """Tell where the town is by stored sites and a file's places together, else by its roads."""
    return _middle([*places, *stored]) if stored else ground().middle


def stored_elsewhere(known: Mapping[str, Record], rows: Iterable[LedgerRow]) -> list[Middle]:
    """
    List where the stored sites lie that other rows than these told of, lon and lat.

    What a row says counts once: a file read again finds the town where it was.
    """
    own = {row.source for row in rows}
    return [
        (float(str(record["lon_deg"])), float(str(record["lat_deg"])))
        for record in known.values()
        if record.get("source") not in own
    ]


def _middle(places: list[tuple[float, float]]) -> Middle | None:
    if not places:
        return None
    lon, lat = np.median(np.array(places), axis=0).tolist()
    return lon, lat

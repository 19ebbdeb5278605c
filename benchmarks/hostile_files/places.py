"""KML and KMZ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.hostile_files.bait import LAUGHS, Bait, entity, hostile, packed

if TYPE_CHECKING:
    from pathlib import Path

KML = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{0}</Document></kml>'


PLACE = "<Placemark><name>{0}</name><Point><coordinates>115,35.5</coordinates></Point></Placemark>"


@hostile
def places_with_an_entity(bait: Bait) -> Path:
    """Make the XML parser read another file."""
    return bait.put("a.kml", entity(bait) + KML.format(PLACE.format("&x;")))


@hostile
def places_of_laughs(bait: Bait) -> Path:
    """Blow up entities in entities."""
    return bait.put("a.kml", '<?xml version="1.0"?>' + LAUGHS + KML.format(PLACE.format("&x;")))


@hostile
def places_with_links(bait: Bait) -> Path:
    """Fetch more places and a picture from elsewhere."""
    link = (
        f"<NetworkLink><name>n</name><Link><href>{bait.address}/b.kml</href></Link></NetworkLink>"
    )
    icon = f"<Style><IconStyle><Icon><href>{bait.secret}</href></Icon></IconStyle></Style>"
    return bait.put("a.kml", KML.format(link + icon + PLACE.format("甲")))


@hostile
def places_in_folders_in_folders(bait: Bait) -> Path:
    """Exhaust the stack."""
    return bait.put("a.kml", KML.format("<Folder>" * 50_000 + "</Folder>" * 50_000))


@hostile
def packed_places_that_lead_out(bait: Bait) -> Path:
    """Name a member outside."""
    return bait.put("a.kmz", packed({"../../doc.kml": KML.format("")}))


@hostile
def packed_places_of_a_flood(bait: Bait) -> Path:
    """Unpack to 150 MB."""
    return bait.put("a.kmz", packed({"doc.kml": b"<kml>" + b" " * 150_000_000}))

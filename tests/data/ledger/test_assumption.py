"""Which datum is assumed where none is stated."""

from __future__ import annotations

import pytest

from data.datum import from_wgs84
from data.ledger.assumption import settle
from data.ledger.positions import Place, Position

# A tight yard, so that the 500 m and more between datums are plain to see.
YARD = [(115.0, 35.5), (115.0005, 35.5), (115.0, 35.5005)]


def stated(datum: str) -> list[Place]:
    """Give the yard as a map of this datum shows it."""
    return [Place(*from_wgs84(lon, lat, datum=datum), datum) for lon, lat in YARD]


def unstated(datum: str) -> Place:
    """Give a fourth point of the yard, its datum left out."""
    return Place(*from_wgs84(115.0005, 35.5005, datum=datum), None)


@pytest.mark.parametrize("true", ["gcj02", "bd09", "wgs84"])
def test_village_tells_the_datum(true: str) -> None:
    """In a tight village only one datum puts the point among its neighbours."""
    places = [*stated("gcj02"), unstated(true)]
    found = settle(places, ["v"] * 4, stated_before={})[-1]
    assert (found.datum, found.datum_stated) == (true, False)
    assert (found.lon_deg, found.lat_deg) == pytest.approx((115.0005, 35.5005), abs=1e-9)
    assert found.notes[0].code == "assumed_village"


def test_file_decides_where_the_village_is_unknown() -> None:
    """Most rows say Baidu, so this one is likely from Baidu."""
    places = [*stated("bd09"), unstated("bd09")]
    found = settle(places, ["v", "v", "v", "elsewhere"], stated_before={})[-1]
    assert found.datum == "bd09"
    assert found.notes[0].code == "assumed_file"


def test_two_neighbours_are_too_few() -> None:
    """Two points make no village."""
    places = [*stated("gcj02")[:2], unstated("wgs84")]
    found = settle(places, ["v"] * 3, stated_before={})[-1]
    assert found.notes[0].code == "assumed_file"


def test_silent_file_uses_what_the_store_knows() -> None:
    """A file without any datum is placed by sites known from elsewhere."""
    found = settle([unstated("bd09")], ["v"], stated_before={"v": YARD})[0]
    assert found.datum == "bd09"


def test_silent_file_and_empty_store_say_so() -> None:
    """The last resort is a phone map, and the note does not hide it."""
    found = settle([unstated("gcj02")], ["v"], stated_before={})[0]
    assert found.datum == "gcj02"
    assert found.notes[0].code == "assumed_default"


def test_stated_rows_stay_stated() -> None:
    """Order is kept and nothing is assumed for them."""
    found = settle([unstated("gcj02"), *stated("gcj02")], ["v"] * 4, stated_before={})
    assert [position.datum_stated for position in found] == [False, True, True, True]
    assert isinstance(found[0], Position)

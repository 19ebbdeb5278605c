"""Candidates are few, and the right one is among them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from data.ledger.entries import SiteEntry, away_m, entry_of
from data.ledger.identity import APART_M, SAME_PLACE_M
from data.ledger.neighbourhood import Neighbourhood

CODE = "91320412MA1ABCDE2X"


def entry(site_id: str, lon_deg: float, lat_deg: float, **values: object) -> SiteEntry:
    """Build a site at a point."""
    record = {"site_id": site_id, "name": "旧面粉厂", "kind": "enterprise", **values}
    return entry_of({**record, "lon_deg": lon_deg, "lat_deg": lat_deg})  # type: ignore[dict-item]


def found(known: SiteEntry, asked: SiteEntry) -> bool:
    """Tell whether the known site is a candidate for the one asked about."""
    near = Neighbourhood()
    near.add(known)
    return known in near.candidates(asked)


@given(
    lon=st.floats(75, 130),
    lat=st.floats(18, 53),
    east=st.floats(-0.05, 0.05),
    north=st.floats(-0.05, 0.05),
)
def test_none_within_reach_is_missed(lon: float, lat: float, east: float, north: float) -> None:
    """Anywhere in China: neighbours of any name, namesakes further off."""
    known, asked = entry("S00001", lon, lat), entry("", lon + east, lat + north)
    other = entry("", lon + east, lat + north, name="永盛木材厂")
    away = away_m(known, asked)
    assert found(known, asked) or away > APART_M
    assert found(known, other) or away > SAME_PLACE_M


def test_a_code_is_found_anywhere() -> None:
    """A second plant, or a slip in the position."""
    known = entry("S00001", 115.0, 35.5, code=CODE)
    assert found(known, entry("", 116.0, 35.5, name="永盛木材厂", code=CODE))
    assert not found(known, entry("", 116.0, 35.5))


def test_a_crowd_of_namesakes_is_no_candidate() -> None:
    """Fifty-one yards called 闲置厂房 within two kilometres: the name says nothing."""
    near = Neighbourhood()
    for number in range(51):
        near.add(entry(f"S{number:05d}", 115.0 + number * 0.0002, 35.51))
    assert near.candidates(entry("", 115.0, 35.5)) == []


def test_what_was_removed_is_not_found() -> None:
    """It went into another site."""
    near = Neighbourhood()
    known = entry("S00001", 115.0, 35.5, code=CODE)
    near.add(known)
    near.remove(known)
    assert near.candidates(known) == []

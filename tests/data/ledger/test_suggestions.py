"""Which sites are shown where a name is nobody's."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from data.ledger.entries import SiteEntry, entry_of
from data.ledger.names import name_key, village_key
from data.ledger.suggestions import Suggestions


def entry(number: int, name: str, village: str = "刘湾村") -> SiteEntry:
    """Build a site."""
    where = {"lon_deg": 115.0, "lat_deg": 35.5, "kind": "enterprise"}
    return entry_of({"site_id": f"S{number:05d}", "name": name, "village": village, **where})


def shown(sites: list[SiteEntry], name: str, village: str = "刘湾村") -> list[str]:
    """Say which sites are shown for a name."""
    book = Suggestions()
    for site in sites:
        book.add(site)
    return [site.site_id for site in book.like(name_key(name), village_key(village))]


def test_the_likest_come_first_and_of_equals_the_oldest() -> None:
    """永盛木料厂 shares four of five signs with two of them, three with 家具厂: 80 and 60."""
    sites = [entry(4, "永盛木材厂"), entry(3, "永盛家具厂"), entry(2, "永胜木料厂")]
    assert shown(sites, "永盛木料厂") == ["S00002", "S00004", "S00003"]


def test_no_more_than_three_are_shown() -> None:
    """The first sites of several that are equally like."""
    sites = [entry(number, "永盛木材厂") for number in (9, 2, 7, 4)]
    assert shown(sites, "永盛木料厂") == ["S00002", "S00004", "S00007"]


def test_those_of_the_village_push_out_likelier_ones_elsewhere() -> None:
    """The visitor knew which village they were in."""
    sites = [entry(1, "永盛木料一厂", "前杨村"), entry(2, "永盛木材厂")]
    assert shown(sites, "永盛木料厂") == ["S00002"]
    assert shown(sites, "永盛木料厂", "后杨村") == ["S00001", "S00002"]


def test_a_site_taken_out_is_not_shown() -> None:
    """It went into another one."""
    book, gone = Suggestions(), entry(1, "永盛木材厂")
    book.add(gone)
    book.remove(gone)
    assert book.like(name_key("永盛木料厂"), "") == []


NAMES = st.text(alphabet="永盛木材厂", min_size=3, max_size=6)


@given(names=st.lists(NAMES, max_size=20), asked=NAMES)
def test_shows_what_comparing_with_each_shows(names: list[str], asked: str) -> None:
    """The cut at the third score must lose none that is as like as that."""
    sites = [entry(number, name) for number, name in enumerate(names, start=1)]
    key = name_key(asked)
    pairs = {key[at : at + 2] for at in range(max(1, len(key) - 1))}
    sharing = [site for site in sites if any(pair in site.name_key for pair in pairs)]
    scored = [(-fuzz.ratio(key, site.name_key), site.site_id) for site in sharing]
    ranked = sorted(item for item in scored if item[0] <= -60.0)
    assert shown(sites, asked) == [site_id for _, site_id in ranked[:3]]

"""What our own exports put into a list is taken out when the list comes back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data.ledger.entries import entry_of
from data.ledger.returned import own_extras
from data.ledger.sitebook import SiteBook
from tests.data.ledger.office import KnownTables, read_text, row

if TYPE_CHECKING:
    from pathlib import Path


def test_our_word_for_a_kind_is_no_extra_but_the_offices_is() -> None:
    """重点企业 says more than 企业 and is kept."""
    under = {"kind": "类型"}
    ours = replace(row(), cells={"kind": "企业"}, headers=under)
    theirs = replace(row(), cells={"kind": "重点企业"}, headers=under)
    assert own_extras(ours, {"类型": "企业", "电话": "1"}) == {"电话": "1"}
    assert own_extras(theirs, {"类型": "重点企业"}) == {"类型": "重点企业"}


def test_an_id_of_ours_is_no_extra_but_anothers_is() -> None:
    """The number another system gave is worth keeping."""
    assert own_extras(row(site_id="S00012"), {"site_id": "S00012"}) == {}
    assert own_extras(row(site_id="QZ-7"), {"site_id": "QZ-7"}) == {"site_id": "QZ-7"}


def test_the_mark_before_a_header_goes() -> None:
    """Once: a header that began with it keeps its own."""
    extra = {"附加：占地面积": "不详", "附加：附加：x": "1", "Extra: area": "2"}
    assert own_extras(row(), extra) == {"占地面积": "不详", "附加：x": "1", "area": "2"}


def test_a_free_id_that_a_row_states_is_given_to_it_alone() -> None:
    """Others go on after the highest stated, whatever the order of the rows."""
    known = {"site_id": "S00003", "name": "甲", "kind": "enterprise", "lon_deg": 115, "lat_deg": 35}
    book = SiteBook([entry_of(known)])
    book.reserve(["S00007", "", "QZ-7"])
    assert book.next_id("S00007") == "S00007"
    assert book.next_id() == "S00008"
    assert book.next_id("S00003") == "S00008"
    assert book.next_id("QZ-7") == "S00008"


def test_a_position_within_a_hand_of_the_stored_one_is_the_stored_one(tmp_path: Path) -> None:
    """0.0000010 degrees of latitude are 0.11 m, 0.0000100 are 1.1 m."""
    header = "点位编号,名称,经度,纬度,坐标系"
    first = read_text(tmp_path, header, "S00001,甲厂,115.0,35.5000000,高德")
    known = KnownTables(first.tables)
    lat = float(first.tables["site"]["lat_deg"].iloc[0])
    lon = float(first.tables["site"]["lon_deg"].iloc[0])
    near = read_text(tmp_path, header, f"S00001,甲厂,{lon!r},{lat + 1e-6!r},GPS", known=known)
    far = read_text(tmp_path, header, f"S00001,甲厂,{lon!r},{lat + 1e-5!r},GPS", known=known)
    assert [count.unchanged for count in near.files] == [1]
    assert [count.updated for count in far.files] == [1]
    assert far.tables["site"]["datum"].tolist() == ["wgs84"]

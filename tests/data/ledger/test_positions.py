"""Positions of rows: read, refused with the first true reason, converted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.crs import great_circle_m
from data.datum import wgs84_to_gcj02
from data.ledger.notes import Note
from data.ledger.positions import Place, convert, find_outside, read_place, read_places
from tests.data.ledger.office import row


def why(**cells: object) -> str:
    """Give the reason why a row has no place."""
    found = read_place(row(**cells))
    assert isinstance(found, Note)
    return found.code


def place(**cells: object) -> Place:
    """Read the place of a row that has one."""
    found = read_place(row(**cells))
    assert isinstance(found, Place)
    return found


@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [
        (None, None, "no_coordinates"),
        ("/", "-", "no_coordinates"),
        (115.0, None, "half_coordinates"),
        ("见附图", 35.5, "unreadable_coordinates"),
        (0, 0, "zero_coordinates"),
        ("0", "0.0", "zero_coordinates"),
        (200.5, 35.5, "impossible_coordinates"),
        (39_512_345.5, 9_934_567.5, "impossible_coordinates"),
        (115.0, "北京54", "unreadable_coordinates"),
    ],
)
def test_says_why_there_is_no_place(lon: object, lat: object, code: str) -> None:
    """Each slip has its own remedy, so each has its own sentence."""
    assert why(lon=lon, lat=lat) == code


def test_puts_swapped_pairs_right() -> None:
    """And says so."""
    found = place(lon=35.5, lat=115.0)
    assert (found.lon_deg, found.lat_deg) == (115.0, 35.5)
    assert [said.code for said in found.notes] == ["swapped"]


def test_takes_one_column_with_both() -> None:
    """经纬度 in one cell, copied from a map page."""
    found = place(lonlat="115.0, 35.5")
    assert (found.lon_deg, found.lat_deg) == (115.0, 35.5)


@pytest.mark.parametrize(
    ("lon", "lat"),
    [
        ("114.97,35.51", None),
        ("114.97，35.51", "/"),
        (None, "114.97 35.51"),
        ("114.97,35.51", "114.97,35.51"),
        ("35.51,114.97", None),
        ("N35.51 E114.97", ""),
    ],
)
def test_a_pair_in_one_of_two_columns_is_parted(lon: object, lat: object) -> None:
    """Copied whole from a map into the first of the two cells, or into both."""
    found = place(lon=lon, lat=lat)
    assert (found.lon_deg, found.lat_deg) == (114.97, 35.51)
    assert found.notes[0].code == "pair_in_one"
    assert found.notes[0].repair


@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [
        ("114,97", None, "half_coordinates"),
        ("114.97,35.51", "114.98,35.52", "unreadable_coordinates"),
        ("114.97,35.51", "见附图", "unreadable_coordinates"),
        ("114.97,35.51,80", None, "half_coordinates"),
    ],
)
def test_what_may_be_something_else_than_a_pair_is_not_parted(
    lon: object, lat: object, code: str
) -> None:
    """A decimal comma is one number, and two pairs are two places."""
    assert why(lon=lon, lat=lat) == code


def test_row_outranks_header_and_title() -> None:
    """The nearest statement counts: cell, header, texts around."""
    header = replace(row(lon=1, lat=1), pairs=((115.0, 35.5, "gcj02"),), about=("坐标系：百度",))
    title = replace(row(lon=115.0, lat=35.5), about=("坐标系：百度",))
    cell = replace(row(lon=115.0, lat=35.5, datum="GPS"), about=("坐标系：百度",))
    found = [read_place(one) for one in (header, title, cell)]
    assert [one.datum for one in found if isinstance(one, Place)] == ["gcj02", "bd09", "wgs84"]


def test_unknown_datum_is_said() -> None:
    """A word that is no datum counts as not stated."""
    found = place(lon=115.0, lat=35.5, datum="手绘")
    assert found.datum is None
    assert [said.code for said in found.notes] == ["datum_unknown"]


@pytest.mark.parametrize("stated", ["北京54", "1980西安坐标系", "西安80", "Beijing 1954"])
def test_old_datums_have_no_conversion(stated: str) -> None:
    """PROJ knows Beijing 1954 for a few regions and Xian 1980 for none."""
    assert why(lon=115.0, lat=35.5, datum=stated) == "old_datum"


def test_an_old_datum_in_the_title_counts_where_the_row_is_silent() -> None:
    """A row that says GPS is GPS all the same."""
    silent = replace(row(lon=115.0, lat=35.5), about=("西安80坐标系",))
    stated = replace(row(lon=115.0, lat=35.5, datum="GPS"), about=("西安80坐标系",))
    assert isinstance(read_place(silent), Note)
    assert isinstance(read_place(stated), Place)


def test_several_points_of_a_yard_become_their_middle() -> None:
    """Two corners 0.002 degrees apart: the middle is 0.001 from each."""
    found = place(lonlat="115.000,35.500;115.002,35.502")
    assert (found.lon_deg, found.lat_deg) == pytest.approx((115.001, 35.501))
    assert [said.code for said in found.notes] == ["several_points"]


def test_points_of_two_villages_are_a_question() -> None:
    """A tenth of a degree is 9 km: no yard is so wide."""
    assert why(lonlat="115.0,35.5;115.1,35.5") == "points_apart"


def test_numbers_that_are_no_degrees_wait_for_the_town() -> None:
    """Alone they are not decided, among rows in degrees they are."""
    odd = row(lon=115_034_512, lat=35_543_210)
    near = [row(lon=115.03, lat=35.54 + 0.001 * i) for i in range(5)]
    lonely = read_places([odd], middle=lambda _plain: None)[0]
    among = read_places([odd, *near], middle=lambda _plain: None)[0]
    assert isinstance(lonely, Note)
    assert lonely.code == "position_open"
    assert isinstance(among, Place)
    assert (among.lon_deg, among.lat_deg) == pytest.approx((115.034512, 35.54321))


def test_conversion_undoes_the_map_and_says_how_far() -> None:
    """Amap's shift at Qingzu is some 540 m; the note has the figure that was measured."""
    lon, lat = wgs84_to_gcj02(115.0, 35.5)
    position = convert([Place(lon, lat, "gcj02")])[0]
    assert (position.lon_deg, position.lat_deg) == pytest.approx((115.0, 35.5), abs=1e-9)
    metres = float(great_circle_m(lon, lat, 115.0, 35.5))
    assert position.notes[-1].zh.endswith(f"平移 {metres:.0f} 米")


def test_wgs84_is_not_touched() -> None:
    """No shift, no note."""
    position = convert([Place(115.0, 35.5, "wgs84")])[0]
    assert (position.lon_deg, position.lat_deg, position.notes) == (115.0, 35.5, ())


def test_a_slipped_digit_is_outside() -> None:
    """Ten degrees east at latitude 35.5 are 6371.0 km * 2 * asin(cos 35.5 * sin 5) = 904.8 km."""
    town = [Place(115.0 + 0.001 * i, 35.5, "wgs84") for i in range(21)]
    notes = find_outside([*town, Place(125.01, 35.5, "wgs84")])
    assert notes[:21] == [None] * 21
    assert notes[21] is not None
    assert notes[21].en.endswith("125.01, 35.5 is 905 km from the middle of the file, limit 30 km")


def test_a_county_keeps_all_its_rows() -> None:
    """Sites spread over 140 km: the limit grows with the spread of the bulk."""
    steps = [0.05 * i for i in range(20)]
    county = [Place(114.5 + east, 35.0 + north, "wgs84") for east in steps for north in steps]
    assert find_outside(county) == [None] * 400


def test_a_second_cluster_of_a_third_is_kept() -> None:
    """Two towns 60 km apart in one file are both meant."""
    one = [Place(115.0 + 0.001 * i, 35.5, "wgs84") for i in range(20)]
    other = [Place(115.0 + 0.001 * i, 36.04, "wgs84") for i in range(10)]
    assert find_outside(one + other) == [None] * 30


def test_a_lone_row_is_judged_by_its_surroundings() -> None:
    """One new site, 905 km off: its own file cannot tell, the store can."""
    around = [(115.0 + 0.001 * i, 35.5) for i in range(20)]
    assert find_outside([Place(125.0, 35.5, None)], around=around)[0] is not None


@given(lon=st.floats(-179, 179), lat=st.floats(-89, 89), far=st.floats(0.001, 0.01))
def test_distance_is_symmetric_and_zero_at_home(lon: float, lat: float, far: float) -> None:
    """A degree of latitude is 111.195 km on the mean sphere."""
    assert float(great_circle_m(lon, lat, lon, lat)) == 0
    there = float(great_circle_m(lon, lat, lon, lat + far))
    assert there == pytest.approx(float(great_circle_m(lon, lat + far, lon, lat)))
    assert there == pytest.approx(111_195 * far, rel=1e-4)

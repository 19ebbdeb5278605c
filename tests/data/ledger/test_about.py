"""What titles, notes and names say of the coordinates below them."""

from __future__ import annotations

import pytest

from data.ledger.about import about_datum, about_meridian, is_old_datum, zone_meridian


@pytest.mark.parametrize(
    ("texts", "datum"),
    [
        (("坐标系：CGCS2000", "表", "a.xlsx"), "cgcs2000"),
        (("采用2000国家大地坐标系", "表", "a.xlsx"), "cgcs2000"),
        (("注：坐标取自百度地图", "表", "a.xlsx"), "bd09"),
        (("填报日期：2000年1月", "表", "a.xlsx"), None),
        (("企业台账", "高德坐标", "a.xlsx"), "gcj02"),
        (("企业台账", "表", "台账_百度.csv"), "bd09"),
        (("百度公司检查情况", "表", "a.xlsx"), None),
        (("坐标：高德或百度", "表", "a.xlsx"), None),
        (("请勿使用百度坐标", "表", "a.xlsx"), None),
        (("坐标如：高德", "表", "a.xlsx"), None),
        (("坐标系：WGS-84", "百度", "a.xlsx"), "wgs84"),
        (("１９８４ GPS定位", "表", "a.xlsx"), "wgs84"),
        ((), None),
    ],
)
def test_the_one_datum_that_is_stated(texts: tuple[str, ...], datum: str | None) -> None:
    """The nearest text that states just one; years, firms and warnings state none."""
    assert about_datum(texts) == datum


@pytest.mark.parametrize(
    ("text", "meridian"),
    [
        ("中央子午线114°", 114.0),
        ("中央子午线：114度30分", 114.5),
        ("3度带，带号38", 114.0),
        ("第38带", 114.0),
        ("38带", 114.0),
        ("6度带 带号：20", 117.0),
        ("3度带", None),
        ("中央子午线111°，中央子午线114°", None),
        ("共38人", None),
        ("2026带动就业", None),
    ],
)
def test_the_central_meridian_that_is_stated(text: str, meridian: float | None) -> None:
    """By itself or by its zone; two of them state none."""
    assert about_meridian((text,)) == meridian


def test_zones_of_both_widths() -> None:
    """6 z - 3 for the wide ones, 13-23; 3 z for the narrow ones, 25-45; 24 is none."""
    assert [zone_meridian(zone) for zone in (13, 23, 24, 25, 45)] == [75, 135, None, 75, 135]


@pytest.mark.parametrize(
    "text", ["北京54", "1954北京坐标系", "西安80", "1980西安坐标系", "Xi'an 80"]
)
def test_old_datums_by_name(text: str) -> None:
    """Both have been replaced by CGCS2000."""
    assert is_old_datum((text,))


def test_a_place_called_xian_is_no_datum() -> None:
    """Nor is a number of people."""
    assert not is_old_datum(("西安路企业80家",))

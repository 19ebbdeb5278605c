"""Which row is the header, what the sheet holds, which column means what."""

from __future__ import annotations

import pytest

from data.headers import HEADERS
from data.ledger.layout import (
    Layout,
    column_letter,
    find_layout,
    header_datum,
    header_field,
    spread,
)
from data.ledger.sheets import MergedRange, RawRow, RawSheet

KINDS = tuple(HEADERS)


def sheet(*rows: str, merged: tuple[MergedRange, ...] = ()) -> RawSheet:
    """Build a sheet from comma-separated rows."""
    cells = [RawRow(i, tuple(c or None for c in row.split(","))) for i, row in enumerate(rows, 1)]
    return RawSheet("", tuple(cells), merged)


def layout_of(*rows: str, merged: tuple[MergedRange, ...] = ()) -> Layout:
    """Find the layout of a sheet that has one."""
    found = find_layout(sheet(*rows, merged=merged), kinds=KINDS)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("序号,企业名称,地址,经度,纬度", "sites"),
        ("厂房名称,所属村,经纬度,用地(m2)", "sites"),
        ("name,village,lon,lat,status", "sites"),
        ("检查编号,被检查单位,村,检查日期,检查组,检查方式,结果", "inspections"),
        ("巡查日期,单位名称,执法人员,检查结果", "inspections"),
        ("隐患编号,检查编号,单位名称,隐患内容,隐患等级,发现日期,整改期限,整改状态", "findings"),
        ("单位名称,检查日期,存在问题,整改期限,整改状态", "findings"),
        ("队名,持证人数,驻地村,驻地经度,驻地纬度,白班,夜班", "teams"),
        ("线索编号,日期,渠道,内容,地点描述,经度,纬度,核实情况", "tips"),
    ],
)
def test_recognises_kinds(header: str, kind: str) -> None:
    """Nobody should have to say what a sheet is."""
    assert layout_of(header).kind == kind


def test_header_below_titles() -> None:
    """Title and reporting unit come first in most official tables."""
    layout = layout_of("某镇企业台账", "填报单位:某镇人民政府", "企业名称,经度,纬度")
    assert layout.header_row == 3


def test_header_of_two_storeys() -> None:
    """坐标 above 经度 and 纬度, the other headers merged downwards."""
    layout = layout_of(
        "企业名称,坐标,",
        ",经度,纬度",
        merged=(MergedRange(1, 2, 0, 0), MergedRange(1, 1, 1, 2)),
    )
    assert [(c.field, c.header) for c in layout.columns] == [
        ("name", "企业名称"),
        ("lon", "经度"),
        ("lat", "纬度"),
    ]
    assert layout.header_row == 2


def test_unknown_sheet_has_no_layout() -> None:
    """A page of instructions is no ledger."""
    assert find_layout(sheet("填表说明", "一、请认真填写"), kinds=KINDS) is None


def test_better_known_header_wins() -> None:
    """Both are areas; the land is what the schema means."""
    layout = layout_of("企业名称,建筑面积,占地面积,经度,纬度")
    assert [c.field for c in layout.columns][:3] == ["name", None, "area_m2"]


def test_equal_headers_stay_apart() -> None:
    """No cell may overwrite another in the record of the row."""
    layout = layout_of("企业名称,备用,备用,经度,纬度")
    assert [c.header for c in layout.columns][1:3] == ["备用", "备用 (2)"]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("企业名称(盖章)", "name"),
        ("*单位名称:", "name"),
        ("企业(单位)名称", "name"),
        ("所在村（社区）", "village"),
        ("用地(m2)", "area_m2"),
        ("占地面积/亩", "area_m2"),
        ("经度(GCJ-02)", "lon"),
        ("百度纬度", "lat"),
        ("Credit Code", "code"),
        ("经 度", "lon"),
    ],
)
def test_headers_with_ornaments(text: str, field: str) -> None:
    """Brackets, stars, blanks, units and datum words around a known header."""
    assert header_field(text, "sites") == field


@pytest.mark.parametrize(
    ("header", "datum"),
    [
        ("经度(GCJ-02)", "gcj02"),
        ("百度经度", "bd09"),
        ("GPS经度", "wgs84"),
        ("经度(CGCS2000)", "cgcs2000"),
        ("经度", None),
    ],
)
def test_headers_state_datums(header: str, datum: str | None) -> None:
    """Some offices say it once, in the header."""
    assert header_datum(header) == datum


def test_columns_are_lettered_as_in_spreadsheets() -> None:
    """Column 27 is AA."""
    assert [column_letter(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_merged_values_come_down_but_not_sideways() -> None:
    """A village over three rows holds for each; a note over three columns is one note."""
    merged = (MergedRange(2, 3, 0, 0), MergedRange(3, 3, 1, 2))
    above = RawRow(2, ("刘湾村", "甲"))
    row = RawRow(3, (None, "乙"))
    assert spread(row, merged, rows={2: above}, sideways=False) == ("刘湾村", "乙")

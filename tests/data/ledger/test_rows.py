"""Rows under our field names."""

from __future__ import annotations

from data.headers import HEADERS
from data.ledger.reader import SheetReader
from data.ledger.rows import LedgerRow
from data.ledger.sheets import MergedRange, RawFile, RawRow, RawSheet

KINDS = tuple(HEADERS)


def rows_of(*rows: tuple[object, ...], name: str = "表", **options: object) -> list[LedgerRow]:
    """Read the data rows of one sheet."""
    raw = tuple(RawRow(i, cells) for i, cells in enumerate(rows, 1))  # type: ignore[arg-type]
    sheet = RawSheet(name, raw, **options)  # type: ignore[arg-type]
    read = SheetReader(RawFile("台账.xlsx", "0" * 64, (sheet,)), sheet, kinds=KINDS)
    return [row for row in read if isinstance(row, LedgerRow)]


HEADER = ("企业名称", "村", "经度", "纬度", "联系电话")


def test_unknown_columns_are_kept() -> None:
    """The telephone number has no place in the schema, and is not lost."""
    row = rows_of(HEADER, ("甲厂", "乙村", 115.0, 35.5, "123"))[0]
    assert row.extra == {"联系电话": "123"}


def test_raw_row_is_kept_whole() -> None:
    """What was read can be compared with what was made of it."""
    row = rows_of(HEADER, ("甲厂", None, 115.0, 35.5, None, "多出"))[0]
    assert row.raw == {"企业名称": "甲厂", "经度": "115", "纬度": "35.5", "F": "多出"}


def test_source_names_file_sheet_row() -> None:
    """So that a person finds the cell."""
    assert rows_of(HEADER, ("甲厂",))[0].source == "台账.xlsx / 表 / 2"


def test_merged_village_holds_for_all_its_rows() -> None:
    """Typists merge the village over its enterprises; only the first cell has the value."""
    rows = rows_of(
        HEADER,
        ("甲厂", "刘湾村", 115.0, 35.5),
        ("乙厂", None, 115.0, 35.5),
        ("丙厂", None, 115.0, 35.5),
        merged=(MergedRange(2, 3, 1, 1),),
    )
    assert [row.text("village") for row in rows] == ["刘湾村", "刘湾村", None]
    assert [said.code for said in rows[1].notes] == ["merged"]


def test_two_pairs_of_coordinates() -> None:
    """Each pair with the datum of its header."""
    header = ("企业名称", "高德经度", "高德纬度", "GPS经度", "GPS纬度")
    row = rows_of(header, ("甲厂", 1.0, 2.0, 3.0, 4.0))[0]
    assert row.pairs == ((1.0, 2.0, "gcj02"), (3.0, 4.0, "wgs84"))


def test_sheet_of_idle_factories() -> None:
    """By its tab, or by the title above the table."""
    data = ("甲厂", "乙村", 115.0, 35.5)
    assert rows_of(HEADER, data, name="闲置厂房")[0].idle
    assert rows_of(("闲置厂房(院落)排查台账",), HEADER, data)[0].idle
    assert not rows_of(("企业和闲置厂房台账",), HEADER, data)[0].idle

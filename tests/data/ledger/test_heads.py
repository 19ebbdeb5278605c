"""What stands above the rows of a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.ledger import read_ledgers
from tests.data.ledger.office import KnownTables, read_text, write_book

if TYPE_CHECKING:
    from pathlib import Path


def test_titles_and_headers_are_told_as_they_stand(tmp_path: Path) -> None:
    """All columns, known or not, named or not: a corrected row must fit under them."""
    lines = ("某镇台账,,,", "企业名称,经度,纬度,,用电量", "甲厂,115.0,35.5,,大")
    (count,) = read_text(tmp_path, *lines).files
    assert count.titles == (("某镇台账", "", "", ""),)
    assert count.headers == ("企业名称", "经度", "纬度", "D", "用电量")


def test_a_sheet_nobody_knows_has_neither(tmp_path: Path) -> None:
    """There is no header to tell."""
    sheets = {"企业": [["企业名称", "经度", "纬度"], ["甲厂", 115.0, 35.5]], "其他": [["随便"]]}
    book = write_book(tmp_path / "a.xlsx", sheets)
    other = read_ledgers([book], known=KnownTables()).files[1]
    assert (other.kind, other.titles, other.headers) == ("unknown", (), ())


def test_rows_to_mend_keep_their_cells(tmp_path: Path) -> None:
    """They are what the correction workbook is made of."""
    (doubt,) = read_text(tmp_path, "企业名称,经度,纬度,用电量", "甲厂,,,大").doubts
    assert doubt.cells == {"企业名称": "甲厂", "用电量": "大"}

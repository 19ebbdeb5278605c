"""Sheets that are ledgers, and the reason why others are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.errors import LedgerError
from data.ledger.files import read_file
from data.ledger.reading import read_sheets
from tests.data.ledger.office import SITE_HEADER, write_text

if TYPE_CHECKING:
    from pathlib import Path

    from data.ledger.reading import ReadSheet

KINDS = ("sites", "inspections")


def read(folder: Path, *lines: str) -> list[ReadSheet]:
    """Read the sheets of a small text file."""
    return read_sheets(read_file(write_text(folder / "a.csv", *lines)), kinds=KINDS)


def test_a_ledger_of_sites_is_known_by_its_header(tmp_path: Path) -> None:
    """One row of data, one of header."""
    (sheet,) = read(tmp_path, SITE_HEADER, "甲厂,刘湾村,115.0,35.5,WGS84")
    assert sheet.layout is not None
    assert (sheet.layout.kind, len(sheet.rows), len(sheet.skipped)) == ("sites", 1, 1)


def test_an_unknown_header_is_refused_with_examples(tmp_path: Path) -> None:
    """Both languages say what was found and what would do."""
    with pytest.raises(LedgerError, match=r"expected e\.g\. 企业名称, 经度, 纬度") as caught:
        read(tmp_path, "日志,内容物", "x,y")
    assert "found 日志, 内容物" in str(caught.value)
    assert caught.value.zh is not None
    assert "日志、内容物" in caught.value.zh


def test_sites_without_coordinates_are_refused(tmp_path: Path) -> None:
    """Nobody can be sent to a name."""
    with pytest.raises(LedgerError, match="expected 经度 and 纬度") as caught:
        read(tmp_path, "企业名称,地址,行业类别", "甲厂,一号,家具制造")
    assert caught.value.zh is not None
    assert "没有坐标列" in caught.value.zh

"""Workbooks of the old kinds."""

from __future__ import annotations

from datetime import datetime

import pytest

from data.errors import LedgerError
from data.formats import read_caged
from tests.data.formats.oldbooks import Day, ods, xls


def test_values_of_an_old_workbook_keep_their_types() -> None:
    """45788 in a date style is 2025-05-11, counted from 1899-12-30."""
    rows = [["企业名称", "日期", "人数", "有"], ["甲厂", Day(45788), 12.5, True]]
    (sheet,) = read_caged(xls(rows, sheet="台账"), "xls", file="a.xls")
    assert sheet.name == "台账"
    assert list(sheet.rows)[1].cells == ("甲厂", datetime(2025, 5, 11), 12.5, True)  # noqa: DTZ001 - cells have no zone


def test_rows_keep_their_numbers() -> None:
    """A blank row in between is no row, and those below are where they were."""
    (sheet,) = read_caged(xls([["a"], [None], ["b"]]), "xls", file="a.xls")
    assert [row.number for row in sheet.rows] == [1, 3]


def test_merged_ranges_count_rows_from_one() -> None:
    """As in every other sheet: rows from 1, columns from 0."""
    (sheet,) = read_caged(xls([["a", "b"], ["c", "d"]], merged=[(0, 1, 0, 0)]), "xls", file="a")
    assert sheet.merged == ((1, 2, 0, 0),)


def test_a_password_is_named_as_such() -> None:
    """Not as damage: the file is fine."""
    with pytest.raises(LedgerError, match=r"a\.xls: is protected by a password; open it, remove"):
        read_caged(xls([["a"]], password=True), "xls", file="a.xls")


def test_an_open_document_sheet() -> None:
    """As LibreOffice and WPS save it."""
    (sheet,) = read_caged(ods([["企业名称", "人数"], ["甲&乙", 12]]), "ods", file="a.ods")
    assert [row.cells for row in sheet.rows] == [("企业名称", "人数"), ("甲&乙", 12.0)]

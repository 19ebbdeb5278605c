"""Exports as .xlsx."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import openpyxl
import pytest

from data.errors import InputError
from data.export import workbook
from data.export.table import Column, plain_text
from data.export.workbook import write_workbook
from tests.data.export.goods import FACTS, ODD_NAMES, listed, sheet, silent, text_column

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from data.export.table import Sheet
    from data.words import Lang

MOMENT = datetime(2026, 11, 2, 8, 30)  # noqa: DTZ001 - China's clock


def written(folder: Path, *sheets: Sheet, lang: Lang = "zh") -> openpyxl.Workbook:
    """Write a workbook and read it as another program does."""
    path = folder / "a.xlsx"
    write_workbook(path, sheets, FACTS, lang=lang, progress=silent)
    return openpyxl.load_workbook(path)


def rows(page: Worksheet) -> list[tuple[object, ...]]:
    """Read the values below the header."""
    return list(page.iter_rows(min_row=2, values_only=True))


def test_no_value_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    """A site called =HYPERLINK(...) must stay a name in the inspector's spreadsheet."""
    names = (*ODD_NAMES, "http://example.org/", "mailto:a@b.c", '=HYPERLINK("x","y")', "12")
    book = written(tmp_path, sheet(text_column(*map(plain_text, names))))
    cells = [row[0] for row in book["东西"].iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == list(map(plain_text, names))
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_numbers_and_days_are_real(tmp_path: Path) -> None:
    """So that the office can sort and sum them."""
    columns = (
        Column(name="n", zh="数", en="N", kind="number", cells=[2.5, None]),
        Column(name="d", zh="日", en="D", kind="date", cells=[date(2026, 11, 2), None]),
        Column(name="m", zh="时", en="M", kind="moment", cells=[MOMENT, None]),
        Column(name="t", zh="字", en="T", kind="text", cells=["007", "x"]),
    )
    page = written(tmp_path, sheet(*columns))["东西"]
    assert rows(page)[0] == (2.5, datetime(2026, 11, 2), MOMENT, "007")  # noqa: DTZ001
    assert page["B2"].number_format == "yyyy-mm-dd"
    assert page["C2"].number_format == "yyyy-mm-dd hh:mm"


def test_the_header_stays_in_sight_and_filters(tmp_path: Path) -> None:
    """Ten thousand rows are read by scrolling and filtering."""
    page = written(tmp_path, listed({"name": "甲厂"}, {"name": "乙厂"}))["点位"]
    assert page.freeze_panes == "C2"
    assert page.auto_filter.ref is not None
    assert page.auto_filter.ref.startswith("A1:")


def test_chinese_signs_are_two_wide(tmp_path: Path) -> None:
    """Twenty Chinese signs and a margin of three: 43; else half the name is hidden."""
    page = written(tmp_path, sheet(text_column("厂" * 20)))["东西"]
    assert page.column_dimensions["A"].width == pytest.approx(43, abs=1)


def test_the_last_tab_says_what_this_is(tmp_path: Path) -> None:
    """Of what town, as of when, in which datum, invented or not, by which program."""
    book = written(tmp_path, listed({"name": "甲厂"}))
    assert book.sheetnames == ["点位", "说明"]
    told = dict(book["说明"].iter_rows(values_only=True))
    assert told == {
        "内容": "试验镇点位",
        "乡镇": "试验镇",
        "数据性质": "虚构示例，不是真实企业",
        "截至日期": "2026-11-22",
        "坐标系": "WGS-84",
        "行数": "2",
        "来源文件": "台账.xlsx",
        "程序": "gridpatrol 0.1.0",
    }
    english = written(tmp_path, listed({"name": "甲厂"}), lang="en")
    assert english.sheetnames == ["Sites", "About"]


def test_equal_lists_are_equal_files(tmp_path: Path) -> None:
    """A file that differs without a reason cannot be compared or archived."""
    goods = listed({"name": "甲厂", "workers": 12.0})
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(tmp_path / name, [goods], FACTS, lang="zh", progress=silent)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_list_without_any_date_is_written(tmp_path: Path) -> None:
    """The first ledger of an office may hold no day at all."""
    undated = replace(FACTS, as_of=None)
    write_workbook(
        tmp_path / "a.xlsx", [sheet(text_column("x"))], undated, lang="zh", progress=silent
    )
    told = dict(openpyxl.load_workbook(tmp_path / "a.xlsx")["说明"].iter_rows(values_only=True))
    assert "截至日期" not in told


def test_a_text_too_long_for_a_cell_says_that_it_was_cut(tmp_path: Path) -> None:
    """The library would leave the whole cell out, in silence."""
    page = written(tmp_path, sheet(text_column("字" * 40_000)))["东西"]
    (text,) = rows(page)[0]
    assert len(str(text)) == 32_767
    assert ".csv" in str(text)


def test_more_rows_than_a_sheet_holds_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rather than cut off; a .csv holds them all."""
    monkeypatch.setattr(workbook, "MAX_ROWS", 1)
    with pytest.raises(InputError, match=r"holds 1 rows, but Things has 2; export to a .csv"):
        written(tmp_path, sheet(text_column("a", "b")))


def test_codes_are_offered_and_other_words_may_be_typed(tmp_path: Path) -> None:
    """The office edits the list; 在产 and 停产 are what the import understands."""
    labels = {"operating": ("在产", "operating"), "stopped": ("停产", "stopped")}
    columns = (
        text_column("甲", "乙"),
        Column(
            name="s", zh="状态", en="State", kind="text", cells=["stopped", None], labels=labels
        ),
        Column(name="f", zh="有无", en="Flag", kind="flag", cells=[True, None]),
    )
    page = written(tmp_path, replace(sheet(columns[0]), columns=columns))["东西"]
    rules = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    assert {place: rule.formula1 for place, rule in rules.items()} == {
        "B2:B3": '"在产,停产"',
        "C2:C3": '"是,否"',
    }
    assert not any(rule.showErrorMessage for rule in rules.values())


def test_the_name_stays_in_sight(tmp_path: Path) -> None:
    """Header and all columns up to the name, where that is near the left edge."""
    number = Column(name="site_id", zh="编号", en="Id", kind="text", cells=["S1"])
    name = Column(name="name", zh="名称", en="Name", kind="text", cells=["甲"])
    page = written(tmp_path, replace(sheet(number), columns=(number, name)))["东西"]
    assert page.freeze_panes == "C2"

"""The correction workbook, as a file."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import openpyxl
import pytest

from data.export.corrections import (
    RowToMend,
    SheetToMend,
    questions_of,
    write_corrections,
)
from data.export.seals import read_seal
from tests.data.export.goods import FORMULAS

if TYPE_CHECKING:
    from pathlib import Path

    from data.words import Lang

HEADERS = ("序号", "企业名称", "经度", "纬度")


def mended(
    *cells: dict[str, str],
    file: str = "台账.xlsx",
    sheet: str = "企业",
    kind: str = "sites",
    titles: tuple[tuple[str, ...], ...] = (),
    headers: tuple[str, ...] = HEADERS,
) -> SheetToMend:
    """Lay out a sheet whose rows 5, 6 ... were not stored."""
    rows = tuple(
        RowToMend(number=number, reason="没有坐标", cells=row, mark=f"f00:{sheet}:{number}")
        for number, row in enumerate(cells, 5)
    )
    return SheetToMend(file=file, sheet=sheet, kind=kind, titles=titles, headers=headers, rows=rows)


def written(
    folder: Path, *sheets: SheetToMend, left: int = 0, lang: Lang = "zh"
) -> openpyxl.Workbook:
    """Write the workbook and read it as the office's program does."""
    path = folder / "a.xlsx"
    write_corrections(path, sheets, left=left, lang=lang)
    return openpyxl.load_workbook(path)


def test_rows_stand_in_their_columns_with_reason_and_origin(tmp_path: Path) -> None:
    """Also columns in which no such row has anything: the missing coordinate must have a cell."""
    page = written(tmp_path, mended({"序号": "7", "企业名称": "甲厂"}))["企业"]
    assert list(page.iter_rows(values_only=True)) == [
        ("待办原因", "答复", *HEADERS, "原表位置", "原行标识"),
        ("没有坐标", None, "7", "甲厂", None, None, "台账.xlsx / 企业 / 5", "f00:企业:5"),
    ]


def test_titles_stay_above_the_header(tmp_path: Path) -> None:
    """They may say that these are idle plants, or which datum the sheet is in."""
    page = written(
        tmp_path, mended({"企业名称": "甲"}, titles=(("闲置厂房台账", ""), ("高德坐标",)))
    )["企业"]
    assert [page["C1"].value, page["C2"].value, page["A3"].value] == [
        "闲置厂房台账",
        "高德坐标",
        "待办原因",
    ]
    assert page.freeze_panes == "E4"


def test_answers_are_offered_and_others_may_be_typed(tmp_path: Path) -> None:
    """A list to choose from; a site id is in no list."""
    page = written(tmp_path, mended({"企业名称": "甲"}))["企业"]
    rule = next(one for one in page.data_validations.dataValidation if str(one.sqref) == "B2")
    assert str(rule.sqref) == "B2"
    assert "新点位" in rule.formula1
    assert "S00012" in rule.prompt
    assert not rule.showErrorMessage


def test_each_row_offers_the_answers_to_its_own_question(tmp_path: Path) -> None:
    """The list of choices and the hint beside the cell say the same."""
    sheet = mended({"企业名称": "甲"}, {"企业名称": "乙"})
    asked = ("datum_open", "maybe_same")
    rows = tuple(replace(row, code=code) for row, code in zip(sheet.rows, asked, strict=True))
    page = written(tmp_path, replace(sheet, rows=rows))["企业"]
    rules = {str(one.sqref): one for one in page.data_validations.dataValidation}
    assert "新点位" not in rules["B2"].formula1 + rules["B2"].prompt
    assert "高德" in rules["B2"].formula1
    assert "新点位" in rules["B3"].formula1
    assert "高德" not in rules["B3"].formula1 + rules["B3"].prompt


def test_no_text_of_the_ledger_becomes_a_formula(tmp_path: Path) -> None:
    """The workbook is made of just those rows that are strange."""
    page = written(tmp_path, mended(*({"企业名称": text} for text in FORMULAS)))["企业"]
    cells = [row[3] for row in page.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == list(FORMULAS)
    assert {cell.data_type for cell in cells} == {"s"}


def test_tabs_keep_their_names_as_far_as_a_workbook_can(tmp_path: Path) -> None:
    """A text file's tab is its name; forbidden signs go, equal names are numbered."""
    cells = {"企业名称": "甲"}
    sheets = (
        mended(cells),
        mended(cells, file="b.xlsx"),
        mended(cells, file="闲置厂房.csv", sheet=""),
        mended(cells, sheet="a/b:c"),
        mended(cells, sheet="很" * 40),
        mended(cells, sheet="History"),
    )
    assert written(tmp_path, *sheets).sheetnames == [
        "企业",
        "企业 (2)",
        "闲置厂房",
        "a b c",
        "很" * 31,
        "History (2)",
        "说明",
    ]


def test_a_correction_of_a_correction_has_our_columns_once(tmp_path: Path) -> None:
    """The answer given stays to be seen, the origin is still the first ledger."""
    headers = ("待办原因", "答复", *HEADERS, "原表位置", "原行标识")
    cells = {
        "待办原因": "没有坐标",
        "答复": "S1?",
        "企业名称": "甲",
        "原表位置": "台账.xlsx / 企业 / 9",
        "原行标识": "f00:企业:9",
    }
    page = written(tmp_path, mended(cells, headers=headers))["企业"]
    assert list(page.iter_rows(values_only=True)) == [
        ("待办原因", "答复", *HEADERS, "原表位置", "原行标识"),
        ("没有坐标", "S1?", None, "甲", None, None, "台账.xlsx / 企业 / 9", "f00:企业:9"),
    ]


def test_cells_beyond_the_header_keep_their_letter(tmp_path: Path) -> None:
    """A remark scribbled to the right of the table is part of the row."""
    page = written(tmp_path, mended({"企业名称": "甲", "AA": "二", "F": "一"}))["企业"]
    assert [cell.value for cell in page[1]][6:8] == ["F", "AA"]


def test_what_is_not_listed_is_said(tmp_path: Path) -> None:
    """Nothing is left out in silence."""
    told = dict(
        written(tmp_path, mended({"企业名称": "甲"}), left=7)["说明"].iter_rows(values_only=True)
    )
    assert told["未列入"].startswith("另有 7 行")


def test_equal_rows_are_equal_files(tmp_path: Path) -> None:
    """So that importing the same ledger again makes no second workbook."""
    for name in ("a.xlsx", "b.xlsx"):
        write_corrections(tmp_path / name, [mended({"企业名称": "甲"})], left=0, lang="zh")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_english_readers_have_english_columns(tmp_path: Path) -> None:
    """The ledger's own stay as they are."""
    page = written(tmp_path, mended({"企业名称": "甲"}), lang="en")["企业"]
    assert [cell.value for cell in page[1]] == [
        "Why not stored",
        "Answer",
        *HEADERS,
        "Original row",
        "Row mark",
    ]


def test_the_number_of_a_day_is_shown_as_the_day(tmp_path: Path) -> None:
    """Nobody can check 46067; day 46067 of the spreadsheet's calendar is 14 February 2026."""
    sheet = mended(
        {"检查日期": "46067", "人数": "46067"}, headers=("检查日期", "人数"), kind="inspections"
    )
    page = written(tmp_path, sheet)["企业"]
    assert page["C2"].value == datetime(2026, 2, 14)  # noqa: DTZ001 - a day of a spreadsheet
    assert page["D2"].value == "46067"


def test_an_untouched_workbook_is_told_from_one_that_was_saved(tmp_path: Path) -> None:
    """What a person wrote into must never be written over."""
    path = tmp_path / "a.xlsx"
    sheets = [mended({"企业名称": "甲"})]
    write_corrections(path, sheets, left=0, lang="zh")
    assert read_seal(path) == questions_of(sheets)
    book = openpyxl.load_workbook(path)
    book["企业"]["B2"] = "不要"
    book.save(path)
    assert read_seal(path) is None


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no workbook", b"somebody's work"])
def test_what_is_none_of_ours_has_no_seal(tmp_path: Path, content: bytes) -> None:
    """Any file may have the name."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert read_seal(path) is None

"""Reports as .xlsx."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import openpyxl

from data.export.report_book import write_report_book
from tests.reported import small_report

if TYPE_CHECKING:
    from pathlib import Path

    from data.reports import Report
    from data.words import Lang


def written(folder: Path, report: Report, *, lang: Lang = "zh") -> openpyxl.Workbook:
    """Write a workbook and read it as another program does."""
    path = folder / "a.xlsx"
    write_report_book(path, report, lang=lang)
    return openpyxl.load_workbook(path)


def test_every_table_is_a_tab_and_equal_titles_are_told_apart(tmp_path: Path) -> None:
    """Two tables of one title are two tabs, between the figures and what they count."""
    book = written(tmp_path, small_report())
    assert book.sheetnames == ["数字", "逾期清单", "逾期清单 2", "依据", "说明"]


def test_cells_keep_their_kind(tmp_path: Path) -> None:
    """A number can be summed, a day sorted; words are in the language asked for."""
    row = next(written(tmp_path, small_report(), lang="en")["Overdue"].iter_rows(min_row=2))
    assert [cell.value for cell in row] == [
        "青山五金厂",
        0,
        0.25,
        datetime(2026, 11, 2),  # noqa: DTZ001 - a day has no zone
        "red",
        None,
    ]


def test_no_text_becomes_a_formula(tmp_path: Path) -> None:
    """A place called =1+1 stays a name, in every tab."""
    book = written(tmp_path, small_report('=HYPERLINK("x","y")'))
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if isinstance(cell.value, str)} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_every_row_that_a_figure_counts_is_listed(tmp_path: Path) -> None:
    """Anybody can go and look: one line for each id."""
    rows = list(written(tmp_path, small_report())["依据"].iter_rows(min_row=2, values_only=True))
    assert rows == [("检查", "12 次", "I1"), ("检查", "12 次", "I2")]


def test_an_invented_town_says_so(tmp_path: Path) -> None:
    """A sheet that is passed on must not be taken for a real town's."""
    texts = [row[1] for row in written(tmp_path, small_report())["说明"].values]
    assert "虚构示例，不是真实企业" in texts


def test_equal_reports_are_equal_files(tmp_path: Path) -> None:
    """Nothing of the clock is in a file."""
    for name in ("a", "b"):
        write_report_book(tmp_path / name, small_report(), lang="zh")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()

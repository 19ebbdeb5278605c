"""Reports as .docx."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from data.export.report_document import MAX_ROWS, write_report_document
from tests.reported import small_report

if TYPE_CHECKING:
    from pathlib import Path

    from data.reports import Report
    from data.words import Lang


def written(folder: Path, report: Report, *, lang: Lang = "zh") -> Any:  # noqa: ANN401 - of python-docx
    """Write a document and read it again."""
    path = folder / "a.docx"
    write_report_document(path, report, lang=lang)
    return Document(str(path))


def texts(document: Any) -> list[str]:  # noqa: ANN401 - of python-docx
    """Read the paragraphs."""
    return [one.text for one in document.paragraphs]


def test_the_paper_is_a4(tmp_path: Path) -> None:
    """Chinese offices print on A4."""
    page = written(tmp_path, small_report()).sections[0]
    assert (round(page.page_width / Mm(1)), round(page.page_height / Mm(1))) == (210, 297)


def test_chinese_signs_have_a_font_by_name(tmp_path: Path) -> None:
    """Without one Word falls back to whatever it finds."""
    style = written(tmp_path, small_report()).styles["Normal"]
    assert style.element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋"


def test_headings_sentences_and_cells_are_there(tmp_path: Path) -> None:
    """Title, headings, sentences as a list; the table has its header and its words."""
    document = written(tmp_path, small_report(), lang="en")
    assert "青山五金厂 Report of the month" in texts(document)
    assert {"In short", "Lists", "Overdue"} <= set(texts(document))
    figures, first, _ = document.tables
    assert [cell.text for cell in figures.rows[0].cells] == ["Visits", "12", "青山五金厂"]
    assert [cell.text for cell in first.rows[1].cells][:5] == [
        "青山五金厂",
        "0",
        "0.25",
        "2026-11-02",
        "red",
    ]


def test_columns_are_as_wide_as_what_they_hold(tmp_path: Path) -> None:
    """A day of ten signs in 9 point needs 16 mm and the margins of its cell; all fit the paper."""
    first = written(tmp_path, small_report()).tables[1]
    widths = [cell.width / Mm(1) for cell in first.rows[1].cells]
    days = [cell.text for cell in first.rows[1].cells].index("2026-11-02")
    assert widths[days] > 20
    assert widths[days] > widths[1]
    assert sum(widths) == pytest.approx(210 - 2 * 22, abs=0.1)


def test_a_long_table_says_how_much_is_not_printed(tmp_path: Path) -> None:
    """Five rows too many are counted, not dropped in silence."""
    document = written(tmp_path, small_report(rows=MAX_ROWS + 5))
    assert len(document.tables[1].rows) == MAX_ROWS + 1
    assert "另有 5 行，见网页或工作簿。" in texts(document)


def test_an_invented_town_says_so(tmp_path: Path) -> None:
    """Only a real one does not."""
    assert "虚构示例，不是真实企业" in texts(written(tmp_path, small_report()))
    real = written(tmp_path, small_report(invented=False))
    assert "虚构示例，不是真实企业" not in texts(real)


def test_signs_that_no_document_holds_do_not_break_it(tmp_path: Path) -> None:
    """A ledger may hold control characters; XML may not."""
    assert any(
        "a\N{REPLACEMENT CHARACTER}b" in one
        for one in texts(written(tmp_path, small_report("a\x00b")))
    )


def test_equal_reports_are_equal_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the clock is in a file: an hour later it has the same bytes."""
    write_report_document(tmp_path / "a", small_report(), lang="zh")
    later = time.localtime(2_000_000_000)
    monkeypatch.setattr(time, "localtime", lambda *_: later)
    write_report_document(tmp_path / "b", small_report(), lang="zh")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()

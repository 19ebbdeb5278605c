"""A report as .docx for the file: A4, Chinese fonts by name, the same bytes for the same report."""

from __future__ import annotations

import zipfile
from datetime import datetime, time
from io import BytesIO
from itertools import cycle
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from data.export.table import plain_text
from data.export.workbook import text_width
from data.reports import cell_text, said

if TYPE_CHECKING:
    from pathlib import Path

    from data.reports import Figure, Report, Section, Table
    from data.words import Lang

MAX_WHOLE_ROWS = 2000
"""Rows, in all, of tables that are printed whole: a document of more takes minutes to open."""
MAX_ROWS = 60
"""Rows of a table that go on paper; how many are left out stands below it."""

_LATIN, _BODY, _HEAD = "Times New Roman", "仿宋", "黑体"
"""Fonts that office programs in China have, and that official papers are set in."""
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_MARGIN_MM = 22
_PAPER_MM = 210 - 2 * _MARGIN_MM
_SAMPLED_ROWS, _WIDEST_SIGNS, _PADDING_SIGNS = 200, 18, 3
_CELL_MARGIN_MM = 1.2
_INVENTED = ("虚构示例，不是真实企业", "Invented example, no real enterprise")
_NONE = ("无", "none")
_LONGEST_PROPERTY = 255
"""Signs that the format allows of a title in its properties."""


def write_report_document(path: Path, report: Report, *, lang: Lang) -> None:
    """
    Write a report as one document; equal input gives equal bytes.

    Parameters
    ----------
    path
        The file, which is overwritten.
    report
        What it says. Of long tables the first ``MAX_ROWS`` rows are printed, and how many are
        not; one meant to be whole is, until ``MAX_WHOLE_ROWS`` are written.
    lang
        Language of the document.
    """
    paper = _Paper(lang)
    paper.front(report)
    for number, section in enumerate(report.sections):
        paper.section(section, is_new_page=number == 1 or section.starts_page)
    paper.foot(report)
    paper.save(path, report)


class _Paper:
    """One document, written from top to bottom in one language."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang
        self._room = MAX_WHOLE_ROWS
        self._document = Document()
        page = self._document.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.left_margin = page.right_margin = Mm(_MARGIN_MM)
        page.top_margin = page.bottom_margin = Mm(_MARGIN_MM)
        for name, font, size in (("Normal", _BODY, 11), ("Title", _HEAD, 20)):
            _set_font(self._document.styles[name], font, size)
        for level, size in ((1, 14), (2, 12)):
            _set_font(self._document.styles[f"Heading {level}"], _HEAD, size)

    def front(self, report: Report) -> None:
        """Write the title, of what it is, and whether it is invented."""
        title = self._document.add_paragraph(style="Title")
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        title.add_run(plain_text(f"{report.facts.town} {said(report.title, self._lang)}".strip()))
        below = self._text(said(report.subtitle, self._lang))
        below.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if report.facts.invented:
            self._text(said(_INVENTED, self._lang)).alignment = WD_ALIGN_PARAGRAPH.CENTER

    def section(self, section: Section, *, is_new_page: bool) -> None:
        """Write one part; the second begins on a new page, so that the first is the leader's."""
        heading = self._document.add_heading(plain_text(said(section.heading, self._lang)), 1)
        heading.paragraph_format.page_break_before = is_new_page
        if section.figures:
            self._figures(section.figures)
        for text in section.paragraphs:
            self._document.add_paragraph(plain_text(said(text, self._lang)), style="List Bullet")
        for table in section.tables:
            self._table(table)

    def foot(self, report: Report) -> None:
        """Write at the foot of each page as of when it is, and by which program."""
        facts = report.facts
        told = f"{facts.data_date.isoformat()} · gridpatrol {facts.version}"
        line = self._document.sections[0].footer.paragraphs[0]
        line.add_run(plain_text(f"{facts.town} · {told}"))

    def save(self, path: Path, report: Report) -> None:
        """Write the file, dated as the data are and not as the clock is."""
        about = self._document.core_properties
        about.title = plain_text(said(report.title, self._lang))[:_LONGEST_PROPERTY]
        about.author = about.last_modified_by = "gridpatrol"
        about.created = about.modified = datetime.combine(report.facts.data_date, time(12))
        held = BytesIO()
        self._document.save(held)
        path.write_bytes(_without_clock(held.getvalue()))

    def _text(self, text: str) -> Any:  # noqa: ANN401 - a paragraph of python-docx
        return self._document.add_paragraph(plain_text(text))

    def _figures(self, figures: tuple[Figure, ...]) -> None:
        """Write figures as a table of what, how many, and of what."""
        table = self._document.add_table(rows=0, cols=3, style="Light Grid Accent 1")
        for one in figures:
            cells = table.add_row().cells
            detail = "" if one.detail is None else said(one.detail, self._lang)
            for cell, text in zip(cells, (said(one.label, self._lang), "", detail), strict=True):
                self._put(cell, text)
            self._put(cells[1], said(one.value, self._lang), is_bold=True)

    def _table(self, table: Table) -> None:
        self._document.add_heading(plain_text(said(table.title, self._lang)), 2)
        if table.note is not None:
            self._text(said(table.note, self._lang))
        if not table.rows:
            self._text(said(_NONE, self._lang))
            return
        shown = table.rows[: max(MAX_ROWS, self._room if table.is_whole else 0)]
        self._room -= len(shown)
        grid = self._document.add_table(
            rows=len(shown) + 1, cols=len(table.columns), style="Table Grid"
        )
        _set_widths(grid, _shares(table, self._lang))
        _repeat_head(grid.rows[0])
        for cell, column in zip(grid.rows[0].cells, table.columns, strict=True):
            self._put(cell, said(column, self._lang), is_bold=True)
        cells = iter(grid._cells[len(table.columns) :])  # noqa: SLF001  each row's own list is slow
        for row in shown:
            for one in row:
                self._put(next(cells), cell_text(one, self._lang))
        self._left_out(len(table.rows) - len(shown))

    def _left_out(self, rows: int) -> None:
        if rows:
            told = (
                f"另有 {rows} 行，见网页或工作簿。",
                f"{rows} more row(s): see page or workbook.",
            )
            self._text(said(told, self._lang))

    def _put(self, cell: Any, text: str, *, is_bold: bool = False) -> None:  # noqa: ANN401 - of python-docx
        """Write into a cell, in the small type of tables."""
        run = cell.paragraphs[0].add_run(plain_text(text))
        run.font.size, run.bold = Pt(9), is_bold


def _set_font(style: Any, east_asian: str, size_pt: int) -> None:  # noqa: ANN401 - of python-docx
    """Name a font for letters and one for Chinese signs: Word keeps the two apart."""
    style.font.name, style.font.size = _LATIN, Pt(size_pt)
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    fonts.set(qn("w:eastAsia"), east_asian)
    fonts.set(qn("w:hAnsi"), _LATIN)


def _shares(table: Table, lang: Lang) -> list[float]:
    """Share out the width of the paper by what the columns hold: a day is never broken in two."""
    told = [
        [said(head, lang), *(cell_text(row[at], lang) for row in table.rows[:_SAMPLED_ROWS])]
        for at, head in enumerate(table.columns)
    ]
    signs = [min(max(map(text_width, texts)), _WIDEST_SIGNS) + _PADDING_SIGNS for texts in told]
    return [one / sum(signs) for one in signs]


def _set_widths(grid: Any, shares: list[float]) -> None:  # noqa: ANN401 - a table of python-docx
    """Set the columns and each cell: Word goes by the one, other programs by the other."""
    _set_margins(grid)
    for column, share in zip(grid.columns, shares, strict=True):
        column.width = Mm(_PAPER_MM * share)
    widths = cycle([Mm(_PAPER_MM * share) for share in shares])
    for cell, width in zip(grid._cells, widths, strict=False):  # noqa: SLF001  each row's own list is slow
        cell.width = width


def _set_margins(grid: Any) -> None:  # noqa: ANN401 - a table of python-docx
    """Narrow the margins inside cells, so that nine columns with three days fit on A4."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        mark = OxmlElement(f"w:{side}")
        mark.set(qn("w:w"), str(Mm(_CELL_MARGIN_MM).twips))
        mark.set(qn("w:type"), "dxa")
        margins.append(mark)
    look = grid._tbl.tblPr.find(qn("w:tblLook"))  # noqa: SLF001  python-docx has no word for it
    if look is None:
        grid._tbl.tblPr.append(margins)  # noqa: SLF001
    else:
        look.addprevious(margins)


def _repeat_head(row: Any) -> None:  # noqa: ANN401 - a row of python-docx
    """Print the header again on every page that a table goes on to."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001  python-docx has no word for it


def _without_clock(content: bytes) -> bytes:
    """Pack a document again with one date for all its parts."""
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, _ZIP_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(entry.filename))
    return packed.getvalue()

"""A report as .xlsx: the figures, one tab for each table, and every row a figure counts."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import xlsxwriter

from data.export.table import plain_text
from data.export.workbook import BOOK_OPTIONS, MAX_ROWS, column_width, fitting
from data.reports import cell_text, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from data.reports import Cell, Figure, Report
    from data.words import Lang

TAB_SIGNS = 31
"""Signs that the name of a tab can hold."""

_UNTABBED = re.compile(r"[\[\]:*?/\\']")
_SAMPLED_ROWS = 200
_FIGURES = ("数字", "Figures")
_FIGURE_HEADS = (("部分", "Part"), ("数字", "Figure"), ("数值", "Value"), ("说明", "Detail"))
_TRACED = ("依据", "Records")
_TRACED_HEADS = (("数字", "Figure"), ("数值", "Value"), ("记录编号", "Id of the record"))
_TOLD = ("说明", "About")


def write_report_book(path: Path, report: Report, *, lang: Lang) -> None:
    """
    Write a report as one workbook; equal input gives equal bytes.

    Parameters
    ----------
    path
        The file, which is overwritten. No cell is a formula or a link, whatever a ledger wrote.
    report
        What it says.
    lang
        Language of the workbook.
    """
    with xlsxwriter.Workbook(str(path), dict(BOOK_OPTIONS)) as book:
        made = datetime.combine(report.facts.data_date, time(12))
        book.set_properties({"created": made, "title": plain_text(said(report.title, lang))})
        tabs = _Tabs(book, lang)
        tabs.add(_FIGURES, _FIGURE_HEADS, tuple(_figure_rows(report)))
        for table in report.tables:
            tabs.add(table.title, table.columns, table.rows, note=table.note)
        tabs.add(_TRACED, _TRACED_HEADS, tuple(_traced_rows(report.figures)))
        tabs.add(_TOLD, (("项目", "Item"), ("内容", "Text")), tuple(_told_rows(report)))


class _Tabs:
    """The tabs of one workbook, each under a name of its own."""

    def __init__(self, book: Any, lang: Lang) -> None:  # noqa: ANN401 - xlsxwriter is untyped here
        self._book, self._lang = book, lang
        self._names: set[str] = set()
        self._head = book.add_format({"bold": True, "bg_color": "#DDE6EE", "text_wrap": True})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._note = book.add_format({"italic": True, "font_color": "#57606A"})

    def add(
        self,
        title: tuple[str, str],
        columns: Sequence[tuple[str, str]],
        rows: Sequence[Sequence[Cell]],
        *,
        note: tuple[str, str] | None = None,
    ) -> None:
        """Write one tab: headers, rows, and a note under them."""
        page = self._book.add_worksheet(self._named(said(title, self._lang)))
        page.freeze_panes(1, 0)
        heads = [said(one, self._lang) for one in columns]
        for index, head in enumerate(heads):
            told = [cell_text(row[index], self._lang) for row in rows[:_SAMPLED_ROWS]]
            page.set_column(index, index, column_width([head, *told]))
            page.write_string(0, index, fitting(plain_text(head)), self._head)
        for number, row in enumerate(rows[: MAX_ROWS - 1], start=1):
            for index, cell in enumerate(row):
                self._write(page, (number, index), cell)
        if note is not None:
            text = fitting(plain_text(said(note, self._lang)))
            page.write_string(min(len(rows), MAX_ROWS - 1) + 1, 0, text, self._note)

    def _write(self, page: Any, place: tuple[int, int], cell: Cell) -> None:  # noqa: ANN401 - untyped
        if cell is None:
            return
        if isinstance(cell, date):
            page.write_datetime(*place, datetime.combine(cell, time()), self._day)
        elif isinstance(cell, int | float):
            page.write_number(*place, cell)
        else:
            page.write_string(*place, fitting(plain_text(cell_text(cell, self._lang))))

    def _named(self, title: str) -> str:
        """Cut a title to what a tab can be called, and tell equal ones apart by a number."""
        whole = _UNTABBED.sub(" ", plain_text(title)).strip() or "-"
        for number in range(1, len(self._names) + 2):
            tail = "" if number == 1 else f" {number}"
            name = whole[: TAB_SIGNS - len(tail)] + tail
            if name.casefold() not in self._names:
                break
        self._names.add(name.casefold())
        return name


def _figure_rows(report: Report) -> Iterator[tuple[Cell, ...]]:
    for section in report.sections:
        for one in section.figures:
            yield section.heading, one.label, one.value, one.detail


def _traced_rows(figures: Sequence[Figure]) -> Iterator[tuple[Cell, ...]]:
    for one in figures:
        for row in one.rows:
            yield one.label, one.value, row


def _told_rows(report: Report) -> Iterator[tuple[Cell, ...]]:
    facts = report.facts
    yield ("标题", "Title"), report.title
    yield ("范围", "Of"), report.subtitle
    yield ("乡镇", "Town"), facts.town
    if facts.invented:
        yield (
            ("数据性质", "Nature"),
            ("虚构示例，不是真实企业", "Invented example, nothing is real"),
        )
    yield ("截至日期", "As of"), facts.data_date
    yield ("来源文件", "Sources"), ("、".join(facts.sources), ", ".join(facts.sources))
    yield ("程序", "Program"), f"gridpatrol {facts.version}"
    for section in report.sections:
        for text in section.paragraphs:
            yield section.heading, text

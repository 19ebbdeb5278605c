"""The correction workbook: rows that were not stored, ready to mend and import again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import xlsxwriter

from data.export.table import plain_text
from data.export.workbook import column_width, fitting
from data.ledger.layout import header_field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from data.words import Lang

OURS = {
    "reason_said": ("待办原因", "Why not stored"),
    "answer": ("答复", "Answer"),
    "from_row": ("原表位置", "Original row"),
}
"""Columns that the workbook adds to those of the ledger, by the field the import reads them as."""
_DATUM_WORDS = ("高德", "腾讯", "百度", "GPS", "国土2000")
_ANSWERS = {
    "sites": ("新点位", "不要", *_DATUM_WORDS),
    "tips": ("不要", *_DATUM_WORDS),
    "teams": ("不要", *_DATUM_WORDS),
}
_OTHER_ANSWERS = ("不要",)
_ASKED = (
    "可不填。可写：点位编号（如 S00012，就是它）、新点位、不要，或坐标系（高德、百度、GPS……）。",
    (
        "May stay empty. Or: a site id such as S00012 (that is the one), 新点位 (a new site), "
        "不要 (drop), or a datum word (高德, 百度, GPS ...)."
    ),
)
_GUIDE = (
    (
        "怎么用",
        "在每张表里直接改有问题的单元格，或在“答复”列写明，然后运行 gridpatrol import 本文件。",
        "How to use it",
        (
            "Mend the cells that are wrong, or write an answer in the column Answer, then run "
            "gridpatrol import on this file."
        ),
    ),
    ("答复", _ASKED[0], "Answer", _ASKED[1]),
    (
        "原列",
        "原表的标题、列名和各格文字原样保留；“待办原因”和“原表位置”只供查看，导入时不读。",
        "Columns",
        (
            "Titles, headers and texts are those of the ledger; the reason and the original row "
            "are there to be read and are not imported."
        ),
    ),
    (
        "没改的行",
        "没改的行再导入还是待办，不会重复入库；不想处理的行可以删掉。",
        "Rows left as they are",
        "They stay undecided and are never stored twice; rows nobody cares for may be deleted.",
    ),
)
_GUIDE_TAB = ("说明", "About")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LONGEST_TAB = 31
_RESERVED = "history"
_MAX_MESSAGE = 255
_NO_TIME = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed time, so that equal books are equal files


@dataclass(frozen=True, slots=True, kw_only=True)
class RowToMend:
    """
    One row that was not stored.

    Attributes
    ----------
    number
        Row of the ledger, from 1.
    reason
        Why it was not stored.
    cells
        Header to text.
    """

    number: int
    reason: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetToMend:
    """
    The rows of one sheet that were not stored.

    Attributes
    ----------
    file, sheet
        Where they stand; the sheet of a text file has no name.
    kind
        Code of ``data.words.LEDGER_KINDS``.
    titles
        Text above the header, row by row.
    headers
        Every column of the ledger, left to right.
    rows
        Not empty.
    """

    file: str
    sheet: str
    kind: str
    titles: tuple[tuple[str, ...], ...]
    headers: tuple[str, ...]
    rows: tuple[RowToMend, ...]


def write_corrections(path: Path, sheets: Sequence[SheetToMend], *, left: int, lang: Lang) -> None:
    """
    Write one tab per sheet with its rows to mend; equal input gives equal bytes.

    A tab keeps the name, the title rows and the headers of the sheet, so that the import reads it
    as it read the sheet; before them stand the reason and a column for an answer, behind them where
    the row came from.

    Parameters
    ----------
    path
        The file, which is overwritten.
    sheets
        In the order of the import, not empty.
    left
        Rows to mend that are not in the workbook.
    lang
        Language of our own columns.
    """
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": _NO_TIME})
        styles = {
            "header": book.add_format({"bold": True, "bg_color": "#DDE6EE", "text_wrap": True}),
            "ours": book.add_format({"bold": True, "bg_color": "#F6E3B4", "text_wrap": True}),
            "reason": book.add_format({"text_wrap": True, "bg_color": "#FDF6E3"}),
        }
        tabs = _tab_names(sheets)
        for sheet, tab in zip(sheets, tabs, strict=True):
            _write_sheet(book.add_worksheet(tab), sheet, styles, lang)
        _write_guide(book, tabs, styles, left=left, lang=lang)


def _write_sheet(
    page: Any,  # noqa: ANN401 - xlsxwriter is untyped here
    sheet: SheetToMend,
    styles: Mapping[str, Any],
    lang: Lang,
) -> None:
    side = 0 if lang == "zh" else 1
    reason, answer, origin = (words[side] for words in OURS.values())
    headers = [*_columns(sheet)]
    for number, title in enumerate(sheet.titles):
        _write_texts(page, number, 2, title)
    head = len(sheet.titles)
    _write_texts(page, head, 0, (reason, answer), styles["ours"])
    _write_texts(page, head, 2, headers, styles["header"])
    _write_texts(page, head, 2 + len(headers), (origin,), styles["ours"])
    for number, row in enumerate(sheet.rows, start=head + 1):
        page.write_string(number, 0, fitting(plain_text(row.reason)), styles["reason"])
        _write_texts(page, number, 1, (_said(row, sheet, "answer") or "",))
        _write_texts(page, number, 2, [row.cells.get(name, "") for name in headers])
        where = _said(row, sheet, "from_row") or _place(sheet, row)
        _write_texts(page, number, 2 + len(headers), (where,))
    _finish(page, sheet, headers, lang)


def _columns(sheet: SheetToMend) -> list[str]:
    """List the ledger's own columns, those without a header in their rows last."""
    listed = [name for name in sheet.headers if _our_field(name, sheet.kind) is None]
    beyond = {name for row in sheet.rows for name in row.cells} - set(sheet.headers)
    beyond = {name for name in beyond if _our_field(name, sheet.kind) is None}
    return [*listed, *sorted(beyond, key=lambda name: (len(name), name))]


def _our_field(header: str, kind: str) -> str | None:
    """Tell whether a column was added by an earlier correction workbook."""
    for field, words in OURS.items():
        if header in words or (kind != "unknown" and header_field(header, kind) == field):
            return field
    return None


def _said(row: RowToMend, sheet: SheetToMend, field: str) -> str | None:
    """Find what an earlier correction workbook said of a row in one of our columns."""
    found = (text for name, text in row.cells.items() if _our_field(name, sheet.kind) == field)
    return next(found, None)


def _place(sheet: SheetToMend, row: RowToMend) -> str:
    return " / ".join(part for part in (sheet.file, sheet.sheet, str(row.number)) if part)


def _write_texts(
    page: Any,  # noqa: ANN401 - xlsxwriter is untyped here
    number: int,
    first: int,
    texts: Sequence[str],
    style: Any = None,  # noqa: ANN401 - a format of xlsxwriter
) -> None:
    for index, text in enumerate(texts, start=first):
        if text:
            page.write_string(number, index, fitting(plain_text(text)), style)


def _finish(
    page: Any,  # noqa: ANN401 - xlsxwriter is untyped here
    sheet: SheetToMend,
    headers: Sequence[str],
    lang: Lang,
) -> None:
    """Set widths, keep header and our columns in sight, and offer the answers."""
    side, head = 0 if lang == "zh" else 1, len(sheet.titles)
    last_row, last_column = head + len(sheet.rows), 2 + len(headers)
    page.set_column(0, 0, 48)
    page.set_column(1, 1, 14)
    for index, name in enumerate(headers, start=2):
        texts = [name, *(row.cells.get(name, "") for row in sheet.rows[:200])]
        page.set_column(index, index, column_width(texts))
    page.set_column(last_column, last_column, 36)
    page.freeze_panes(head + 1, 2)
    page.autofilter(head, 0, last_row, last_column)
    page.ignore_errors({"number_stored_as_text": f"A1:XFD{last_row + 1}"})
    page.data_validation(
        head + 1,
        1,
        last_row,
        1,
        {
            "validate": "list",
            "source": list(_ANSWERS.get(sheet.kind, _OTHER_ANSWERS)),
            "input_title": OURS["answer"][side],
            "input_message": _ASKED[side][:_MAX_MESSAGE],
            "show_error": False,  # a site id may be written too
        },
    )


def _tab_names(sheets: Sequence[SheetToMend]) -> list[str]:
    """Name every tab as its sheet, or as its text file, once; a name may say what is in it."""
    taken = {_RESERVED, *(name.lower() for name in _GUIDE_TAB)}
    names = []
    for sheet in sheets:
        wanted = sheet.sheet or sheet.file.rpartition(".")[0] or sheet.file
        plain = _FORBIDDEN.sub(" ", plain_text(wanted)).strip().strip("'") or "1"
        name, number = plain[:_LONGEST_TAB], 2
        while name.lower() in taken:
            tail = f" ({number})"
            name, number = plain[: _LONGEST_TAB - len(tail)] + tail, number + 1
        taken.add(name.lower())
        names.append(name)
    return names


def _write_guide(
    book: xlsxwriter.Workbook,
    tabs: Sequence[str],
    styles: Mapping[str, Any],
    *,
    left: int,
    lang: Lang,
) -> None:
    side = 0 if lang == "zh" else 1
    page = book.add_worksheet(_GUIDE_TAB[side])
    lines = [(line[2 * side], line[2 * side + 1]) for line in _GUIDE]
    lines.append((("各表", "、".join(tabs)), ("Tabs", ", ".join(tabs)))[side])
    if left:
        zh = f"另有 {left} 行太多，未列入，见库文件的 import_row 表"
        en = f"{left} more rows are not listed here; see the table import_row of the store"
        lines.append((("未列入", zh), ("Not listed", en))[side])
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 100)
    for number, (title, text) in enumerate(lines):
        page.write_string(number, 0, title, styles["header"])
        page.write_string(number, 1, fitting(text))

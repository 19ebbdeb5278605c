"""The correction workbook: rows that were not stored, ready to mend and import again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

import xlsxwriter

from data.export.choices import choices, coded_choices
from data.export.guide import GUIDE_TAB, write_guide
from data.export.seals import UNSEALED, content_of, put_seal, seal_of
from data.export.table import plain_text
from data.export.workbook import column_width, fitting
from data.ledger.answers import shown_day
from data.ledger.layout import header_field
from data.ledger.replies import allowed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from data.export.seals import Seal
    from data.words import Lang

OURS = {
    "reason_said": ("待办原因", "Why not stored"),
    "answer": ("答复", "Answer"),
    "from_row": ("原表位置", "Original row"),
    "row_mark": ("原行标识", "Row mark"),
}
"""Columns that the workbook adds to those of the ledger, by the field the import reads them as."""
_ASKED = ("可不填；可填：{}。", "May stay empty, or: {}.")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LONGEST_TAB = 31
_RESERVED = "history"
_MAX_MESSAGE = 255
_NAME_WITHIN = 4
"""A name further to the right would freeze more than a screen is wide."""
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
    mark
        Its key in the table ``import_row``.
    code
        Why it was not stored, a key of ``data/ledger/notes.toml``.
    """

    number: int
    reason: str
    cells: Mapping[str, str]
    mark: str = ""
    code: str = ""


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
    _write_book(path, sheets, left=left, lang=lang, content=UNSEALED)
    _write_book(path, sheets, left=left, lang=lang, content=content_of(path))


def questions_of(sheets: Sequence[SheetToMend]) -> Seal:
    """Say what a workbook of these rows asks, to compare it with one that is there."""
    rows = [(sheet, row) for sheet in sheets for row in sheet.rows]
    marks = [_mark(row, sheet) or _origin(row, sheet) for sheet, row in rows]
    return seal_of(marks, {_origin(row, sheet).partition(" / ")[0] for sheet, row in rows})


def _write_book(
    path: Path, sheets: Sequence[SheetToMend], *, left: int, lang: Lang, content: str
) -> None:
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": _NO_TIME})
        put_seal(book, questions_of(sheets), content=content)
        styles = {
            "header": book.add_format({"bold": True, "bg_color": "#DDE6EE", "text_wrap": True}),
            "ours": book.add_format({"bold": True, "bg_color": "#F6E3B4", "text_wrap": True}),
            "reason": book.add_format({"text_wrap": True, "bg_color": "#FDF6E3"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "plain": book.add_format({"font_color": "#808080"}),
        }
        tabs = _tab_names(sheets)
        for sheet, tab in zip(sheets, tabs, strict=True):
            _write_sheet(book.add_worksheet(tab), sheet, styles, lang)
        write_guide(book, tabs, styles, left=left, lang=lang)


def _write_sheet(
    page: Any,  # noqa: ANN401 - xlsxwriter is untyped here
    sheet: SheetToMend,
    styles: Mapping[str, Any],
    lang: Lang,
) -> None:
    side = 0 if lang == "zh" else 1
    reason, answer, *origin = (words[side] for words in OURS.values())
    headers = [*_columns(sheet)]
    for number, title in enumerate(sheet.titles):
        _write_texts(page, number, 2, title)
    head = len(sheet.titles)
    _write_texts(page, head, 0, (reason, answer), styles["ours"])
    _write_texts(page, head, 2, headers, styles["header"])
    _write_texts(page, head, 2 + len(headers), origin, styles["ours"])
    for number, row in enumerate(sheet.rows, start=head + 1):
        page.write_string(number, 0, fitting(plain_text(row.reason)), styles["reason"])
        _write_texts(page, number, 1, (_said(row, sheet, "answer") or "",))
        _write_cells(
            page, number, [(name, row.cells.get(name, "")) for name in headers], sheet, styles
        )
        told = (_origin(row, sheet), _mark(row, sheet))
        _write_texts(page, number, 2 + len(headers), told, styles["plain"])
    _finish(page, sheet, headers, lang)


def _write_cells(
    page: Any,  # noqa: ANN401 - xlsxwriter is untyped here
    number: int,
    cells: Sequence[tuple[str, str]],
    sheet: SheetToMend,
    styles: Mapping[str, Any],
) -> None:
    """Write a row of the ledger; a spreadsheet's number of a day is shown as the day."""
    for index, (header, text) in enumerate(cells, start=2):
        day = None if sheet.kind == "unknown" else shown_day(header, text, kind=sheet.kind)
        if day is None:
            _write_texts(page, number, index, (text,))
        else:
            page.write_datetime(number, index, day, styles["day"])


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


def _origin(row: RowToMend, sheet: SheetToMend) -> str:
    return _said(row, sheet, "from_row") or _place(sheet, row)


def _mark(row: RowToMend, sheet: SheetToMend) -> str:
    return _said(row, sheet, "row_mark") or row.mark


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
    """Set widths, keep header, our columns and the name in sight, and offer the answers."""
    side, head = 0 if lang == "zh" else 1, len(sheet.titles)
    last_row, last_column = head + len(sheet.rows), 3 + len(headers)
    page.set_column(0, 0, 48)
    page.set_column(1, 1, 14)
    for index, name in enumerate(headers, start=2):
        texts = [name, *(row.cells.get(name, "") for row in sheet.rows[:200])]
        page.set_column(index, index, column_width(texts))
    page.set_column(last_column - 1, last_column - 1, 36)
    page.set_column(last_column, last_column, 12)
    page.freeze_panes(head + 1, _frozen(headers, sheet.kind))
    page.autofilter(head, 0, last_row, last_column)
    page.ignore_errors({"number_stored_as_text": f"A1:XFD{last_row + 1}"})
    _offer_codes(page, sheet, headers, (head + 1, last_row))
    listed = [
        (choices(row.reason, kind=sheet.kind, code=row.code), allowed(sheet.kind, row.code)[side])
        for row in sheet.rows
    ]
    first = head + 1
    for (offered, fitting_words), rows in groupby(
        listed
    ):  # a workbook holds 65,534 lists of choices at most
        last = first + len(list(rows)) - 1
        page.data_validation(
            first,
            1,
            last,
            1,
            {
                "validate": "list",
                "source": offered,
                "input_title": OURS["answer"][side],
                "input_message": _ASKED[side].format(fitting_words)[:_MAX_MESSAGE],
                "show_error": False,  # a site id may be written too
            },
        )
        first = last + 1


def _offer_codes(
    page: Any,  # noqa: ANN401 - xlsxwriter is untyped here
    sheet: SheetToMend,
    headers: Sequence[str],
    rows: tuple[int, int],
) -> None:
    """Offer the words of the ledger's columns that hold codes; others may be typed, too."""
    for index, header in enumerate(headers, start=2):
        words = coded_choices(header, kind=sheet.kind)
        if words:
            offer = {"validate": "list", "source": words, "show_error": False}
            page.data_validation(rows[0], index, rows[1], index, offer)


def _frozen(headers: Sequence[str], kind: str) -> int:
    """Count the columns that stay in sight: ours, and the ledger's up to the name."""
    places = (at for at, name in enumerate(headers[:_NAME_WITHIN]) if _is_name(name, kind))
    return 2 + next(places, -1) + 1


def _is_name(header: str, kind: str) -> bool:
    return kind != "unknown" and header_field(header, kind) == "name"


def _tab_names(sheets: Sequence[SheetToMend]) -> list[str]:
    """Name every tab as its sheet, or as its text file, once; a name may say what is in it."""
    taken = {_RESERVED, *(name.lower() for name in GUIDE_TAB)}
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

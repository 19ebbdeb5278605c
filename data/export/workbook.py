"""Exports as .xlsx: plain values, never a formula or a link, with a page that says what it is."""

from __future__ import annotations

import unicodedata
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

import xlsxwriter

from data.crs import DEGREE_DIGITS
from data.errors import InputError
from data.export.facts import fact_lines, stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from data.export.table import Facts, Kind, Sheet
    from data.ports import Progress
    from data.words import Lang

MAX_ROWS = 1_048_575
"""Rows below the header that a sheet of a workbook can hold."""
MAX_COLUMNS = 16_384
MAX_TEXT = 32_767
"""Signs that a cell of a workbook can hold."""

_CUT = "……（单元格放不下，以下略，全文见 .csv cut: the whole text is in .csv）"
_SAMPLED_ROWS = 200
_NAME_WITHIN = 4
"""A name further to the right would freeze more than a screen is wide."""
_CHOICE_SIGNS = 255
"""Signs that a workbook's list of choices can hold, commas counted."""
_NARROWEST, _WIDEST = 8, 48
_STEP = 1000
_FORMATS: dict[Kind, str] = {
    "number": "0.####",
    "integer": "0",
    "degrees": "0.0000000",
    "date": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
}
_ABOUT = ("说明", "About")
BOOK_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""No text is ever taken for a formula, a link or a number; rows are written as they come."""


def write_workbook(
    path: Path, sheets: Sequence[Sheet], facts: Facts, *, lang: Lang, progress: Progress
) -> None:
    """
    Write sheets as one workbook; equal input gives equal bytes.

    Parameters
    ----------
    path
        The file, which is overwritten.
    sheets
        One tab each; behind them comes a tab with the facts.
    facts
        What the export says of itself.
    lang
        Language of headers and codes.
    progress
        Told the rows written.

    Raises
    ------
    InputError
        If there are more rows or columns than a sheet can hold.
    """
    for sheet in sheets:
        _check_size(sheet)
    total = sum(len(sheet) for sheet in sheets)
    with xlsxwriter.Workbook(str(path), dict(BOOK_OPTIONS)) as book:
        book.set_properties({"created": _noon(stamp(facts)), "title": facts.zh})
        styles = _Styles(book)
        done = 0
        for sheet in sheets:
            _write_sheet(book, sheet, styles, lang, _Tally(progress, done, total))
            done += len(sheet)
        _write_facts(book, facts, styles, lang)


def _check_size(sheet: Sheet) -> None:
    if len(sheet) > MAX_ROWS:
        raise InputError(
            f"A workbook sheet holds {MAX_ROWS} rows, but {sheet.en} has {len(sheet)}; "
            "export to a .csv file.",
            zh=f"工作簿一张表最多 {MAX_ROWS} 行，“{sheet.zh}”有 {len(sheet)} 行，请导出为 .csv。",
        )
    if len(sheet.columns) > MAX_COLUMNS:
        raise InputError(
            f"A workbook sheet holds {MAX_COLUMNS} columns, but {sheet.en} has "
            f"{len(sheet.columns)}; export to a .csv file.",
            zh=f"工作簿一张表最多 {MAX_COLUMNS} 列，“{sheet.zh}”有 {len(sheet.columns)} 列，"
            "请导出为 .csv。",
        )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12))


class _Styles:
    """The formats of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.header = book.add_format({"bold": True, "bg_color": "#DDE6EE", "text_wrap": True})
        self.kinds = {
            kind: book.add_format({"num_format": form}) for kind, form in _FORMATS.items()
        }


class _Tally:
    """Tells of every thousandth row."""

    def __init__(self, progress: Progress, before: int, total: int) -> None:
        self._progress, self._before, self._total = progress, before, total

    def __call__(self, row: int) -> None:
        if row % _STEP == 0:
            self._progress(self._before + row, self._total)


def _write_sheet(
    book: xlsxwriter.Workbook, sheet: Sheet, styles: _Styles, lang: Lang, tally: _Tally
) -> None:
    page = book.add_worksheet(sheet.tab(lang))
    page.freeze_panes(1, _frozen(sheet))
    shown = [column.shown(lang) for column in sheet.columns]
    for index, column in enumerate(sheet.columns):
        title = column.title(lang)
        page.set_column(index, index, _width(title, shown[index], column.kind))
        page.write_string(0, index, fitting(title), styles.header)
    for number, row in enumerate(zip(*shown, strict=True), start=1):
        for index, value in enumerate(row):
            if value is not None:
                _write_cell(page, (number, index), value, sheet.columns[index].kind, styles)
        tally(number)
    page.autofilter(0, 0, len(sheet), len(sheet.columns) - 1)
    _offer_words(page, sheet, lang)


def _frozen(sheet: Sheet) -> int:
    """Count the columns that stay in sight: those up to the name, if it is near the left edge."""
    names = [column.name for column in sheet.columns[:_NAME_WITHIN]]
    return names.index("name") + 1 if "name" in names else 0


def _offer_words(
    page: Any,  # noqa: ANN401 - xlsxwriter is untyped here
    sheet: Sheet,
    lang: Lang,
) -> None:
    """Offer the words of columns that hold codes; other words may be typed, too."""
    for index, column in enumerate(sheet.columns):
        words = column.words(lang)
        fits = sum(len(word) + 1 for word in words) <= _CHOICE_SIGNS
        if words and fits and len(sheet):
            offer = {"validate": "list", "source": list(words), "show_error": False}
            page.data_validation(1, index, len(sheet), index, offer)


def _write_cell(
    page: Any,  # noqa: ANN401 - xlsxwriter is untyped here
    place: tuple[int, int],
    value: Any,  # noqa: ANN401 - a cell of any kind
    kind: Kind,
    styles: _Styles,
) -> None:
    if kind in {"date", "moment"}:
        page.write_datetime(*place, value, styles.kinds[kind])
    elif isinstance(value, int | float):
        number = round(value, DEGREE_DIGITS) if kind == "degrees" else value
        page.write_number(*place, number, styles.kinds.get(kind))
    else:
        page.write_string(*place, fitting(str(value)))


def fitting(text: str) -> str:
    """Cut a text that a cell cannot hold, and say so in the cell."""
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - len(_CUT)] + _CUT


def _width(title: str, values: Sequence[Any], kind: Kind) -> int:
    """Measure a column by its header and its first rows; a Chinese sign is two wide."""
    if kind in _FORMATS and kind != "number":
        return max(text_width(title), len(_FORMATS[kind])) + 3
    return column_width([title, *(str(v) for v in values[:_SAMPLED_ROWS] if v is not None)])


def column_width(texts: Iterable[str]) -> int:
    """
    Choose a width of a column in signs.

    Examples
    --------
    >>> column_width(["企业名称", "x"])
    11
    """
    longest = max(map(text_width, texts), default=0)
    return min(max(longest + 3, _NARROWEST), _WIDEST)


def text_width(text: str) -> int:
    """Count the signs of a text, wide ones twice."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _write_facts(book: xlsxwriter.Workbook, facts: Facts, styles: _Styles, lang: Lang) -> None:
    page = book.add_worksheet(_ABOUT[0 if lang == "zh" else 1])
    lines = fact_lines(facts, lang)
    page.set_column(0, 0, column_width(title for title, _ in lines), styles.header)
    page.set_column(1, 1, column_width(text for _, text in lines))
    for number, (title, text) in enumerate(lines):
        page.write_string(number, 0, title, styles.header)
        page.write_string(number, 1, fitting(text))

"""Exports as .csv that spreadsheets open as they are, and never take for formulas."""

from __future__ import annotations

import csv
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from data.crs import DEGREE_DIGITS
from data.headers import FORMULA_STARTS

if TYPE_CHECKING:
    from pathlib import Path

    from data.export.table import Kind, Sheet
    from data.ports import Progress
    from data.words import Lang

_STEP = 1000


def write_csv(path: Path, sheet: Sheet, *, lang: Lang, progress: Progress) -> None:
    """
    Write a sheet as text: UTF-8 with a byte order mark, lines end in CR LF.

    Parameters
    ----------
    path
        The file, which is overwritten.
    sheet
        Headers name the datum of coordinates. A text that starts like a formula gets an apostrophe
        before it, which the import takes off again.
    lang
        Language of headers and codes.
    progress
        Told the rows written.
    """
    kinds = [column.kind for column in sheet.columns]
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow([neutral(column.title(lang)) for column in sheet.columns])
        for number, row in enumerate(sheet.rows(lang), start=1):
            writer.writerow([_cell(value, kind) for value, kind in zip(row, kinds, strict=True)])
            if number % _STEP == 0:
                progress(number, len(sheet))


def _cell(value: object, kind: Kind) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.{DEGREE_DIGITS}f}" if kind == "degrees" else plain_number(value)
    return str(value) if isinstance(value, int) else neutral(str(value))


def neutral(text: str) -> str:
    """
    Keep a spreadsheet from reading a text as a formula.

    A text that already looks like one of ours gets the apostrophe too, so that taking one off again
    gives back exactly what was written.

    Examples
    --------
    >>> neutral("=1+1"), neutral("'=1+1"), neutral("甲厂")
    ("'=1+1", "''=1+1", '甲厂')
    """
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_STARTS) else text


def plain_number(value: float) -> str:
    """
    Write a number without an exponent and without a needless ``.0``.

    Examples
    --------
    >>> plain_number(12.0), plain_number(1e-05), plain_number(0.25)
    ('12', '0.00001', '0.25')
    """
    text = format(Decimal(repr(value)), "f")
    return text.removesuffix(".0")

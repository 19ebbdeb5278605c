"""A report as a page: the leader's sheet, the tables, and the records behind each figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from data.reports import cell_text
from maps.escaping import plain
from maps.markup import both
from maps.pages.frame import PageParts, page

if TYPE_CHECKING:
    from data.reports import Cell, Report
    from data.words import Lang

SHOWN_ROWS = 25
"""Rows of a table before the rest is folded."""
SHORT_SIGNS = 12
"""Texts up to so long are never broken."""
SHOWN_IDS = 12
"""Ids named behind a figure; the workbook has all."""


def report_page(report: Report, *, lang: Lang = "zh", front: str | None = None) -> str:
    """
    Write a report as a page.

    Parameters
    ----------
    report
        What it says.
    lang
        Language the page opens in; it can be switched there.
    front
        Where the first page lies from here; ``None`` where there is none.

    Returns
    -------
    text
        One html document that asks nobody for anything; printed, its first section fills a sheet.
    """
    zh, en = (f"{report.facts.town} · {title}" for title in report.title)
    parts = PageParts(
        template="report.html",
        title=(zh, en),
        scripts=("report.js",),
        styles=("report.css",),
        front=front,
        values={
            "report": report,
            "cell": _cell,
            "is_number": _is_number,
            "is_short": _is_short,
            "shown_rows": SHOWN_ROWS,
            "shown_ids": SHOWN_IDS,
            "drawn": Markup,
        },
    )
    return page(parts, facts=report.facts, lang=lang)


def _cell(cell: Cell) -> Markup:
    """Write a cell; words in both languages, a figure or a text once."""
    if isinstance(cell, tuple):
        return both(*cell)
    return Markup("{}").format(plain(cell_text(cell, "zh")))


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float)


def _is_short(cell: Cell) -> bool:
    """Tell a day, a time or an id, which is read in one piece."""
    text = cell_text(cell, "zh")
    return text.isascii() and len(text) <= SHORT_SIGNS

"""What a report says before it is a page, a workbook or a document: figures and tables.

Filled from the store once, in both languages; whoever writes it out adds nothing and leaves nothing
out. Every figure names the rows of the store it counts, so that anybody can go and look.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.sheets import PageFacts
    from data.words import Lang

Said = tuple[str, str]
"""A text in Chinese and in English."""
Cell = str | int | float | date | Said | None
"""What stands in a table: a text as the ledger has it, a number, a day, words, or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """
    One figure with what it means.

    Attributes
    ----------
    label
        What was counted.
    value
        The figure as it is read, with its unit.
    detail
        Of how many, its interval, or against what; missing where nothing is to be added.
    rows
        Ids of the rows it counts, in the order of the store.
    """

    label: Said
    value: Said
    detail: Said | None = None
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """
    One table of a report.

    Attributes
    ----------
    title
        What it lists.
    columns
        Headers, with units.
    rows
        One cell per column each.
    note
        What a reader has to know of it.
    is_whole
        Whether every row goes on paper, as of a register; of others the first rows are enough.
    """

    title: Said
    columns: tuple[Said, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: Said | None = None
    is_whole: bool = False

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(
                    f"Expected {len(self.columns)} cells in row {number} of the table "
                    f"{self.title[1]!r}, got {len(row)}."
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """
    One part of a report: a heading, sentences, figures, tables, perhaps a picture.

    Attributes
    ----------
    heading
        What it is about.
    paragraphs, figures, tables
        In the order they are read.
    starts_page
        Whether it begins on a sheet of its own when printed.
    picture
        Our own SVG markup, as ``maps.plots`` and ``maps.sketch`` make it; never a user's text.
    """

    heading: Said
    paragraphs: tuple[Said, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    picture: str | None = None
    starts_page: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """
    A whole report.

    Attributes
    ----------
    name
        File name without its ending, as ``filed_name`` of the exports allows it.
    title, subtitle
        What it is, and of which time or place.
    facts
        What every page says of itself: town, day, sources.
    sections
        The first is what a leader reads; the others hold the tables.
    """

    name: str
    title: Said
    subtitle: Said
    facts: PageFacts
    sections: tuple[Section, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures, in the order they are read."""
        return tuple(figure for section in self.sections for figure in section.figures)

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables, in the order they are read."""
        return tuple(table for section in self.sections for table in section.tables)


def said(text: Said, lang: Lang) -> str:
    """Give a text in one language."""
    return text[0 if lang == "zh" else 1]


def cell_text(cell: Cell, lang: Lang) -> str:
    """
    Write a cell as it is read; nothing where it is missing.

    Examples
    --------
    >>> cell_text(("红", "red"), "en"), cell_text(0.5, "zh"), cell_text(None, "zh")
    ('red', '0.5', '')
    >>> cell_text(date(2026, 11, 2), "en"), cell_text(13.0, "en")
    ('2026-11-02', '13.0')
    """
    if cell is None:
        return ""
    if isinstance(cell, tuple):
        return said(cell, lang)
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        text = f"{cell:.10g}"
        return text if set(text) & set(".en") else f"{text}.0"
    return str(cell)

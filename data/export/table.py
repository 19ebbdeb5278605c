"""What an export holds before it has a format: sheets of columns, marks on a map, and facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from data.words import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    import numpy as np
    from numpy.typing import NDArray

    from data.words import Labels, Lang

    ObjectArray = NDArray[np.object_]

Kind = Literal["text", "number", "integer", "degrees", "date", "moment", "flag"]
"""``degrees`` are coordinates, ``moment`` is a day with its time in China."""

_LOST = "\N{REPLACEMENT CHARACTER}"
_TEXT_BREAKS = frozenset("\t\n\r")
_YES_NO: Labels = {"true": ("是", "yes"), "false": ("否", "no")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """
    One column of an export.

    Attributes
    ----------
    name
        As in docs/tables.md; the name of the field in GeoPackage and GeoJSON.
    zh, en
        Header for readers.
    kind
        What the cells hold.
    cells
        One per row, ``None`` where missing; codes where ``labels`` is given.
    labels
        Words for codes; missing where the values speak for themselves.
    """

    name: str
    zh: str
    en: str
    kind: Kind
    cells: Sequence[Any]
    labels: Labels | None = None

    def title(self, lang: Lang) -> str:
        """Give the header in a language."""
        return self.zh if lang == "zh" else self.en

    def words(self, lang: Lang) -> tuple[str, ...]:
        """List the words that the cells may hold, where these stand for codes or ticks."""
        labels = _YES_NO if self.kind == "flag" else self.labels or {}
        return tuple(label(labels, code, lang) for code in labels if code != "none")

    def shown(self, lang: Lang) -> Sequence[Any]:
        """Give the values as a reader wants them: codes and ticks in words."""
        if self.kind == "flag":
            return [_in_words(_YES_NO, str(value).lower(), lang) for value in self.cells]
        if self.labels is None:
            return self.cells
        return [_in_words(self.labels, value, lang) for value in self.cells]


def _in_words(labels: Labels, code: str | None, lang: Lang) -> str | None:
    """Write a code in words; one that the list does not have stays as it is."""
    if code is None or code == "none":
        return None
    return label(labels, code, lang) if code in labels else code


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """
    One table of an export.

    Attributes
    ----------
    name
        Name of the layer, never taken from a user's text.
    zh, en
        Name of the tab.
    columns
        All of one length.
    shapes
        WGS-84 geometry per row, ``None`` where a row has none; missing for a table without places.
    """

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    shapes: ObjectArray | None = None

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.columns[0].cells)

    def tab(self, lang: Lang) -> str:
        """Give the name of the tab in a language."""
        return self.zh if lang == "zh" else self.en

    def rows(self, lang: Lang) -> Iterator[tuple[Any, ...]]:
        """Walk through the rows as readers see them."""
        return zip(*(column.shown(lang) for column in self.columns), strict=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """
    One thing on a map: a waypoint, a placemark.

    Attributes
    ----------
    name
        What is written beside it.
    folder
        The group it is listed in, in the reader's language.
    style
        Code of ``data.words.GRADES`` or ``CELL_CLASSES``, or empty: how it is drawn.
    shape
        Its geometry in the datum of the export.
    about
        Lines of text to read on a tap.
    moment
        When it is due, China time; missing where it is not.
    """

    name: str
    folder: str
    style: str
    shape: Any
    about: tuple[str, ...]
    moment: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """
    What every export says of itself.

    Attributes
    ----------
    zh, en
        What it lists.
    town
        Name of the town; may be empty.
    invented
        True for the demo town.
    as_of
        The day it is as of; missing while nothing in the store has a date.
    datum
        Code of ``data.words.DATUMS``.
    count
        Rows, or stops.
    sources
        Ledgers and road file behind it.
    version
        Version of this program.
    """

    zh: str
    en: str
    town: str
    invented: bool
    as_of: date | None
    datum: str
    count: int
    sources: tuple[str, ...]
    version: str


def plain_values(column: pd.Series[Any]) -> list[Any]:
    """
    Take the values of a stored column, ready to be written anywhere.

    Returns
    -------
    values
        ``None`` where missing, days as ``date``, texts without signs that no file format holds.
    """
    if pd.api.types.is_datetime64_any_dtype(column):
        return [None if pd.isna(value) else value.date() for value in column]
    listed = column.astype(object).where(column.notna(), None).tolist()
    return [plain_text(value) if isinstance(value, str) else value for value in listed]


def plain_text(text: str) -> str:
    r"""
    Put a mark in the place of every sign that XML or Unicode cannot hold; the rest stays.

    Examples
    --------
    >>> plain_text("a\x00b"), plain_text("甲厂 <b>")
    ('a�b', '甲厂 <b>')
    """
    if text.isprintable():
        return text
    return "".join(sign if _is_writable(sign) else _LOST for sign in text)


def _is_writable(sign: str) -> bool:
    """Follow the Char production of XML 1.0."""
    code = ord(sign)
    if code < ord(" "):
        return sign in _TEXT_BREAKS
    return not (0xD800 <= code <= 0xDFFF or code in {0xFFFE, 0xFFFF})  # noqa: PLR2004 - of XML 1.0

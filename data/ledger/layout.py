"""Find the header row of a sheet, what kind of ledger it is, and which column means what."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.headers import HEADERS, POSITION_SETS, TELLING, WIDE_FIELD
from data.ledger.columns import NO_COLUMNS
from data.ledger.months import header_month
from data.ledger.sheets import Cell, MergedRange, RawRow, RawSheet, cell_text
from data.ledger.spellings import DATUM, find_code

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.ledger.columns import ColumnMap

_SEARCHED_ROWS = 30
_BRACKETS = re.compile(r"[(\[{【〔<《].*?[)\]}】〕>》]")
_JOINTS = re.compile(r"[\s*:_\-'\"]+")
_UNITS = re.compile(r"(?:/|,)?(?:单位)?(?:万?平方米|平米|m2|km2|公顷|亩|人|名|度)$")
_DATUM_WORDS = re.compile(
    r"cgcs2000|国家2000|天地图|百度|baidu|bd-?09|高德|腾讯|火星|gcj-?02|amap|gps|rtk|wgs-?84"
)
_MIN_KNOWN = 2
_WIDEST = 1_000  # columns that one merged cell may name; a sheet has 16,384
_LONGEST = 60  # longer texts are titles or remarks


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """
    One column of a sheet.

    Attributes
    ----------
    index
        Position, from 0.
    header
        Its header as written, unique within the sheet.
    field
        Our field, or missing where the header is not known.
    is_ignored
        Whether the user said that nobody wants the column.
    """

    index: int
    header: str
    field: str | None
    is_ignored: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """
    How a sheet is to be read.

    Attributes
    ----------
    kind
        Code of ``data.words.LEDGER_KINDS``.
    header_row
        Number of the row that names the columns.
    columns
        Every column with a header or a value below it.
    """

    kind: str
    header_row: int
    columns: tuple[ColumnUse, ...]

    @property
    def fields(self) -> frozenset[str]:
        """Return the fields that some column holds; columns of one field by month are one."""
        return frozenset(column.field.partition(":")[0] for column in self.columns if column.field)

    @property
    def has_positions(self) -> bool:
        """Tell whether there are columns for coordinates."""
        return any(needed <= self.fields for needed in POSITION_SETS)


def plain_header(text: str) -> str:
    """
    Bring a header to the form of ``data.headers``: what is in brackets, blanks and marks go.

    Examples
    --------
    >>> plain_header("*占地面积（亩）"), plain_header("credit_code")
    ('占地面积', 'creditcode')
    """
    word = unicodedata.normalize("NFKC", text).lower()
    return _JOINTS.sub("", _BRACKETS.sub("", word))


def header_field(text: str, kind: str) -> str | None:
    """
    Find the field that a header names in a kind of ledger, or ``None``.

    Examples
    --------
    >>> header_field("高德经度", "sites"), header_field("用地(m2)", "sites")
    ('lon', 'area_m2')
    """
    match = _best(text, kind)
    return match[0] if match else None


def _best(text: str, kind: str) -> tuple[str, int] | None:
    """Return the field of a header, and how far down its list the header stands."""
    known = _KNOWN[kind]
    for form in _forms(text):
        if form in known:
            return known[form]
    month = header_month(text) if kind in WIDE_FIELD else None
    return (f"{WIDE_FIELD[kind]}:{month}", 0) if month else None


def _forms(text: str) -> tuple[str, ...]:
    bare = plain_header(text)
    whole = re.sub(r"[()\[\]【】]", "", plain_header(re.sub(r"[()（）\[\]【】]", "", text)))
    placed = _DATUM_WORDS.sub("", bare)
    return bare, whole, placed, _UNITS.sub("", bare), _UNITS.sub("", whole)


_KNOWN: dict[str, dict[str, tuple[str, int]]] = {
    kind: {
        header: (field, rank)
        for field, headers in table.items()
        for rank, header in reversed(list(enumerate(headers)))
    }
    for kind, table in HEADERS.items()
}


def find_layout(
    sheet: RawSheet, *, kinds: Sequence[str], columns: ColumnMap = NO_COLUMNS
) -> Layout | None:
    """
    Find the header row that makes most sense of a sheet.

    Parameters
    ----------
    sheet
        Title rows above the header are no trouble.
    kinds
        Kinds to try; among equals the earlier wins.
    columns
        Headers that the user explained; they come before all synonyms.

    Returns
    -------
    layout
        Missing where no row names the columns that any of the kinds needs.
    """
    best: tuple[int, Layout] | None = None
    top = sheet.rows[:_SEARCHED_ROWS]
    by_number = {row.number: row for row in top}
    merged = [area for area in sheet.merged if area.first_row in by_number]
    for row in top:
        cells = spread(row, merged, rows=by_number, sideways=True)
        for kind in kinds:
            layout = Layout(kind, row.number, _columns(cells, kind, columns))
            score = len(layout.fields)
            if _is_kind(layout) and (best is None or score > best[0]):
                best = (score, layout)
    return best[1] if best else None


def _is_kind(layout: Layout) -> bool:
    enough = len(layout.fields - {"serial"}) >= _MIN_KNOWN
    return enough and any(needed <= layout.fields for needed in TELLING[layout.kind])


def spread(
    row: RawRow,
    merged: Sequence[MergedRange],
    *,
    rows: Mapping[int, RawRow],
    sideways: bool,
) -> tuple[Cell, ...]:
    """
    Give every cell of a merged range the value that only its first cell holds.

    Parameters
    ----------
    row
        The row to fill.
    merged
        Ranges of its sheet.
    rows
        Number to row, for ranges that began higher up.
    sideways
        Whether ranges over several columns count; they are headings, not values, below a header.

    Returns
    -------
    cells
        At least as many as the row has; cells with a value of their own keep it.
    """
    cells = list(row.cells)
    for area in merged:
        source = rows.get(area.first_row)
        wide = area.first_column != area.last_column
        if source is None or not area.first_row <= row.number <= area.last_row:
            continue
        if area.first_column >= len(source.cells) or (wide and not sideways):
            continue
        last_column = min(area.last_column, area.first_column + _WIDEST)
        cells += [None] * (last_column + 1 - len(cells))
        for column in range(area.first_column, last_column + 1):
            if cells[column] in (None, ""):
                cells[column] = source.cells[area.first_column]
    return tuple(cells)


def _columns(cells: tuple[Cell, ...], kind: str, explained: ColumnMap) -> tuple[ColumnUse, ...]:
    texts = [cell_text(cell) for cell in cells]
    names = _unique(texts)
    ignored = [explained.is_ignored(text, kind) for text in texts]
    matches = [
        None if out else _match(text, kind, explained)
        for text, out in zip(texts, ignored, strict=True)
    ]
    chosen = _chosen(matches)
    return tuple(
        ColumnUse(index, name, match[0] if match and index in chosen else None, out)
        for index, (name, match, out) in enumerate(zip(names, matches, ignored, strict=True))
    )


def _match(text: str, kind: str, explained: ColumnMap) -> tuple[str, int] | None:
    field = explained.field_of(text, kind)
    if field is not None:
        return field, -1  # before the best of all synonyms
    return _best(text, kind) if 0 < len(text) <= _LONGEST else None


def _chosen(matches: Sequence[tuple[str, int] | None]) -> frozenset[int]:
    """Choose one column per field, the one with the better known header; coordinates may repeat."""
    best: dict[str, tuple[int, int]] = {}
    repeated = set()
    for index, match in enumerate(matches):
        if match is None:
            continue
        field, rank = match
        if field in {"lon", "lat"}:
            repeated.add(index)
        elif field not in best or rank < best[field][0]:
            best[field] = (rank, index)
    return frozenset(repeated | {index for _, index in best.values()})


def _unique(texts: Sequence[str]) -> list[str]:
    """Name every column once: its header, or its letter, and a number where a header repeats."""
    seen: dict[str, int] = {}
    names = []
    for index, text in enumerate(texts):
        name = text or column_letter(index)
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names


def column_letter(index: int) -> str:
    """
    Name a column as spreadsheets do.

    Examples
    --------
    >>> column_letter(0), column_letter(27)
    ('A', 'AB')
    """
    letters = ""
    rest = index + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def header_datum(header: str) -> str | None:
    """
    Find the datum that a header such as ``经度(GCJ-02)`` states, or ``None``.

    Examples
    --------
    >>> header_datum("百度经度"), header_datum("经度")
    ('bd09', None)
    """
    return find_code(header, DATUM)

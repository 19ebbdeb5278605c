"""Rows of a ledger, their cells under our field names."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from data.ledger.asides import Asides
from data.ledger.layout import (
    ColumnUse,
    Layout,
    column_letter,
    find_layout,
    header_datum,
    spread,
)
from data.ledger.notes import Note, note
from data.ledger.sheets import (
    Cell,
    MergedRange,
    RawFile,
    RawRow,
    RawSheet,
    cell_text,
    clean_text,
    says_nothing,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_REMEMBERED = 1 << 16
"""Texts that a sheet's reader keeps: a ledger repeats its villages and words by the million."""
_SHORT = 80
"""Signs of a text that is kept; a hostile cell may hold a book."""
_MAX_OPEN = 200  # merged ranges over one row; a true sheet has no more than it has columns


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """
    One row of a recognised sheet.

    Attributes
    ----------
    file, sha256, sheet, number
        Where it stands; ``number`` counts from 1.
    kind
        Code of ``data.words.LEDGER_KINDS``.
    cells
        Field to cell, empty cells left out.
    headers
        Field to the header it stood under.
    pairs
        Longitude cell, latitude cell and the datum the headers state, one per pair of columns.
    extra
        Header to text of the columns we have no field for.
    raw
        Column to text of everything in the row.
    texts
        Field to the clean text of its cell, where the reader has it at hand.
    idle
        Whether the sheet says of itself that it lists idle factories.
    has_positions
        Whether the sheet has columns for coordinates.
    notes
        What was done to read it.
    """

    file: str
    sha256: str
    sheet: str
    number: int
    kind: str
    cells: dict[str, Cell]
    headers: dict[str, str]
    pairs: tuple[tuple[Cell, Cell, str | None], ...] = ()
    extra: dict[str, str] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    idle: bool = False
    has_positions: bool = True
    notes: tuple[Note, ...] = ()

    @property
    def source(self) -> str:
        """Say where the row came from: file, sheet, row."""
        return " / ".join(part for part in (self.file, self.sheet, str(self.number)) if part)

    def text(self, name: str) -> str | None:
        """Return the clean text of a field, or ``None`` where it is empty."""
        known = self.texts.get(name)
        if known is not None:
            return known
        text = cell_text(self.cells.get(name))
        return None if says_nothing(text) else text

    def header(self, name: str) -> str:
        """Return the header a field stood under, or the field's own name."""
        return self.headers.get(name, name)


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that is no data: where it stands, its text, and why it was passed over."""

    file: str
    sha256: str
    sheet: str
    number: int
    kind: str
    raw: dict[str, str]
    why: Note


class _CleanTexts(dict[str, str]):
    """Texts of cells to clean texts, the first few that are short enough."""

    def __missing__(self, text: str) -> str:
        clean = clean_text(text)
        if len(text) <= _SHORT and len(self) < _REMEMBERED:
            self[text] = clean
        return clean


class _Silences(dict[str, bool]):
    """Clean texts to whether they say nothing, the first few that are short enough."""

    def __missing__(self, text: str) -> bool:
        nothing = says_nothing(text)
        if len(text) <= _SHORT and len(self) < _REMEMBERED:
            self[text] = nothing
        return nothing


class SheetReader:
    """
    Sorts the rows of a sheet into data and others, as often as it is gone through.

    Parameters
    ----------
    file
        The file it belongs to.
    sheet
        The sheet.
    kinds
        Kinds of ledger to look for.

    Attributes
    ----------
    layout
        Missing where the sheet's header is not known; all rows are then skipped.
    """

    def __init__(self, file: RawFile, sheet: RawSheet, *, kinds: Sequence[str]) -> None:
        self.layout = find_layout(sheet, kinds=kinds)
        self._file = file
        self._sheet = sheet
        self._asides = Asides(self.layout)
        columns = self.layout.columns if self.layout else ()
        self._idle = _says_idle(file, sheet, self.layout)
        self._has_positions = self.layout is not None and self.layout.has_positions
        self._clean = _CleanTexts()
        self._silent = _Silences()
        self._names = [column.header for column in columns]
        self._fields = [(c.index, c.field, c.header) for c in columns if c.field]
        self._extras = [(c.index, c.header) for c in columns if not c.field]
        self._headers = {name: header for _, name, header in self._fields}
        self._pairs = _pairs(columns)

    def __iter__(self) -> Iterator[LedgerRow | SkippedRow]:
        """Go through the rows, top down: data, and titles, headers, totals and notes."""
        merged = [a for a in self._sheet.merged if self.layout and a.last_row > a.first_row]
        if merged:
            yield from (self._row(raw, cells) for raw, cells in _brought_down(self._sheet, merged))
        else:
            yield from (self._row(raw, raw.cells) for raw in self._sheet.rows)

    def _row(self, raw: RawRow, cells: tuple[Cell, ...]) -> LedgerRow | SkippedRow:
        texts = self._texts(raw.cells)
        why = self._asides.why(raw.number, self._filled(texts))
        if why is not None or self.layout is None:
            return self._skipped(raw, texts, why or note("unknown_sheet"))
        if cells is raw.cells:
            return self._data(self.layout, raw.number, cells, texts)
        row = self._data(self.layout, raw.number, cells, self._texts(cells))
        return replace(row, notes=self._merged(raw, cells, row))

    def _texts(self, cells: Sequence[Cell]) -> list[str]:
        clean = self._clean
        return [clean[cell] if type(cell) is str else cell_text(cell) for cell in cells]

    def _filled(self, texts: Sequence[str]) -> dict[int, str]:
        silent = self._silent
        return {index: text for index, text in enumerate(texts) if not silent[text]}

    def _merged(self, raw: RawRow, cells: tuple[Cell, ...], row: LedgerRow) -> tuple[Note, ...]:
        known = {name: (index, header) for index, name, header in self._fields if name in row.cells}
        return tuple(
            note("merged", column=header)
            for index, header in known.values()
            if index >= len(raw.cells) or raw.cells[index] != cells[index]
        )

    def _data(
        self, layout: Layout, number: int, cells: tuple[Cell, ...], texts: list[str]
    ) -> LedgerRow:
        filled = self._filled(texts)
        return LedgerRow(
            file=self._file.name,
            sha256=self._file.sha256,
            sheet=self._sheet.name,
            number=number,
            kind=layout.kind,
            cells={name: cells[index] for index, name, _ in self._fields if index in filled},
            headers=self._headers,
            pairs=self._positions(cells) if self._pairs else (),
            extra={header: filled[index] for index, header in self._extras if index in filled},
            raw=self._named(texts),
            texts={name: filled[index] for index, name, _ in self._fields if index in filled},
            idle=self._idle,
            has_positions=self._has_positions,
        )

    def _positions(self, cells: tuple[Cell, ...]) -> tuple[tuple[Cell, Cell, str | None], ...]:
        width = len(cells)
        return tuple(
            (cells[lon], cells[lat], datum)
            for lon, lat, datum in self._pairs
            if max(lon, lat) < width
        )

    def _named(self, texts: list[str]) -> dict[str, str]:
        names = self._names
        if len(texts) > len(names):
            names = names + [column_letter(index) for index in range(len(names), len(texts))]
        return {name: text for name, text in zip(names, texts, strict=False) if text}

    def _skipped(self, raw: RawRow, texts: list[str], why: Note) -> SkippedRow:
        above = self.layout is None or raw.number <= self.layout.header_row
        named = _lettered(texts) if above else self._named(texts)
        kind = self.layout.kind if self.layout else "unknown"
        place = (self._file.name, self._file.sha256, self._sheet.name, raw.number)
        return SkippedRow(*place, kind, named, why)


def _lettered(texts: Sequence[str]) -> dict[str, str]:
    return {column_letter(index): text for index, text in enumerate(texts) if text}


def _brought_down(
    sheet: RawSheet, tall: Sequence[MergedRange]
) -> Iterator[tuple[RawRow, tuple[Cell, ...]]]:
    """Pair each row with its cells, values of merged cells brought down to every row of theirs."""
    waiting = sorted(tall, key=lambda area: area.first_row, reverse=True)
    by_number = {row.number: row for row in sheet.rows}
    active: list[MergedRange] = []
    for row in sheet.rows:
        while waiting and waiting[-1].first_row <= row.number:
            active.append(waiting.pop())
        active = [area for area in active if area.last_row >= row.number][:_MAX_OPEN]
        yield row, spread(row, active, rows=by_number, sideways=False)


def _says_idle(file: RawFile, sheet: RawSheet, layout: Layout | None) -> bool:
    """Look for 闲置 in the tab, else the title rows, else the file name of a text table."""
    above = takewhile(lambda row: layout and row.number < layout.header_row, sheet.rows)
    titles = [cell_text(cell) for row in above for cell in row.cells if cell is not None]
    name = [file.name] if not sheet.name else []
    words = [sheet.name, *titles[:3], *name]
    return any("闲置" in word and "企业" not in word for word in words)


def _pairs(columns: Sequence[ColumnUse]) -> list[tuple[int, int, str | None]]:
    """Pair the first longitude column with the first latitude column, and so on."""
    lons = [column for column in columns if column.field == "lon"]
    lats = [column for column in columns if column.field == "lat"]
    return [
        (lon.index, lat.index, header_datum(lon.header) or header_datum(lat.header))
        for lon, lat in zip(lons, lats, strict=False)
    ]

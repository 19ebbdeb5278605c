"""The reader of a sheet: sorts its rows into data and others."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from data.ledger.about import read_about
from data.ledger.asides import Asides
from data.ledger.columns import NO_COLUMNS
from data.ledger.grid import clean_column, narrowed, said
from data.ledger.layout import (
    ColumnUse,
    Layout,
    column_letter,
    find_layout,
    header_datum,
    spread,
)
from data.ledger.notes import note
from data.ledger.rows import LedgerRow, SkippedRow
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
    from collections.abc import Callable, Collection, Iterator, Sequence

    from data.ledger.columns import ColumnMap
    from data.ledger.notes import Note

_REMEMBERED = 1 << 16
"""Texts that a sheet's reader keeps: a ledger repeats its villages and words by the million."""
_SHORT = 80
"""Signs of a text that is kept; a hostile cell may hold a book."""
_TOGETHER = 10_000
"""Rows whose numbers are read together."""
_PLACED = frozenset({"sites", "teams", "tips"})
"""Kinds of which the texts around the table say where positions come from."""
_MAX_OPEN = 200  # merged ranges over one row; a true sheet has no more than it has columns


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
    columns
        Headers that the user explained, and values for every row.

    Attributes
    ----------
    layout
        Missing where the sheet's header is not known; all rows are then skipped.
    """

    def __init__(
        self,
        file: RawFile,
        sheet: RawSheet,
        *,
        kinds: Sequence[str],
        columns: ColumnMap = NO_COLUMNS,
    ) -> None:
        self.layout = find_layout(sheet, kinds=kinds, columns=columns)
        self._constants = columns.constants.get(self.layout.kind, {}) if self.layout else {}
        self._file = file
        self._sheet = sheet
        self._asides = Asides(self.layout)
        used = self.layout.columns if self.layout else ()
        self._idle = _says_idle(file, sheet, self.layout)
        self._kind = self.layout.kind if self.layout else "unknown"
        self._has_positions = self.layout is not None and self.layout.has_positions
        self._clean = _CleanTexts()
        self._silent = _Silences()
        self._names = [column.header for column in used]
        self._fields = [(c.index, c.field, c.header) for c in used if c.field]
        self._places = [(index, name) for index, name, _ in self._fields]
        self._extras = [(c.index, c.header) for c in used if not (c.field or c.is_ignored)]
        self._headers = {name: header for _, name, header in self._fields}
        self._pairs = _pairs(used)
        is_placed = self._kind in _PLACED
        self._about = read_about(file, sheet, self.layout) if is_placed else ()

    def __iter__(self) -> Iterator[LedgerRow | SkippedRow]:
        """Go through the rows, top down: data, and titles, headers, totals and notes."""
        merged = [a for a in self._sheet.merged if self.layout and a.last_row > a.first_row]
        if merged:
            rows = (self._row(raw, cells) for raw, cells in _brought_down(self._sheet, merged))
        else:
            rows = (self._row(raw, raw.cells) for raw in self._sheet.rows)
        if not self._constants:
            yield from rows
            return
        for row in rows:
            yield row.with_constants(self._constants) if isinstance(row, LedgerRow) else row

    def ids(self, field: str, id_of: Callable[[LedgerRow], str | None]) -> Iterator[str | None]:
        """
        Tell the id of every row below the header.

        Parameters
        ----------
        field
            Field that states it: to read that column alone is many times faster than whole rows.
        id_of
            Finds the id of a row that states none; all rows are read so where merged cells may
            bring values down.

        Yields
        ------
        number
            Missing where the row cannot be stored. Rows that are no data may have one too.
        """
        column = next((index for index, name, _ in self._fields if name == field), None)
        if column is None or self._sheet.merged or self.layout is None or self._constants:
            yield from (id_of(row) for row in self if isinstance(row, LedgerRow))
            return
        rows = iter(self._sheet.rows)
        while some := list(islice(rows, _TOGETHER)):
            below = [raw for raw in some if raw.number >= self.first_row]
            cells = [raw.cells[column] if column < len(raw.cells) else None for raw in below]
            numbers = narrowed(said(clean_column(cells)))
            for raw, number in zip(below, numbers, strict=True):
                if number:
                    yield number
                else:
                    row = self._row(raw, raw.cells)
                    yield id_of(row) if isinstance(row, LedgerRow) else None

    @property
    def is_plain(self) -> bool:
        """Tell whether every row is read from its own cells alone."""
        return self.layout is not None and not self._sheet.merged and not self._constants

    @property
    def places(self) -> dict[str, int]:
        """Return field to the place of its column, from 0."""
        return {name: index for index, name in self._places}

    def header_of(self, field: str) -> str:
        """Return the header a field stands under, or the field's own name."""
        return self._headers.get(field, field)

    def read(self, raw: RawRow) -> LedgerRow | SkippedRow:
        """Read one row of a sheet that ``is_plain``."""
        return self._row(raw, raw.cells)

    @property
    def first_row(self) -> int:
        """Return the number of the first row that may be data."""
        return self.layout.header_row + 1 if self.layout else 1

    @property
    def names(self) -> list[str]:
        """Return the header of every column, no two alike."""
        return self._names

    def strange(self, texts: Collection[str]) -> set[str]:
        """Find the texts that can make a row no data."""
        return self._asides.strange(texts)

    def named(self, texts: list[str]) -> dict[str, str]:
        """Put the header to every text of a row that is not empty."""
        names = self._names
        if len(texts) > len(names):
            names = names + [column_letter(index) for index in range(len(names), len(texts))]
        return {name: text for name, text in zip(names, texts, strict=False) if text}

    def _row(self, raw: RawRow, cells: tuple[Cell, ...]) -> LedgerRow | SkippedRow:
        texts = self._texts(raw.cells)
        filled = self._filled(texts)
        why = self._asides.why(raw.number, filled)
        if why is not None or self.layout is None:
            return self._skipped(raw, texts, why or note("unknown_sheet"))
        if cells is raw.cells:
            row = self._data(raw.number, cells, texts, filled)
            return replace(row, notes=raw.notes) if raw.notes else row
        texts = self._texts(cells)
        row = self._data(raw.number, cells, texts, self._filled(texts))
        return replace(row, notes=(*raw.notes, *self._merged(raw, cells, row)))

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
        self, number: int, cells: tuple[Cell, ...], texts: list[str], filled: dict[int, str]
    ) -> LedgerRow:
        known = [(index, name) for index, name in self._places if index in filled]
        return LedgerRow(
            file=self._file.name,
            sha256=self._file.sha256,
            sheet=self._sheet.name,
            number=number,
            kind=self._kind,
            cells={name: cells[index] for index, name in known},
            headers=self._headers,
            pairs=self._positions(cells) if self._pairs else (),
            extra={head: filled[index] for index, head in self._extras if index in filled},
            raw=self.named(texts),
            texts={name: filled[index] for index, name in known},
            idle=self._idle,
            has_positions=self._has_positions,
            about=self._about,
        )

    def _positions(self, cells: tuple[Cell, ...]) -> tuple[tuple[Cell, Cell, str | None], ...]:
        width = len(cells)
        return tuple(
            (cells[lon], cells[lat], datum)
            for lon, lat, datum in self._pairs
            if max(lon, lat) < width
        )

    def _skipped(self, raw: RawRow, texts: list[str], why: Note) -> SkippedRow:
        above = self.layout is None or raw.number <= self.layout.header_row
        named = _lettered(texts) if above else self.named(texts)
        place = (self._file.name, self._file.sha256, self._sheet.name, raw.number)
        return SkippedRow(*place, self._kind, named, why)


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

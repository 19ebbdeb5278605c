"""Rows of a ledger, their cells under our field names."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from data.ledger.about import read_about
from data.ledger.asides import why_skipped
from data.ledger.layout import (
    ColumnUse,
    Layout,
    column_letter,
    find_layout,
    header_datum,
    spread,
)
from data.ledger.notes import Note, note
from data.ledger.sheets import Cell, MergedRange, RawFile, RawRow, RawSheet, cell_text, is_empty

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    idle
        Whether the sheet says of itself that it lists idle factories.
    has_positions
        Whether the sheet has columns for coordinates.
    about
        Texts around the table: title, notes, name of the sheet, name of the file.
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
    idle: bool = False
    has_positions: bool = True
    about: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def source(self) -> str:
        """Say where the row came from: file, sheet, row."""
        return " / ".join(part for part in (self.file, self.sheet, str(self.number)) if part)

    def text(self, name: str) -> str | None:
        """Return the clean text of a field, or ``None`` where it is empty."""
        cell = self.cells.get(name)
        return None if is_empty(cell) else cell_text(cell)

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


def sheet_rows(
    file: RawFile, sheet: RawSheet, *, kinds: Sequence[str]
) -> tuple[Layout | None, list[LedgerRow], list[SkippedRow]]:
    """
    Sort the rows of a sheet into data and others.

    Parameters
    ----------
    file
        The file it belongs to.
    sheet
        The sheet.
    kinds
        Kinds of ledger to look for.

    Returns
    -------
    layout
        Missing where the sheet's header is not known; all rows are then skipped.
    rows
        Rows of data, top down.
    skipped
        Titles, headers, totals and notes.
    """
    layout = find_layout(sheet, kinds=kinds)
    rows: list[LedgerRow] = []
    skipped: list[SkippedRow] = []
    idle = _says_idle(file, sheet, layout)
    about = read_about(file, sheet, layout)
    for row, cells in _filled(sheet, layout):
        why = why_skipped(row, layout)
        if why is None and layout is not None:
            found = _ledger_row(file, sheet, layout, (row, cells), idle=idle)
            rows.append(replace(found, about=about))
        elif why is not None:
            skipped.append(_skipped_row(file, sheet, layout, row, why))
    return layout, rows, skipped


def _filled(sheet: RawSheet, layout: Layout | None) -> Iterator[tuple[RawRow, tuple[Cell, ...]]]:
    """Pair each row with its cells, values of merged cells brought down to every row of theirs."""
    tall = [area for area in sheet.merged if layout and area.last_row > area.first_row]
    waiting = sorted(tall, key=lambda area: area.first_row, reverse=True)
    by_number = {row.number: row for row in sheet.rows} if tall else {}
    active: list[MergedRange] = []
    for row in sheet.rows:
        while waiting and waiting[-1].first_row <= row.number:
            active.append(waiting.pop())
        active = [area for area in active if area.last_row >= row.number][:_MAX_OPEN]
        yield row, spread(row, active, rows=by_number, sideways=False)


def _says_idle(file: RawFile, sheet: RawSheet, layout: Layout | None) -> bool:
    """Look for 闲置 in the tab, else the title rows, else the file name of a text table."""
    titles = [
        cell_text(cell)
        for row in sheet.rows
        if layout and row.number < layout.header_row
        for cell in row.cells
        if cell is not None
    ]
    name = [file.name] if not sheet.name else []
    words = [sheet.name, *titles[:3], *name]
    return any("闲置" in word and "企业" not in word for word in words)


def _ledger_row(
    file: RawFile,
    sheet: RawSheet,
    layout: Layout,
    row: tuple[RawRow, tuple[Cell, ...]],
    *,
    idle: bool,
) -> LedgerRow:
    raw_row, cells = row
    columns = [column for column in layout.columns if column.index < len(cells)]
    known = {c.field: c for c in columns if c.field and not is_empty(cells[c.index])}
    merged = [
        note("merged", column=column.header)
        for column in known.values()
        if column.index >= len(raw_row.cells) or raw_row.cells[column.index] != cells[column.index]
    ]
    return LedgerRow(
        file=file.name,
        sha256=file.sha256,
        sheet=sheet.name,
        number=raw_row.number,
        kind=layout.kind,
        cells={name: cells[column.index] for name, column in known.items()},
        headers={c.field: c.header for c in layout.columns if c.field},
        pairs=_pairs(columns, cells),
        extra={
            c.header: cell_text(cells[c.index])
            for c in columns
            if c.field is None and not is_empty(cells[c.index])
        },
        raw=_texts(layout.columns, cells),
        idle=idle,
        has_positions=layout.has_positions,
        notes=tuple(merged),
    )


def _pairs(
    columns: list[ColumnUse], cells: tuple[Cell, ...]
) -> tuple[tuple[Cell, Cell, str | None], ...]:
    """Pair the first longitude column with the first latitude column, and so on."""
    lons = [column for column in columns if column.field == "lon"]
    lats = [column for column in columns if column.field == "lat"]
    return tuple(
        (cells[lon.index], cells[lat.index], header_datum(lon.header) or header_datum(lat.header))
        for lon, lat in zip(lons, lats, strict=False)
    )


def _texts(columns: Sequence[ColumnUse], cells: Sequence[Cell]) -> dict[str, str]:
    names = {column.index: column.header for column in columns}
    return {
        names.get(index) or column_letter(index): text
        for index, cell in enumerate(cells)
        if (text := cell_text(cell))
    }


def _skipped_row(
    file: RawFile, sheet: RawSheet, layout: Layout | None, row: RawRow, why: Note
) -> SkippedRow:
    columns = layout.columns if layout and row.number > layout.header_row else ()
    raw = _texts(columns, row.cells)
    kind = layout.kind if layout else "unknown"
    return SkippedRow(file.name, file.sha256, sheet.name, row.number, kind, raw, why)

"""Rows of a ledger, their cells under our field names."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from data.ledger.sheets import Cell, cell_text, says_nothing

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from data.ledger.notes import Note


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
    about
        Texts around the table: title, notes, name of the sheet, name of the file; only of kinds
        that hold positions.
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
    about: tuple[str, ...] = ()
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
        cell = self.cells.get(name)
        if cell is None:
            return None
        text = cell_text(cell)
        return None if says_nothing(text) else text

    def header(self, name: str) -> str:
        """Return the header a field stood under, or the field's own name."""
        return self.headers.get(name, name)

    def with_constants(self, constants: Mapping[str, str]) -> LedgerRow:
        """Return the row with values that the user gave for all rows; its own become extras."""
        own = {
            self.header(name): cell_text(self.cells[name])
            for name, value in constants.items()
            if name in self.cells and cell_text(self.cells[name]) != value
        }
        cells: dict[str, Cell] = {**self.cells, **constants}
        texts = {**self.texts, **constants}
        return replace(self, cells=cells, texts=texts, extra={**self.extra, **own})

    def without_notes(self, codes: Collection[str]) -> LedgerRow:
        """Return the row without what its reader said of things that do not matter here."""
        return replace(self, notes=tuple(said for said in self.notes if said.code not in codes))


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

"""
Visits whose rows leave nothing to settle, read column by column: nearly all of a long ledger.

A row is plain if it is the only one under its number, the store holds none under it, and its site,
day and result are clear. What it becomes is what ``resolve_inspections`` would make of it (a test
compares the two), without a record and an outcome in memory for each of a million rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

import orjson

from data.ledger.batches import HASH_DIGITS
from data.ledger.clocks import read_clock
from data.ledger.inspections import TIMES, read_mode, read_result
from data.ledger.notes import Note, joined
from data.ledger.rows import LedgerRow
from data.ledger.sheets import cell_text, says_nothing
from data.ledger.streams import chunk_of, chunks
from data.ledger.values import narrow, read_day
from data.schema import IMPORT_ROW, INSPECTION, table_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from pandas import DataFrame

    from data.ledger.reading import ReadSheet
    from data.ledger.sheets import RawRow
    from data.ledger.sitebook import SiteBook
    from data.ledger.streams import Before, Chunk

_REMEMBERED = 1 << 18
_NAMING = ("name", "village", "code", "site_id", "address")
"""Fields by which a row names its site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainBatch:
    """
    Plain rows of one sheet; all lists are of one length.

    Attributes
    ----------
    sheet
        Where they stand.
    numbers
        Their numbers in the sheet.
    visits
        Columns of ``INSPECTION`` but the source, and the key.
    cells
        What each row holds, as JSON.
    notes
        What was done to read it; missing where nothing was.
    """

    sheet: ReadSheet
    numbers: list[int] = field(default_factory=list)
    visits: dict[str, list[object]]
    cells: list[str] = field(default_factory=list)
    notes: list[Note | None] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.numbers)

    def tables(self, *, changed_only: bool = False) -> dict[str, DataFrame]:
        """Give the rows to upsert, all of them new."""
        del changed_only
        named = " / ".join(part for part in (self.sheet.file.name, self.sheet.name) if part)
        sources = [f"{named} / {number}" for number in self.numbers]
        return {"inspection": table_of({**self.visits, "source": sources}, INSPECTION)}

    def rows(self) -> DataFrame:
        """Report every row by schema ``IMPORT_ROW``."""
        count, file = len(self.numbers), self.sheet.file
        first = f"{file.sha256[:HASH_DIGITS]}:{self.sheet.name}:"
        told = {said: joined((said,)) for said in set(self.notes) if said is not None}
        columns: dict[str, list[object]] = {
            "import_row_id": [f"{first}{number}" for number in self.numbers],
            "file": [file.name] * count,
            "file_hash": [file.sha256] * count,
            "sheet": [self.sheet.name] * count,
            "row": list(self.numbers),
            "kind": ["inspections"] * count,
            "fate": [_fate(said) for said in self.notes],
            "target": self.visits["inspection_id"],
            "note": [told[said][0] or None if said else None for said in self.notes],
            "note_en": [told[said][1] or None if said else None for said in self.notes],
            "cells": list(self.cells),
        }
        return table_of(columns, IMPORT_ROW)

    @property
    def moved_sites(self) -> dict[str, str]:
        """Return the stored sites that are another one: visits move none."""
        return {}

    def unchanged(self) -> dict[str, str | None]:
        """Map the rows that say what the store holds to their records: none does."""
        return {}

    def sites(self) -> zip[tuple[object, object]]:
        """Pair the number of each visit with its site."""
        return zip(self.visits["inspection_id"], self.visits["site_id"], strict=True)

    def repairs(self) -> Iterable[str]:
        """Name what was interpreted, once for each row in which it was."""
        return (said.code for said in self.notes if said is not None and said.repair)


def _fate(said: Note | None) -> str:
    return "repaired" if said is not None and said.repair else "accepted"


class PlainReader:
    """
    Parts the plain rows of one sheet from those that need more than a look.

    Parameters
    ----------
    sheet
        A sheet of inspections whose reader ``is_plain``.
    book
        All sites; it does not change while visits are read.
    repeated
        Hashes of the numbers that come more than once, as ``repeated_ids`` finds them.
    """

    def __init__(self, sheet: ReadSheet, *, book: SiteBook, repeated: frozenset[int]) -> None:
        self._sheet = sheet
        self._reader = sheet.reader
        self._book = book
        self._repeated = repeated
        places = sheet.reader.places
        self._at = {name: places.get(name, -1) for name in ("inspection_id", "day", "result")}
        self._other = {name: places.get(name, -1) for name in ("team", "mode")}
        self._times = {name: places.get(name, -1) for name in TIMES}
        self._naming = tuple(places.get(name, -1) for name in _NAMING)
        self._sites: dict[tuple[str | None, ...], str | None] = {}
        self._days: dict[object, tuple[date | None, Note | None]] = {}

    def part(
        self, rows: Iterable[RawRow], held: Collection[str]
    ) -> tuple[PlainBatch, list[RawRow]]:
        """
        Take the plain rows out.

        Parameters
        ----------
        rows
            Rows of the sheet.
        held
            Numbers under which the store holds something already.

        Returns
        -------
        plain
            Those that leave nothing to settle.
        left
            The others, in their order.
        """
        names = tuple(name for name in (INSPECTION.key, *INSPECTION.names) if name != "source")
        batch = PlainBatch(sheet=self._sheet, visits={name: [] for name in names})
        left: list[RawRow] = []
        columns = [batch.visits[name] for name in names]
        for raw in rows:
            found = self._visit(raw, held)
            if found is None:
                left.append(raw)
                continue
            visit, said, cells = found
            batch.numbers.append(raw.number)
            batch.cells.append(orjson.dumps(cells).decode())
            batch.notes.append(said)
            for column, name in zip(columns, names, strict=True):
                column.append(visit[name])
        return batch, left

    def numbers(self, rows: Iterable[RawRow]) -> list[str]:
        """List the numbers that rows state."""
        place = self._at["inspection_id"]
        texts = [cell_text(raw.cells[place]) for raw in rows if -1 < place < len(raw.cells)]
        return [narrow(text) for text in texts if not says_nothing(text)]

    def _visit(
        self, raw: RawRow, held: Collection[str]
    ) -> tuple[dict[str, object], Note | None, dict[str, str]] | None:
        read = None if raw.notes else self._reader.texts_of(raw)
        if read is None:
            return None
        texts, filled = read
        number = narrow(filled.get(self._at["inspection_id"], ""))
        if not number or number in held or hash(number) in self._repeated:
            return None
        site_id = self._site(raw, filled)
        day, said = self._day(raw, filled)
        result = self._result(filled)
        if site_id is None or day is None or result is None:
            return None
        times = self._clocks(raw, filled)
        if times is None:
            return None
        mode = filled.get(self._other["mode"])
        visit: dict[str, object] = {
            "inspection_id": number,
            "site_id": site_id,
            "day": day,
            "team": filled.get(self._other["team"]),
            "mode": read_mode(mode) if mode else None,
            "mode_stated": mode,
            "result": result,
            **times,
        }
        return visit, said, self._reader.named(texts)

    def _site(self, raw: RawRow, filled: dict[int, str]) -> str | None:
        """Find the site that a row names; missing where that is not clear."""
        asked = tuple([filled.get(place) for place in self._naming])
        if asked in self._sites:
            return self._sites[asked]
        row = self._reader.read(raw)
        if not isinstance(row, LedgerRow) or not any(asked[i] for i in (0, 2, 3)):
            return None
        found = self._book.named(row)
        site_id = None if isinstance(found, Note) else found.site_id
        if len(self._sites) < _REMEMBERED:
            self._sites[asked] = site_id
        return site_id

    def _day(self, raw: RawRow, filled: dict[int, str]) -> tuple[date | None, Note | None]:
        place = self._at["day"]
        if place not in filled:
            return None, None
        cell = raw.cells[place]
        key = (type(cell), cell)
        if key not in self._days:
            if len(self._days) >= _REMEMBERED:
                self._days.clear()
            self._days[key] = read_day(cell, column=self._reader.header_of("day"))
        return self._days[key]

    def _clocks(self, raw: RawRow, filled: dict[int, str]) -> dict[str, str | None] | None:
        """Read the times of day; missing as a whole where one of them needs more than a look."""
        times: dict[str, str | None] = {}
        for name, place in self._times.items():
            cell = raw.cells[place] if place in filled else None
            times[name], said = read_clock(cell, column=name)
            if said is not None:
                return None
        return times

    def _result(self, filled: dict[int, str]) -> str | None:
        text = filled.get(self._at["result"], "")
        return read_result(text, column=self._reader.header_of("result"))


def plain_parts(
    reader: PlainReader | None, sheet: ReadSheet, before: Before, *, chunk_rows: int
) -> Iterator[PlainBatch | Chunk]:
    """
    Read the rows of a sheet, some at a time: the plain ones, then the others.

    Parameters
    ----------
    reader
        Takes the plain rows out; missing where no row of the sheet is plain.
    sheet
        The sheet.
    before
        What the store holds.
    chunk_rows
        How many at a time, > 0.
    """
    if reader is None:
        yield from chunks([sheet], chunk_rows=chunk_rows)
        return
    rows = iter(sheet.raw.rows)
    while some := list(islice(rows, chunk_rows)):
        held = () if before.is_empty else before.records(reader.numbers(some)).keys()
        batch, left = reader.part(some, held)
        if len(batch):
            yield batch
        yield chunk_of(sheet.reader.read(raw) for raw in left)

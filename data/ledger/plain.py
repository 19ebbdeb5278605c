"""Visits whose rows leave nothing to settle, column by column: nearly all of a long ledger."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import compress
from typing import TYPE_CHECKING

from data.ledger.batches import HASH_DIGITS
from data.ledger.notes import Note, joined, note
from data.schema import IMPORT_ROW, INSPECTION, table_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from pandas import DataFrame

    from data.ledger.outcomes import Change, Stored
    from data.ledger.reading import ReadSheet


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
        Columns of ``INSPECTION`` and the key; the source only of those that are stored already.
    cells
        What each row holds, as JSON.
    notes
        What was done to read it; missing where nothing was.
    change
        ``new``, or ``unchanged`` where the store holds just that.
    """

    sheet: ReadSheet
    numbers: Sequence[int]
    visits: Mapping[str, Sequence[object]]
    cells: Sequence[str]
    notes: Sequence[Note | None]
    change: Change = "new"

    def __len__(self) -> int:
        return len(self.numbers)

    def only(self, wanted: Sequence[bool]) -> PlainBatch:
        """Keep the rows for which the mask, as long as the batch, is true."""
        if all(wanted):
            return self
        return replace(
            self,
            numbers=list(compress(self.numbers, wanted)),
            visits={name: list(compress(column, wanted)) for name, column in self.visits.items()},
            cells=list(compress(self.cells, wanted)),
            notes=list(compress(self.notes, wanted)),
        )

    def as_held(self, held: Mapping[str, Stored]) -> PlainBatch:
        """Give rows that say just what the store holds as what it holds."""
        numbers = self.visits[INSPECTION.key]
        rows = [held[str(number)] for number in numbers]
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(INSPECTION.names)
        visits = dict(zip(INSPECTION.names, columns, strict=True))
        return replace(self, visits={INSPECTION.key: numbers, **visits}, change="unchanged")

    def columns(self) -> dict[str, dict[str, Sequence[object]]]:
        """Give what is to be upserted, table by table, column by column; nothing where all is."""
        return {} if self.change == "unchanged" else {"inspection": self._visits()}

    def _visits(self) -> dict[str, Sequence[object]]:
        if "source" in self.visits:
            return dict(self.visits)
        named = " / ".join(part for part in (self.sheet.file.name, self.sheet.name) if part)
        sources = [f"{named} / {number}" for number in self.numbers]
        return {**self.visits, "source": sources}

    def tables(self, *, changed_only: bool = False) -> dict[str, DataFrame]:
        """Give the rows to upsert, and unless ``changed_only`` those that are stored already."""
        if changed_only and self.change == "unchanged":
            return {}
        return {"inspection": table_of(self._visits(), INSPECTION)}

    def rows(self) -> DataFrame:
        """Report every row by schema ``IMPORT_ROW``."""
        return table_of(self.report(), IMPORT_ROW)

    def report(self) -> dict[str, Sequence[object]]:
        """Report the same column by column."""
        count, file = len(self.numbers), self.sheet.file
        told = self._told()
        return {
            "import_row_id": self._row_ids(),
            "file": [file.name] * count,
            "file_hash": [file.sha256] * count,
            "sheet": [self.sheet.name] * count,
            "row": self.numbers,
            "kind": ["inspections"] * count,
            "fate": [_fate(said) for said in self.notes],
            "target": self.visits[INSPECTION.key],
            "note": [zh for zh, _ in told],
            "note_en": [en for _, en in told],
            "cells": self.cells,
        }

    def _row_ids(self) -> list[str]:
        first = f"{self.sheet.file.sha256[:HASH_DIGITS]}:{self.sheet.name}:"
        return [f"{first}{number}" for number in self.numbers]

    def _told(self) -> list[tuple[str | None, str | None]]:
        """Word what was done with each row, Chinese and English."""
        if self.change == "unchanged":
            targets = map(str, self.visits[INSPECTION.key])
            pairs = zip(self.notes, targets, strict=True)
            return [joined((*_some(said), note("unchanged", id=target))) for said, target in pairs]
        worded: dict[Note | None, tuple[str | None, str | None]] = {
            said: joined((said,)) for said in set(self.notes) if said is not None
        }
        worded = {said: (zh or None, en or None) for said, (zh, en) in worded.items()}
        worded[None] = (None, None)
        return [worded[said] for said in self.notes]

    @property
    def moved_sites(self) -> dict[str, str]:
        """Return the stored sites that are another one: visits move none."""
        return {}

    def unchanged(self) -> dict[str, str | None]:
        """Map the ids of rows that say just what the store holds to the ids of their records."""
        if self.change != "unchanged":
            return {}
        return dict(zip(self._row_ids(), map(str, self.visits[INSPECTION.key]), strict=True))

    def without(self, row_ids: Collection[str]) -> PlainBatch:
        """Leave out the rows with these ids."""
        if not row_ids:
            return self
        return self.only([row_id not in row_ids for row_id in self._row_ids()])

    def sites(self) -> zip[tuple[object, object]]:
        """Pair the number of each visit with its site."""
        return zip(self.visits["inspection_id"], self.visits["site_id"], strict=True)

    def repairs(self) -> Iterable[str]:
        """Name what was interpreted, once for each row in which it was."""
        return (said.code for said in self.notes if said is not None and said.repair)


def _some(said: Note | None) -> tuple[Note, ...]:
    return () if said is None else (said,)


def _fate(said: Note | None) -> str:
    return "repaired" if said is not None and said.repair else "accepted"

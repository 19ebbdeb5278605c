"""What became of every row, one by one and counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.ledger.heads import sheet_headers, sheet_titles
from data.ledger.notes import joined
from data.ledger.outcomes import Outcome, Record, as_json
from data.schema import IMPORT_ROW, as_table, check_table
from data.words import FATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pandas import DataFrame

    from data.ledger.reading import ReadSheet
    from data.ledger.rows import SkippedRow

_HASH_DIGITS = 12
CELLS_KEPT = 100_000
"""Rows not stored whose cells an import keeps for the correction workbook."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCount:
    """
    What became of the rows of one sheet.

    Attributes
    ----------
    file, sheet
        Names; the sheet of a text file has none.
    kind
        Code of ``data.words.LEDGER_KINDS``.
    fates
        Code of ``data.words.FATES`` to number of rows, in the order of that list, no zeros.
    new, updated, unchanged
        What storing the accepted and repaired rows does.
    blank
        Rows that held nothing at all; they have no row of their own in ``LedgerImport.rows``.
    titles
        Text of the rows above the header, cell by cell.
    headers
        Name of every column, left to right, as the cells of a row name it.
    """

    file: str
    sheet: str
    kind: str
    fates: dict[str, int]
    new: int
    updated: int
    unchanged: int
    blank: int
    titles: tuple[tuple[str, ...], ...] = ()
    headers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """
    One row that was not stored, for a person to look at.

    Attributes
    ----------
    file, sheet, row
        Where it is; the sheet of a text file has none, rows count from 1.
    kind
        Code of ``data.words.LEDGER_KINDS``.
    fate
        ``rejected`` or ``question``.
    code
        Why, a key of ``data.ledger.notes.NOTES``.
    zh, en
        Why, as a sentence with its figures; equal for rows that one answer settles.
    cells
        The row as it was read, header to text; missing past the first ``CELLS_KEPT`` of an import,
        which nobody would go through by hand.
    """

    file: str
    sheet: str
    row: int
    kind: str
    fate: str
    code: str
    zh: str
    en: str
    cells: dict[str, str] | None = None


def doubts(sheets: Sequence[ReadSheet], outcomes: Sequence[Outcome]) -> list[Doubt]:
    """List the rows that were not stored: rejected ones first, then in the order of the files."""
    order = {(sheet.file.sha256, sheet.name): number for number, sheet in enumerate(sheets)}
    doubtful = [outcome for outcome in outcomes if outcome.fate in _DOUBTFUL]
    doubtful.sort(
        key=lambda o: (o.fate != "rejected", order[o.row.sha256, o.row.sheet], o.row.number)
    )
    return [_doubt(outcome, place) for place, outcome in enumerate(doubtful)]


_DOUBTFUL = frozenset({"rejected", "question"})


def _doubt(outcome: Outcome, place: int) -> Doubt:
    row, why = outcome.row, outcome.notes[-1]  # the last note is the one that decided
    return Doubt(
        file=row.file,
        sheet=row.sheet,
        row=row.number,
        kind=row.kind,
        fate=outcome.fate,
        code=why.code,
        zh=why.zh,
        en=why.en,
        cells=row.raw if place < CELLS_KEPT else None,
    )


def repair_counts(outcomes: Sequence[Outcome]) -> dict[str, int]:
    """Count stored rows by what was interpreted or assumed in them, commonest first."""
    codes = Counter(
        code
        for outcome in outcomes
        if outcome.fate == "repaired"
        for code in {note.code for note in outcome.notes if note.repair}
    )
    return dict(sorted(codes.items(), key=lambda item: (-item[1], item[0])))


def import_rows(sheets: Sequence[ReadSheet], outcomes: Sequence[Outcome]) -> DataFrame:
    """
    Report every row that holds something.

    Returns
    -------
    rows
        By schema ``IMPORT_ROW``, in the order of files, sheets and rows.
    """
    order = {(sheet.file.sha256, sheet.name): place for place, sheet in enumerate(sheets)}
    records = [_skipped_record(row) for sheet in sheets for row in sheet.skipped]
    records += [_outcome_record(outcome) for outcome in outcomes]
    records.sort(key=lambda r: (order[str(r["file_hash"]), str(r["sheet"])], int(str(r["row"]))))
    return check_table(as_table(records, IMPORT_ROW), IMPORT_ROW)


def unchanged_rows(outcomes: Sequence[Outcome]) -> frozenset[str]:
    """List the ids, as in ``import_rows``, of rows that say just what the store holds."""
    return frozenset(
        _row_id(outcome.row.sha256, outcome.row.sheet, outcome.row.number)
        for outcome in outcomes
        if outcome.change == "unchanged"
    )


def _row_id(sha256: str, sheet: str, number: int) -> str:
    return f"{sha256[:_HASH_DIGITS]}:{sheet}:{number}"


def _outcome_record(outcome: Outcome) -> Record:
    row = outcome.row
    zh, en = joined(outcome.notes)
    return {
        "import_row_id": _row_id(row.sha256, row.sheet, row.number),
        "file": row.file,
        "file_hash": row.sha256,
        "sheet": row.sheet,
        "row": row.number,
        "kind": row.kind,
        "fate": outcome.fate,
        "target": outcome.target,
        "note": zh or None,
        "note_en": en or None,
        "cells": as_json(row.raw),
    }


def _skipped_record(row: SkippedRow) -> Record:
    return {
        "import_row_id": _row_id(row.sha256, row.sheet, row.number),
        "file": row.file,
        "file_hash": row.sha256,
        "sheet": row.sheet,
        "row": row.number,
        "kind": row.kind,
        "fate": "skipped",
        "target": None,
        "note": row.why.zh,
        "note_en": row.why.en,
        "cells": as_json(row.raw),
    }


def sheet_counts(sheets: Sequence[ReadSheet], outcomes: Sequence[Outcome]) -> list[SheetCount]:
    """Count the rows of each sheet by what became of them, sheets in their order."""
    fates: dict[tuple[str, str], Counter[str]] = {}
    changes: dict[tuple[str, str], Counter[str]] = {}
    for outcome in outcomes:
        key = (outcome.row.sha256, outcome.row.sheet)
        fates.setdefault(key, Counter())[outcome.fate] += 1
        if outcome.change:
            changes.setdefault(key, Counter())[outcome.change] += 1
    return [
        _count(sheet, fates.get(key, Counter()), changes.get(key, Counter()))
        for sheet in sheets
        for key in [(sheet.file.sha256, sheet.name)]
    ]


def _count(sheet: ReadSheet, fates: Counter[str], changes: Counter[str]) -> SheetCount:
    every = fates + Counter({"skipped": len(sheet.skipped)})
    return SheetCount(
        file=sheet.file.name,
        sheet=sheet.name,
        kind=sheet.layout.kind if sheet.layout else "unknown",
        fates={fate: every[fate] for fate in FATES if every[fate]},
        new=changes["new"],
        updated=changes["updated"],
        unchanged=changes["unchanged"],
        blank=sheet.blank,
        titles=sheet_titles(sheet),
        headers=sheet_headers(sheet),
    )

"""Ledger files in, checked tables out, with the fate of every row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data.errors import ConfigError, LedgerError
from data.headers import HEADERS
from data.ledger.files import read_file
from data.ledger.findings import resolve_findings
from data.ledger.inspections import (
    inspection_number,
    resolve_inspections,
    sites_of_inspections,
)
from data.ledger.notes import joined
from data.ledger.outcomes import Outcome, Record, as_json, stored
from data.ledger.rows import LedgerRow, SkippedRow, sheet_rows
from data.ledger.sheets import RawFile, cell_text
from data.ledger.sites import resolve_sites
from data.ledger.teams import TeamImport, resolve_teams
from data.ledger.tips import resolve_tips
from data.schema import IMPORT_ROW, TABLES, as_table, check_table
from data.words import DATUMS, FATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from pandas import DataFrame

    from data.ledger.layout import Layout
    from data.ports import Progress, Tables

KINDS = tuple(HEADERS)
_TABLE_OF = {
    "sites": "site",
    "inspections": "inspection",
    "findings": "finding",
    "tips": "tip",
    "teams": "team",
}
_HASH_DIGITS = 12
_SHOWN_HEADERS = 12


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
    """

    file: str
    sheet: str
    kind: str
    fates: dict[str, int]
    new: int
    updated: int
    unchanged: int
    blank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerImport:
    """
    What an import would write; nothing is written yet.

    Attributes
    ----------
    tables
        Table name to rows to upsert: ``site``, ``inspection``, ``finding``, ``tip``, ``team``,
        ``shift``; each passes ``check_table`` and may be empty.
    rows
        By schema ``IMPORT_ROW``: every row that holds something, in the order of files, sheets and
        rows.
    files
        One count per sheet.
    dropped_shifts
        Ids of stored shifts that these files' teams no longer work, to be cleared.
    repeated_files
        Name of each file that is byte for byte one read before it, and that file's name.
    """

    tables: dict[str, DataFrame]
    rows: DataFrame
    files: tuple[SheetCount, ...]
    dropped_shifts: tuple[str, ...] = ()
    repeated_files: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Sheet:
    file: RawFile
    name: str
    blank: int
    layout: Layout | None
    rows: list[LedgerRow]
    skipped: list[SkippedRow]


def read_ledgers(
    paths: Sequence[Path],
    *,
    known: Tables,
    kind: str = "auto",
    datum: str = "auto",
    progress: Progress | None = None,
) -> LedgerImport:
    """
    Read ledger files and say what became of every row.

    The same files and the same store give the same result. A file read again repeats its ids and
    changes nothing. Files may come in any order: sites are settled first, then teams, inspections,
    findings and tips.

    Parameters
    ----------
    paths
        Files: .xlsx, or text tables in UTF-8 or GB18030. Only these are opened.
    known
        What the store holds.
    kind
        ``auto`` to tell by the headers, or one of ``KINDS`` to read only that.
    datum
        Datum of rows that state none themselves, a code of ``data.words.DATUMS``; ``auto`` to
        assume one per file (``data.ledger.assumption``).
    progress
        Told after each file and each kind.

    Returns
    -------
    result
        Tables to store and the fate of every row.

    Raises
    ------
    LedgerError
        If a file cannot be read, or holds no sheet that is known, or only site sheets without
        coordinates. Nothing is returned then.
    ConfigError
        If no file is given, or ``kind`` or ``datum`` is none of the known ones.
    """
    _check_arguments(paths, kind, datum)
    tell = progress or _silent
    steps = len(paths) + len(KINDS)
    files: list[RawFile] = []
    sheets: list[_Sheet] = []
    repeated: dict[str, str] = {}
    for done, path in enumerate(paths, start=1):
        file = read_file(path)
        same = next((other for other in files if other.sha256 == file.sha256), None)
        if same is not None:
            repeated[file.name] = same.name
        else:
            files.append(file)
            sheets += _sheets(file, KINDS if kind == "auto" else (kind,))
        tell(done, steps, file.name)
    outcomes, teams = _resolve(sheets, known, datum)
    tell(steps, steps)
    return LedgerImport(
        tables=_tables(outcomes, teams),
        rows=_import_rows(sheets, outcomes),
        files=tuple(_counts(sheets, outcomes)),
        dropped_shifts=teams.dropped_shifts,
        repeated_files=repeated,
    )


def _check_arguments(paths: Sequence[Path], kind: str, datum: str) -> None:
    if not paths:
        raise ConfigError("Expected at least one ledger file, got none.")
    if kind != "auto" and kind not in KINDS:
        raise ConfigError(f"Expected kind auto, {', '.join(KINDS)}, got {kind!r}.")
    if datum != "auto" and datum not in DATUMS:
        raise ConfigError(f"Expected datum auto, {', '.join(DATUMS)}, got {datum!r}.")


def _silent(done: float, total: float, note: str = "") -> None:
    """Show nothing."""


def _sheets(file: RawFile, kinds: Sequence[str]) -> list[_Sheet]:
    sheets = []
    for raw in file.sheets:
        layout, rows, skipped = sheet_rows(file, raw, kinds=kinds)
        sheets.append(_Sheet(file, raw.name, raw.blank, layout, rows, skipped))
    layouts = [sheet.layout for sheet in sheets if sheet.layout]
    if not layouts:
        raise LedgerError(file.name, _no_header(file, kinds))
    if all(layout.kind == "sites" and not layout.has_positions for layout in layouts):
        raise LedgerError(
            file.name,
            "has no coordinate columns; expected 经度 and 纬度 (or 经纬度), "
            f"found {', '.join(_headers(layouts))}",
        )
    return sheets


def _headers(layouts: Iterable[Layout]) -> list[str]:
    return [column.header for layout in layouts for column in layout.columns][:_SHOWN_HEADERS]


def _no_header(file: RawFile, kinds: Sequence[str]) -> str:
    examples = {
        "sites": "企业名称, 经度, 纬度",
        "inspections": "被检查单位, 检查日期, 结果",
        "findings": "隐患内容, 整改期限, 整改状态",
        "teams": "队名, 持证人数, 白班",
        "tips": "线索编号, 日期, 内容",
    }
    widest = max(
        (row for sheet in file.sheets for row in sheet.rows[:_SHOWN_HEADERS]),
        key=lambda row: sum(bool(cell_text(cell)) for cell in row.cells),
    )
    found = [text for text in map(cell_text, widest.cells) if text][:_SHOWN_HEADERS]
    wanted = "; or ".join(examples[kind] for kind in kinds[:2])
    return f"no sheet holds a header we know; expected e.g. {wanted}; found {', '.join(found)}"


def _resolve(
    sheets: Sequence[_Sheet], known: Tables, datum: str
) -> tuple[list[Outcome], TeamImport]:
    rows = {kind: _rows_of(sheets, kind) for kind in KINDS}
    sites, book = resolve_sites(rows["sites"], known=stored(known.read("site")), datum=datum)
    teams = resolve_teams(
        rows["teams"],
        known=stored(known.read("team")),
        known_shifts=stored(known.read("shift")),
        book=book,
        datum=datum,
    )
    visits_before = _named_before(known, rows["inspections"] + rows["findings"])
    visits = resolve_inspections(rows["inspections"], before=visits_before, book=book)
    site_of, open_numbers = sites_of_inspections(visits, visits_before)
    findings = resolve_findings(
        rows["findings"],
        before=stored(known.read("finding")),
        book=book,
        site_of=site_of,
        open_numbers=open_numbers,
    )
    tips = resolve_tips(rows["tips"], before=stored(known.read("tip")), book=book, datum=datum)
    return [*sites, *teams.outcomes, *visits, *findings, *tips], teams


def _rows_of(sheets: Sequence[_Sheet], kind: str) -> list[LedgerRow]:
    return [row for sheet in sheets for row in sheet.rows if row.kind == kind]


def _named_before(known: Tables, rows: Sequence[LedgerRow]) -> dict[str, Record]:
    """Read the stored inspections that the rows may mean: all, if a row has no number."""
    if not rows:
        return {}
    numbers = {inspection_number(row) for row in rows}
    keys = None if None in numbers else {number for number in numbers if number}
    return stored(known.read("inspection"), keys=keys)


def _tables(outcomes: Sequence[Outcome], teams: TeamImport) -> dict[str, DataFrame]:
    records: dict[str, list[Record]] = {name: [] for name in (*_TABLE_OF.values(), "shift")}
    for outcome in outcomes:
        if outcome.record is not None:
            records[_TABLE_OF[outcome.row.kind]].append(outcome.record)
    records["shift"] = teams.shifts
    return {
        name: check_table(as_table(listed, TABLES[name]), TABLES[name]).sort_index()
        for name, listed in records.items()
    }


def _import_rows(sheets: Sequence[_Sheet], outcomes: Sequence[Outcome]) -> DataFrame:
    order = {(sheet.file.sha256, sheet.name): place for place, sheet in enumerate(sheets)}
    records = [_skipped_record(row) for sheet in sheets for row in sheet.skipped]
    records += [_outcome_record(outcome) for outcome in outcomes]
    records.sort(key=lambda r: (order[str(r["file_hash"]), str(r["sheet"])], int(str(r["row"]))))
    return check_table(as_table(records, IMPORT_ROW), IMPORT_ROW)


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


def _counts(sheets: Sequence[_Sheet], outcomes: Sequence[Outcome]) -> list[SheetCount]:
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


def _count(sheet: _Sheet, fates: Counter[str], changes: Counter[str]) -> SheetCount:
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
    )

"""Ledger files in, checked tables out, with the fate of every row."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, partial
from typing import TYPE_CHECKING

from data.errors import ConfigError
from data.headers import HEADERS
from data.ledger.files import read_file
from data.ledger.findings import resolve_findings
from data.ledger.ground import read_ground
from data.ledger.inspections import (
    inspection_number,
    resolve_inspections,
    sites_of_inspections,
)
from data.ledger.outcomes import Outcome, Record, stored
from data.ledger.reading import ReadSheet, read_sheets
from data.ledger.report import (
    Doubt,
    SheetCount,
    doubts,
    import_rows,
    repair_counts,
    sheet_counts,
    unchanged_rows,
)
from data.ledger.sites import resolve_sites
from data.ledger.teams import TeamImport, resolve_teams
from data.ledger.tips import resolve_tips
from data.schema import TABLES, as_table, check_table
from data.words import DATUMS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pandas import DataFrame

    from data.ledger.rows import LedgerRow
    from data.ledger.sheets import RawFile
    from data.ports import Progress, Tables

KINDS = tuple(HEADERS)
_TABLE_OF = {
    "sites": "site",
    "inspections": "inspection",
    "findings": "finding",
    "tips": "tip",
    "teams": "team",
}


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
    doubts
        Every row that was not stored and needs a person, rejected ones first.
    repairs
        Code of a note to number of stored rows in which something was interpreted or assumed.
    dropped_shifts
        Ids of stored shifts that these files' teams no longer work, to be cleared.
    repeated_files
        Name of each file that is byte for byte one read before it, and that file's name.
    unchanged_rows
        Ids in ``rows`` of those that say just what the store holds.
    """

    tables: dict[str, DataFrame]
    rows: DataFrame
    files: tuple[SheetCount, ...]
    doubts: tuple[Doubt, ...] = ()
    repairs: dict[str, int] = field(default_factory=dict)
    dropped_shifts: tuple[str, ...] = ()
    repeated_files: dict[str, str] = field(default_factory=dict)
    unchanged_rows: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLedgers:
    """
    Ledger files as they were read, before anybody says what their rows become.

    Attributes
    ----------
    sheets
        Every sheet of every file, in their order.
    repeated_files
        Name of each file that is byte for byte one read before it, and that file's name.
    steps
        What progress counts to: one per file given, and one to settle them.
    """

    sheets: tuple[ReadSheet, ...]
    repeated_files: dict[str, str]
    steps: int


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

    The same as ``open_ledgers`` and then ``settle_ledgers``; arguments and errors are theirs.
    """
    check_datum(datum)
    opened = open_ledgers(paths, kind=kind, progress=progress)
    return settle_ledgers(opened, known=known, datum=datum, progress=progress)


def open_ledgers(
    paths: Sequence[Path], *, kind: str = "auto", progress: Progress | None = None
) -> ReadLedgers:
    """
    Read ledger files; what they mean is not settled yet, so nothing of the store is needed.

    Parameters
    ----------
    paths
        Files: .xlsx, or text tables in UTF-8 or GB18030. Only these are opened.
    kind
        ``auto`` to tell by the headers, or one of ``KINDS`` to read only that.
    progress
        Told after each file.

    Raises
    ------
    LedgerError
        If a file cannot be read, or holds no sheet that is known, or only site sheets without
        coordinates. Nothing is returned then.
    ConfigError
        If no file is given, or ``kind`` is none of the known ones.
    """
    _check_arguments(paths, kind)
    tell = progress or _silent
    files: list[RawFile] = []
    sheets: list[ReadSheet] = []
    repeated: dict[str, str] = {}
    for done, path in enumerate(paths, start=1):
        file = read_file(path)
        same = next((other for other in files if other.sha256 == file.sha256), None)
        if same is not None:
            repeated[file.name] = same.name
        else:
            files.append(file)
            sheets += read_sheets(file, kinds=KINDS if kind == "auto" else (kind,))
        tell(done, len(paths) + 1, file.name)
    return ReadLedgers(sheets=tuple(sheets), repeated_files=repeated, steps=len(paths) + 1)


def settle_ledgers(
    opened: ReadLedgers,
    *,
    known: Tables,
    datum: str = "auto",
    progress: Progress | None = None,
) -> LedgerImport:
    """
    Say what becomes of every row, given what the store holds.

    The same files and the same store give the same result. A file read again repeats its ids and
    changes nothing. Files may come in any order: sites are settled first, then teams, inspections,
    findings and tips. New ids are the next after those in ``known``: to write the result, read and
    write in one unit, so that nobody else is given the same ids.

    Parameters
    ----------
    opened
        The files as ``open_ledgers`` read them.
    known
        What the store holds.
    datum
        A code of ``data.words.DATUMS`` that settles rows which state none and whose datum is not
        sure; stated and sure ones stay (``data.ledger.assumption``). ``auto`` leaves questions.
    progress
        Told at the end.

    Returns
    -------
    result
        Tables to store and the fate of every row.

    Raises
    ------
    ConfigError
        If ``datum`` is none of the known ones.
    """
    check_datum(datum)
    outcomes, teams = _resolve(opened.sheets, known, datum)
    (progress or _silent)(opened.steps, opened.steps)
    return LedgerImport(
        tables=_tables(outcomes, teams),
        rows=import_rows(opened.sheets, outcomes),
        files=tuple(sheet_counts(opened.sheets, outcomes)),
        doubts=tuple(doubts(opened.sheets, outcomes)),
        repairs=repair_counts(outcomes),
        dropped_shifts=teams.dropped_shifts,
        repeated_files=opened.repeated_files,
        unchanged_rows=unchanged_rows(outcomes),
    )


def _check_arguments(paths: Sequence[Path], kind: str) -> None:
    if not paths:
        raise ConfigError(
            "Expected at least one ledger file, got none.",
            zh="请至少给出一个台账文件。",
        )
    if kind != "auto" and kind not in KINDS:
        raise ConfigError(
            f"Expected kind auto, {', '.join(KINDS)}, got {kind!r}.",
            zh=f"--kind 应为 auto、{'、'.join(KINDS)} 之一，现为“{kind}”。",
        )


def check_datum(datum: str) -> None:
    """
    Refuse a datum that is neither known nor ``auto``.

    Raises
    ------
    ConfigError
        If it is none of these.
    """
    if datum != "auto" and datum not in DATUMS:
        raise ConfigError(
            f"Expected datum auto, {', '.join(DATUMS)}, got {datum!r}.",
            zh=f"--datum 应为 auto、{'、'.join(DATUMS)} 之一，现为“{datum}”。",
        )


def _silent(done: float, total: float, note: str = "") -> None:
    """Show nothing."""


def _resolve(
    sheets: Sequence[ReadSheet], known: Tables, datum: str
) -> tuple[list[Outcome], TeamImport]:
    rows = {kind: _rows_of(sheets, kind) for kind in KINDS}
    ground = cache(partial(read_ground, known))
    sites, book = resolve_sites(
        rows["sites"], known=stored(known.read("site")), datum=datum, ground=ground
    )
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


def _rows_of(sheets: Sequence[ReadSheet], kind: str) -> list[LedgerRow]:
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

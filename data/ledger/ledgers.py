"""Ledger files in, checked tables out, with the fate of every row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.errors import ConfigError
from data.headers import HEADERS
from data.ledger.batches import TABLE_OF, Batch
from data.ledger.columns import NO_COLUMNS
from data.ledger.files import read_file
from data.ledger.reading import ReadSheet, read_sheets
from data.ledger.settling import Settling
from data.ledger.streams import CHUNK_ROWS
from data.schema import IMPORT_ROW, TABLES, as_table, check_table
from data.words import DATUMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pandas import DataFrame

    from data.ledger.columns import ColumnMap
    from data.ledger.plain import PlainBatch
    from data.ledger.report import Doubt, SheetCount
    from data.ledger.sheets import RawFile
    from data.ports import LargeTables, Progress
    from data.schema import TableSchema

KINDS = tuple(HEADERS)
_STEPS_PER_FILE = 5
"""To settle and store a file takes about four times as long as to read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerImport:
    """
    What an import would write; nothing is written yet.

    Attributes
    ----------
    tables
        Table name to rows to upsert: ``site``, ``inspection``, ``finding``, ``tip``, ``team``,
        ``shift``, ``area``, ``power_reading``, ``answer``; each passes ``check_table`` and may be
        empty.
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
    moved_sites
        Ids of stored sites that a person said are another one, to that one; empty for a site that
        is none. What refers to them is to be moved, and they are to be cleared.
    """

    tables: dict[str, DataFrame]
    rows: DataFrame
    files: tuple[SheetCount, ...]
    doubts: tuple[Doubt, ...] = ()
    repairs: dict[str, int] = field(default_factory=dict)
    dropped_shifts: tuple[str, ...] = ()
    repeated_files: dict[str, str] = field(default_factory=dict)
    unchanged_rows: frozenset[str] = frozenset()
    moved_sites: dict[str, str] = field(default_factory=dict)


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
        What progress counts to: one per file given to read it, and the rest to settle them.
    files
        Number of files given.
    """

    sheets: tuple[ReadSheet, ...]
    repeated_files: dict[str, str]
    steps: int
    files: int

    def onward(self, progress: Progress | None) -> Progress:
        """Go on with a bar that has shown the reading: rows settled fill the rest of it."""

        def tell(done: float, total: float, note: str = "") -> None:
            share = done / total if total else 1.0
            (progress or _silent)(self.files + share * (self.steps - self.files), self.steps, note)

        return tell


def read_ledgers(
    paths: Sequence[Path],
    *,
    known: LargeTables,
    kind: str = "auto",
    datum: str = "auto",
    columns: ColumnMap = NO_COLUMNS,
    progress: Progress | None = None,
) -> LedgerImport:
    """
    Read ledger files and say what became of every row.

    The same as ``open_ledgers`` and then ``settle_ledgers``; arguments and errors are theirs.
    """
    check_datum(datum)
    opened = open_ledgers(paths, kind=kind, columns=columns, progress=progress)
    return settle_ledgers(opened, known=known, datum=datum, progress=progress)


def open_ledgers(
    paths: Sequence[Path],
    *,
    kind: str = "auto",
    columns: ColumnMap = NO_COLUMNS,
    progress: Progress | None = None,
    uploads: Mapping[Path, str] | None = None,
) -> ReadLedgers:
    """
    Read ledger files; what they mean is not settled yet, so nothing of the store is needed.

    Parameters
    ----------
    paths
        Workbooks, text tables and map files (``data.ledger.forms``). Only these are opened.
    kind
        ``auto`` to tell by the headers, or one of ``KINDS`` to read only that.
    columns
        Headers that the user explained.
    progress
        Told after each file.
    uploads
        Path to what people call the file, of those that strangers may have sent: they are parsed in
        the cage (``data.ledger.files.read_file``).

    Raises
    ------
    LedgerError
        If a file cannot be read, or holds no sheet that is known, or only site sheets without
        coordinates. Nothing is returned then.
    ConfigError
        If no file is given, ``kind`` is none of the known ones, or ``columns`` speaks of headers
        that no file has.
    """
    _check_arguments(paths, kind)
    tell, named = progress or _silent, uploads or {}
    files: list[RawFile] = []
    sheets: list[ReadSheet] = []
    repeated: dict[str, str] = {}
    for done, path in enumerate(paths, start=1):
        file = read_file(path, name=named.get(path, ""), caged=path in named)
        same = next((other for other in files if other.sha256 == file.sha256), None)
        if same is not None:
            repeated[file.name] = same.name
        else:
            files.append(file)
            sheets += read_sheets(file, kinds=KINDS if kind == "auto" else (kind,), columns=columns)
        tell(done, len(paths) * _STEPS_PER_FILE, file.name)
    columns.check_used(_headers(sheets))
    return ReadLedgers(
        sheets=tuple(sheets),
        repeated_files=repeated,
        steps=len(paths) * _STEPS_PER_FILE,
        files=len(paths),
    )


def _headers(sheets: Sequence[ReadSheet]) -> Iterator[str]:
    for sheet in sheets:
        if sheet.layout is not None:
            yield from (column.header for column in sheet.layout.columns)


def settle_ledgers(
    opened: ReadLedgers,
    *,
    known: LargeTables,
    datum: str = "auto",
    progress: Progress | None = None,
    chunk_rows: int = CHUNK_ROWS,
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
    chunk_rows
        Rows of large ledgers that are settled together, > 0; the result is the same for all.

    Returns
    -------
    result
        LargeTables to store and the fate of every row.

    Raises
    ------
    ConfigError
        If ``datum`` is none of the known ones.
    """
    check_datum(datum)
    settling = Settling(
        opened.sheets,
        known=known,
        datum=datum,
        progress=opened.onward(progress),
        chunk_rows=chunk_rows,
    )
    settled = _whole(settling, opened)
    (progress or _silent)(opened.steps, opened.steps)
    return settled


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


def _whole(settling: Settling, opened: ReadLedgers) -> LedgerImport:
    batches = list(settling)
    tally = settling.tally
    return LedgerImport(
        tables={**_tables(batches), "answer": settling.answers()},
        rows=_rows(batches, opened.sheets),
        files=tuple(tally.sheets()),
        doubts=tuple(tally.doubts()),
        repairs=tally.repairs(),
        dropped_shifts=settling.dropped_shifts,
        repeated_files=opened.repeated_files,
        unchanged_rows=frozenset(row for batch in batches for row in batch.unchanged()),
        moved_sites={old: new for batch in batches for old, new in batch.moved_sites.items()},
    )


def _tables(batches: Sequence[Batch | PlainBatch]) -> dict[str, DataFrame]:
    parts: dict[str, list[DataFrame]] = {
        name: [] for name in (*TABLE_OF.values(), "shift", "power_reading")
    }
    for batch in batches:
        for name, rows in batch.tables().items():
            parts[name].append(rows)
    return {name: _joined(listed, TABLES[name]).sort_index() for name, listed in parts.items()}


def _joined(parts: Sequence[DataFrame], schema: TableSchema) -> DataFrame:
    """Put tables of one schema together and check them; empty ones would spoil the types."""
    filled = [part for part in parts if len(part)]
    return check_table(pd.concat(filled), schema) if filled else as_table([], schema)


def _rows(batches: Sequence[Batch | PlainBatch], sheets: Sequence[ReadSheet]) -> DataFrame:
    """Put the report of all batches together, in the order of files, sheets and rows."""
    rows = _joined([batch.rows() for batch in batches if len(batch)], IMPORT_ROW)
    order = {(sheet.file.sha256, sheet.name): place for place, sheet in enumerate(sheets)}
    behind = len(order)  # rows of earlier imports that are settled only now
    places = [order.get(key, behind) for key in zip(rows["file_hash"], rows["sheet"], strict=True)]
    by_place = np.lexsort((rows["row"].to_numpy(dtype=np.int64), np.array(places, dtype=np.int64)))
    return rows.iloc[by_place]

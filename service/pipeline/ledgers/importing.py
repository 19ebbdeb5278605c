"""Ledgers into the store, with the fate of every row."""

from __future__ import annotations

import gc
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from data.config import read_toml
from data.ledger import (
    LAST_SITE,
    NO_COLUMNS,
    ColumnMap,
    PlainBatch,
    Settling,
    check_datum,
    open_ledgers,
    read_column_map,
)
from data.schema import FINDING, as_table
from data.words import FATES
from service.pipeline.cases.steps import follow_ledger
from service.pipeline.ledgers.behind import AtOnce, Behind, Written
from service.pipeline.ledgers.moves import move_sites
from service.pipeline.ledgers.versions import note_versions
from service.pipeline.places.openings import note_open_ledgers
from service.results.ledgers import ImportResult

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from pandas import DataFrame

    from data.ledger import Batch, SheetCount
    from data.ledger.ledgers import ReadLedgers
    from data.ledger.outcomes import Record
    from data.ports import Progress
    from data.store import Store
    from data.store.unit import Unit

IMPORT_ORDER = ("site", "team", "shift", "inspection", "finding", "tip", "area", "power_reading")
_MANY_ROWS = 20_000
"""From here on a thread of its own pays."""
_ROWS_BETWEEN_COLLECTIONS = 200_000
COUNTED = ("site", "inspection", "finding", "tip", "team", "area", "power_reading")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportChoices:
    """
    How ledgers are to be read, where the user knows better than their headers.

    Attributes
    ----------
    kind, datum
        What the files hold and which datum unstated positions are in; ``auto`` finds out.
    columns
        Headers that the user explained.
    uploads
        Path to what people call the file, of files that were sent to the service; they are parsed
        in the cage.
    """

    kind: str = "auto"
    datum: str = "auto"
    columns: ColumnMap = NO_COLUMNS
    uploads: Mapping[Path, str] = field(default_factory=dict)


AS_THEY_ARE = ImportChoices()
"""Everything is found out."""


def import_ledgers(
    store: Store,
    files: Sequence[Path],
    *,
    choices: ImportChoices = AS_THEY_ARE,
    dry_run: bool = False,
    progress: Progress | None = None,
    heard: Callable[[Batch | PlainBatch], None] | None = None,
) -> ImportResult:
    """
    Read ledgers into the store, all of them or none.

    What the store holds is read in the same unit as it is written, so that two imports at once
    cannot give out the same ids; the files are read before, while others may still write.

    Parameters
    ----------
    store
        Where the rows go.
    files
        Ledgers in any order.
    choices
        How to read them.
    dry_run
        Report, but store nothing.
    progress
        Told how far the reading has come.
    heard
        Told the rows of a dry run, some at a time, as they would be written.

    Raises
    ------
    LedgerError
        If a file cannot be read at all; nothing is stored then.
    """
    check_datum(choices.datum)
    opened = open_ledgers(
        files,
        kind=choices.kind,
        columns=choices.columns,
        progress=progress,
        uploads=choices.uploads,
    )
    with _seldom_collecting(), store.writing() as unit:
        onward = opened.onward(progress)
        with _writer(unit, opened, dry_run=dry_run, heard=heard) as writer:
            known = Written(unit, writer.finish)
            settling = Settling(opened.sheets, known=known, datum=choices.datum, progress=onward)
            for batch in settling:
                writer.put(batch)
        if not dry_run:
            unit.note("files", [choices.uploads.get(path, path.name) for path in files])
            unit.upsert("answer", settling.answers())
            _note_last_site(unit, settling.last_site)
            home = store.file.parent if store.file else None
            doubts = settling.tally.doubts()
            places = {choices.uploads.get(path, path.name): path for path in reversed(files)}
            note_open_ledgers(unit, doubts, opened.sheets, places=places, home=home)
            note_versions(unit, opened.sheets)
        if settling.dropped_shifts and not dry_run:
            unit.clear("shift", where={"shift_id": settling.dropped_shifts})
        return _result(unit, settling, repeated=opened.repeated_files, dry_run=dry_run)


def _result(
    unit: Unit, settling: Settling, *, repeated: dict[str, str], dry_run: bool
) -> ImportResult:
    """Count what became of the rows, and what the store holds with them."""
    tally = settling.tally
    sheets = tally.sheets()
    return ImportResult(
        sheets=tuple(sheets),
        fates=_fates(sheets),
        new=sum(count.new for count in sheets),
        updated=sum(count.updated for count in sheets),
        unchanged=sum(count.unchanged for count in sheets),
        repairs=tally.repairs(),
        to_see=tuple(tally.doubts()),
        repeated_files=repeated,
        held={f"{table}s": unit.count(table) for table in COUNTED},
        dry_run=dry_run,
        settled=tally.settled(),
        followed=settling.followed,
        has_roads="roads" in unit.settings(),
        dropped=sum(count.dropped for count in sheets),
        kept=sum(count.kept for count in sheets),
    )


def _writer(
    unit: Unit,
    opened: ReadLedgers,
    *,
    dry_run: bool,
    heard: Callable[[Batch | PlainBatch], None] | None,
) -> Behind[Batch | PlainBatch] | AtOnce[Batch | PlainBatch]:
    """Write batches behind the settling where there are many rows, else as they come."""
    if dry_run:
        return AtOnce(heard or _write_nothing)
    rows = sum(len(sheet.raw.rows) for sheet in opened.sheets)
    return (Behind if rows >= _MANY_ROWS else AtOnce)(partial(_write, unit))


def _write_nothing(_batch: Batch | PlainBatch) -> None:
    """Store nothing."""


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """
    Let Python look for rubbish in circles less often: it goes through all rows each time.

    Rows hold no circles; what a large import does leave is found a little later. Of two imports at
    once in one program the first sets it back.
    """
    usual = gc.get_threshold()
    if usual[0] >= _ROWS_BETWEEN_COLLECTIONS:
        yield
        return
    gc.set_threshold(_ROWS_BETWEEN_COLLECTIONS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def read_columns(file: Path | None) -> ColumnMap:
    """
    Read the file in which a user explains headers; without one nothing is explained.

    Raises
    ------
    ConfigError
        If it cannot be read, or says something that has no meaning.
    """
    if file is None:
        return NO_COLUMNS
    return read_column_map(read_toml(file), file=file.name)


def _write(unit: Unit, batch: Batch | PlainBatch) -> None:
    if isinstance(batch, PlainBatch):
        _write_plain(unit, batch)
        return
    move_sites(unit, batch.moved_sites)
    tables = batch.tables(changed_only=True)
    if updated := batch.updated("findings"):
        tables["finding"] = _followed(unit, tables["finding"], updated)
    for table in IMPORT_ORDER:
        if table in tables:
            unit.upsert(table, tables[table])
    if len(batch):
        rows = batch.rows()
        unit.upsert("import_row", rows[~rows.index.isin(_told_before(unit, batch))])


def _followed(unit: Unit, rows: DataFrame, updated: Mapping[str, Record]) -> DataFrame:
    """Let findings that moved on take the steps that lead there, and keep what people entered."""
    fresh = as_table(list(follow_ledger(unit, updated).values()), FINDING)
    new = rows[~rows.index.isin(fresh.index)]
    return pd.concat([new, fresh]) if len(new) else fresh


def _write_plain(unit: Unit, batch: PlainBatch) -> None:
    for table, columns in batch.columns().items():
        unit.upsert_columns(table, columns)
    fresh = batch.without(frozenset(_told_before(unit, batch)))
    if len(fresh):
        unit.upsert_columns("import_row", fresh.report())


def _note_last_site(unit: Unit, site_id: str) -> None:
    """Remember the newest id, so that no site is ever given that of one that is gone."""
    if site_id != unit.settings().get(LAST_SITE, ""):
        unit.set(LAST_SITE, site_id)


def _told_before(unit: Unit, batch: Batch | PlainBatch) -> list[str]:
    """Find rows of a file imported again that change nothing; what they did at first stays."""
    unchanged = batch.unchanged()
    if not unchanged:
        return []
    former = unit.column("import_row", "target", keys=list(unchanged))
    return [row for row, target in unchanged.items() if former.get(row, "") == target]


def _fates(sheets: Sequence[SheetCount]) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for sheet in sheets:
        counted.update(sheet.fates)
    return {fate: counted[fate] for fate in FATES if counted[fate]}

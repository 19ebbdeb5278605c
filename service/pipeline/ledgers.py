"""Ledgers into the store, with the fate of every row."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

from data.config import read_toml
from data.ledger import (
    NO_COLUMNS,
    check_datum,
    open_ledgers,
    read_column_map,
    settle_ledgers,
)
from data.words import FATES
from service.results import ImportResult, RowToSee, SheetResult

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from data.ledger import ColumnMap
    from data.ledger.ledgers import LedgerImport
    from data.ports import Progress
    from data.store import Store
    from data.store.unit import Unit

IMPORT_ORDER = ("site", "team", "shift", "inspection", "finding", "tip", "area", "power_reading")
COUNTED = ("site", "inspection", "finding", "tip", "team", "area", "power_reading")


def import_ledgers(
    store: Store,
    files: Sequence[Path],
    *,
    kind: str = "auto",
    datum: str = "auto",
    columns: ColumnMap = NO_COLUMNS,
    dry_run: bool = False,
    progress: Progress | None = None,
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
        Spreadsheets in any order.
    kind, datum
        What the files hold and which datum unstated positions are in; ``auto`` finds out.
    columns
        Headers that the user explained.
    dry_run
        Report, but store nothing.
    progress
        Told how far the reading has come.

    Raises
    ------
    LedgerError
        If a file cannot be read at all; nothing is stored then.
    """
    check_datum(datum)
    opened = open_ledgers(files, kind=kind, columns=columns, progress=progress)
    with store.writing() as unit:
        batch = settle_ledgers(opened, known=unit, datum=datum, progress=progress)
        if not dry_run:
            _write(unit, batch)
        held = {f"{table}s": len(unit.read(table)) for table in COUNTED}
    return ImportResult(
        sheets=tuple(SheetResult(**asdict(count)) for count in batch.files),
        fates=_fates(batch.rows["fate"]),
        new=sum(count.new for count in batch.files),
        updated=sum(count.updated for count in batch.files),
        unchanged=sum(count.unchanged for count in batch.files),
        repairs=batch.repairs,
        to_see=tuple(RowToSee(**asdict(doubt)) for doubt in batch.doubts),
        repeated_files=batch.repeated_files,
        held=held,
        dry_run=dry_run,
    )


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


def _write(unit: Unit, batch: LedgerImport) -> None:
    for table in IMPORT_ORDER:
        unit.upsert(table, batch.tables[table])
    unit.clear("shift", where={"shift_id": batch.dropped_shifts})
    unit.upsert("import_row", batch.rows[~_told_before(unit, batch)])


def _told_before(unit: Unit, batch: LedgerImport) -> pd.Series[bool]:
    """Find rows of a file imported again that change nothing; what they did at first stays."""
    hashes = batch.rows["file_hash"].unique().tolist()
    former = unit.read("import_row", where={"file_hash": hashes})["target"]
    same = former.reindex(batch.rows.index) == batch.rows["target"]
    return same & batch.rows.index.isin(batch.unchanged_rows)


def _fates(fates: pd.Series[str]) -> dict[str, int]:
    counted = Counter(fates)
    return {fate: counted[fate] for fate in FATES if counted[fate]}
